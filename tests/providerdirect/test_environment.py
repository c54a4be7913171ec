"""Settings that are numbers are checked when the service starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from providerdirect.environment import rising

FEW, MORE = ("LIMIT_FEW", 3), ("LIMIT_MORE", 5)


@pytest.mark.req("A13")
@pytest.mark.parametrize(
    ("few", "more", "found"), [("", "", [3, 5]), ("2", "2", [2, 2]), ("1", "9", [1, 9])], ids=["default", "same", "set"]
)  # fmt: skip
def test_limits_that_rise_are_taken(monkeypatch: pytest.MonkeyPatch, few: str, more: str, found: list[int]) -> None:
    for name, value in (("LIMIT_FEW", few), ("LIMIT_MORE", more)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    assert rising(FEW, MORE) == found


@pytest.mark.req("A13")
@pytest.mark.parametrize(
    ("few", "more", "says"),
    [("0", "5", "LIMIT_FEW must be at least 1"), ("4", "3", r"LIMIT_MORE must be at least LIMIT_FEW \(4\)"),
     ("-1", "5", "at least 1"), ("three", "5", "LIMIT_FEW must be a whole number")],
)  # fmt: skip
def test_any_other_is_refused_with_what_to_set(monkeypatch: pytest.MonkeyPatch, few: str, more: str, says: str) -> None:
    monkeypatch.setenv("LIMIT_FEW", few)
    monkeypatch.setenv("LIMIT_MORE", more)
    with pytest.raises(ImproperlyConfigured, match=says):
        rising(FEW, MORE)
