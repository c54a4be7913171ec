"""What identifies a person who signs in: a name, and an address that emails surely reach."""

from typing import Any

from django.core.exceptions import ValidationError

from .fields import EmailField, TextField


class PersonNameField(TextField):
    """A person's full name, its spaces put in order. It has a letter in it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("missing", "Enter the person's full name")
        super().__init__(max_length=120, **kwargs)

    def clean(self, value: Any) -> str:
        """The name. Raises ValidationError."""
        name = " ".join(str(super().clean(value)).split())
        if not any(character.isalpha() for character in name):
            raise ValidationError("Enter the person's full name")
        return name


class PersonEmailField(EmailField):
    """A person's own address, in small letters. Of plain letters alone: not every mail server takes others."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """The address. Raises ValidationError."""
        email = str(super().clean(value)).lower()
        if not email.isascii():
            raise ValidationError("Enter an email address in plain letters, like name@example.com")
        return email
