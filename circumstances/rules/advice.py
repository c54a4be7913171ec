"""The advice: one decision table, facts in, exactly one row out (C5 to C9). Pure.

Reasons carry the slots of `Policy.word`; the paragraphs are the policy's own. A recorded advice keeps its facts
(`facts_to_json`) and the version of the table, so that an old call can be advised again by any version.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from programmes.policy import Policy
from programmes.types import AdviceRow as Row

TABLE_VERSION = 1


class BadFacts(ValueError):
    """Recorded facts that this table cannot read."""


class NoSingleRow(LookupError):
    """A table that gives no row, or two, for some facts: a fault in the table."""


class Comparison(StrEnum):
    """What came of holding the provider's details against LMS (C3)."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_CHECKED = "not_checked"
    NOT_HELD = "not_held"


@dataclass(frozen=True)
class Facts:
    """What the advice rests on. `live_now` is of the claim that ran on the date of failure."""

    in_receipt: bool
    live_now: bool
    address: Comparison
    phone: Comparison

    @property
    def details_changed(self) -> bool:
        return Comparison.DIFFERENT in (self.address, self.phone)


@dataclass(frozen=True)
class Line:
    """One row of the table. A condition of None holds whatever the fact."""

    row: Row
    raise_doubt: bool
    reason: str
    in_receipt: bool
    details_changed: bool | None = None
    live_now: bool | None = None

    def holds(self, facts: Facts) -> bool:
        return (
            self.in_receipt == facts.in_receipt
            and self.details_changed in (None, facts.details_changed)
            and self.live_now in (None, facts.live_now)
        )


@dataclass(frozen=True)
class Advice:
    """Raise or not, and why. `reason` has slots: show it by `reason_for`."""

    row: Row
    raise_doubt: bool
    reason: str
    unchecked: tuple[str, ...]

    def reason_for(self, policy: Policy) -> str:
        """The reason in the programme's own words (P2)."""
        return policy.word(self.reason)

    def paragraphs_for(self, policy: Policy) -> tuple[str, ...]:
        """The paragraphs that the advice rests on: ("WP 34",)."""
        return policy.advice_paragraphs[self.row]


# **D** (C9) Details that have changed come before a dormant claim: who never got the notice did not fail it.
TABLES: Mapping[int, tuple[Line, ...]] = MappingProxyType(
    {
        1: (
            Line(
                Row.DO_NOT_RAISE_NO_BENEFIT,
                raise_doubt=False,
                reason="The {participant} was not in receipt of benefit on that date.",
                in_receipt=False,
            ),
            Line(
                Row.DO_NOT_RAISE_DETAILS_CHANGED,
                raise_doubt=False,
                reason="The {participant} was in receipt of benefit on that date, but contact details have changed.",
                in_receipt=True,
                details_changed=True,
            ),
            Line(
                Row.RAISE_DORMANT,
                raise_doubt=True,
                reason="The {participant} was in receipt of benefit on that date. The claim is now dormant.",
                in_receipt=True,
                details_changed=False,
                live_now=False,
            ),
            Line(
                Row.RAISE_LIVE,
                raise_doubt=True,
                reason="The {participant} was in receipt of benefit on that date, and the claim is live.",
                in_receipt=True,
                details_changed=False,
                live_now=True,
            ),
        ),
    }
)

UNCHECKED: Mapping[tuple[str, Comparison], str] = MappingProxyType(
    {
        ("address", Comparison.NOT_CHECKED): "The address was not checked.",
        ("address", Comparison.NOT_HELD): "No address is held, so it could not be checked.",
        ("phone", Comparison.NOT_CHECKED): "The contact numbers were not checked.",
        ("phone", Comparison.NOT_HELD): "No contact numbers are held, so they could not be checked.",
    }
)


def advise(facts: Facts, *, version: int = TABLE_VERSION) -> Advice:
    """The one row that holds for the facts. Raises NoSingleRow where the table is at fault, KeyError for no version."""
    lines = [line for line in TABLES[version] if line.holds(facts)]
    if len(lines) != 1:
        raise NoSingleRow(f"Version {version} of the advice table gives {len(lines)} rows.")
    [line] = lines
    compared = (("address", facts.address), ("phone", facts.phone))
    unchecked = tuple(UNCHECKED[pair] for pair in compared if pair in UNCHECKED)
    return Advice(line.row, line.raise_doubt, line.reason, unchecked)


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """The facts as they are kept with a recorded advice."""
    return {name: value.value if isinstance(value, Comparison) else value for name, value in asdict(facts).items()}


def facts_from_json(kept: Mapping[str, Any]) -> Facts:
    """The facts again. Raises BadFacts where one is missing, unknown or of the wrong kind."""
    try:
        facts = Facts(kept["in_receipt"], kept["live_now"], Comparison(kept["address"]), Comparison(kept["phone"]))
    except (KeyError, TypeError, ValueError):
        raise BadFacts("A fact is missing or not known.") from None
    if set(kept) != {field.name for field in fields(Facts)}:
        raise BadFacts("A fact too many.")
    if not (isinstance(facts.in_receipt, bool) and isinstance(facts.live_now, bool)):
        raise BadFacts("Entitlement is true or false.")
    return facts
