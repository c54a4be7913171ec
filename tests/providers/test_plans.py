"""Security plans, from the SPoC's explanation to the decision, and what each means for the next call (E4)."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import AuditEvent
from core import clock
from notices.kinds import NotWanted
from notices.models import Notice
from providers import plan_emails as emails
from providers.models import Spoc
from providers.rules.plans import PlanState, Verdict
from tests.providers import factories as make
from tests.providers.plan_desk import MINE, SEND, Desk, said, told

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


@pytest.mark.req("G2")
def test_the_first_plan_opens_the_service_only_when_it_is_accepted() -> None:
    desk = Desk()
    assert "Nobody can call" in said(desk.own.get(MINE))
    assert "Your security plan is sent" in said(desk.send())
    assert (desk.has_access, desk.state()) == (False, PlanState.TO_ASSESS)
    assert desk.prime.name in said(desk.bmt.get("/providers/security-plans/"))
    shown = said(desk.bmt.get(desk.address()))
    assert "They may be left empty when the plan is accepted." in shown
    assert "The code is told face to face." in shown
    assert f"Sent by {desk.spoc.user.full_name}" in shown
    assert "Recorded: accepted. Its single point of contact is told by email." in said(desk.decide(Verdict.ACCEPTED))
    assert desk.has_access
    assert "Plan in force since" in said(desk.own.get(MINE))
    assert len(told(desk.spoc.user)) == 1
    changes = [event.detail["change"] for event in AuditEvent.objects.filter(chain=f"provider:{desk.prime.pk}")]
    assert changes == ["added", "accepted"]


def test_changes_are_asked_for_with_reasons_and_a_new_plan_takes_its_place() -> None:
    desk = Desk()
    desk.send()
    assert "Enter the reasons" in said(desk.decide(Verdict.CHANGES, "  "))
    desk.decide(Verdict.CHANGES, "Say who deputises.\nAnd where it is kept.")
    shown = said(desk.own.get(MINE))
    assert "Say who deputises. And where it is kept." in shown
    assert "Changes asked for" in shown
    assert desk.keeper.full_name not in shown
    first = desk.newest
    assert "One person opens the email." in desk.own.get(SEND).content.decode()
    desk.send(how_kept="Two people.")
    first.refresh_from_db()
    assert (first.replaced_on, desk.newest.how_kept) == (clock.today(), "Two people.")
    assert not desk.has_access
    desk.decide(Verdict.ACCEPTED)
    assert desk.has_access


def test_what_was_found_wanting_can_be_assessed_again() -> None:
    desk = Desk()
    desk.send()
    desk.decide(Verdict.CHANGES, "Too short.")
    desk.decide(Verdict.ACCEPTED)
    assert [each.verdict for each in desk.newest.assessments.all()] == [Verdict.CHANGES, Verdict.ACCEPTED]
    assert desk.has_access


@pytest.mark.parametrize("asked_by", ["SPoC", "BMT"])
def test_a_deed_that_is_required_comes_before_acceptance(asked_by: str) -> None:
    desk = Desk()
    desk.send(needs_updating="yes" if asked_by == "SPoC" else "no")
    if asked_by == "BMT":
        desk.decide(Verdict.DEED, "Schedule 4 says otherwise.")
    assert desk.state() is PlanState.DEED_AWAITED
    assert "A Deed of Variation is required" in said(desk.own.get(MINE))
    desk.decide(Verdict.ACCEPTED)
    assert not desk.has_access
    assert "today or in the past" in said(desk.deed(clock.today() + timedelta(days=1)))
    assert "The Deed of Variation is recorded" in said(desk.deed(clock.today()))
    assert "can no longer be decided" in said(desk.deed(clock.today()))
    desk.decide(Verdict.ACCEPTED)
    assert desk.has_access


def test_a_reported_change_leaves_the_plan_in_force_until_the_new_one_is_accepted() -> None:
    desk = Desk(accepted=True)
    before = desk.newest
    assert "Enter what changes, and from when" in said(desk.send())
    desk.send(what_changes="A new deputy from Monday.")
    assert desk.has_access
    assert "It stays in force until the new plan is accepted." in said(desk.own.get(MINE))
    assert "A new deputy from Monday." in said(desk.bmt.get(desk.address()))
    desk.decide(Verdict.CHANGES, "Which deputy?")
    assert desk.has_access
    desk.send(what_changes="The head of operations, from Monday.")
    desk.decide(Verdict.ACCEPTED)
    before.refresh_from_db()
    assert before.replaced_on == clock.today()
    assert desk.has_access


def test_an_accepted_plan_assessed_again_and_set_aside_ends_access_at_once() -> None:
    desk = Desk(accepted=True)
    assert "may be left empty" not in said(desk.bmt.get(desk.address()))
    assert "Enter the reasons" in said(desk.decide(Verdict.SET_ASIDE))
    desk.decide(Verdict.SET_ASIDE, "The code was found on a notice board.")
    assert not desk.has_access
    shown = said(desk.own.get(MINE))
    assert "Nobody can call" in shown
    assert "The code was found on a notice board." in shown
    assert "The prime provider has no accepted security plan" in said(desk.bmt.get(f"/providers/{desk.prime.pk}/"))
    assert "can no longer be decided" in said(desk.decide(Verdict.ACCEPTED))


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_an_email_that_says_nothing_of_the_plan(verdict: Verdict) -> None:
    desk = Desk(accepted=verdict is Verdict.SET_ASIDE)
    make.SpocFactory(prime=desk.prime, ended_on=clock.today())
    if verdict is not Verdict.SET_ASIDE:
        desk.send()
    desk.decide(verdict, "Reasons of ours.")
    notice = Notice.objects.get(kind=emails.PLAN_ASSESSED)
    content = emails.plan_assessed(notice)
    assert desk.prime.name in content.text
    assert ("Nobody can call" in content.text) is (verdict is not Verdict.ACCEPTED)
    for secret in ("face to face", "Reasons of ours", desk.keeper.full_name):
        assert secret not in content.text + content.subject
    Spoc.objects.update(ended_on=clock.today())
    with pytest.raises(NotWanted):
        emails.plan_assessed(notice)


@pytest.mark.req("G1")
def test_a_decision_is_not_sent_to_a_spoc_who_was_deactivated_since() -> None:
    desk = Desk()
    desk.send()
    desk.decide(Verdict.ACCEPTED)
    notice = Notice.objects.get(kind=emails.PLAN_ASSESSED)
    User.objects.filter(pk=notice.recipient_id).update(is_active=False)
    with pytest.raises(NotWanted):
        emails.plan_assessed(notice)
