import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.rules import names
from providers.rules.search import best_matches

pytestmark = pytest.mark.req("E1")

LIST = [
    "Northfield Employment Services",
    "Harbour Works",
    "Pathway Partnerships",
    "Calder Skills and Work",
    "Meridian Futures",
    "Larkhill Training",
    "Oakwood Training Ltd",
    "Second Chance Training",
    "Works for All",
    "Mossworks",
]
FOLDED = [names.words(name) for name in LIST]
folded_names = st.lists(st.text(string.ascii_lowercase + " ", min_size=1, max_size=30), max_size=20)


def search(typed: str, limit: int = 10) -> list[str]:
    return [LIST[place] for place in best_matches(typed, FOLDED, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nor", "Northfield Employment Services"),
        ("NORTHFEILD", "Northfield Employment Services"),
        ("employment nothfield", "Northfield Employment Services"),
        ("harbor works", "Harbour Works"),
        ("pathways partnership", "Pathway Partnerships"),
        ("calder skills & work ltd", "Calder Skills and Work"),
        ("caldar", "Calder Skills and Work"),
        ("merdian", "Meridian Futures"),
        ("lark hill", "Larkhill Training"),
        ("Oakwood", "Oakwood Training Ltd"),
    ],
)
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert search(typed)[0] == first


def test_order_is_the_name_itself_then_beginnings_then_words_then_inside() -> None:
    assert search("works")[:3] == ["Works for All", "Harbour Works", "Mossworks"]


def test_limit_and_shortest() -> None:
    assert len(search("training", limit=2)) == 2
    assert search("training", limit=0) == []
    assert search("n") == []


@pytest.mark.parametrize("nonsense", ["", " ", "!!!", "\x00\x00", "zzzqqq", "🤷", "%_%", "' OR 1=1 --", "\ud800x"])
def test_nonsense_finds_nothing(nonsense: str) -> None:
    assert search(nonsense) == []


def test_very_long_text_is_cut() -> None:
    assert search("x" * 1_000_000) == []


@given(st.text(max_size=120), folded_names, st.integers(-1, 12))
def test_any_text_gives_places_at_most_once(typed: str, listed: list[str], limit: int) -> None:
    places = best_matches(typed, listed, limit=limit)
    assert len(places) == len(set(places)) <= max(limit, 0)
    assert all(0 <= place < len(listed) for place in places)


@given(st.sampled_from(LIST), st.data())
def test_a_name_is_found_with_one_letter_wrong(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    typed = name[:place] + data.draw(st.sampled_from(string.ascii_lowercase)) + name[place + 1 :]
    assert name in search(typed)
