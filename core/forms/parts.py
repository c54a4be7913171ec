"""Fields made of several inputs side by side: a date, and the characters of an access code."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .fields import TYPED_LETTER_BY_LETTER, Dressed
from .wording import joined, mid_sentence, printable, seen


class PartsInput(forms.MultiWidget):
    """Labelled inputs in a row. `names` are the endings of their names, `labels` what stands above each."""

    use_fieldset = True

    def __init__(self, names: Sequence[str], labels: Sequence[str], attrs: Sequence[dict[str, str]]) -> None:
        self.labels = tuple(labels)
        super().__init__({name: forms.TextInput(attrs=each) for name, each in zip(names, attrs, strict=True)})

    def decompress(self, value: Any) -> list[str]:
        return list(value) if value else [""] * len(self.labels)


class PartsField(Dressed):
    """Reads all inputs as text; a subclass makes its value of them."""

    widget: PartsInput

    def texts(self, value: Any) -> list[str]:
        """What was typed into each input, without the spaces round it."""
        given = list(value or [])
        return [seen(printable(str(text or ""))).strip() for text in given]

    def wrong(self, message: str, *parts: int) -> ValidationError:
        """An error about some of the inputs: those are marked, and the error summary goes to the first."""
        return ValidationError(message.replace("%", "%%"), code="invalid", params={"parts": parts})


class CharactersField(PartsField):
    """Single characters of a code, one box each, as asked for: `labels=("Second character", "Fifth character")`.

    Cleans to a tuple of one-character strings, case kept. Raises ValidationError for an empty or overfull box.
    """

    def __init__(self, *, labels: Sequence[str], **kwargs: Any) -> None:
        box = {"class": "govuk-input code-character"} | TYPED_LETTER_BY_LETTER
        names = [str(number) for number in range(len(labels))]
        super().__init__(widget=PartsInput(names, labels, [box] * len(labels)), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        texts = self.texts(value)
        labels = self.widget.labels
        empty = [number for number, text in enumerate(texts) if not text]
        if empty or len(texts) != len(labels):
            missing = empty or range(len(labels))
            raise self.wrong(f"Enter the {joined([mid_sentence(labels[number]) for number in missing])}", *missing)
        overfull = [number for number, text in enumerate(texts) if len(text) > 1]
        if overfull:
            named = joined([mid_sentence(labels[number]) for number in overfull])
            raise self.wrong(f"Enter one letter or number only for the {named}", *overfull)
        return tuple(texts)
