import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.rules import names

pytestmark = pytest.mark.req("E1")


@pytest.mark.parametrize(
    "spelling",
    [
        "calder skills and work",
        "CALDER SKILLS & WORK",
        "Calder Skills+Work Ltd.",
        "The Calder Skills and Work Limited",
        "Calder  Skills and\tWork PLC",
        "Cálder-Skills and Work C.I.C.",
        "Calder's Kills and Work",
    ],
)
def test_spellings_of_one_name(spelling: str) -> None:
    assert names.key(spelling) == names.key("Calder Skills and Work")


@pytest.mark.parametrize("other", ["Calder Skills", "Calder Skills or Work", "Colder Skills and Work", "", "!!!"])
def test_another_name(other: str) -> None:
    assert names.key(other) != names.key("Calder Skills and Work")


@pytest.mark.parametrize("name", ["Limited", "Ltd Ltd", "The", "The Limited", "PLC"])
def test_a_name_of_legal_forms_alone_is_still_a_name(name: str) -> None:
    assert names.key(name)


@given(st.text(max_size=200))
def test_any_text_folds_to_a_short_key_that_stays(text: str) -> None:
    key = names.key(text)
    assert len(key) <= names.LONGEST_FOLDED
    assert " " not in key
    assert "\x00" not in key
