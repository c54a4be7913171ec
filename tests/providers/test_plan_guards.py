"""What keeps security plans as they were sent and decided: the database, locks and the services themselves (E4)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.rules import Role
from core import clock
from providers import plans, services
from providers.models import PlanAssessment, SecurityPlan
from providers.rules.plans import Verdict
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory
from tests.providers import factories as make
from tests.providers.plan_desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


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
