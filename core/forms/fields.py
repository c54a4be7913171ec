"""The fields of the console's forms. Each takes Django's own arguments and, besides, how it looks and what to say.

`missing` is the message for an empty answer and says what to enter; without it, it is made from the label.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .look import Look
from .wording import ask, seen, subject

LINE_LIMIT = 200
TEXT_LIMIT = 2000
TYPED_LETTER_BY_LETTER = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class Dressed(forms.Field):
    """What every field here shares: a look, and a message for an empty answer that says what to enter."""

    enter = "Enter"

    def __init__(
        self, *, look: Look | None = None, missing: str = "", attrs: Mapping[str, Any] | None = None, **kwargs: Any
    ):
        self.look = look or Look()
        messages = self.default_messages(str(kwargs.get("label") or ""))
        if missing:
            messages["required"] = missing
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        kwargs.setdefault("label_suffix", "")
        super().__init__(**kwargs)
        self.widget.attrs |= attrs or {}

    def default_messages(self, label: str) -> dict[str, str]:
        return {"required": ask(self.enter, label)}


class TextField(Dressed, forms.CharField):
    """One line of text, 200 characters at most unless `max_length` says otherwise."""

    def __init__(self, *, letter_by_letter: bool = False, **kwargs: Any) -> None:
        """`letter_by_letter` turns off the browser's help, for numbers and codes spelt out on the telephone."""
        self.longest: int = kwargs.setdefault("max_length", LINE_LIMIT)
        super().__init__(**kwargs)
        # The server says what is wrong; a maxlength would cut what is pasted without a word.
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs.pop("minlength", None)
        self.widget.attrs |= TYPED_LETTER_BY_LETTER if letter_by_letter else {}

    def default_messages(self, label: str) -> dict[str, str]:
        return super().default_messages(label) | {
            "max_length": f"{subject(label)} must be {self.longest:,} characters or fewer",
            "null_characters_not_allowed": f"{subject(label)} has a character that cannot be stored. Type it again",
        }

    def to_python(self, value: Any) -> Any:
        """What can be seen of it; all of it where not even spaces are taken away, as in a password."""
        return super().to_python(seen(value) if self.strip and isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        """As Django cleans it; a null character is answered in our words."""
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(
                self.error_messages["null_characters_not_allowed"], code="null_characters_not_allowed"
            )
        return super().clean(value)


class TextareaField(TextField):
    """Several lines of text, with a character count."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", TEXT_LIMIT)
        super().__init__(**kwargs)
        self.widget.attrs |= {"rows": rows}
        self.widget.attrs.pop("cols", None)


class PasswordField(TextField):
    """A password, with a button that shows it. `autocomplete` is "current-password" or "new-password"."""

    widget = forms.PasswordInput

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.widget.attrs |= {"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"}


class EmailField(TextField, forms.EmailField):
    """An email address."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"spellcheck": "false"}

    def default_messages(self, label: str) -> dict[str, str]:
        example = "Enter an email address in the right form, like name@example.com"
        return super().default_messages(label) | {"required": "Enter an email address", "invalid": example}


class NumberField(Dressed, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric"}

    def default_messages(self, label: str) -> dict[str, str]:
        return super().default_messages(label) | {
            "invalid": f"{subject(label)} must be a whole number, like 12",
            "min_value": f"{subject(label)} must be %(limit_value)d or more",
            "max_value": f"{subject(label)} must be %(limit_value)d or fewer",
        }

    def to_python(self, value: Any) -> int | None:
        """The number. Raises ValidationError for one too long to be meant."""
        if isinstance(value, str) and len(value.strip()) > 18:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Choosing(Dressed):
    """A field whose answer is picked, not typed."""

    enter = "Select"

    def default_messages(self, label: str) -> dict[str, str]:
        pick = "Select one of the answers"
        return super().default_messages(label) | {"invalid_choice": pick, "invalid_list": pick}


class SelectField(Choosing, forms.ChoiceField):
    """A drop-down list. Prefer radios for ten answers or fewer."""


class RadioField(Choosing, forms.ChoiceField):
    """One answer of several. `hints` and `reveals` are by value; `reveals` names the field that an answer brings up."""

    widget = forms.RadioSelect

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, reveals: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.hints, self.reveals = hints or {}, reveals or {}
        super().__init__(**kwargs)


class CheckboxesField(Choosing, forms.MultipleChoiceField):
    """Any number of answers. Cleans to a list of values."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, reveals: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.hints, self.reveals = hints or {}, reveals or {}
        super().__init__(**kwargs)


class YesNoField(RadioField):
    """Yes or no, side by side. Cleans to True or False, or None where it need not be answered."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("look", Look(inline=True))
        super().__init__(choices=(("yes", "Yes"), ("no", "No")), **kwargs)

    def default_messages(self, label: str) -> dict[str, str]:
        which = f"Select yes or no for “{label}”" if label else "Select yes or no"
        return super().default_messages(label) | {"required": which, "invalid_choice": which}

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        """True, False or None. Raises ValidationError."""
        return {"yes": True, "no": False}.get(super().clean(value))


class CheckboxField(Dressed, forms.BooleanField):
    """A single box to tick. Cleans to True or False."""

    def default_messages(self, label: str) -> dict[str, str]:
        return {"required": f"Tick the box “{label}”"}


class FileField(Dressed, forms.FileField):
    """A file to upload."""

    widget = forms.FileInput
    enter = "Select"

    def default_messages(self, label: str) -> dict[str, str]:
        return super().default_messages(label) | {
            "empty": "The file that you selected is empty. Select another",
            "invalid": "Select a file to upload",
            "missing": "Select a file to upload",
        }


def choices(pairs: Iterable[tuple[str, str]], blank: str = "") -> list[tuple[str, str]]:
    """Choices for a SelectField with a first, empty answer."""
    return [("", blank), *pairs]
