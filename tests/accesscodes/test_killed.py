"""An issue killed at a hundred random points and run again ends as one that was left alone (A9).

Each run is a process of its own on a connection of its own, killed with SIGKILL before or after a statement picked at
random: the first, the last, between two transactions, on the way to the queue. Nothing of ours is replaced.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection

from accesscodes import emails, sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import Issue, issue_of
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from tests import killing
from tests.killing import Executioner
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

POINTS, PRIMES, SPOCS = 100, 2, 2


def run(issue: Issue, executioner: Executioner | None = None) -> bool:
    """Run the issue in a process of its own; whether it lived to the end."""
    at = issue.in_force_from - timedelta(days=4)
    return killing.run(lambda: services.issue_codes(issued_on=issue.issued_on, at=at, actor=None), executioner)


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
            SpocWithPlanFactory(prime=prime)
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
