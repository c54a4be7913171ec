"""The participant's National Insurance number and full name (S1, S9, S10)."""

from typing import Any

from django import forms

from circumstances.rules.nino import BadNino
from circumstances.rules.nino import check as check_nino
from core.forms import CheckboxField, InputWidth, Look, TextField
from programmes.scripts import Script

from ..services.participants import no_more, seek
from ..services.turn import Refusal, Turn
from .base import Spot, Step

SOMEBODY = "You entered somebody and ticked that there is nobody else. Clear one of them"


class IdentifyForm(forms.Form):
    nino = TextField(
        label="National Insurance number",
        help_text="Two letters, six numbers and a letter from A to D. Spaces do not matter.",
        missing="Enter the National Insurance number",
        letter_by_letter=True,
        max_length=40,
        look=Look(width=InputWidth.TEN),
    )
    name = TextField(label="Full name", missing="Enter the full name", attrs={"autocomplete": "off"})
    give_up = CheckboxField(label="The caller has no other details. Record as not found.", required=False)
    no_more = CheckboxField(label="There is nobody else after all. Go to the read-back.", required=False)

    def __init__(self, *args: Any, may_give_up: bool = False, may_stop: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("give_up", may_give_up), ("no_more", may_stop)):
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Nobody is thrown away without a word: what was entered beside "nobody else" is asked about (S10)."""
        if self.cleaned_data.get("no_more"):
            self.errors.clear()
            if any(str(self[name].data or "").strip() for name in self.fields if name != "no_more"):
                self.add_error("no_more", SOMEBODY)
        return self.cleaned_data

    def clean_nino(self) -> str:
        try:
            return check_nino(self.cleaned_data["nino"])
        except BadNino as problem:
            raise forms.ValidationError(str(problem), code="invalid") from None


class Identify(Step):
    slug = "identify"
    label = "Number and name"
    group = "Security check"
    script = (Script.ASK_PARTICIPANT,)
    again = (Script.ASK_PARTICIPANT_AGAIN,)
    button = "Find"
    form_class = IdentifyForm

    def done(self, spot: Spot) -> bool:
        return spot.taken is not None

    def achieved(self, spot: Spot) -> bool:
        """The questions that follow no longer apply once they are answered, so this tells for the whole check."""
        return spot.taken is not None and bool(spot.taken.held_name)

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        return (Script.CODE_PASSED, *self.script) if spot.number == 1 and not spot.state.tries else self.script

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {"may_give_up": spot.state.tries > 0, "may_stop": bool(spot.state.participants)}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | None:
        said = form.cleaned_data
        if said.get("no_more"):
            no_more(turn)
            return None
        return seek(turn, spot.state, nino=said["nino"], name=said["name"], give_up=said.get("give_up", False))
