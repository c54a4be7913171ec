"""Entitlement to benefit (C5 to C8, S8). Pure.

**D** A claim runs from its first day to its last, both included, and pays nothing from the day it goes dormant.
**D** "Live now" is said of the claim that ran on the date: one that has closed since is dormant, and a claim started
after the date is told as another change. Universal Credit is never counted (S8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Benefit(StrEnum):
    JOBSEEKERS_ALLOWANCE = "JSA"
    EMPLOYMENT_AND_SUPPORT_ALLOWANCE = "ESA"
    INCOME_SUPPORT = "IS"
    INCAPACITY_BENEFIT = "IB"
    UNIVERSAL_CREDIT = "UC"


@dataclass(frozen=True)
class Claim:
    """A claim as LMS holds it. `last_day` is the last day of entitlement; None is still running."""

    benefit: Benefit
    started_on: date
    last_day: date | None = None
    dormant_from: date | None = None
    reason_ended: str = ""

    @property
    def last_paid_day(self) -> date | None:
        """The last day before the claim ended or went dormant, or None."""
        ends = [self.last_day, self.dormant_from and self.dormant_from - DAY]
        return min((day for day in ends if day), default=None)

    def runs_on(self, day: date) -> bool:
        return self.started_on <= day and (self.last_paid_day is None or day <= self.last_paid_day)


@dataclass(frozen=True)
class Position:
    """Where someone stands. `signed_off_on` and `reason_ended` are of the claim that closed, where one has."""

    in_receipt: bool
    live_now: bool
    signed_off_on: date | None
    reason_ended: str
    claimed_since: tuple[Claim, ...]

    @property
    def dormant(self) -> bool:
        """In receipt on the date, but the claim has closed since (C7)."""
        return self.in_receipt and not self.live_now


def position(claims: Iterable[Claim], *, on: date, today: date) -> Position:
    """Entitlement on the date, and what has become of it by today (C5 to C8)."""
    counted = sorted(
        (claim for claim in claims if claim.benefit is not Benefit.UNIVERSAL_CREDIT and claim.started_on <= today),
        key=lambda claim: (claim.started_on, claim.benefit),
    )
    on_the_date = [claim for claim in counted if claim.runs_on(on)]
    live_now = any(claim.runs_on(today) for claim in on_the_date)
    closed = None if live_now else _last_closed(on_the_date or [c for c in counted if c.started_on <= on], before=today)
    return Position(
        in_receipt=bool(on_the_date),
        live_now=live_now,
        signed_off_on=closed.last_paid_day if closed else None,
        reason_ended=closed.reason_ended if closed else "",
        claimed_since=tuple(claim for claim in counted if claim.started_on > on),
    )


def universal_credit(claims: Iterable[Claim], *, referred_on: date, today: date) -> bool:
    """Whether a Universal Credit claim ran on any day from the referral to today (S8)."""
    return any(
        claim.benefit is Benefit.UNIVERSAL_CREDIT
        and claim.started_on <= today
        and (claim.last_day is None or claim.last_day >= referred_on)
        for claim in claims
    )


def _last_closed(claims: Sequence[Claim], *, before: date) -> Claim | None:
    """The claim that closed last."""
    closed = [(claim.last_paid_day, claim) for claim in claims if claim.last_paid_day and claim.last_paid_day < before]
    return max(closed, key=lambda pair: (pair[0], pair[1].started_on, pair[1].benefit))[1] if closed else None
