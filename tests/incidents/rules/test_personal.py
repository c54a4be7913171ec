"""What the warning about personal details sees, and what it leaves alone (B1)."""

import pytest

from core.names import fold
from incidents.rules.personal import Detail, seen_in

pytestmark = pytest.mark.req("B1")

SEEN = [
    ("John Smith left without notice on Friday.", Detail.NAME),
    ("Mrs Okafor was told to hand in her pass.", Detail.NAME),
    ("Dr. Patel had the code.", Detail.NAME),
    ("The adviser Wren Ashdown had the code.", Detail.NAME),
    ("Wren Ashdown was dismissed.", Detail.NAME),
    ("Member of staff (name: Wren Ashdown) walked out.", Detail.NAME),
    ("Fatima J. Begum resigned.", Detail.NAME),
    ("Sarah left without a word.", Detail.NAME),
    ("Zoë\nAdeyemi took a laptop home.", Detail.NAME),
    ("Ring 0161 496 0123.", Detail.PHONE),
    ("Ring (0161) 496-0123 for details", Detail.PHONE),
    ("Mobile 07700900123", Detail.PHONE),
    ("+44 7700 900 123", Detail.PHONE),
    ("tel.02079460000", Detail.PHONE),
    ("Lives at 14 Beech Avenue.", Detail.ADDRESS),
    ("Home is 3a, Station Road", Detail.ADDRESS),
    ("Moved to LS2 7CK.", Detail.ADDRESS),
    ("Write to j.smith@example.co.uk.", Detail.EMAIL),
    ("NINO qq 12 34 56 c", None),  # no number begins so: nobody's
    ("Number PP123456A was hers", Detail.NINO),
    ("pp 12 34 56 a", Detail.NINO),
    ("d.o.b. 3/4/1980", Detail.BIRTH),
    ("Born on the 3rd of May", Detail.BIRTH),
    ("Date of birth: 3 April 1980", Detail.BIRTH),
]
LEFT_ALONE = [
    "Member of staff dismissed.",
    "A member of staff left without giving notice on 12 November 2026, subject to disciplinary procedures.",
    "The Team Leader was dismissed. Our Regional Manager resigned.",
    "Kestrel Recruitment Ltd has gone into liquidation.",
    "On 12 November Green Lane Jobs told us that it ceases trading.",
    "Victoria Training and Thomas Partnership Ltd terminated the contract.",
    "Grant Road Community Trust closed 3 offices and 12 staff left.",
    "12 Work Programme participants and 3 Mandatory Work Activity claimants were affected.",
    "The laptop with the Access Code document was stolen from a car between 09:15 and 10:45.",
    "Amount: £1,250,000. Invoice 20261122, version 1.2.3, case 4512-77.",
    "The change of 06 11 2026 was told to us on 09/11/2026.",
    "Contract P12 ended; see incident 14 of 03.11.2026.",
    "Born of necessity, the process has changed.",
    "This call was not made by us.",
    "",
]


@pytest.mark.parametrize(("text", "kind"), SEEN)
def test_what_is_seen(text: str, kind: Detail | None) -> None:
    assert seen_in(text) == ((kind,) if kind else ())


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_left_alone(text: str) -> None:
    assert seen_in(text) == ()


def test_several_kinds_are_named_in_one_order() -> None:
    assert seen_in("Write to a@b.example or John Smith, 07700 900123") == (Detail.NAME, Detail.PHONE, Detail.EMAIL)


def test_organisations_that_are_known_are_no_people_or_places() -> None:
    text = "thomas cook and 14 Beech Avenue Services have left; Thomas Cook ceased trading."
    assert seen_in(text, organisations=["Thomas Cook", "14 Beech Avenue Services", " "]) == ()
    assert seen_in("Thomas Cook ceased trading.") == (Detail.NAME,)


def test_people_who_are_known_are_seen_however_they_are_written() -> None:
    assert seen_in("wei CHEN has left", people=[fold("Wei Chen")]) == (Detail.NAME,)
    assert seen_in("wren oneill-ASHDOWN pass", people=[fold("Wrén O'Neill Ashdown")]) == ()  # too unlike to be sure
    assert seen_in("the kitchen is shut", people=["chen", "kit chen"]) == ()


@pytest.mark.parametrize(
    "text", ["Aa " * 3000, "0 " * 4000, "A1 " * 3000, "born " * 2000, "a." * 4000 + "@", "1 Aa" * 2500]
)
def test_no_text_takes_long(text: str) -> None:
    """Nothing here can run away: it would show as a test that never ends."""
    seen_in(text, organisations=["Aa Aa"] * 50, people=["aa bb"] * 50)
