"""Reading about codes: their dates and states, never a code."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from providers.models import Provider, Spoc
from providers.plans import primes_with_plan
from providers.selectors import present_spocs, primes_with_contract

from .models import AccessCode, Hold
from .rules.calendar import LONDON, issue_covering
from .rules.state import Dates, State, state

GIVEN_UP = Q(stopped_at__lt=F("in_force_from"))
"""Of a code that was to follow another, and was stopped before it began: it was never in force (decision 0185)."""


def started_codes(at: datetime) -> QuerySet[AccessCode]:
    """Each prime's newest code to have started by `at`: the only one that can be in force. No sealed part is read."""
    return (
        AccessCode.objects.filter(in_force_from__lte=at)
        .exclude(GIVEN_UP)
        .order_by("prime_id", "-in_force_from")
        .distinct("prime_id")
        .defer("key_id", "nonce", "ciphertext", "fingerprint")
    )


def codes_in_force(prime_ids: Collection[int], at: datetime) -> dict[int, int]:
    """The id of the code in force at `at`, for each of these primes that has one. One query."""
    codes = started_codes(at).filter(prime_id__in=prime_ids)
    return {code.prime_id: code.pk for code in codes if code_state(code, at) is State.CURRENT}


def current_code_id(prime_id: int, at: datetime) -> int | None:
    """The id of the prime's code in force at `at` (A6), or None. One query."""
    return codes_in_force([prime_id], at).get(prime_id)


def last_months_code(prime_id: int, at: datetime) -> AccessCode | None:
    """The code that the prime's callers last used in the cycle before this one; None where none is kept. One query."""
    present = issue_covering(at).in_force_from
    before = issue_covering(present - timedelta(microseconds=1)).in_force_from
    codes = AccessCode.objects.filter(prime=prime_id, in_force_from__gte=before, in_force_from__lt=present)
    return codes.filter(destroyed_at=None).exclude(GIVEN_UP).order_by("-in_force_from").first()


def holds_at(at: datetime) -> QuerySet[Hold]:
    """Holds that had begun and not ended at that moment, of whatever code."""
    return holds_not_over(at).filter(held_at__lte=at)


def holds_not_over(at: datetime) -> QuerySet[Hold]:
    """Holds that bind whoever has the prime's row locked, by whichever clock they began.

    A check that waited for the lock may have begun before the hold that it has to heed.
    """
    return Hold.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at))


def code_state(code: AccessCode | None, at: datetime) -> State:
    return state(Dates(code.in_force_from, code.stopped_at, code.destroyed_at) if code else None, now=at)


def is_live(code: AccessCode, at: datetime) -> bool:
    """Whether a code is in force or still to come: what a SPoC should have."""
    return code_state(code, at) in (State.CURRENT, State.COMING)


def live_codes(prime_id: int, at: datetime) -> list[AccessCode]:
    """The prime's codes that are in force or still to come, the first first. One query."""
    since = issue_covering(at).in_force_from
    codes = AccessCode.objects.filter(prime=prime_id, in_force_from__gte=since).order_by("in_force_from")
    return [code for code in codes.defer("key_id", "nonce", "ciphertext", "fingerprint") if is_live(code, at)]


@dataclass(frozen=True)
class Reign:
    """The time of one code: from when it was in force until the next one of its prime was; None while it is the last.

    After a code was stopped its time goes on until there is another, so that no call falls between two.
    """

    code_id: int
    since: datetime
    until: datetime | None


def reigns(prime_id: int, at: datetime) -> list[Reign]:
    """The times of the prime's codes that have started and are kept, the newest first. One query."""
    codes = AccessCode.objects.filter(prime=prime_id, in_force_from__lte=at, destroyed_at=None).exclude(GIVEN_UP)
    starts = list(codes.order_by("-in_force_from").values_list("pk", "in_force_from"))
    ends = [None, *(since for _, since in starts)]
    return [Reign(code_id, since, until) for (code_id, since), until in zip(starts, ends, strict=False)]


def changed_at(prime: OuterRef, at: datetime) -> "QuerySet[AccessCode, datetime]":
    """For a query about a prime's rows: when its newest code came into force."""
    codes = AccessCode.objects.filter(prime=prime, in_force_from__lte=at, destroyed_at=None).exclude(GIVEN_UP)
    return codes.order_by("-in_force_from").values_list("in_force_from", flat=True)[:1]


def spocs_to_send_to(at: datetime) -> QuerySet[Spoc]:
    """Whom an access code may be sent to: the present SPoCs of primes whose security plan is accepted (E4, A7).

    The one rule, for the issue, for a changed code and for sending again: how the code is kept comes before the code.
    """
    return present_spocs(at).filter(prime__in=primes_with_plan(at.astimezone(LONDON).date()))


def primes_without_code(at: datetime) -> list[int]:
    """Primes with a contract on that day and no code, in whatever state, of the cycle that `at` lies in. One query."""
    of_this_cycle = AccessCode.objects.filter(
        prime=OuterRef("pk"), in_force_from__gte=issue_covering(at).in_force_from, in_force_from__lte=at
    )
    primes = primes_with_contract(at.astimezone(LONDON).date()).filter(~Exists(of_this_cycle))
    return list(primes.order_by("id").values_list("id", flat=True))


@dataclass(frozen=True)
class CodeRow:
    """One prime's line on the page of codes. `issued_on` and `in_force_from` are its newest started code's."""

    prime_id: int
    prime: str
    state: State
    issued_on: date | None
    in_force_from: datetime | None
    coming_from: datetime | None
    can_make: bool
    hold: Hold | None = None
    has_spoc: bool = True
    has_plan: bool = True

    @property
    def on_hold(self) -> bool:
        return self.hold is not None


def code_rows(at: datetime) -> list[CodeRow]:
    """Every prime on the list, or off it with a code in force, by name (A6, A10, A13). Six queries."""
    started = {code.prime_id: code for code in started_codes(at)}
    to_come = AccessCode.objects.filter(in_force_from__gt=at).exclude(GIVEN_UP)
    coming = dict(to_come.values_list("prime_id", "in_force_from"))
    primes = Provider.objects.filter(is_prime=True).order_by("name_words", "id")
    held = {hold.code_id: hold for hold in holds_at(at)}
    served = set(present_spocs(at).values_list("prime_id", flat=True))
    today = at.astimezone(LONDON).date()
    planned = set(primes_with_plan(today).values_list("prime_id", flat=True))
    rows = [
        replace(
            _code_row(prime, started.get(prime.pk), coming.get(prime.pk), at, held),
            has_spoc=prime.pk in served, has_plan=prime.pk in planned,
        )
        for prime in primes
    ]  # fmt: skip
    gone = {prime.pk for prime in primes if prime.ended_on is not None and prime.ended_on <= today}
    return [row for row in rows if row.prime_id not in gone or row.state is State.CURRENT]


def _code_row(
    prime: Provider, code: AccessCode | None, coming_from: datetime | None, at: datetime, held: Mapping[int, Hold]
) -> CodeRow:  # fmt: skip
    of_this_cycle = code is not None and code.in_force_from >= issue_covering(at).in_force_from
    return CodeRow(
        prime_id=prime.pk, prime=prime.name, state=code_state(code, at), issued_on=code.given_out_on if code else None,
        in_force_from=code.in_force_from if code else None, coming_from=coming_from, can_make=not of_this_cycle,
        hold=held.get(code.pk) if code is not None and code_state(code, at) is State.CURRENT else None,
    )  # fmt: skip
