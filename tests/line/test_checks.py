from datetime import date, timedelta

import pytest

from line.checks import bank_holidays_known, warnings_on
from line.holidays import bank_holidays, known_until

pytestmark = pytest.mark.req("L1")


def test_bank_holidays_are_known_for_years_to_come() -> None:
    assert date(2026, 12, 25) in bank_holidays()
    assert known_until() >= date(2028, 12, 31)


def test_a_warning_comes_half_a_year_before_they_run_out() -> None:
    assert warnings_on(known_until() - timedelta(days=183)) == []
    (warning,) = warnings_on(known_until() - timedelta(days=182))
    assert warning.id == "line.W001"
    assert "closures" in str(warning.hint)


def test_nothing_to_warn_of_today() -> None:
    assert bank_holidays_known(None) == []
