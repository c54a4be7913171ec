import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import fold, same_name

letters = st.text(string.ascii_letters, min_size=2, max_size=10)
anything = st.text(max_size=60)


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("jane smith", "JANE SMITH"),
        ("Zoe Bronte", "Zoë Brontë"),
        ("Lukasz Zolc", "Łukasz Żółć"),
        ("Soren Strasse", "Søren Straße"),
        ("Siobhan ONeill", "Siobhán O\u2019Neill"),
        ("Siobhan O Neill", "Siobhan O'Neill"),
        ("Jane Smith Jones", "Jane Smith-Jones"),
        ("Jane Smith\u2013Jones", "Jane Smith-Jones"),
        ("Anne Marie Clarke", "Anne-Marie Clarke"),
        ("Annemarie Clarke", "Anne Marie Clarke"),
        ("Ian Mac Donald", "Ian MacDonald"),
        ("Jane Smith", "Jane Mary Smith"),
        ("Jane Anne Mary Smith", "Jane Smith"),
        ("Ms Jane Smith", "Jane Smith"),
        ("Dr. Jane Smith", "Mrs Jane Smith"),
        ("  Jane   Smith ", "Jane Smith"),
        ("Jane\u00a0Smith", "Jane Smith"),
        ("Mr Suharto", "Suharto"),
        ("María de la Cruz", "Maria Delacruz"),
    ],
)
def test_differences_that_do_not_matter(said: str, held: str) -> None:
    assert same_name(said, held)
    assert same_name(held, said)


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Jane Smith", "Joan Smith"),
        ("Jane Smith", "Jane Smythe"),
        ("Smith Jane", "Jane Smith"),
        ("Jane", "Jane Smith"),
        ("Smith", "Jane Smith"),
        ("Mr Smith", "John Smith"),
        ("J Smith", "Jane Smith"),
        ("Jane Jones", "Jane Smith-Jones"),
        ("Jane Mary", "Jane Mary Smith"),
        ("JaneSmith", "Jane Smith"),
        ("", ""),
        ("", "Jane Smith"),
        ("--- '' ...", "Jane Smith"),
        ("Jane Smith", "\x00"),
    ],
)
def test_another_name(said: str, held: str) -> None:
    assert not same_name(said, held)
    assert not same_name(held, said)


@given(anything)
def test_folding_is_stable_and_tidy(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
    assert "\x00" not in folded


@given(anything, anything)
def test_either_way_round_is_alike(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)


@pytest.mark.req("S1")
@given(letters, st.lists(letters, max_size=3), letters)
def test_any_middle_names_are_forgiven(first: str, middle: list[str], last: str) -> None:
    assert same_name(f"Xa{first} {last}", " ".join([f"Xa{first}", *middle, last]).upper())


@given(letters, letters, letters)
def test_another_last_name_is_never_forgiven(first: str, last: str, other: str) -> None:
    assert not same_name(f"Xa{first} Q{last}", f"Xa{first} Z{other}")
