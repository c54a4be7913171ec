"""Which figures are wanted."""

from datetime import date
from typing import Any

from django import forms

from core.forms import DateField3, SelectField, choices
from programmes.policy import POLICIES
from programmes.types import Programme

from . import rules, selectors
from .rules import Period
from .selectors import Asked


class FiguresForm(forms.Form):
    """A period, a programme and a prime provider; empty means all of them."""

    first = DateField3(label="First day")
    last = DateField3(label="Last day")
    programme = SelectField(label="Programme", required=False)
    prime = SelectField(label="Prime provider", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        named = [(programme.value, policy.name) for programme, policy in POLICIES.items()]
        self.fields["programme"].choices = choices(named, "All")  # type: ignore[attr-defined]
        self.fields["prime"].choices = choices(selectors.primes(), "All")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period is in order and not too long."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and (fault := rules.fault_of(first, last)):
            self.add_error("last", fault)
        return self.cleaned_data

    def asked(self) -> Asked:
        """What is wanted, of a form that is valid."""
        chosen = self.cleaned_data
        return Asked(
            Period(chosen["first"], chosen["last"]),
            Programme(chosen["programme"]) if chosen["programme"] else None,
            int(chosen["prime"]) if chosen["prime"] else None,
        )


def as_query(period: Period) -> dict[str, int]:
    """The period as the form's own words in an address."""
    days: dict[str, date] = {"first": period.first, "last": period.last}
    return {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")}
