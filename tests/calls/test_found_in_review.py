"""Faults that a reading of the whole found once, each kept from coming back."""

import pytest

from audit.actions import Action
from audit.models import AuditEvent
from calls.models import Submission
from calls.rules import Outcome
from circumstances.models import Address
from programmes.types import QuestionKind
from tests.calls.desk import OPEN_HOURS, Desk
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import FAILED_ON, participant
from tests.providers.factories import ProviderFactory, WithdrawalFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.mark.req("E7")
def test_everything_at_once_can_speak_against_a_caller() -> None:
    desk = Desk().open()
    prime = ProviderFactory(prime=True, ended_on=OPEN_HOURS.date())
    company = ProviderFactory(ended_on=OPEN_HOURS.date())
    WithdrawalFactory(prime=prime)
    desk.caller(company=company.name, prime=prime.name, caller_name="Somebody Strange")
    assert len(desk.errors) == 1
    assert len(Submission.objects.get(accepted=False).result) > 400


@pytest.mark.req("R1", "R2", "S6")
def test_ending_over_a_failed_check_reads_back_first_what_was_advised(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON).next("another")
    failed = participant(prime=desk.on.prime)
    desk.identify(failed).answer(failed, right=False).next("end")
    assert desk.slug == "read-back"
    assert desk.call.outcome is None
    desk.read_back()
    assert desk.call.outcome == Outcome.FAILED_CHECK


@pytest.mark.req("C2", "C3")
def test_details_that_changed_since_they_were_shown_are_compared_again(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    referral = participant(prime=desk.on.prime)
    desk.identify(referral).answer(referral).failure_date(FAILED_ON).ask_for("address", "phone")
    Address.objects.filter(person=referral.person).update(line_1="99 New Street")
    desk.compare(address="same", phone="same")
    assert desk.errors == ["LMS has changed since this page was shown. Compare again with what it shows now"]
    assert desk.last.address is None
    assert desk.compare(address="different", phone="same").slug == "advice"
    shown = AuditEvent.objects.filter(action=Action.DETAILS_SHOWN)
    assert shown.count() == 2, "one for each page that showed them"


@pytest.mark.req("S7")
def test_a_flag_that_comes_during_the_call_ends_what_may_be_said(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    referral = participant(prime=desk.on.prime)
    desk.identify(referral).answer(referral).failure_date(FAILED_ON)
    referral.person.special_handling = "mappa"
    referral.person.save()
    desk.send(asked=["address"])
    assert desk.slug == "next"
    assert "Please contact your nominated Jobcentre Plus contact." in desk.text
    assert "Orchard Street" not in desk.text


@pytest.mark.req("C2", "R2")
def test_the_read_back_says_what_was_not_checked(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    referral = participant("moved", prime=desk.on.prime)
    desk.identify(referral).answer(referral).failure_date(FAILED_ON).ask_for("entitlement")
    assert "Go back and offer the check again" in desk.text
    desk.advise().next("finish")
    assert "The address was not checked." in desk.text


@pytest.mark.req("A3", "A11")
def test_a_caller_whose_code_could_not_be_tried_did_not_fail_it() -> None:
    desk = Desk().open().caller()
    desk.on.prime.access_codes.update(stopped_at=OPEN_HOURS)
    desk.purpose()
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert "none is in force for your prime provider" in desk.text
    assert "You have failed" not in desk.text


@pytest.mark.req("R3")
def test_the_progress_of_an_abandoned_call_claims_nothing_that_was_not_done() -> None:
    desk = Desk().open().caller()
    desk.client.post(f"/calls/{desk.ref}/abandon/")
    desk.get(f"/calls/{desk.ref}/ended/")
    assert "Caller (done)" in desk.text
    assert "Read-back (not done)" in desk.text


@pytest.mark.req("A3")
def test_the_progress_ticks_no_access_code_that_failed() -> None:
    desk = Desk().open().caller().purpose().code("ZZZZZZZZ")
    assert desk.call.outcome == Outcome.ACCESS_CODE_FAILED
    assert "Reason (done) Access code (not done)" in desk.text


@pytest.mark.req("S6", "S7", "L2")
def test_the_progress_ticks_what_was_achieved_for_the_participant_being_dealt_with() -> None:
    desk = past_the_code()
    desk.identify(participant("mappa", prime=desk.on.prime))
    nothing = "Access code (done) Security check Details (to come) Advice (to come)"
    assert nothing in desk.text
    desk.next("another").advised_on(participant(prime=desk.on.prime), FAILED_ON)
    assert "Access code (done) Security check (done) Details (done) Advice Read-back (to come)" in desk.text
    desk.next("another").identify(participant("mappa", prime=desk.on.prime))
    assert nothing in desk.text, "what was done for another participant does not count"
    desk.next("finish")
    assert "Security check (done) Details (done) Advice (done) Read-back" in desk.text


@pytest.mark.req("R1", "L2")
def test_another_participant_announced_by_mistake_is_taken_back(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = past_the_code()
    desk.advised_on(participant(prime=desk.on.prime), FAILED_ON).next("another")
    desk.send(no_more="on")
    assert desk.slug == "read-back"
    desk.read_back()
    assert desk.call.outcome == Outcome.COMPLETED
    assert desk.call.participants.count() == 1


@pytest.mark.req("E1")
def test_a_company_that_is_not_on_the_list_brings_the_nearest_names() -> None:
    desk = Desk().open()
    desk.caller(company="Subcontracter 1")
    assert "Nearest on the list: Subcontractor" in desk.errors[0]
