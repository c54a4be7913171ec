"""What a service refused, put on the form that asked for it: nothing that was typed is lost."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import QueryDict


def show_refusals(form: Form, refused: ValidationError) -> None:
    """Put what a service refuses beside the fields that it belongs to."""
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def keep_typed(form: Form, message: str, **now_there: object) -> None:
    """Say that the page is out of date, and draw what was typed again: sent once more it is of what is there now.

    `now_there` are the hidden fields that say what the page was drawn from, such as the version.
    """
    typed = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    for name, value in now_there.items():
        typed[name] = str(value)
    form.data = typed
    form.errors.clear()
    form.add_error(None, message)
