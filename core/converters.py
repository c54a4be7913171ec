"""The number of a row, in an address or beside it, as far as the database can count.

A number that no row can have is nobody's fault to look for: such an address is not found, before any view is asked.
"""

from typing import Final

from django.urls import register_converter
from django.urls.converters import IntConverter

BIGGEST: Final = 2**63 - 1  # what a bigint holds


class RowConverter(IntConverter):
    """`<row:prime_id>` in a path: a number that a row can have. Any other is no address of ours."""

    def to_python(self, value: str) -> int:
        """Raises ValueError, which Django takes for an address that does not fit."""
        if not 0 < (number := int(value)) <= BIGGEST:
            raise ValueError("No row has this number")
        return number


def row_number(text: str) -> int | None:
    """What was written after the `?` of an address or in a hidden field, where it is a number that a row can have."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST))):
        return None
    return int(text) if 0 < int(text) <= BIGGEST else None


register_converter(RowConverter, "row")
