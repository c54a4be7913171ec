"""Ending a subcontractor, with the question that follows; SPoCs one after another; the history says why (E2, WP 16)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from core import clock
from providers import listing, services
from providers.models import Provider, Spoc, SupplyChain, Why
from providers.rules.ending import EndReason
from providers.rules.telephone import is_telephone
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make
from tests.providers.pages import day

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GONE = {"reason": "liquidation", "why": "The liquidator wrote today", "version": "1"}


@pytest.fixture
def bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT))


def page(response) -> str:
    return " ".join(text_of(assert_valid_html(response)).split())


@pytest.mark.django_db
@pytest.mark.req("E2", "B2")
def test_ended_in_one_chain_with_the_question_that_follows(bmt: Client) -> None:
    named = make.eligible_caller()
    other = make.SupplyChainFactory(subcontractor=named.company)
    link = SupplyChain.objects.get(prime=named.prime)
    address = reverse("providers:end-in-chain", args=[named.prime.pk, link.pk])
    assert address in bmt.get(reverse("providers:detail", args=[named.prime.pk])).content.decode()
    empty = page(bmt.post(address, {}))
    for message in ("Select why it ends", "Enter what has happened", "Enter the last day"):
        assert message in empty
    asked = bmt.post(address, GONE | day("last_day", clock.today()), follow=True)
    assert "Is the access code still secure?" in page(asked)
    expected = f"?prime={named.prime.pk}&amp;company={named.company.pk}&amp;reason=liquidation"
    assert expected in asked.content.decode()
    link.refresh_from_db()
    other.refresh_from_db()
    assert (link.ends_on, link.end_reason, other.ends_on) == (clock.today(), "liquidation", None)
    history = page(bmt.get(reverse("providers:history", args=[named.company.pk])))
    row = f"Subcontractor changed: end reason, ends on ({named.company.name}, for {named.prime.name}) The liquidator"
    assert row in history
    early = page(bmt.post(address, GONE | {"version": "2"} | day("last_day", link.starts_on - timedelta(days=1))))
    assert "The last day must be the same as or after the first day" in early
    assert "Someone else changed this" in page(bmt.post(address, GONE | day("last_day", clock.today())))


@pytest.mark.django_db
@pytest.mark.req("E2")
def test_ended_altogether_it_leaves_every_chain(bmt: Client) -> None:
    company, yesterday = make.ProviderFactory(), clock.today() - timedelta(days=1)
    chains = [make.SupplyChainFactory(subcontractor=company) for _ in range(2)]
    over = make.SupplyChainFactory(subcontractor=company, ends_on=yesterday - timedelta(days=100))
    to_come = make.SupplyChainFactory(subcontractor=company, starts_on=clock.today() + timedelta(days=9))
    address = reverse("providers:end", args=[company.pk])
    asked = page(bmt.post(address, GONE | day("last_day", yesterday), follow=True))
    company.refresh_from_db()
    assert (company.ended_on, company.end_reason) == (clock.today(), "liquidation")
    for chain, last_day in [*[(chain, yesterday) for chain in chains], (over, over.ends_on), (to_come, None)]:
        chain.refresh_from_db()
        assert chain.ends_on == last_day
        offered = f"Enter a potential security incident for {chain.prime.name}" in asked
        assert offered == (chain in chains)
    assert "can no longer be changed" in page(bmt.post(address, GONE | day("last_day", yesterday), follow=True))
    change = reverse("providers:change", args=[company.pk])
    again = {"name": company.name, "is_prime": "no", "version": "2", "why": "Taken off by mistake"}
    assert "is saved" in page(bmt.post(change, again, follow=True))
    company.refresh_from_db()
    assert (company.ended_on, company.end_reason) == (None, "")


@pytest.mark.django_db
def test_what_cannot_be_ended_so_is_not_found(bmt: Client) -> None:
    named, link = make.eligible_caller(), make.SupplyChainFactory()
    for address in (
        reverse("providers:end", args=[named.prime.pk]),
        reverse("providers:end", args=[10**30]),
        reverse("providers:end-in-chain", args=[named.prime.pk, link.pk]),
        reverse("providers:end-in-chain", args=[named.prime.pk, 10**30]),
        reverse("providers:ended", args=[10**30]),
    ):
        assert bmt.get(address).status_code == 404
    assert "left no supply chain" in page(bmt.get(reverse("providers:ended", args=[named.company.pk])))


@pytest.mark.django_db
def test_an_end_that_cannot_be_is_refused_whole() -> None:
    link = make.SupplyChainFactory(starts_on=NOW.date())
    with pytest.raises(ValidationError, match="last_day"):
        services.end_altogether(
            provider_id=link.subcontractor_id, version=1, last_day=date.max, reason=EndReason.OTHER,
            why="x", actor=None, now=NOW,
        )  # fmt: skip
    assert not Why.objects.exists()
    assert Provider.objects.get(pk=link.subcontractor_id).ended_on is None


INVITED = {"full_name": "Ruth Pereira", "email": "Ruth@Example.org ", "telephone": "0113 496 0142 ext 3"}


@pytest.mark.django_db
@pytest.mark.req("A10", "A12", "G1")
def test_a_spoc_is_invited_in_one_step(bmt: Client) -> None:
    prime = make.ProviderFactory(prime=True)
    address = reverse("providers:invite-spoc", args=[prime.pk])
    empty = page(bmt.post(address, {}))
    for message in ("full name", "Enter their telephone number", "Enter their email address"):
        assert message in empty
    assert "Enter a telephone number, like" in page(bmt.post(address, INVITED | {"telephone": "ring me"}))
    assert not User.objects.filter(role=Role.SPOC).exists()
    done = page(bmt.post(address, INVITED | day("started_on", clock.today())))
    assert "Ruth Pereira is added" in done
    assert "/invitation/" in done
    assert f"Back to {prime.name}" in done
    spoc = Spoc.objects.get()
    assert (spoc.prime, spoc.user.email, spoc.telephone) == (prime, "ruth@example.org", INVITED["telephone"])
    assert "0113 496 0142 ext 3" in page(bmt.get(reverse("providers:detail", args=[prime.pk])))


@pytest.mark.django_db
@pytest.mark.req("G1")
def test_a_spoc_of_one_prime_becomes_anothers_only_once_that_is_over(bmt: Client) -> None:
    today, spoc, other = clock.today(), make.SpocFactory(), make.ProviderFactory(prime=True)
    address = reverse("providers:invite-spoc", args=[other.pk])
    form = INVITED | {"email": spoc.user.email} | day("started_on", today)
    assert "is a single point of contact already. End that first" in page(bmt.post(address, form))
    change = reverse("providers:change-part", args=[spoc.prime_id, "spocs", spoc.pk])
    ended = {"version": "1", "telephone": "0113 496 0000", "why": "Moved to another provider"}
    ended |= day("started_on", spoc.started_on) | day("ended_on", today)
    assert "is saved" in page(bmt.post(change, ended, follow=True))
    assert "can sign in" in page(bmt.post(address, form, follow=True))
    assert [row.prime for row in Spoc.objects.filter(user=spoc.user).order_by("pk")] == [spoc.prime, other]


@pytest.mark.django_db
def test_somebody_with_another_role_or_deactivated_is_not_made_a_spoc(bmt: Client) -> None:
    prime = make.ProviderFactory(prime=True)
    address, form = reverse("providers:invite-spoc", args=[prime.pk]), INVITED | day("started_on", clock.today())
    agent = UserFactory(role=Role.AGENT)
    assert "signs in as agent" in page(bmt.post(address, form | {"email": agent.email}))
    gone = UserFactory(role=Role.SPOC, is_active=False)
    assert "This person is deactivated" in page(bmt.post(address, form | {"email": gone.email}))
    assert not Spoc.objects.exists()


@pytest.mark.django_db
@pytest.mark.req("G2")
def test_a_long_history_is_paged_in_two_queries(bmt: Client, django_assert_num_queries) -> None:
    provider = make.ProviderFactory()
    for version in range(1, 6):
        services.change_provider(
            provider_id=provider.pk, version=version, values={"name": f"Name {version}"}, actor=None,
            why=f"Why {version}",
        )  # fmt: skip
    with django_assert_num_queries(2):
        newest = listing.history(provider, size=2)
    assert [change.why for change in newest.changes] == ["Why 5", "Why 4"]
    assert [change.why for change in listing.history(provider, before=newest.older, size=2).changes] == [
        "Why 3",
        "Why 2",
    ]
    for nonsense in ("x", "9" * 30, "-1", "0"):
        address = reverse("providers:history", args=[provider.pk])
        assert bmt.get(address, {"before": nonsense, "after": nonsense}).status_code == 200


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0113 496 0000", True), ("+44 (0)113 496-0000 ext. 12", True), ("01134960000 x7", True),
        ("", False), ("12 34 56", False), ("call me", False), ("0113 496 0000 or 0114", False), ("+++++++", False),
    ],
)  # fmt: skip
def test_telephone_numbers(text: str, good: bool) -> None:
    assert is_telephone(text) is good
