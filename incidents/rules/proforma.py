"""What a Potential Security Incident proforma holds (Annex B), and in which order things happen to it (B1, B3)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_ROWS = 20
LONGEST_REASON = 2000
LONGEST_NAME = 100
OLDEST = timedelta(days=3653)
"""Ten years: a date of change before that is a slip of the pen."""
CALL_REFERENCE = re.compile(r"[A-Z0-9]{8}")
"""The shape of a call's reference. Whether there is such a call is not this room's to know."""


class How(StrEnum):
    """How a proforma came. The team enters what it learns by itself, such as that a subcontractor has ended."""

    PORTAL = "on the portal"
    EMAIL = "by email"
    TEAM = "from the business management team"


class Ended(StrEnum):
    """Why a subcontractor ended, where the approved list asks whether Annex B is needed (WP 48; MWA 44)."""

    LIQUIDATION = "liquidation"
    TERMINATION = "termination"


ENDED_WORDS = {
    Ended.LIQUIDATION: "The subcontractor has gone into liquidation or has ceased trading.",
    Ended.TERMINATION: "The subcontractor has terminated its relationship with the prime provider.",
}
NOT_OUR_CALL = "This call was not made by us."


@dataclass(frozen=True)
class Row:
    """One line of the proforma. Without a subcontractor it is about the prime itself."""

    changed_on: date
    reason: str
    subcontractor_id: int | None = None
    subcontractor_said: str = ""


@dataclass(frozen=True)
class Proforma:
    """Annex B, filled in. `warned_of` are the kinds of personal details that the sender was warned of."""

    rows: tuple[Row, ...]
    how: How
    received_on: date
    call_ref: str = ""
    warned_of: tuple[str, ...] = ()


def trouble_with_date(changed_on: date, *, latest: date) -> str:
    """What is wrong with a date of change, to go on from "The date of change ..."; empty where nothing is."""
    if changed_on > latest:
        return "must not be in the future. If the change is still to come, enter the day on which you heard of it"
    if changed_on < latest - OLDEST:
        return "must be in the last 10 years"
    return ""


def is_complete(proforma: Proforma, *, today: date) -> bool:
    """Whether it may be sent: one to MOST_ROWS rows, each with a reason and a date that can be."""
    return 1 <= len(proforma.rows) <= MOST_ROWS and proforma.received_on <= today and all(
        row.reason.strip() and not trouble_with_date(row.changed_on, latest=proforma.received_on)
        for row in proforma.rows
    )  # fmt: skip


def call_reference(text: str) -> str:
    """A call's reference as it is written, or nothing where the text cannot be one."""
    plain = "".join(text.split()).upper()
    return plain if CALL_REFERENCE.fullmatch(plain) else ""
