"""What the agent types of an access code: single characters, case kept."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import CharactersField, CheckboxField

from .rules.positions import ASKED, in_words, ordinal

ONE_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")


class PositionsField(CharactersField):
    """A box for each position asked for; each takes exactly one plain letter or digit."""

    def __init__(self, *, positions: Sequence[int], **kwargs: Any) -> None:
        self.positions = tuple(positions)
        labels = [f"{ordinal(position).capitalize()} character" for position in self.positions]
        super().__init__(labels=labels, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The characters in the order asked for. Raises ValidationError that names the boxes to mend."""
        texts = [*self.texts(value), *[""] * len(self.positions)][: len(self.positions)]
        bad = [place for place, text in enumerate(texts) if not ONE_LETTER_OR_DIGIT.fullmatch(text)]
        if not bad:
            return tuple(texts)
        named = in_words([self.positions[place] for place in bad])
        one = f"Enter the {named} character: one letter or digit"
        raise self.wrong(one if len(bad) == 1 else f"Enter the {named} characters: one letter or digit each", *bad)


class ChallengeForm(forms.Form):
    """The three characters that the caller says (A2, A3): `ChallengeForm(data, positions=challenge.positions)`.

    `cleaned_data["characters"]` is what `services.answer_challenge` takes as `said`. A ticked "cannot give" goes
    before whatever else was typed, and gives three empty characters: a wrong answer.
    """

    def __init__(self, data: Any = None, *, positions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["characters"] = PositionsField(
            positions=positions,
            label="Characters that the caller says",
            help_text="Capital and small letters are different.",
        )
        self.fields["cannot_give"] = CheckboxField(label="The caller cannot give all of them", required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("cannot_give"):
            self.errors.clear()
            self.cleaned_data["characters"] = ("",) * ASKED
        return self.cleaned_data
