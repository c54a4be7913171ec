"""After the check: the date of failure, and what the caller asks to have checked (C1, C2, C3)."""

from datetime import timedelta

import pytest

from calls.models import Advice
from programmes.types import Programme
from tests.calls.rewinding import past_the_check
from tests.circumstances.factories import FAILED_ON, REFERRED_ON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
ALL = ("address", "phone", "entitlement")
NAMED = {"address": "address", "phone": "contact numbers"}


@pytest.mark.req("C1")
@pytest.mark.parametrize("programme", Programme)
def test_the_date_of_failure_is_required_not_in_the_future_and_not_before_the_referral(programme) -> None:
    desk, _ = past_the_check(programme=programme)
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
    desk, referral = past_the_check()
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
    desk, _ = past_the_check()
    desk.failure_date(FAILED_ON).send(asked=list(asked))
    assert f"Would you like me to check {said} as well?" in desk.text


@pytest.mark.req("C3", "C9")
@pytest.mark.parametrize("missing", [("no_address",), ("no_phone",), ("no_address", "no_phone")])
def test_what_lms_does_not_hold_cannot_be_called_the_same(missing: tuple[str, ...]) -> None:
    desk, _ = past_the_check(*missing)
    desk.failure_date(FAILED_ON).ask_for(*ALL).compare(address="same", phone="same")
    words = {"no_address": "No address is held", "no_phone": "No contact numbers are held"}
    for trait, said in words.items():
        assert (said in desk.text) == (trait in missing)
    desk.advise()
    facts = Advice.objects.get().facts
    assert [facts["address"] == "not_held", facts["phone"] == "not_held"] == [each in missing for each in words]


@pytest.mark.req("C2")
def test_what_was_heard_wrongly_can_be_put_right_until_advice_is_recorded() -> None:
    desk, _ = past_the_check()
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
