"""One participant's rows together, as they are checked and then kept."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .. import models

# The columns of each kind of history, in the order of the values that a bundle holds of it.
FIELDS: dict[type[models.OfPerson], tuple[str, ...]] = {
    models.Employment: ("employer", "job_title", "started_on", "ended_on"),
    models.Address: ("line_1", "line_2", "town", "postcode", "started_on", "ended_on"),
    models.PhoneNumber: ("number",),
    models.Claim: ("benefit", "started_on", "last_day", "dormant_from", "reason_ended"),
    models.Change: ("noted_on", "description"),
}
Values = tuple[Any, ...]


@dataclass
class ReferralRow:
    """A referral as the file gives it, with the line to complain about."""

    line: int
    programme: str
    prime_id: int
    referred_on: date
    payment_group: int | None
    officer_name: str
    officer_initials: str
    signing_day: str | None
    signing_cycle: int | None
    qualifications: list[str] = field(default_factory=list)

    FIELDS = (
        "programme",
        "prime_id",
        "referred_on",
        "payment_group",
        "officer_name",
        "officer_initials",
        "signing_day",
        "signing_cycle",
    )

    @property
    def values(self) -> Values:
        return tuple(getattr(self, name) for name in self.FIELDS)


@dataclass
class Bundle:
    """Everything that the file holds of one participant."""

    line: int
    nino: str
    full_name: str
    special_handling: str | None
    referrals: dict[str, ReferralRow] = field(default_factory=dict)
    history: dict[type[models.OfPerson], list[Values]] = field(default_factory=lambda: {kind: [] for kind in FIELDS})
