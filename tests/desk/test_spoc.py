"""A SPoC's home page: what needs the SPoC, how access stands, when to call, how to complain. Its own prime alone."""

from datetime import timedelta

import pytest
from django.test import Client

from accesscodes import emails
from programmes.policy import POLICIES
from programmes.types import Programme
from providers.models import SecurityPlan, Spoc, SupplyChain
from providers.rules.plans import Verdict
from providers.services import assess_plan
from tests.accesscodes.factories import AccessCodeFactory, CopyFactory
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import CODE, OPEN_HOURS
from tests.calls.test_statement import failed
from tests.html import assert_valid_html, text_of
from tests.line.factories import ClosureFactory
from tests.notices.factories import NoticeFactory
from tests.providers.factories import (
    AuthorisedCallerFactory,
    EligibleCaller,
    ProviderFactory,
    SecurityPlanFactory,
    SpocFactory,
    WithdrawalFactory,
    eligible_caller,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


def home_of(spoc: Spoc) -> str:
    return text_of(assert_valid_html(sign_in(Client(), spoc.user).get("/desk/")))


@pytest.fixture
def on() -> EligibleCaller:
    """A prime for which everything is in order."""
    found = eligible_caller()
    AccessCodeFactory(prime=found.prime, text=CODE, at=OPEN_HOURS)
    return found


@pytest.mark.req("A5", "E4", "A6")
def test_a_quiet_day_says_how_things_stand_and_never_the_code(on: EligibleCaller) -> None:
    shown = home_of(SpocFactory(prime=on.prime))
    for expected in (
        "Nothing is waiting for you.", "In force since 2 November 2026, 00:00.", "In force since 15 January 2024.",
        "Authorised callers 1 Change", "Calls since the code changed None",
        "The next one is sent on 25 November 2026, for use from 30 November 2026.",
    ):  # fmt: skip
        assert expected in shown
    assert "Nobody can call" not in shown
    assert CODE not in shown


@pytest.mark.req("E4", "E6")
def test_when_nobody_can_call_the_reasons_come_first() -> None:
    spoc = SpocFactory()
    WithdrawalFactory(prime=spoc.prime, reason="Job-outcome tracking.")
    shown = home_of(spoc)
    assert "The reason: Job-outcome tracking." in shown
    assert "send the business management team your assurance of compliance" in shown
    for reason in (
        "The prime provider has no accepted security plan.", "The prime provider has no contract for any programme",
        "The service is withdrawn from this prime provider.", "No access code is in force.",
        "Nobody is on your list of authorised callers.",
    ):  # fmt: skip
        assert reason in shown
    assert shown.index("Nobody can call for") < shown.index("How things stand") < shown.index("When to call")


@pytest.mark.req("A8")
def test_a_document_that_has_arrived_is_to_be_acknowledged(on: EligibleCaller) -> None:
    code = on.prime.access_codes.get()
    copy, other = (CopyFactory(code=code, made_at=OPEN_HOURS) for _ in range(2))
    assert "to acknowledge" not in home_of(copy.spoc)
    NoticeFactory(kind=emails.DOCUMENT, recipient=copy.spoc.user, about=copy.about, state="sent", at=OPEN_HOURS)
    assert "1 access code document to acknowledge" in home_of(copy.spoc)
    assert "to acknowledge" not in home_of(other.spoc)
    copy.acknowledged_at, copy.acknowledged_how, copy.acknowledged_by = OPEN_HOURS, "on the portal", copy.spoc.user
    copy.save()
    assert "to acknowledge" not in home_of(copy.spoc)


@pytest.mark.req("E4")
def test_a_plan_needs_the_spoc_when_there_is_none_or_changes_are_asked_for(on: EligibleCaller) -> None:
    spoc, needed = SpocFactory(prime=on.prime), "1 security plan to send"
    assert needed not in home_of(spoc)
    plan = SecurityPlanFactory(prime=on.prime, accepted_on=None)
    bmt = sign_in(Client(), UserFactory(role="business management team"))
    assert needed not in home_of(spoc)
    assert "1 security plan to assess" in text_of(assert_valid_html(bmt.get("/desk/")))
    assess_plan(plan_id=plan.pk, version=1, verdict=Verdict.CHANGES, reasons="Who?", actor=None, now=OPEN_HOURS)
    shown = home_of(spoc)
    assert needed in shown
    assert "Plan of 1 January 2024 Changes asked for" in shown
    assert "to assess" not in text_of(assert_valid_html(bmt.get("/desk/")))
    SecurityPlan.objects.update(replaced_on=OPEN_HOURS.date())
    assert needed in home_of(spoc)


@pytest.mark.req("A13")
def test_failed_checks_count_since_the_code_changed(on: EligibleCaller) -> None:
    spoc, code = SpocFactory(prime=on.prime), on.prime.access_codes.get()
    failed(on, code, code.in_force_from - timedelta(minutes=1))
    assert "1 failed" not in home_of(spoc)
    failed(on, code, OPEN_HOURS)
    shown = home_of(spoc)
    assert "1 failed access code check since the code changed" in shown
    assert "1, with 1 failed access code check " in shown


@pytest.mark.req("E3")
def test_callers_of_an_organisation_that_left_need_the_spoc(on: EligibleCaller) -> None:
    AuthorisedCallerFactory(prime=on.prime)
    spoc, needed = SpocFactory(prime=on.prime), "1 authorised caller whose organisation has left your supply chain"
    before = home_of(spoc)
    assert needed not in before
    assert "Authorised callers 2 Change" in before
    SupplyChain.objects.update(ends_on=OPEN_HOURS.date() - timedelta(days=1))
    after = home_of(spoc)
    assert needed in after
    assert "Authorised callers 1 Change" in after


@pytest.mark.req("G1")
def test_nothing_of_another_prime_is_there(on: EligibleCaller) -> None:
    other = eligible_caller()
    code = AccessCodeFactory(prime=other.prime, at=OPEN_HOURS)
    failed(other, code, OPEN_HOURS)
    SecurityPlan.objects.filter(prime=other.prime).update(replaced_on=OPEN_HOURS.date())
    SupplyChain.objects.filter(prime=other.prime).update(ends_on=OPEN_HOURS.date() - timedelta(days=1))
    copy = CopyFactory(code=code, made_at=OPEN_HOURS)
    NoticeFactory(kind=emails.DOCUMENT, recipient=copy.spoc.user, about=copy.about, state="sent", at=OPEN_HOURS)
    shown = home_of(SpocFactory(prime=on.prime))
    assert "Nothing is waiting for you." in shown
    assert other.prime_name not in shown
    assert home_of(copy.spoc).count("1 ") >= 4


@pytest.mark.req("G1")
def test_someone_who_is_no_spoc_any_more_sees_a_plain_page(on: EligibleCaller) -> None:
    code = on.prime.access_codes.get()
    failed(on, code, OPEN_HOURS)
    spoc = SpocFactory(prime=on.prime, ended_on=OPEN_HOURS.date())
    shown = home_of(spoc)
    assert "You are not the single point of contact of any prime provider today." in shown
    assert "Nothing is waiting for you." in shown
    for hidden in (on.prime_name, on.caller_name, "How things stand", "How to complain"):
        assert hidden not in shown


@pytest.mark.req("L3", "L6")
def test_is_told_the_quiet_and_busy_hours_and_the_two_days() -> None:
    shown = home_of(SpocFactory())
    assert "Quiet: 11am to 4pm" in shown
    assert "Busy: 8am to 9am and 5pm to 6pm" in shown
    assert "within two consecutive days of finding out" in shown


@pytest.mark.req("L1")
def test_days_on_which_the_line_is_closed_are_told_to_spocs_and_agents() -> None:
    ClosureFactory(date=OPEN_HOURS.date(), reason="The building has no power")
    ClosureFactory(date=OPEN_HOURS.date() + timedelta(days=14), reason="Staff training")
    ClosureFactory(date=OPEN_HOURS.date() + timedelta(days=15), reason="Too far ahead")
    later = f"{OPEN_HOURS + timedelta(days=14):%A %-d %B}"
    for user in (SpocFactory().user, UserFactory()):
        shown = text_of(assert_valid_html(sign_in(Client(), user).get("/desk/")))
        assert f"today, {OPEN_HOURS:%A %-d %B}: The building has no power" in shown
        assert f"{later}: Staff training" in shown
        assert "Too far ahead" not in shown


@pytest.mark.req("K1", "K2", "K3")
@pytest.mark.parametrize("programme", list(Programme))
def test_how_to_complain_follows_the_programmes_that_the_prime_has(programme: Programme) -> None:
    shown = home_of(SpocFactory(prime=eligible_caller(programme).prime))
    work = "About an agent, in this order: The agent's manager The manager's own manager"
    mandatory = "About an agent, in this order: The agent A team leader The Complaints Resolution Team"
    assert (work in shown) is (programme is Programme.WORK_PROGRAMME)
    assert (mandatory in shown) is (programme is Programme.MANDATORY_WORK_ACTIVITY)
    assert "About the service:" in shown


@pytest.mark.req("R4", "B2")
def test_finds_both_desk_aides_and_the_way_to_report() -> None:
    page = assert_valid_html(sign_in(Client(), SpocFactory().user).get("/desk/"))
    links = {link.get("href") for link in page.iter("a")}
    assert {"/desk-aide/work-programme/", "/desk-aide/mandatory-work-activity/", "/incidents/mine/report/"} <= links


@pytest.mark.req("R4", "L6", "P1")
@pytest.mark.parametrize("programme", list(Programme))
def test_a_prime_of_one_programme_finds_that_one_alone(programme: Programme) -> None:
    page = assert_valid_html(sign_in(Client(), SpocFactory(prime=eligible_caller(programme).prime).user).get("/desk/"))
    own = page.find(".//main")
    other = next(policy for each, policy in POLICIES.items() if each is not programme)
    assert other.name not in text_of(own)
    assert f"{POLICIES[programme].name} desk aide" in text_of(own)
    assert f"{POLICIES[programme].name}: " in text_of(own)


def test_many_rows_take_no_more_queries(on: EligibleCaller, django_assert_max_num_queries) -> None:
    spoc, code = SpocFactory(prime=on.prime), on.prime.access_codes.get()
    SecurityPlanFactory(prime=on.prime, accepted_on=None)
    client = sign_in(Client(), spoc.user)
    client.get("/desk/")
    with django_assert_max_num_queries(40) as few:
        client.get("/desk/")
    for _ in range(5):
        failed(on, code, OPEN_HOURS)
        AuthorisedCallerFactory(prime=on.prime, company=ProviderFactory())
        SecurityPlanFactory(prime=on.prime, replaced_on=OPEN_HOURS.date())
    with django_assert_max_num_queries(40) as many:
        client.get("/desk/")
    assert len(few) == len(many)
