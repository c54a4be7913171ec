"""The proforma's page: rows that come and go, what is checked, the warning, and who may see it (B1, B2, G1)."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accesscodes.rules.calendar import LONDON
from accounts.rules import Role
from incidents.models import Incident
from incidents.rules.proforma import How
from providers.models import Spoc
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.incidents.factories import rows_of
from tests.providers.factories import AuthorisedCallerFactory, ProviderFactory, SpocFactory, SupplyChainFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)
REPORT, ENTER, MINE = reverse("incidents-report"), reverse("incidents-enter"), reverse("incidents-mine")


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def spoc() -> Spoc:
    return SpocFactory(user=UserFactory(role=Role.SPOC))


@pytest.fixture
def at_spoc(spoc: Spoc) -> Client:
    return sign_in(Client(), spoc.user)


@pytest.fixture
def at_bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT))


def line(key: int, reason: str = "Member of staff dismissed.", **changes: str) -> dict[str, str]:
    typed = {"changed_on_day": "17", "changed_on_month": "11", "changed_on_year": "2026", "reason": reason, **changes}
    return {f"row-{key}-{part}": text for part, text in typed.items()}


def page(response) -> str:
    assert response.status_code == 200
    return text_of(assert_valid_html(response))


def values(response) -> dict[str, str]:
    """What stands in the fields of the page."""
    found = assert_valid_html(response)
    inputs = {each.get("name"): each.get("value", "") for each in found.iter("input") if each.get("name")}
    if token := re.search(rb'name="token" value="([^"]+)"', response.content):  # the parsed page is without it
        inputs["token"] = token[1].decode()
    return inputs | {each.get("name"): (each.text or "").strip() for each in found.iter("textarea")}


@pytest.mark.req("B2")
def test_the_page_says_when_dwp_must_be_told_and_when_it_need_not_be(at_spoc: Client, spoc: Spoc) -> None:
    shown = page(at_spoc.get(REPORT))
    for words in (
        "When DWP must be told", "leaves without giving notice", "suspect fraudulent activity",
        "When DWP need not be told", "completes a temporary contract", "If in doubt, send it.",
        "Do not include personal details about any member of staff",
        "raise a security incident with DWP in the usual way",
        spoc.prime.name,
    ):  # fmt: skip
        assert words in shown


@pytest.mark.req("B1")
def test_a_spoc_sends_two_rows(at_spoc: Client, spoc: Spoc) -> None:
    chain = SupplyChainFactory(prime=spoc.prime)
    rows = line(0, subcontractor=str(chain.subcontractor_id), reason="Ceased trading.") | line(4, other="Some Skills")
    sent = at_spoc.post(REPORT, {**rows, "call": "k7b2 xq9m", "do": "send"}, follow=True)
    assert "Your proforma has been sent" in page(sent)
    found = Incident.objects.get()
    assert (found.prime, found.call_ref, found.how) == (spoc.prime, "K7B2XQ9M", "on the portal")
    assert [row[0] for row in rows_of(found)] == [chain.subcontractor.name, "Some Skills"]
    assert f"Incident {found.pk}" in page(at_spoc.get(MINE))


@pytest.mark.req("B1")
def test_rows_come_and_go_and_nothing_typed_is_lost(at_spoc: Client, spoc: Spoc) -> None:
    SupplyChainFactory(prime=spoc.prime)
    typed = line(0, reason="One", changed_on_day="31", changed_on_month="2", changed_on_year="x") | {"call": "no such"}
    added = at_spoc.post(REPORT, {**typed, "token": "t", "do": "add"})
    assert typed.items() <= values(added).items()
    assert "There is a problem" not in page(added)
    assert "Row 2" in page(added)
    three = {**typed, **line(1, reason="Two"), **line(2, reason="Three", other="A & B <Ltd>")}
    less = at_spoc.post(REPORT, {**three, "do": "remove-1"})
    assert {**typed, **line(2, reason="Three", other="A & B <Ltd>")}.items() <= values(less).items()
    assert "row-1-reason" not in values(less)
    last = at_spoc.post(REPORT, {**line(0), "do": "remove-0"})
    assert values(last)["row-1-reason"] == ""
    assert not Incident.objects.exists()


@pytest.mark.req("B1")
def test_what_is_wrong_is_told_by_row(at_spoc: Client, spoc: Spoc) -> None:
    chain = SupplyChainFactory(prime=spoc.prime)
    other = SupplyChainFactory()
    both = {"subcontractor": str(chain.subcontractor_id), "other": "Some Skills"}
    for typed, message in (
        ({}, "Enter the reason for completion"),
        ({"do": "send", "row-0-reason": "", "row-9999999-reason": "x"}, "Enter the date of change"),
        (line(0) | line(1, reason=" "), "Enter the reason for completion in row 2"),
        (line(0, reason="x" * 2001), "must be 2,000 characters or fewer"),
        (line(0, reason="a\x00b"), "cannot be stored"),
        (line(0, changed_on_day="19"), "must not be in the future"),
        (line(0, changed_on_year="2006"), "must be in the last 10 years"),
        (line(0, changed_on_day="31"), "must be a real date"),
        (line(0, **both), "Either select the subcontractor or enter its name, not both"),
        (line(0, subcontractor=str(other.subcontractor_id)), "Select one of the answers"),
        (line(0, subcontractor="9" * 40), "Select one of the answers"),
        (line(0) | {"call": "K7B2XQ9"}, "A call reference has 8 letters and numbers"),
        ({key: text for row in range(21) for key, text in line(row).items()}, "20 rows at most"),
    ):
        shown = at_spoc.post(REPORT, typed).content.decode()
        assert message in shown
        assert 'value="Some Skills"' in shown or "row-0-other" not in typed
    assert not Incident.objects.exists()


@pytest.mark.req("B1")
def test_empty_rows_are_left_out_and_a_page_sent_twice_is_kept_once(at_spoc: Client) -> None:
    empty = {key: "  " for row in (1, 2) for key in line(row)}
    token = values(at_spoc.get(REPORT))["token"]
    for _ in range(2):
        at_spoc.post(REPORT, {**line(0), **empty, "token": token, "do": "nonsense"})
    assert Incident.objects.get().row_count == 1


@pytest.mark.req("B1")
def test_the_warning_names_what_was_seen_and_lets_it_be_sent_as_it_is(at_spoc: Client, spoc: Spoc, capfd) -> None:
    AuthorisedCallerFactory(prime=spoc.prime, full_name="Wren Ashdown")
    text = "wren ashdown took the laptop."
    warned = at_spoc.post(REPORT, line(0) | line(1, reason=text))
    assert "The reason in row 2 seems to hold the name of a person." in page(warned)
    assert values(warned)["row-1-reason"] == text
    accepted = {"warned": values(warned)["warned"], "confirm": "on"}
    more = at_spoc.post(REPORT, line(1, reason=f"{text} Ring 07700 900123.") | accepted)
    assert "seems to hold the name of a person and a telephone number" in page(more)
    assert at_spoc.post(REPORT, line(1, reason=text) | {"confirm": "on"}).status_code == 200  # not warned of before
    assert not Incident.objects.exists()
    assert at_spoc.post(REPORT, line(1, reason=text) | accepted).status_code == 302
    assert Incident.objects.get().warned_of == ["the name of a person"]
    assert "ashdown" not in "".join(capfd.readouterr()).lower()


@pytest.mark.req("B1")
def test_names_of_the_supply_chain_raise_no_warning(at_spoc: Client, spoc: Spoc) -> None:
    SupplyChainFactory(prime=spoc.prime, subcontractor=ProviderFactory(name="Thomas Cook"))
    rows = line(0, reason="Thomas Cook left.") | line(1, reason="Peter Jones has closed.", other="Peter Jones")
    assert at_spoc.post(REPORT, rows).status_code == 302


@pytest.mark.req("B1")
def test_a_call_that_was_not_made_by_us_is_filled_in(at_spoc: Client) -> None:
    filled = at_spoc.get(REPORT, {"call": "k7b2xq9m"})
    assert values(filled)["call"] == "K7B2XQ9M"
    assert values(filled)["row-0-reason"] == "This call was not made by us."
    for nonsense in ("", "x", "K7B2XQ9!", "<script>", "Z" * 5000, "\x00" * 8, "٣" * 8):
        ignored = at_spoc.get(REPORT, {"call": nonsense}).content.decode()
        assert "not by a reference that a call can have" in ignored
        assert "not made by us" not in ignored


@pytest.mark.req("B1")
def test_bmt_enters_one_from_the_mailbox(at_bmt: Client) -> None:
    chain = SupplyChainFactory()
    assert chain.prime.name in page(at_bmt.get(ENTER))
    asked = {"prime": chain.prime_id, "company": chain.subcontractor_id, "reason": "liquidation"}
    filled = at_bmt.get(ENTER, asked)
    assert values(filled)["row-0-reason"] == "The subcontractor has gone into liquidation or has ceased trading."
    assert f'value="{chain.subcontractor_id}" selected' in filled.content.decode()
    assert {"received_on_day": "18", "received_on_month": "11"}.items() <= values(filled).items()
    address = f"{ENTER}?prime={chain.prime_id}"
    received = {"received_on_day": "17", "received_on_month": "11", "received_on_year": "2026", "how": "by email"}
    for typed, message in (
        (line(0), "Enter the date of receipt"),
        (line(0) | received | {"how": "by owl"}, "Select one of the answers"),
        (line(0) | received | {"received_on_day": "19"}, "Date of receipt must not be in the future"),
        (line(0, changed_on_day="18") | received, "must be the day of receipt or before it"),
    ):
        assert message in page(at_bmt.post(address, typed))
    assert "can be assessed now" in page(at_bmt.post(address, line(0) | received, follow=True))
    assert (Incident.objects.get().prime, Incident.objects.get().how) == (chain.prime, "by email")


@pytest.mark.req("B1")
@pytest.mark.parametrize("how", [How.EMAIL, How.TEAM])
def test_however_it_reached_the_team_it_is_entered(at_bmt: Client, how: How) -> None:
    chain = SupplyChainFactory()
    asked = {"prime": chain.prime_id, "company": chain.subcontractor_id, "reason": "termination"}
    filled = at_bmt.get(ENTER, asked)
    offered = re.findall(r'name="how" value="([^"]+)"', filled.content.decode())
    assert offered == [How.EMAIL.value, How.TEAM.value]
    received = {"received_on_day": "17", "received_on_month": "11", "received_on_year": "2026", "how": how.value}
    sent = at_bmt.post(f"{ENTER}?prime={chain.prime_id}", line(0) | received, follow=True)
    assert "can be assessed now" in page(sent)
    assert Incident.objects.get().how == how.value


@pytest.mark.req("B1")
@pytest.mark.parametrize("number", ["", "0", "x", "-1", "9" * 18, "9" * 99, "²"])
def test_an_address_that_names_no_prime_asks_for_one(at_bmt: Client, number: str) -> None:
    page(at_bmt.get(ENTER, {"prime": number}))
    page(at_bmt.post(f"{ENTER}?prime={number}", line(0)))
    assert not Incident.objects.exists()


def test_an_address_that_names_what_is_not_known_is_told_so(at_bmt: Client) -> None:
    chain = SupplyChainFactory()
    for wrong in ({"company": "x"}, {"company": SupplyChainFactory().subcontractor_id}, {"reason": "boredom"}):
        assert "is not known here" in page(at_bmt.get(ENTER, {"prime": chain.prime_id, **wrong}))


@pytest.mark.req("G1")
def test_someone_who_is_no_spoc_today_sends_nothing() -> None:
    client = sign_in(Client(), UserFactory(role=Role.SPOC))
    assert "not a single point of contact" in page(client.get(REPORT, follow=True))
    client.post(REPORT, line(0))
    assert not Incident.objects.exists()
