"""What a proforma may hold (B1). Pure."""

from datetime import date, timedelta

import pytest

from incidents.rules.proforma import (
    MOST_ROWS,
    OLDEST,
    How,
    Proforma,
    Row,
    call_reference,
    is_complete,
    trouble_with_date,
)

pytestmark = pytest.mark.req("B1")
TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


def proforma(rows: int = 1, changed_on: date = TODAY, received_on: date = TODAY) -> Proforma:
    return Proforma((Row(changed_on, "Member of staff dismissed."),) * rows, How.EMAIL, received_on)


def test_days_that_a_change_can_have_happened_on() -> None:
    assert trouble_with_date(TODAY, latest=TODAY) == trouble_with_date(TODAY - OLDEST, latest=TODAY) == ""
    assert "in the future" in trouble_with_date(TODAY + DAY, latest=TODAY)
    assert "last 10 years" in trouble_with_date(TODAY - OLDEST - DAY, latest=TODAY)


def test_from_one_row_to_as_many_as_there_may_be() -> None:
    assert [is_complete(proforma(rows), today=TODAY) for rows in (0, 1, MOST_ROWS, MOST_ROWS + 1)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_nothing_happened_after_it_was_received_and_nothing_is_received_tomorrow() -> None:
    assert is_complete(proforma(changed_on=TODAY - DAY, received_on=TODAY - DAY), today=TODAY)
    assert not is_complete(proforma(changed_on=TODAY, received_on=TODAY - DAY), today=TODAY)
    assert not is_complete(proforma(received_on=TODAY + DAY), today=TODAY)


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("K7B2XQ9M", "K7B2XQ9M"),
        (" k7b2 xq9m ", "K7B2XQ9M"),
        ("K7B2XQ9", ""),
        ("K7B2XQ9MM", ""),
        ("K7B2-Q9M", ""),
        ("", ""),
    ],
)
def test_the_shape_of_a_calls_reference(typed: str, reference: str) -> None:
    assert call_reference(typed) == reference
