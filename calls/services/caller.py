"""Who is calling and what for (E1 to E7)."""

from dataclasses import dataclass

from accesscodes.selectors import current_code_id
from audit.actions import Action
from programmes.policy import policy
from programmes.types import DeclinedPurpose, Programme
from providers.rules import Ineligible
from providers.selectors import callers_like, search_companies, search_primes
from providers.services import Assessment, assess_caller

from ..rules import NO_CODE, Outcome, against
from ..state import recorded
from . import access_code
from .opening import end
from .turn import Refusal, Turn


class UnknownPurpose(ValueError):
    """Neither a referral route of the programme nor a purpose that is declined."""


@dataclass(frozen=True)
class NotMatched(Refusal):
    """Something speaks against the caller. `close_to` is for the page that follows alone: a replay has none."""

    close_to: tuple[str, ...] = ()


def record_caller(
    turn: Turn, *, company_name: str, caller_name: str, prime_name: str, confirmed: bool
) -> NotMatched | None:
    """Match the caller against the approved provider list (E1 to E4, E6).

    Where anything speaks against the caller, the agent is asked once to check the details; `confirmed` then records
    the caller as not eligible and ends the call (E7).
    """
    call = turn.call
    found = assess_caller(
        programme=Programme(call.programme),
        company_name=company_name, caller_name=caller_name, prime_name=prime_name, today=turn.today,
    )  # fmt: skip
    reasons = [reason.name for reason in found.reasons]
    if not reasons and current_code_id(recorded(found.prime_id), turn.at) is None:
        reasons = [NO_CODE]
    if reasons and not confirmed:
        alike = _alike(turn, found, caller_name)
        shown = {"callers_shown": list(alike)} if alike else {}
        turn.record(Action.CALLER_NOT_MATCHED, "", reasons=reasons, **shown)
        near = _nearest(turn, reasons, company_name=company_name, prime_name=prime_name)
        message = ". ".join([*against(reasons), *near, "Check the names with the caller"])
        return NotMatched(message, close_to=tuple(alike.values()))
    call.company_said, call.caller_said, call.prime_said = company_name, caller_name, prime_name
    call.company_id, call.prime_id, call.caller_id = found.company_id, found.prime_id, found.caller_id
    call.eligible, call.reasons_against = not reasons, reasons
    turn.save("company_said", "caller_said", "prime_said", "company", "prime", "caller", "eligible", "reasons_against")
    if reasons:
        turn.record(Action.CALLER_NOT_ELIGIBLE, reasons=reasons)
        end(turn, Outcome.NOT_ELIGIBLE)
    else:
        turn.record(Action.CALLER_ELIGIBLE, subject=f"provider:{found.prime_id}", company=found.company_id)
    return None


def _nearest(turn: Turn, reasons: list[str], *, company_name: str, prime_name: str) -> list[str]:
    """The names on the list that are most like those that are not on it, for the agent to ask about (E1)."""
    near = []
    if Ineligible.COMPANY_NOT_LISTED.name in reasons:
        near += [found.name for found in search_companies(company_name, today=turn.today, limit=3)]
    if Ineligible.PRIME_NOT_LISTED.name in reasons:
        near += [found.name for found in search_primes(prime_name, today=turn.today, limit=3)]
    return [f"Nearest on the list: {', '.join(dict.fromkeys(near))}"] if near else []


def _alike(turn: Turn, found: Assessment, caller_name: str) -> dict[int, str]:
    """Whose name may have been misheard, by id, where nothing but the caller's own name stands in the way (E3)."""
    if found.reasons != (Ineligible.NOT_AUTHORISED,):
        return {}
    prime_id, company_id = recorded(found.prime_id), recorded(found.company_id)
    alike = callers_like(caller_name, prime_id=prime_id, company_id=company_id, today=turn.today)
    return {caller.pk: caller.full_name for caller in alike}


def record_purpose(turn: Turn, *, purpose: str) -> None:
    """Record why the caller rings (E5): a referral route goes on to the access code, anything else is declined.

    Raises UnknownPurpose.
    """
    routes = {route.code for route in policy(Programme(turn.call.programme)).routes}
    if purpose in routes:
        turn.call.route = purpose
        turn.save("route")
        turn.record(Action.PURPOSE_RECORDED, route=purpose)
        access_code.draw(turn)
    elif purpose in set(DeclinedPurpose):
        turn.call.declined = purpose
        turn.save("declined")
        turn.record(Action.PURPOSE_RECORDED, f"provider:{turn.call.prime_id}", declined=purpose)
        end(turn, Outcome.PURPOSE_DECLINED)
    else:
        raise UnknownPurpose(purpose)
