"""An issue by real workers: asked for through a real queue, documents made in two processes, taken by a real server."""

from pathlib import Path

import pytest
from celery import current_app

from accesscodes import sealing, tasks
from accesscodes.models import Copy
from accesscodes.rules.calendar import issue_covering
from core import clock
from dev import broker
from notices.models import Notice
from notices.rules import State
from tests.accesscodes.post import document_of, opened
from tests.notices.post_office import open_post_office
from tests.notices.test_killed import wait_until
from tests.notices.workers import celery_worker
from tests.providers.factories import ContractFactory, SpocWithPlanFactory


@pytest.mark.req("A6", "A7", "A9")
@pytest.mark.django_db(transaction=True)
def test_an_issue_from_the_queue_to_the_recipients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PD_LOCAL_DIR", str(tmp_path))
    spocs = [SpocWithPlanFactory(prime=ContractFactory().prime) for _ in range(6)]
    before = current_app.conf.broker_url
    with open_post_office() as office, broker.running() as address:
        current_app.conf.update(broker_url=address, broker_write_url=address)
        try:
            for _ in range(2):
                assert tasks.ask_for_issue(issue_covering(clock.now()).issued_on)
            with celery_worker(address):
                wait_until(lambda: Notice.objects.filter(state=State.SENT).count() == len(spocs))
        finally:
            current_app.conf.update(broker_url=before, broker_write_url=before)
    letters = {letter.to: letter for letter in office.letters}
    assert set(letters) == {spoc.user.email for spoc in spocs}
    assert len(office.letters) == len(spocs)
    for copy in Copy.objects.select_related("spoc__user", "code__prime"):
        text = opened(document_of(letters[copy.spoc.user.email]), sealing.unseal_unlock_code(copy))
        assert copy.code.prime.name in text
        assert sealing.unseal(copy.code) in text
