"""The advice, what is recorded of it, and ten participants of one call (C5 to C9, R2, P2)."""

import pytest

from calls.models import Advice
from calls.rules import Outcome
from programmes.types import Programme
from tests.calls.desk import Desk
from tests.calls.rewinding import past_the_check, past_the_code
from tests.circumstances.factories import FAILED_ON, ChangeFactory, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
ALL = ("address", "phone", "entitlement")
ROWS = [
    ((), "same", "raise_live", "Raise a compliance doubt", "WP 34", "MWA 31"),
    ((), "different", "do_not_raise_details_changed", "Do not raise a compliance doubt", "WP 35", "MWA 32"),
    (("dormant",), "same", "raise_dormant", "Raise a compliance doubt", "WP 36", "MWA 33"),
    (("dormant",), "different", "do_not_raise_details_changed", "Do not raise a compliance doubt", "WP 35", "MWA 32"),
    (("signed_off",), "same", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
    (("signed_off",), "different", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
    (("never_claimed",), "same", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
]


@pytest.mark.req("C5", "C6", "C7", "C8", "C9", "R2", "P2")
@pytest.mark.parametrize("programme", Programme)
@pytest.mark.parametrize(
    ("traits", "address", "row", "verdict", "wp", "mwa"), ROWS, ids=[f"{r[0]}{r[1]}" for r in ROWS]
)
def test_each_row_of_the_advice(programme, traits, address, row, verdict, wp, mwa) -> None:
    desk, referral = past_the_check(*traits, "working", programme=programme)
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address=address, phone="same")
    page = desk.text
    assert verdict in page
    assert (mwa if desk.names_claimants else wp) in page
    street = referral.person.addresses.get().line_1
    assert (street in page) == (address == "different"), "the right details are read out where they differ"
    assert ("Harrow Mills" in page) == (bool(traits)), "work is told once the claim is not live"
    assert ("participant" in _words(page)) != desk.names_claimants
    desk.advise().next("finish")
    advice = Advice.objects.get()
    assert (advice.row, advice.given_raise_doubt) == (row, verdict.startswith("Raise"))
    assert verdict in desk.text
    assert (f"You spoke to: {desk.agent.full_name}" in desk.text) == desk.names_claimants
    assert "20 November 2026" in desk.text
    desk.send(clear="no")
    assert desk.call.outcome is None
    assert desk.read_back().call.outcome == Outcome.COMPLETED


def _words(page: str) -> str:
    return page.lower()


@pytest.mark.req("C9")
def test_departing_from_the_table_needs_a_reason_and_keeps_it() -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    desk.advise(given="departed", reason="   ")
    assert desk.errors == ["Enter why you advised otherwise"]
    desk.advise(given="departed", reason="They told QQ 12 34 56 C")
    assert ["Leave out names and numbers" in error for error in desk.errors] == [True]
    assert not Advice.objects.exists()
    desk.advise(given="departed", reason="They were in hospital")
    advice = Advice.objects.get()
    assert (advice.row, advice.raise_doubt, advice.given_raise_doubt) == ("raise_live", True, False)
    assert advice.departure_reason == "They were in hospital"
    desk.next("finish")
    assert "Do not raise a compliance doubt" in desk.text
    assert "the claim is live" not in desk.text, "the table's reason is not that of the advice given"


@pytest.mark.req("C9")
def test_a_reason_that_nobody_reads_stands_in_nobodys_way() -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    desk.advise(reason="QQ 12 34 56 C")
    assert desk.slug == "next"
    assert Advice.objects.get().departure_reason == ""


@pytest.mark.req("C9")
def test_advice_followed_keeps_no_reason_whatever_was_typed() -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same").advise(reason="never mind")
    assert Advice.objects.get().departure_reason == ""


@pytest.mark.req("C4", "C9")
def test_advice_is_read_again_where_lms_changed_under_the_page() -> None:
    desk, referral = past_the_check()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    ChangeFactory(person=referral.person, description="Began a course in thatching.")
    desk.advise()
    assert "LMS has changed since this page was shown" in desk.errors[0]
    assert "Began a course in thatching." in desk.text
    assert not Advice.objects.exists()
    desk.advise()
    assert desk.slug == "next"


@pytest.mark.req("C9")
@pytest.mark.parametrize("shown", ["", "nonsense", "\0", "x" * 10_000])
def test_advice_is_not_recorded_for_a_page_that_was_not_shown(shown: str) -> None:
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same").advise(shown=shown)
    assert "Read the advice again before you record it" in desk.errors[0]
    assert not Advice.objects.exists()


CAST = [
    (("mappa",), "blocked"), ((), "not found"), ((), "wrong"), (("universal_credit",), "uc"), ((), "raise_live"),
    ((), "do_not_raise_details_changed"), (("dormant",), "raise_dormant"), (("signed_off",), "do_not_raise_no_benefit"),
    (("unknown_flag",), "blocked"), (("working", "dormant"), "raise_dormant"),
]  # fmt: skip


@pytest.mark.req("L2", "P1", "P2", "R2", "R3", "S6", "S7", "S8", "C9")
@pytest.mark.parametrize("programme", Programme)
def test_ten_participants_in_one_call_every_one_different(programme: Programme) -> None:
    desk = past_the_code(programme)
    other = "claimant" if desk.names_claimants else "participant"
    for number, (traits, end) in enumerate(CAST, start=1):
        assert f"{other.capitalize()} {number}" in desk.text
        assert ("up to 10 in one call" in desk.text) == (number == 1)
        _one(desk, traits, end)
        assert desk.slug == "next", f"{number}: {end}"
        if number < 10:
            desk.next("another")
    assert "That is ten" in desk.text
    desk.next("another")
    assert desk.slug == "next", "there is no eleventh to choose"
    desk.next("finish")
    assert desk.call.participants.count() == 10
    assert [advice.row for advice in Advice.objects.order_by("participant__number")] == [
        end for _, end in CAST if "raise" in end
    ]
    for name in desk.call.participants.values_list("name_said", flat=True):
        assert name in desk.text
    assert ("claimant" in desk.text.lower(), "participant" in desk.text.lower()) == (
        desk.names_claimants,
        not desk.names_claimants,
    )
    desk.read_back()
    assert desk.call.outcome == Outcome.COMPLETED


def _one(desk: Desk, traits: tuple[str, ...], end: str) -> None:
    who = participant(*traits, *(["mwa"] if desk.names_claimants else []), prime=desk.on.prime)
    if end == "not found":
        desk.identify(who, name="Someone Else").identify(who, name="Someone Else", give_up="on")
        return
    desk.identify(who)
    if end == "blocked":
        return
    desk.answer(who, right=end != "wrong")
    if end in {"wrong", "uc"}:
        return
    desk.failure_date(FAILED_ON).ask_for("address", "entitlement", accept=("phone",))
    desk.compare(address="different" if "changed" in end else "same", phone="same").advise()
