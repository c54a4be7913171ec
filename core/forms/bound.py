"""A field of a form on a page, with what the component templates ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from .look import Look
from .wording import printable

FIELDS = "govuk/fields/"
# First match wins: a widget can be several of these.
TEMPLATES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes.html"),
    (forms.RadioSelect, "radios.html"),
    (forms.MultiWidget, "parts.html"),
    (forms.CheckboxInput, "checkbox.html"),
    (forms.PasswordInput, "password.html"),
    (forms.Textarea, "textarea.html"),
)
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea govuk-js-character-count"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.TextInput, "govuk-input"),
)
GROUPS = (forms.RadioSelect, forms.MultiWidget, forms.CheckboxInput)


@dataclass(frozen=True)
class Option:
    """One answer of a radio or checkbox group. `reveal` is the field that choosing it brings up."""

    widget: Mapping[str, Any]
    hint: str
    reveal: "GovukBoundField | None"

    @property
    def id(self) -> str:
        return str(self.widget["attrs"].get("id", ""))


@dataclass(frozen=True)
class Part:
    """One input of a field made of several, such as the day of a date."""

    widget: Mapping[str, Any]
    label: str

    @property
    def id(self) -> str:
        return str(self.widget["attrs"].get("id", ""))


class GovukBoundField(BoundField):
    """Draws its field as a GOV.UK component: template, classes, ids and descriptions."""

    @property
    def look(self) -> Look:
        return getattr(self.field, "look", Look())

    @property
    def template_name(self) -> str:
        found = (name for kind, name in TEMPLATES if isinstance(self.field.widget, kind))
        default = self.form.renderer.field_template_name.removeprefix(FIELDS)
        return getattr(self.field, "template_name", None) or FIELDS + next(found, default)

    def as_field_group(self) -> SafeString:
        """The whole component. Empty for a field that an option reveals: the option draws it."""
        return SafeString("") if self.is_revealed else super().as_field_group()

    def as_revealed(self) -> SafeString:
        return super().as_field_group()

    @property
    def is_revealed(self) -> bool:
        return any(self.name in getattr(field, "reveals", {}).values() for field in self.form.fields.values())

    def value(self) -> Any:
        """What was typed, or the initial value, without characters that a page cannot hold."""
        value = super().value()
        if isinstance(value, str):
            return printable(value)
        if isinstance(value, tuple | list):
            return type(value)(printable(part) if isinstance(part, str) else part for part in value)
        return value

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def count_id(self) -> str:
        """The id that the character count script looks for."""
        return f"{self.auto_id}-info"

    @property
    def count_limit(self) -> int | None:
        counted = isinstance(self.field.widget, forms.Textarea)
        return getattr(self.field, "max_length", None) if counted else None

    @property
    def aria_describedby(self) -> str:
        described = super().aria_describedby or ""
        return f"{described} {self.count_id}".strip() if self.count_limit else described

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        # The browser's own messages would come before ours and say less.
        built.pop("required", None)
        if isinstance(widget, GROUPS):
            built.pop("aria-invalid", None)
        elif not widget.is_hidden:
            built["class"] = self._classes(widget, built)
        return built

    def _classes(self, widget: forms.Widget, attrs: Mapping[str, Any]) -> str:
        name = next((name for kind, name in CLASSES if isinstance(widget, kind)), "govuk-input")
        names = [name, self.look.width.value, widget.attrs.get("class", ""), attrs.get("class", "")]
        if self.errors:
            names.append(f"{name.split()[0]}--error")
        return " ".join(filter(None, names))

    @property
    def error_href(self) -> str:
        """Where a link in the error summary goes: the input to mend."""
        widget = self.field.widget
        if isinstance(widget, forms.MultiWidget):
            return f"#{self.auto_id}_{min(self.wrong_parts, default=0)}"
        return f"#{self.auto_id}_0" if isinstance(widget, forms.RadioSelect) else f"#{self.auto_id}"

    @property
    def wrong_parts(self) -> frozenset[int]:
        """Numbers of the inputs an error is about: all of them where the error does not say."""
        if not self.errors or not isinstance(self.field.widget, forms.MultiWidget):
            return frozenset()
        every = range(len(self.field.widget.widgets))
        found = [(error.params or {}).get("parts", every) for error in self.errors.as_data()]
        return frozenset(part for parts in found for part in parts)

    @property
    def parts(self) -> list[Part]:
        """The inputs of a field made of several, each with its label."""
        widget, wrong = self.field.widget, self.wrong_parts
        context = widget.get_context(self.html_name, self.value(), self.build_widget_attrs({"id": self.auto_id}))
        parts = []
        for number, (drawn, label) in enumerate(zip(context["widget"]["subwidgets"], widget.labels, strict=True)):
            if number in wrong:
                drawn["attrs"] |= {"class": f"{drawn['attrs']['class']} govuk-input--error", "aria-invalid": "true"}
            parts.append(Part(drawn, label))
        return parts

    @property
    def options(self) -> list[Option]:
        """The answers of a radio or checkbox group, with hint and revealed field."""
        hints, reveals = getattr(self.field, "hints", {}), getattr(self.field, "reveals", {})
        return [self._option(bound.data, hints, reveals) for bound in self.subwidgets]

    def _option(self, widget: Mapping[str, Any], hints: Mapping[str, str], reveals: Mapping[str, str]) -> Option:
        value = str(widget["value"])
        revealed = self.form[reveals[value]] if value in reveals else None
        return Option(widget, hints.get(value, ""), revealed if isinstance(revealed, GovukBoundField) else None)
