"""What a step is: one page of the call with the words to say and one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from programmes.scripts import Script

from ..services.turn import Refusal, Remark, Turn
from ..state import State, Taken, recorded


@dataclass(frozen=True)
class Spot:
    """A step's place in one call: for a step about a participant, the number and who took that place."""

    state: State
    number: int | None = None
    taken: Taken | None = None

    @property
    def participant(self) -> Taken:
        """The participant, who has taken the place by the time this is asked for."""
        return recorded(self.taken)


class Step:
    """One step. A subclass says when it applies, when it is done, and makes one service call when submitted.

    `amendable` steps can be gone back to and answered again until the participant's advice is recorded.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[str]
    script: ClassVar[tuple[Script, ...]] = ()
    again: ClassVar[tuple[Script, ...]] = ()  # said instead, when what was given did not do
    button: ClassVar[str] = "Continue"
    counts: ClassVar[bool] = True  # its part of the call is gone through only once it is done
    amendable: ClassVar[bool] = False
    form_class: ClassVar[type[forms.Form]] = forms.Form

    @property
    def template(self) -> str:
        return f"calls/steps/{self.slug}.html"

    def applies(self, spot: Spot) -> bool:
        return True

    def done(self, spot: Spot) -> bool:
        raise NotImplementedError

    def achieved(self, spot: Spot) -> bool:
        """Done, and with success: what the progress list ticks."""
        return self.done(spot)

    def part(self, spot: Spot) -> str:
        """The part of the call that goes on while this step is due."""
        return self.group

    def title(self, spot: Spot) -> str:
        return self.label

    def scripts(self, spot: Spot) -> tuple[Script, ...]:
        return self.script

    def slots(self, spot: Spot) -> Mapping[str, str]:
        """What only the call knows, for the [slots] of the script."""
        return {}

    def form(self, spot: Spot, turn: Turn, data: Any = None) -> forms.Form:
        return self.form_class(data, **self.form_arguments(spot))

    def form_arguments(self, spot: Spot) -> dict[str, Any]:
        return {}

    def context(self, spot: Spot, turn: Turn, form: forms.Form) -> dict[str, Any]:
        """What the page shows besides; whatever discloses something records that here."""
        return {}

    def submit(self, spot: Spot, form: forms.Form, turn: Turn) -> Refusal | Remark | None:
        raise NotImplementedError

    def refused(self, form: forms.Form, refusal: Refusal) -> None:
        """What the form shows after a refusal besides its message, also where the same form is sent again."""
