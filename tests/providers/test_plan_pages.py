"""The pages of security plans: who comes in, and what is told of nonsense and of a page that is out of date (E4)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.rules import Role
from core import clock
from providers.models import PlanAssessment, SecurityPlan, Spoc
from providers.rules.plans import Verdict
from tests.accounts.factories import UserFactory, sign_in
from tests.providers import factories as make
from tests.providers.plan_desk import MINE, SEND, Desk, said

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


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
    ({"how_kept": "x" * 4001}, "4,000 characters"),
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
