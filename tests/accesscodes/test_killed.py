"""An issue killed at a hundred random points and run again ends as one that was left alone (A9).

Each run is a process of its own on a connection of its own, killed with SIGKILL before or after a statement picked at
random: the first, the last, between two transactions, on the way to the queue. Nothing of ours is replaced.
"""

import os
import random
import signal
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accesscodes import emails, sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import Issue, issue_of
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from tests.providers.factories import ContractFactory, SpocFactory

POINTS, PRIMES, SPOCS = 100, 3, 2


class Executioner:
    """Kills its own process at one statement of the run."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.at, self.before, self.seen = at, before, 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.seen += 1
        if self.seen == self.at and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(*arguments)
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def run(issue: Issue, executioner: Executioner | None = None) -> bool:
    """Run the issue in a process of its own; whether it lived to the end."""
    child = os.fork()
    if child == 0:
        _in_the_child(issue, executioner)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the run failed instead of being killed"
    return True


def _in_the_child(issue: Issue, executioner: Executioner | None) -> None:
    ending = 1
    try:
        parents = connection.connection  # kept, so that it is not closed under the parent's hands
        connection.connection = None
        with ExitStack() as stack:
            if executioner is not None:
                stack.enter_context(connection.execute_wrapper(executioner))
            services.issue_codes(issued_on=issue.issued_on, at=issue.in_force_from - timedelta(days=4), actor=None)
        ending = 0 if parents is not None else 2
    except BaseException:  # noqa: BLE001 - this process is not pytest's: nothing may get out of it
        traceback.print_exc()
    finally:
        os._exit(ending)


def state(issue: Issue) -> tuple[int, ...]:
    """How many there are of everything, and how many of those are different."""
    copies = Copy.objects.filter(code__issued_on=issue.issued_on)
    abouts = [copy.about for copy in copies]
    documents = Notice.objects.filter(kind=emails.DOCUMENT, about__in=abouts)
    recorded = AuditEvent.objects.filter(action=Action.CODE_ISSUED, subject__in=abouts)
    return (
        AccessCode.objects.filter(issued_on=issue.issued_on).count(),
        AccessCode.objects.filter(issued_on=issue.issued_on).values("prime").distinct().count(),
        copies.count(), copies.values("spoc").distinct().count(), len({sealing.unseal_unlock_code(c) for c in copies}),
        documents.count(), documents.values("recipient").distinct().count(), recorded.count(),
    )  # fmt: skip


LEFT_ALONE = (PRIMES, PRIMES, *[PRIMES * SPOCS] * 6)


@pytest.mark.req("A9")
@pytest.mark.django_db(transaction=True)
def test_killed_at_a_hundred_random_points_and_run_again() -> None:
    for _ in range(PRIMES):
        prime = ContractFactory().prime
        for _ in range(SPOCS):
            SpocFactory(prime=prime)
    issues = [issue_of(2027 + month // 12, month % 12 + 1) for month in range(POINTS + 1)]
    counting = Executioner(-1, before=False)
    first = issues.pop()
    with connection.execute_wrapper(counting):
        services.issue_codes(issued_on=first.issued_on, at=first.in_force_from - timedelta(days=4), actor=None)
    assert state(first) == LEFT_ALONE
    dice, killed, halfway = random.Random(20261125), 0, 0
    for issue in issues:
        point = dice.randint(1, counting.seen)
        killed += not run(issue, Executioner(point, before=dice.random() < 0.5))
        halfway += state(issue) not in ((0,) * 8, LEFT_ALONE)
        assert run(issue)
        assert state(issue) == LEFT_ALONE, f"killed at statement {point}"
        assert services.issue_codes(issued_on=issue.issued_on, at=issue.in_force_from, actor=None) == 0
    assert killed > POINTS * 0.9, "most of them were really killed"
    assert halfway > POINTS * 0.3, "many of them in the middle"
