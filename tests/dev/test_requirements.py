"""The register of numbered behaviours, and the table made of it."""

from dev import requirements
from dev.requirements import Register

REGISTER = Register(now={"A1": "Codes", "A2": "Positions"}, later={"L3": "Minutes"})


def test_every_row_of_the_requirements_is_in_the_register_once() -> None:
    register = requirements.read_register()
    counts = {"P": 3, "L": 6, "E": 7, "A": 13, "S": 10, "C": 10, "R": 5, "B": 4, "K": 3, "G": 5}
    rows = {f"{letter}{number}" for letter, last in counts.items() for number in range(1, last + 1)}
    assert set(register.titles) == rows
    assert not set(register.now) & set(register.later)


def test_what_is_due_and_has_no_test_is_missing() -> None:
    assert requirements.missing(REGISTER, {"A1": 2, "L3": 1}) == ["A2"]


def test_what_comes_later_may_be_missing() -> None:
    assert requirements.missing(REGISTER, {"A1": 1, "A2": 1}) == []


def test_a_number_that_is_not_in_the_register_is_unknown() -> None:
    assert REGISTER.unknown(["A1", "A99", "Z1"]) == ["A99", "Z1"]


def test_the_table_shows_every_row_with_its_tests() -> None:
    lines = requirements.table(REGISTER, {"A1": 1, "L3": 4})
    assert "Due now: 1 of 2 have a test" in lines
    assert "A1      1 test  Codes" in lines
    assert "A2     MISSING  Positions" in lines
    assert "L3     4 tests  Minutes" in lines
