"""Security plans, from the SPoC's explanation to the decision, and what each means for the next call (E4)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from notices.kinds import NotWanted
from notices.models import Notice
from providers import plan_emails as emails
from providers import plans, services
from providers.models import PlanAssessment, SecurityPlan, Spoc
from providers.rules.plans import PlanState, Verdict
from providers.selectors import plan_accepted
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]
MINE = "/providers/mine/security-plan/"
SEND = f"{MINE}send/"
ANSWERS = {"how_kept": "One person opens the email.\nThe code is told face to face.", "needs_updating": "no"}


class Desk:
    """A prime with its SPoC and someone of the business management team, each at their pages."""

    def __init__(self, *, accepted: bool = False) -> None:
        self.prime = make.ProviderFactory(prime=True)
        self.spoc = make.SpocFactory(prime=self.prime)
        self.keeper: User = UserFactory(role=Role.BMT)
        if accepted:
            make.SecurityPlanFactory(prime=self.prime)
        self.own, self.bmt = sign_in(Client(), self.spoc.user), sign_in(Client(), self.keeper)

    @property
    def newest(self) -> SecurityPlan:
        return SecurityPlan.objects.filter(prime=self.prime).first()

    @property
    def has_access(self) -> bool:
        return plan_accepted(self.prime.pk, today=clock.today())

    def state(self) -> PlanState:
        return plans.sheet(self.newest).state

    def send(self, **typed: str):
        form = {"after": plans.newest_mark(self.prime.pk), **ANSWERS, **typed}
        return self.own.post(SEND, form, follow=True)

    def address(self, page: str = "") -> str:
        return f"/providers/{self.prime.pk}/security-plans/{self.newest.pk}/{page}"

    def decide(self, verdict: Verdict, reasons: str = ""):
        form = {"version": self.newest.version, "verdict": verdict.value, "reasons": reasons}
        return self.bmt.post(self.address(), form, follow=True)

    def deed(self, day: date):
        form = {f"received_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
        return self.bmt.post(self.address("deed/"), form | {"version": self.newest.version}, follow=True)


def said(response) -> str:
    return text_of(assert_valid_html(response))


def told(user: User) -> list[str]:
    notices = Notice.objects.filter(recipient=user, kind=emails.PLAN_ASSESSED).order_by("pk")
    return [notice.about for notice in notices]


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


@pytest.mark.req("G1")
def test_another_primes_plan_is_not_there() -> None:
    desk, other = Desk(accepted=True), Desk()
    other.send(how_kept="A secret of another.")
    for page in (MINE, SEND):
        shown = said(desk.own.get(page))
        assert "A secret of another." not in shown
        assert other.prime.name not in shown
    wrong = f"/providers/{desk.prime.pk}/security-plans/{other.newest.pk}/"
    for client, address in ((desk.bmt, wrong), (desk.bmt, f"{wrong}deed/"), (desk.bmt, wrong.replace("/", "9/", 1))):
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": "1", "verdict": "accepted"}).status_code == 404
    # The database knows whose SPoC sent a plan.
    with pytest.raises(IntegrityError, match="plan_sent_by_own_spoc"), transaction.atomic():
        make.SecurityPlanFactory(prime=other.prime, accepted_on=None, replaced_on=date(2026, 1, 1), sent_by=desk.spoc)


@pytest.mark.req("G1")
def test_who_comes_in() -> None:
    desk = Desk()
    desk.send()
    pages = {MINE: Role.SPOC, SEND: Role.SPOC, desk.address(): Role.BMT, "/providers/security-plans/": Role.BMT}
    for role in Role:
        client = sign_in(Client(), UserFactory(role=role))
        for address, allowed in pages.items():
            assert (client.get(address).status_code == 403) is (role is not allowed), (role, address)
            assert role is Role.BMT or client.post(address, {}).status_code in {403, 404, 405}
    Spoc.objects.update(ended_on=clock.today())
    assert "not the single point of contact of any prime provider today" in said(desk.own.get(MINE))
    assert desk.send().status_code == 404


NONSENSE = (
    ({"how_kept": ""}, "Enter how you keep the access code secure"),
    ({"how_kept": "x" * 4001}, "4000 characters"),
    ({"how_kept": "a\x00b"}, "cannot be stored"),
    ({"needs_updating": ""}, "Select whether your organisation's security plan needs updating"),
    ({"needs_updating": "perhaps"}, "There is a problem"),
    ({"after": "x" * 41}, "There is a problem"),
    ({"after": "7.7"}, "A plan was sent or assessed after you opened this page"),
)


def test_nonsense_is_told_and_sends_nothing() -> None:
    desk = Desk()
    for typed, message in NONSENSE:
        assert message in said(desk.send(**typed)), typed
    assert not SecurityPlan.objects.exists()


def test_a_page_that_is_out_of_date_keeps_what_was_typed() -> None:
    desk = Desk()
    desk.send()
    old = {"version": "1", "verdict": Verdict.CHANGES.value, "reasons": "Typed before."}
    desk.decide(Verdict.ACCEPTED)
    stale = desk.bmt.post(desk.address(), old)
    assert "Someone else decided about this plan" in said(stale)
    assert "Typed before." in stale.content.decode()
    assert PlanAssessment.objects.count() == 1
    for nonsense in ({}, {"version": "x"}, {"version": "9" * 30, "verdict": "none"}):
        assert desk.bmt.post(desk.address(), nonsense).status_code == 200


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


def test_the_database_keeps_what_was_sent_and_decided() -> None:
    desk = Desk()
    desk.send(needs_updating="yes")
    desk.deed(clock.today())
    desk.decide(Verdict.ACCEPTED)
    day = date(2020, 1, 1)
    plan = SecurityPlan.objects.filter(pk=desk.newest.pk)
    for change in (
        {"how_kept": "Reworded."}, {"needs_updating": False}, {"received_on": day}, {"deed_received_on": day},
        {"accepted_on": None}, {"sent_by": None}, {"what_changes": "Now."},
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="is recorded and cannot change"), transaction.atomic():
            plan.update(**change)
    for refused in (plan.delete, PlanAssessment.objects.all().delete):
        with pytest.raises(IntegrityError, match=r"refused|violates foreign key|protected"), transaction.atomic():
            refused()
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        PlanAssessment.objects.update(reasons="Others.")
    for wrong, constraint in (
        ({"verdict": Verdict.CHANGES.value, "reasons": ""}, "assessment_has_reasons"),
        ({"verdict": "perhaps", "reasons": "x"}, "assessment_has_verdict"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            PlanAssessment.objects.create(plan=plan.get(), plan_version=99, assessed_at=clock.now(), **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_who_assess_at_once_decide_once() -> None:
    desk = Desk()
    desk.send()
    plan, other = desk.newest, UserFactory(role=Role.BMT)

    def decide(verdict: Verdict, actor: User) -> PlanAssessment:
        return services.assess_plan(
            plan_id=plan.pk, version=plan.version, verdict=verdict, reasons="Why.", actor=actor, now=clock.now()
        )

    _, rival = race(lambda: decide(Verdict.ACCEPTED, desk.keeper), lambda: decide(Verdict.CHANGES, other))
    assert (type(rival.error), rival.waited) == (services.Stale, True)
    assert PlanAssessment.objects.get().verdict == Verdict.ACCEPTED

    # The control: two who read the same version without the lock both write, and only the database stops the second.
    desk.send(what_changes="More.")
    plan = desk.newest

    def unguarded() -> None:
        PlanAssessment.objects.create(
            plan=plan, plan_version=plan.version, verdict=Verdict.ACCEPTED.value, assessed_at=clock.now()
        )

    _, rival = race(unguarded, unguarded)
    assert isinstance(rival.error, IntegrityError)
    assert "plan_assessed_once" in str(rival.error)


@pytest.mark.django_db(transaction=True)
def test_two_spocs_who_send_at_once_send_one() -> None:
    desk = Desk()
    other = make.SpocFactory(prime=desk.prime, user=UserFactory(role=Role.SPOC))
    after = plans.newest_mark(desk.prime.pk)

    def send(actor: User) -> SecurityPlan:
        return services.send_plan(
            how_kept="In a safe.", what_changes="", needs_updating=False, after=after, actor=actor, now=clock.now()
        )

    _, rival = race(lambda: send(desk.spoc.user), lambda: send(other.user))
    assert (type(rival.error), rival.waited) == (services.Stale, True)
    assert SecurityPlan.objects.count() == 1


def test_lists_take_no_more_queries_for_more_plans(django_assert_max_num_queries) -> None:
    desk = Desk(accepted=True)
    desk.send(what_changes="One.")
    desk.decide(Verdict.CHANGES, "More.")
    pages = ((desk.bmt, "/providers/security-plans/"), (desk.own, MINE), (desk.bmt, f"/providers/{desk.prime.pk}/"))

    def counted() -> list[int]:
        found = []
        for client, address in pages:
            client.get(address)
            with django_assert_max_num_queries(40) as seen:
                client.get(address)
            found.append(len(seen))
        return found

    before = counted()
    for number in range(2):
        Desk().send()
        desk.decide(Verdict.CHANGES, "More.")
        desk.send(what_changes=f"Number {number}.")
    assert all(now <= then for now, then in zip(counted(), before, strict=True))


def test_services_refuse_what_no_page_offers() -> None:
    desk = Desk(accepted=True)
    plan = desk.newest
    facts = {"plan_id": plan.pk, "version": plan.version, "actor": desk.keeper, "now": clock.now()}
    with pytest.raises(services.Settled):
        services.assess_plan(verdict=Verdict.ACCEPTED, reasons="", **facts)
    with pytest.raises(services.Settled):
        services.record_deed(received_on=clock.today(), **facts)
    with pytest.raises(services.NotASpoc):
        services.send_plan(how_kept="x", what_changes="", needs_updating=False, after="", actor=desk.keeper,
                           now=clock.now())  # fmt: skip
    with pytest.raises(ValidationError):
        services.assess_plan(verdict=Verdict.SET_ASIDE, reasons=" ", **facts)
