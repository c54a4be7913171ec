"""Settings that are numbers are checked when the service starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from providerdirect.environment import number, rising

FEW, MORE = ("LIMIT_FEW", 3), ("LIMIT_MORE", 5)


@pytest.mark.req("A13")
@pytest.mark.parametrize(
    ("few", "more", "found"), [("", "", [3, 5]), ("2", "2", [2, 2]), ("1", "9", [1, 9])], ids=["default", "same", "set"]
)  # fmt: skip
def test_limits_that_rise_are_taken(monkeypatch: pytest.MonkeyPatch, few: str, more: str, found: list[int]) -> None:
    for name, value in (("LIMIT_FEW", few), ("LIMIT_MORE", more)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    assert rising(FEW, MORE, highest=9) == found


@pytest.mark.req("A13")
@pytest.mark.parametrize(
    ("few", "more", "says"),
    [("0", "5", "LIMIT_FEW must be a whole number from 1 to 9"), ("1", "10", "LIMIT_MORE must be a whole number"),
     ("4", "3", r"LIMIT_MORE must be at least LIMIT_FEW \(4\)"), ("three", "5", "LIMIT_FEW must be a whole number")],
)  # fmt: skip
def test_any_other_is_refused_with_what_to_set(monkeypatch: pytest.MonkeyPatch, few: str, more: str, says: str) -> None:
    monkeypatch.setenv("LIMIT_FEW", few)
    monkeypatch.setenv("LIMIT_MORE", more)
    with pytest.raises(ImproperlyConfigured, match=says):
        rising(FEW, MORE, highest=9)


@pytest.mark.parametrize(("set_to", "found"), [(None, 5), ("", 5), (" 2 ", 2), ("9", 9)])
def test_a_number_within_its_limits_is_taken(monkeypatch: pytest.MonkeyPatch, set_to: str | None, found: int) -> None:
    monkeypatch.delenv("LIMIT", raising=False)
    if set_to is not None:
        monkeypatch.setenv("LIMIT", set_to)
    assert number("LIMIT", 5, lowest=2, highest=9) == found


@pytest.mark.parametrize("set_to", ["1", "10", "-5", "999999999", "five", "5.5"])
def test_a_number_outside_is_refused_with_its_name_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, set_to: str
) -> None:
    monkeypatch.setenv("LIMIT", set_to)
    with pytest.raises(ImproperlyConfigured, match=f"LIMIT must be a whole number from 2 to 9, not '{set_to}'"):
        number("LIMIT", 5, lowest=2, highest=9)
