"""A SPoC's home page: how its prime's access stands today, ordered by need (WP 16 to 18, 43 to 47; MWA 6, 9 to 11)."""

from dataclasses import dataclass
from datetime import datetime

from accesscodes.models import AccessCode, Hold
from accesscodes.rules.calendar import Issue, issue_after
from accesscodes.rules.state import State
from accesscodes.selectors import code_state, live_codes, reigns
from accesscodes.watch import hold_of
from calls import statement
from core.clock import LONDON
from line.selectors import LineState, line_state
from programmes.policy import Policy
from providers import listing, own, plans
from providers.contracts import programmes_of
from providers.models import Provider, Withdrawal
from providers.rules import Ineligible
from providers.selectors import open_withdrawal, spoc_of


@dataclass(frozen=True)
class SpocsDesk:
    """One prime's own facts, and no other's (G1): never its code."""

    prime: Provider
    barred: tuple[Ineligible, ...]
    withdrawal: Withdrawal | None
    code: AccessCode | None
    coming: AccessCode | None
    hold: Hold | None
    next_issue: Issue
    plans: plans.OwnPlans
    callers: int
    calls: statement.Counts | None
    programmes: tuple[Policy, ...]
    line: LineState

    @property
    def nobody_can_call(self) -> bool:
        return bool(self.barred) or self.code is None or self.hold is not None or not self.callers


def spocs_desk(user_id: int, *, now: datetime) -> SpocsDesk | None:
    """Everything starts from the SPoC's own row; None for someone who is no prime's SPoC today. A fixed number.

    One query more while the service is withdrawn.
    """
    today = now.astimezone(LONDON).date()
    spoc = spoc_of(user_id, now)
    if spoc is None:
        return None
    prime = spoc.prime
    barred = listing.no_access([prime], today).get(prime.pk, ())
    codes = {code_state(code, now): code for code in live_codes(prime.pk, now)}
    latest = reigns(prime.pk, now)[:1]
    return SpocsDesk(
        prime=prime,
        barred=barred,
        withdrawal=open_withdrawal(prime.pk) if Ineligible.WITHDRAWN in barred else None,
        code=codes.get(State.CURRENT),
        coming=codes.get(State.COMING),
        hold=hold_of(prime.pk, now),
        next_issue=issue_after(now),
        plans=plans.of_prime(prime.pk),
        callers=own.callers_of_today(prime.pk, today=today),
        calls=statement.counts(prime.pk, latest[0]) if latest else None,
        programmes=programmes_of(prime.pk, today),
        line=line_state(now),
    )
