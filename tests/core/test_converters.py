"""Numbers that no row can have: not found in an address, nothing after its question mark."""

import pytest
from django.urls import Resolver404, resolve, reverse

from accounts import routes
from core.converters import BIGGEST, RowConverter, row_number

ROWS = [route for route in routes.routes() if any(isinstance(kind, RowConverter) for _, kind in route.parameters)]


def address(route: routes.Route, number: int) -> str:
    values = {name: number if isinstance(kind, RowConverter) else "any" for name, kind in route.parameters}
    return reverse(route.name, kwargs=values)


def is_ours(there: str) -> bool:
    try:
        return bool(resolve(there))
    except Resolver404:
        return False


def test_an_address_with_a_number_that_no_row_has_is_no_address_of_ours() -> None:
    assert len(ROWS) > 40
    assert [route.address for route in ROWS if resolve(address(route, BIGGEST)).view_name != route.name] == []
    for number in (0, BIGGEST + 1, 10**30):
        assert [route.address for route in ROWS if is_ours(address(route, number))] == []
    assert not is_ours(f"/people/{'9' * 5_000}/")


def test_no_address_names_a_row_by_any_other_number() -> None:
    named = [(route.address, name, kind) for route in routes.routes() for name, kind in route.parameters]
    assert [
        address for address, name, kind in named if name.endswith("_id") and not isinstance(kind, RowConverter)
    ] == []


@pytest.mark.parametrize(
    ("written", "number"),
    [("1", 1), ("007", 7), (str(BIGGEST), BIGGEST), (str(BIGGEST + 1), None), ("9" * 5_000, None), ("0", None),
     ("-1", None), ("1.0", None), ("", None), (" 1", None), ("\u0661\u0662", None), ("\x00", None), ("one", None)],
)  # fmt: skip
def test_a_number_beside_the_address_is_one_that_a_row_can_have(written: str, number: int | None) -> None:
    assert row_number(written) == number
