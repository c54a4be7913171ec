"""How a field looks: the few choices the design system leaves open."""

from dataclasses import dataclass
from enum import StrEnum


class InputWidth(StrEnum):
    """The width of a text input, in characters or as a share of its column. It hints at the length of the answer."""

    FULL = ""
    TWO = "govuk-input--width-2"
    THREE = "govuk-input--width-3"
    FOUR = "govuk-input--width-4"
    FIVE = "govuk-input--width-5"
    TEN = "govuk-input--width-10"
    TWENTY = "govuk-input--width-20"
    THIRTY = "govuk-input--width-30"
    ONE_THIRD = "govuk-!-width-one-third"
    HALF = "govuk-!-width-one-half"
    TWO_THIRDS = "govuk-!-width-two-thirds"


class LabelSize(StrEnum):
    """The size of a label or legend. Everything but NORMAL is bold."""

    NORMAL = ""
    SMALL = "s"
    MEDIUM = "m"
    LARGE = "l"
    EXTRA_LARGE = "xl"


@dataclass(frozen=True, kw_only=True)
class Look:
    """The look of one field. `page_heading` makes its label the page's h1: say so for one field a page at most."""

    width: InputWidth = InputWidth.FULL
    label_size: LabelSize = LabelSize.SMALL
    page_heading: bool = False
    hide_label: bool = False
    inline: bool = False
    small: bool = False
    prefix: str = ""
    suffix: str = ""

    @property
    def label_classes(self) -> str:
        return self._classes("govuk-label")

    @property
    def legend_classes(self) -> str:
        return self._classes("govuk-fieldset__legend")

    def _classes(self, name: str) -> str:
        names = [name]
        if self.label_size:
            names.append(f"{name}--{self.label_size}")
        if self.hide_label:
            names.append("govuk-visually-hidden")
        return " ".join(names)
