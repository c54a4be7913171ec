"""What the agent types of an access code, and what BMT decides about one."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from core.clock import LONDON
from core.forms import (
    CharactersField,
    CheckboxField,
    DateField3,
    InputWidth,
    LabelSize,
    Look,
    RadioField,
    TextareaField,
    TextField,
)
from core.timeofday import LIKE_THESE, BadTime, read_time

from .rules.calendar import issue_after
from .rules.positions import ASKED, in_words, ordinal

NOW, LATER = "now", "later"
STOPS_LATER = "The code is being changed already, at a later moment. All that you can do is to stop it now"
MOMENT_TAKEN = "A code begins, or was to begin, at that very moment. Choose another moment"
BOTH = (
    "You typed all the characters and ticked that the caller cannot give all of them. "
    "Clear the characters, or take the tick away"
)
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

    `cleaned_data["characters"]` is what `services.answer_challenge` takes as `said`. A ticked "cannot give" gives
    three empty characters: a wrong answer. There is one try (A3), so the tick beside all three is asked about.
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
            if all(str(text or "").strip() for text in self["characters"].data):
                self.add_error("cannot_give", BOTH)
        return self.cleaned_data


class SeenCopyForm(forms.Form):
    """To whom to send again, and the newest copy that whoever asks has seen (A12)."""

    spoc = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ChangeCodeForm(forms.Form):
    """When a code stops, and why (B3). `cleaned_data["stops_at"]` is the moment; `code` is the code that was seen.

    Of one that stops later already, all that is left is to stop it now (decision 0185).
    """

    code = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    when = RadioField(
        label="When does the present code stop?",
        missing="Select when the present code stops",
        choices=[(NOW, "Now"), (LATER, "At a later moment")],
        hints={
            NOW: "Nobody can use it from now on, even before the SPoC has the new one.",
            LATER: "It goes on until then; the new one is in force from the same moment.",
        },
    )
    day = DateField3(label="The day on which it stops, if later", noun="Day", required=False)
    hour = TextField(
        label="The time at which it stops, if later", help_text=f"For example, {LIKE_THESE}", required=False,
        look=Look(width=InputWidth.FIVE),
    )  # fmt: skip
    sure = CheckboxField(
        label="If now: I understand that no caller can use the present code from this moment on",
        required=False,
        look=Look(label_size=LabelSize.NORMAL),
    )
    reason = TextareaField(
        label="Why is it changed?",
        help_text="Do not include personal details about staff.",
        missing="Enter why it is changed",
        max_length=500,
        rows=4,
    )

    def __init__(self, data: Any = None, *, now: datetime, stops_later: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now
        if stops_later:
            self._only_now()

    def _only_now(self) -> None:
        for name in ("day", "hour"):
            del self.fields[name]
        self.fields["when"] = forms.CharField(required=False, initial=NOW, widget=forms.HiddenInput)
        self.fields["sure"].label = "I understand that no caller can use the present code from this moment on"

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.fields["when"].widget.is_hidden and given.get("when") != NOW:  # set for later since the page was shown
            self.data = {name: self.data[name] for name in self.data} | {"when": NOW}
            self.add_error(None, STOPS_LATER)
        elif given.get("when") == NOW:
            given["stops_at"] = self.now
            if not given.get("sure"):
                self.add_error("sure", "Tick the box to stop the present code now")
        elif given.get("when") == LATER and not {"day", "hour"} & set(self.errors):
            self._later(given)
        return given

    def _later(self, given: dict[str, Any]) -> None:
        if not given.get("day"):
            self.add_error("day", "Enter the day on which it stops")
            return
        try:
            at = read_time(given.get("hour") or "")
        except BadTime:
            self.add_error("hour", f"Enter the time at which it stops, like {LIKE_THESE}")
            return
        given["stops_at"] = datetime.combine(given["day"], at, tzinfo=LONDON)
        if not self.now <= given["stops_at"] < issue_after(self.now).in_force_from:
            self.add_error("day", "It must stop later than now, and before the next codes are in force")


class ReleaseForm(forms.Form):
    """Why a code that is on hold may be used again (A13)."""

    reason = TextareaField(
        label="Why can the code be used again?",
        help_text="For example, that the SPoC has told its callers of the new code. Leave out names.",
        missing="Enter why the code can be used again",
        max_length=500,
        rows=4,
    )
