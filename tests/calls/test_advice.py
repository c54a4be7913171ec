"""After the check: the date, what is checked, the advice, and the read-back (C1 to C10, R1, R2, P2)."""

from datetime import date, timedelta

import pytest

from calls.models import Advice
from calls.rules import Outcome
from programmes.types import Programme
from tests.calls.desk import Desk, called
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import (
    FAILED_ON,
    REFERRED_ON,
    TODAY,
    ChangeFactory,
    ReferralFactory,
    participant,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY
ALL = ("address", "phone", "entitlement")
NAMED = {"address": "address", "phone": "contact numbers"}
ROWS = [
    ((), "same", "raise_live", "Raise a compliance doubt", "WP 34", "MWA 31"),
    ((), "different", "do_not_raise_details_changed", "Do not raise a compliance doubt", "WP 35", "MWA 32"),
    (("dormant",), "same", "raise_dormant", "Raise a compliance doubt", "WP 36", "MWA 33"),
    (("dormant",), "different", "do_not_raise_details_changed", "Do not raise a compliance doubt", "WP 35", "MWA 32"),
    (("signed_off",), "same", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
    (("signed_off",), "different", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
    (("never_claimed",), "same", "do_not_raise_no_benefit", "Do not raise a compliance doubt", "WP 37", "MWA 34"),
]


def checked(*traits: str, programme: Programme = WP, **other: object) -> tuple[Desk, object]:
    """A desk with a participant whose security check is passed."""
    desk = past_the_code(programme)
    referral = participant(*traits, *(["mwa"] if desk.names_claimants else []), prime=desk.on.prime, **other)
    desk.identify(referral).answer(referral)
    return desk, referral


@pytest.mark.req("C5", "C6", "C7", "C8", "C9", "R2", "P2")
@pytest.mark.parametrize("programme", Programme)
@pytest.mark.parametrize(
    ("traits", "address", "row", "verdict", "wp", "mwa"), ROWS, ids=[f"{r[0]}{r[1]}" for r in ROWS]
)
def test_each_row_of_the_advice(programme, traits, address, row, verdict, wp, mwa) -> None:
    desk, referral = checked(*traits, "working", programme=programme)
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
    desk, _ = checked()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    desk.advise(given="departed", reason="   ")
    assert desk.errors == ["Enter why you advised otherwise"]
    desk.advise(given="departed", reason="They were in hospital")
    advice = Advice.objects.get()
    assert (advice.row, advice.raise_doubt, advice.given_raise_doubt) == ("raise_live", True, False)
    assert advice.departure_reason == "They were in hospital"
    desk.next("finish")
    assert "Do not raise a compliance doubt" in desk.text
    assert "the claim is live" not in desk.text, "the table's reason is not that of the advice given"


@pytest.mark.req("C9")
def test_advice_followed_keeps_no_reason_whatever_was_typed() -> None:
    desk, _ = checked()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same").advise(reason="never mind")
    assert Advice.objects.get().departure_reason == ""


@pytest.mark.req("C4", "C9")
def test_advice_is_read_again_where_lms_changed_under_the_page() -> None:
    desk, referral = checked()
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
    desk, _ = checked()
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same").advise(shown=shown)
    assert "Read the advice again before you record it" in desk.errors[0]
    assert not Advice.objects.exists()


@pytest.mark.req("C1")
@pytest.mark.parametrize("programme", Programme)
def test_the_date_of_failure_is_required_not_in_the_future_and_not_before_the_referral(programme) -> None:
    desk, _ = checked(programme=programme)
    told = {} if desk.names_claimants else {"told_in_advance": "no"}
    for day, error in ((TODAY + timedelta(days=1), "future"), (REFERRED_ON - timedelta(days=1), "before the")):
        desk.send(**desk.date("failed_on", day), **told)
        assert error in desk.errors[0]
    desk.send(**told)
    assert desk.errors[0].startswith("Enter the date of failure")
    for day in (TODAY, REFERRED_ON):
        desk.get(f"/calls/{desk.ref}/participants/1/failure-date/")
        desk.failure_date(day)
        assert desk.last.failed_on == day


@pytest.mark.req("C2", "C3")
@pytest.mark.parametrize("asked", [("address",), ("phone",), ("entitlement",), ("address", "phone"), ALL])
@pytest.mark.parametrize("accept", [(), ("address",), ("phone",), ("address", "phone")])
def test_only_what_is_asked_for_or_accepted_is_shown(asked: tuple[str, ...], accept: tuple[str, ...]) -> None:
    desk, referral = checked()
    desk.failure_date(FAILED_ON).ask_for(*asked, accept=accept)
    wanted = {*asked, *accept} - {"entitlement"}
    held = {"address": referral.person.addresses.get().line_1, "phone": referral.person.phone_numbers.get().number}
    assert desk.slug == ("details" if wanted else "advice")
    if wanted:
        named = " and ".join(words for detail, words in NAMED.items() if detail in wanted)
        assert f"What {named} do you hold for the participant?" in desk.text
        for detail, value in held.items():
            assert (value in desk.text) == (detail in wanted)
        desk.compare(**dict.fromkeys(wanted, "same"))
    for detail, words in (
        ("address", "The address was not checked."),
        ("phone", "The contact numbers were not checked."),
    ):
        assert (words in desk.text) == (detail not in wanted)
    for value in held.values():
        assert value not in desk.text
    desk.advise()
    facts = Advice.objects.get().facts
    assert {name: facts[name] for name in held} == {name: "same" if name in wanted else "not_checked" for name in held}


@pytest.mark.req("C2")
@pytest.mark.parametrize(
    ("asked", "said"),
    [(("entitlement",), "those"), (("address",), "those"), (("phone",), "that")],
)
def test_the_offer_names_one_thing_or_several(asked: tuple[str, ...], said: str) -> None:
    desk, _ = checked()
    desk.failure_date(FAILED_ON).send(asked=list(asked))
    assert f"Would you like me to check {said} as well?" in desk.text


@pytest.mark.req("C3", "C9")
@pytest.mark.parametrize("missing", [("no_address",), ("no_phone",), ("no_address", "no_phone")])
def test_what_lms_does_not_hold_cannot_be_called_the_same(missing: tuple[str, ...]) -> None:
    desk, _ = checked(*missing)
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    words = {"no_address": "No address is held", "no_phone": "No contact numbers are held"}
    for trait, said in words.items():
        assert (said in desk.text) == (trait in missing)
    desk.advise()
    facts = Advice.objects.get().facts
    assert [facts["address"] == "not_held", facts["phone"] == "not_held"] == [each in missing for each in words]


@pytest.mark.req("C2")
def test_what_was_heard_wrongly_can_be_put_right_until_advice_is_recorded() -> None:
    desk, _ = checked()
    desk.failure_date(FAILED_ON).ask_for("address", "phone").compare(address="different", phone="same")
    start = f"/calls/{desk.ref}/participants/1"
    desk.get(f"{start}/what-to-check/")
    assert desk.text
    desk.send(asked=["entitlement"])
    assert desk.slug == "offer", "what is left out is offered again, and what was compared is dropped"
    assert (desk.last.address, desk.last.phone) == (None, None)
    desk.send(address="no", phone="no")
    assert "Raise a compliance doubt" in desk.text
    desk.get(f"{start}/failure-date/")
    desk.failure_date(FAILED_ON + timedelta(days=1), told=True)
    assert desk.slug == "advice"
    desk.advise()
    for slug in ("failure-date", "what-to-check", "offer", "details", "advice"):
        desk.get(f"{start}/{slug}/")
        assert desk.slug == "next"


@pytest.mark.req("C10")
@pytest.mark.parametrize(
    ("programme", "told", "referred_on", "cautions"),
    [
        (WP, True, REFERRED_ON, ["told you beforehand"]),
        (WP, False, TODAY - timedelta(days=10), ["in the last two weeks"]),
        (WP, True, TODAY - timedelta(days=12), ["told you beforehand", "in the last two weeks"]),
        (WP, False, REFERRED_ON, []),
        (MWA, True, TODAY - timedelta(days=10), []),
    ],
)
def test_cautions(programme: Programme, told: bool, referred_on: date, cautions: list[str]) -> None:
    desk, _ = checked(programme=programme, referred_on=referred_on)
    desk.failure_date(TODAY - timedelta(days=1), told=told)
    _cautioned(desk, cautions)
    desk.ask_for("entitlement")
    _cautioned(desk, cautions)


def _cautioned(desk: Desk, cautions: list[str]) -> None:
    for words in ("told you beforehand", "in the last two weeks"):
        assert (words in desk.text) == (words in cautions)
    assert ("may not be appropriate" in desk.text) == bool(cautions)


@pytest.mark.req("C6", "C10")
@pytest.mark.parametrize("given", ["followed", "departed"])
def test_nothing_urges_to_raise_a_doubt_that_is_not_to_be_raised(given: str) -> None:
    desk, _ = checked()
    desk.failure_date(FAILED_ON, told=True)
    _cautioned(desk, ["told you beforehand"])
    desk.ask_for("address", "phone").compare(address="different", phone="same")
    assert "My advice is not to raise a compliance doubt." in desk.text
    _cautioned(desk, [])
    desk.advise(given=given, reason="The letter reached them.").next("finish")
    _cautioned(desk, ["told you beforehand"] if given == "departed" else [])


@pytest.mark.req("C10")
def test_a_caution_that_comes_with_a_correction_is_said_at_once() -> None:
    desk, _ = checked("signed_off")
    desk.failure_date(FAILED_ON).ask_for("entitlement")
    desk.get(called(desk.ref, "failure-date", 1))
    desk.failure_date(FAILED_ON, told=True)
    assert desk.slug == "advice"
    assert "Date signed off 21 October 2026. Reason: moved abroad" in desk.text
    _cautioned(desk, ["told you beforehand"])
    desk.get(called(desk.ref, "failure-date", 1))
    desk.failure_date(FAILED_ON, told=True)
    _cautioned(desk, [])


@pytest.mark.req("C10")
def test_the_caution_of_a_recent_referral_is_about_the_newest_one() -> None:
    desk = Desk()
    first = participant(prime=desk.on.prime)
    ReferralFactory(person=first.person, prime=desk.on.prime, referred_on=TODAY - timedelta(days=5))
    desk.through_the_code().identify(first).answer(first).failure_date(TODAY).ask_for("entitlement")
    assert "You received this referral in the last two weeks." in desk.text


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
