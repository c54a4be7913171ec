"""Entering, answering and settling complaints; what the services and the database refuse."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from accounts.rules import Role
from audit.models import AuditEvent
from complaints import emails, services
from complaints.emails import ANSWERED
from complaints.models import Complaint, Evidence, Stage
from complaints.rules import About, How, State
from notices.kinds import NotWanted
from notices.models import Notice
from programmes.types import ComplaintStage, Programme
from providers.models import Spoc
from tests.accounts.factories import UserFactory
from tests.complaints.factories import AT, TODAY, answered, complained, received, template_sent
from tests.providers.factories import ProviderFactory, SpocFactory

pytestmark = pytest.mark.django_db
MWA = {"programme": Programme.MANDATORY_WORK_ACTIVITY}


def kinds(complaint: Complaint) -> list[str]:
    return [stage.kind for stage in complaint.stages.order_by("number")]


@pytest.mark.req("K1")
def test_an_agents_manager_then_the_managers_own_manager() -> None:
    complaint = complained()
    answered(complaint, by=Role.TEAM_LEADER, satisfied=False)
    assert kinds(complaint) == [ComplaintStage.AGENTS_MANAGER, ComplaintStage.MANAGERS_MANAGER]
    assert complaint.state is State.OPEN
    answered(complaint, by=Role.BMT, satisfied=False)
    assert complaint.state is State.CLOSED
    assert len(kinds(complaint)) == 2


@pytest.mark.req("K2")
def test_agent_team_leader_template_resolution_team() -> None:
    complaint = complained(**MWA)
    answered(complaint, by=Role.AGENT, satisfied=False)
    answered(complaint, by=Role.TEAM_LEADER, satisfied=False)
    with pytest.raises(services.TemplateFirst):
        answered(complaint, by=Role.BMT)
    template_sent(complaint)
    with pytest.raises(services.TooLate):
        template_sent(complaint)
    answered(complaint, by=Role.BMT, satisfied=True)
    assert complaint.state is State.CLOSED
    assert kinds(complaint)[-1] == ComplaintStage.RESOLUTION_TEAM


@pytest.mark.req("K3")
def test_the_service_goes_to_the_performance_manager_with_its_evidence() -> None:
    complaint = complained(about=About.SERVICE)
    kept = services.attach(
        complaint_id=complaint.pk, file=services.File("waits.csv", b"an hour"), actor=UserFactory(), at=AT
    )
    assert b"an hour" not in bytes(kept.ciphertext)
    manager = UserFactory(role=Role.PERFORMANCE_MANAGER)
    assert services.open_evidence(evidence=Evidence.objects.get(), actor=manager) == b"an hour"
    answered(complaint, by=Role.PERFORMANCE_MANAGER, satisfied=True)
    assert complaint.state is State.CLOSED


@pytest.mark.req("K3")
def test_too_much_evidence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint, actor = complained(), UserFactory()
    monkeypatch.setattr(services, "LARGEST_FILE", 3)
    monkeypatch.setattr(services, "MOST_FILES", 1)
    for content in (b"four", b"one", b"two"):
        if content == b"one":
            services.attach(complaint_id=complaint.pk, file=services.File("a.txt", content), actor=actor, at=AT)
        else:
            with pytest.raises(services.TooMuch):
                services.attach(complaint_id=complaint.pk, file=services.File("a.txt", content), actor=actor, at=AT)


@pytest.mark.req("K1", "K2", "K3")
def test_whoever_it_does_not_wait_for_cannot_answer() -> None:
    complaint = complained()
    for role in (Role.AGENT, Role.BMT, Role.PERFORMANCE_MANAGER, Role.SPOC, Role.AUDITOR):
        with pytest.raises(services.NotYours):
            answered(complaint, by=role)
    answered(complaint, by=Role.TEAM_LEADER)
    with pytest.raises(services.TooLate):
        answered(complaint, by=Role.TEAM_LEADER)
    assert complaint.state is State.ANSWERED


@pytest.mark.req("K1")
def test_an_answer_can_be_settled_once() -> None:
    complaint, bmt = complained(), UserFactory(role=Role.BMT)
    settle = {"complaint_id": complaint.pk, "number": 1, "actor": bmt, "at": AT}
    with pytest.raises(services.TooLate):
        services.settle(satisfied=True, **settle)
    answered(complaint, by=Role.TEAM_LEADER)
    services.settle(satisfied=False, **settle)
    with pytest.raises(services.TooLate):
        services.settle(satisfied=True, **settle)
    assert len(kinds(complaint)) == 2


@pytest.mark.req("K1")
def test_sent_twice_it_is_entered_once() -> None:
    prime, token, actor = ProviderFactory(prime=True), uuid4(), UserFactory()
    both = [services.enter(prime_id=prime.pk, received=received(), token=token, actor=actor, at=AT) for _ in range(2)]
    assert both[0] == both[1]
    assert Stage.objects.count() == 1


@pytest.mark.req("K1", "G2")
def test_every_deed_is_on_record_and_no_word_of_it() -> None:
    complaint = complained()
    answered(complaint, by=Role.TEAM_LEADER, satisfied=True)
    events = AuditEvent.objects.filter(chain=complaint.subject).order_by("position")
    assert [event.action for event in events] == [
        "complaint entered", "complaint answered", "complaint settled or taken further",
    ]  # fmt: skip
    assert not any(word in str(event.detail) for event in events for word in ("hung up", "sorry", "Poole"))


@pytest.mark.req("K1")
def test_a_spoc_who_complained_here_is_told_that_there_is_an_answer() -> None:
    spoc = SpocFactory()
    complaint = complained(prime_id=spoc.prime_id, actor=spoc.user, how=How.PORTAL)
    answered(complaint, by=Role.TEAM_LEADER)
    notice = Notice.objects.get(kind=ANSWERED)
    assert notice.recipient == spoc.user
    with time_machine.travel(AT, tick=False):
        assert f"complaint {complaint.pk} has an answer" in emails.answered(notice).text
        Spoc.objects.update(ended_on=TODAY)
        with pytest.raises(NotWanted):  # nobody writes to who is a SPoC no more
            emails.answered(notice)


class TestTheDatabase:
    """What it refuses when the services are gone round."""

    @pytest.mark.req("K1")
    def test_a_second_stage_before_the_first_is_answered(self) -> None:
        complaint = complained()
        with pytest.raises(IntegrityError, match="complaint_one_stage_waits"), transaction.atomic():
            Stage.objects.create(complaint=complaint, number=2, kind="managers_manager", opened_at=AT)

    @pytest.mark.req("K1")
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"satisfied": True, "settled_at": AT}, "complaint_settled_after_an_answer"),
            ({"answer": "  ", "owner": "A", "answered_on": TODAY, "recorded_at": AT}, "complaint_answered_whole"),
            ({"answer": "Sorry"}, "complaint_answered_whole"),
        ],
        ids=["settled without an answer", "an empty answer", "half an answer"],
    )
    def test_nothing_is_closed_without_an_answer(self, values: dict[str, object], name: str) -> None:
        stage, actor = complained().stages.get(), UserFactory()
        by = {"settled_by": actor} if "satisfied" in values else {"recorded_by": actor} if "owner" in values else {}
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Stage.objects.filter(pk=stage.pk).update(**values, **by)

    @pytest.mark.req("K2")
    def test_an_answer_of_the_resolution_team_before_its_template(self) -> None:
        complaint = complained(**MWA)
        answered(complaint, by=Role.AGENT, satisfied=False)
        answered(complaint, by=Role.TEAM_LEADER, satisfied=False)
        whole = {
            "answer": "Sorry", "owner": "A", "answered_on": TODAY, "recorded_at": AT, "recorded_by": UserFactory(),
        }  # fmt: skip
        last = complaint.stages.filter(number=3)
        with pytest.raises(IntegrityError, match="complaint_template_before_its_answer"), transaction.atomic():
            last.update(**whole)
        sent = {"template_sent_on": TODAY + timedelta(days=1), "template_sent_by": UserFactory()}
        with pytest.raises(IntegrityError, match="complaint_answered_after_its_template"), transaction.atomic():
            last.update(**whole, **sent)

    @pytest.mark.req("K1")
    def test_what_was_said_is_not_changed(self) -> None:
        complaint = complained()
        answered(complaint, by=Role.TEAM_LEADER)
        with pytest.raises(DatabaseError), transaction.atomic():
            Stage.objects.filter(complaint=complaint).update(answer="Something else")
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(what="Something else")
