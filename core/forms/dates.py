"""A date in three parts: day, month, year. What was typed is kept, however wrong."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from .parts import PartsField, PartsInput
from .wording import ask, joined

DAY, MONTH, YEAR = range(3)
PARTS = ("day", "month", "year")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
EXAMPLE = "6 11 2026"
LONGEST = 20


class BadDate(ValueError):
    """Not a date. `parts` are the numbers of the parts to mend; the message goes on from "Date of failure ..."."""

    def __init__(self, message: str, *parts: int) -> None:
        super().__init__(message)
        self.parts = parts


def read_date(day: str, month: str, year: str) -> date:
    """The date that was typed. A month may be a number, a name or the first letters of one. Raises BadDate."""
    typed = [_plain(text) for text in (day, month, year)]
    missing = [number for number, text in enumerate(typed) if not text]
    if missing:
        raise BadDate(f"must include a {joined([PARTS[number] for number in missing])}", *missing)
    numbers = (_number(typed[DAY], 31), _month(typed[MONTH]), _year(typed[YEAR]))
    unread = [part for part, number in enumerate(numbers) if number is None]
    if unread == [YEAR]:
        raise BadDate(f"must have a year from {FIRST_YEAR} to {LAST_YEAR}, in 4 numbers, like {EXAMPLE}", YEAR)
    try:
        return date(numbers[YEAR] or 0, numbers[MONTH] or 0, numbers[DAY] or 0)
    except ValueError:
        raise BadDate(f"must be a real date, like {EXAMPLE}", *(unread or range(3))) from None


def _plain(text: str) -> str:
    """Full-width and other digits as plain ones; something absurdly long as something unreadable."""
    return "?" if len(text) > LONGEST else unicodedata.normalize("NFKC", text).strip().rstrip(".").casefold()


def _number(text: str, most: int) -> int | None:
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
    return number if 1 <= number <= most else None


def _month(text: str) -> int | None:
    for number, name in enumerate(MONTHS, start=1):
        if len(text) >= 3 and name.startswith("sep" if text == "sept" else text):
            return number
    return _number(text, 12)


def _year(text: str) -> int | None:
    number = _number(text, LAST_YEAR) if len(text) == 4 else None
    return number if number and number >= FIRST_YEAR else None


class DateInput3(PartsInput):
    """Three inputs: day, month and year."""

    def __init__(self) -> None:
        narrow, wide = "govuk-input govuk-input--width-2", "govuk-input govuk-input--width-4"
        attrs = [{"class": each, "inputmode": "numeric", "autocomplete": "off"} for each in (narrow, narrow, wide)]
        super().__init__(PARTS, [part.capitalize() for part in PARTS], attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]


class DateField3(PartsField):
    """A date. `noun` names it in messages where the label is a question: "Date of failure must be a real date"."""

    def __init__(self, *, noun: str = "", **kwargs: Any) -> None:
        label = str(kwargs.get("label") or "")
        self.noun = noun or label or "Date"
        kwargs.setdefault("help_text", f"For example, {EXAMPLE}")
        super().__init__(widget=DateInput3(), **kwargs)

    def default_messages(self, label: str) -> dict[str, str]:
        return {"required": f"{ask('Enter', self.noun)}, like {EXAMPLE}"}

    def clean(self, value: Sequence[str] | None) -> date | None:
        """The date, or None for one that need not be given. Raises ValidationError naming the parts to mend."""
        texts = self.texts(value)
        if not any(texts):
            if self.required:
                raise self.wrong(str(self.error_messages["required"]), *range(3))
            return None
        try:
            return read_date(*texts)
        except BadDate as problem:
            raise self.wrong(f"{self.noun} {problem}", *problem.parts) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.texts(self.widget.decompress(initial)) != self.texts(data)
