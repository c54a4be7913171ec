"""Reading how far an issue has come, and what one SPoC has been sent (A7, A8, A10). Dates and states, never a code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from notices.models import Notice
from notices.rules import State as Sent
from providers.models import Provider
from providers.plans import primes_with_plan
from providers.selectors import present_spocs

from . import emails
from .issuing import codes_of, primes_of
from .models import AccessCode, Copy
from .rules.calendar import LONDON, Issue, issue_covering
from .rules.copies import Stage, has_arrived, stage
from .rules.state import State
from .selectors import code_state, is_live

SUBJECTS = {
    emails.DOCUMENT: "Access code document",
    emails.UNLOCK_CODE: "Unlock code",
    emails.FIRST_REMINDER: "Reminder to acknowledge",
    emails.SECOND_REMINDER: "Second reminder to acknowledge",
    emails.CHANGED: "Your access code is being changed",
    emails.HELD: "Your access code is on hold",
    emails.RELEASED: "Your access code can be used again",
}
NEWEST = 50


@dataclass(frozen=True)
class CopyLine:
    """One SPoC's newest copy of one code, and where it has got to."""

    id: int
    prime_id: int
    prime: str
    spoc_id: int
    spoc: str
    email: str
    telephone: str
    number: int
    in_force_from: datetime
    made_at: datetime
    acknowledged_at: datetime | None
    acknowledged_how: str | None
    stage: Stage
    may_acknowledge: bool

    @property
    def complete(self) -> bool:
        """Whether the SPoC has been sent everything."""
        return self.stage is Stage.COMPLETE


@dataclass(frozen=True)
class Progress:
    """How far an issue has come. `ready` of `primes` have their code; `stages` counts the copies."""

    primes: int
    ready: int
    stages: tuple[tuple[Stage, int], ...]
    copies: int
    silent: tuple[CopyLine, ...]
    without_spoc: tuple[str, ...]
    without_plan: tuple[str, ...]


@dataclass(frozen=True)
class CodeLine:
    """One code of a prime: its dates and what has become of it."""

    issued_on: date
    in_force_from: datetime
    stopped_at: datetime | None
    state: State
    reason: str
    given_up: bool


@dataclass(frozen=True)
class SpocLine:
    """A present SPoC of a prime, the newest copies it has, and the newest of them all (0 for none)."""

    id: int
    name: str
    email: str
    copies: tuple[CopyLine, ...]
    newest: int


@dataclass(frozen=True)
class Sheet:
    """Everything that BMT sees of one prime's codes."""

    prime: Provider
    codes: tuple[CodeLine, ...]
    spocs: tuple[SpocLine, ...]
    can_change: bool
    being_replaced: bool


@dataclass(frozen=True)
class Told:
    """One email to a SPoC, as its own page lists it."""

    subject: str
    at: datetime
    sent_at: datetime | None
    state: Sent


def progress(issue: Issue, at: datetime) -> Progress:
    """An issue's counts, and who has not acknowledged it, by prime. Seven queries, whatever the size."""
    primes = list(primes_of(issue, at))
    codes = _looked_at(codes_of(issue), at)
    served = set(present_spocs(at).values_list("prime_id", flat=True))
    planned = set(primes_with_plan(at.astimezone(LONDON).date()).values_list("prime_id", flat=True))
    lines = copy_lines(newest_copies().filter(code__in=[code.pk for code in codes], spoc__in=present_spocs(at)))
    counted, coded = Counter(line.stage for line in lines), {code.prime_id for code in codes}
    return Progress(
        primes=len(primes),
        ready=sum(prime.pk in coded for prime in primes),
        stages=tuple((each, counted[each]) for each in Stage),
        copies=len(lines),
        silent=tuple(line for line in lines if line.acknowledged_at is None),
        without_spoc=tuple(prime.name for prime in primes if prime.pk not in served),
        without_plan=tuple(prime.name for prime in primes if prime.pk not in planned),
    )


def _looked_at(codes: Iterable[AccessCode], at: datetime) -> list[AccessCode]:
    """Of each prime's codes of an issue the one to look at: the newest that has begun, or else the first to come.

    One that is to follow it later counts when it has begun: no SPoC is counted, or rung, for two.
    """
    found: dict[int, AccessCode] = {}
    for code in codes:  # by when they begin
        stopped = code.stopped_at is not None and code.stopped_at <= at
        if not stopped and (code.in_force_from <= at or code.prime_id not in found):
            found[code.prime_id] = code
    return list(found.values())


def sheet(prime_id: int, at: datetime) -> Sheet | None:
    """One prime's codes and copies, or None for what is no prime. Six queries."""
    prime = Provider.objects.filter(pk=prime_id, is_prime=True).first()
    if prime is None:
        return None
    rows = AccessCode.objects.filter(prime=prime).select_related("replaced_by").order_by("-in_force_from")
    codes = list(rows.defer("key_id", "nonce", "ciphertext", "fingerprint")[:NEWEST])
    live = [code for code in codes if is_live(code, at)]
    lines = copy_lines(newest_copies().filter(code__in=[code.pk for code in live], spoc__prime=prime))
    spocs = present_spocs(at).filter(prime=prime).select_related("user").order_by("pk")
    newest = dict(spocs.annotate(last=Max("copies")).values_list("pk", "last"))
    current = [code for code in live if code_state(code, at) is State.CURRENT]
    return Sheet(
        prime=prime,
        codes=tuple(_code_line(code, at) for code in codes),
        spocs=tuple(
            SpocLine(spoc.pk, spoc.user.full_name, spoc.user.email,
                     tuple(line for line in lines if line.spoc_id == spoc.pk), newest[spoc.pk] or 0)
            for spoc in spocs
        ),
        can_change=bool(current),
        being_replaced=bool(current) and current[0].stopped_at is not None,
    )  # fmt: skip


def copy_line(copy_id: int) -> CopyLine | None:
    """One copy, or None. Two queries."""
    return next(iter(copy_lines(Copy.objects.filter(pk=copy_id))), None)


def of_spoc(spoc_id: int, prime_id: int, at: datetime) -> list[CopyLine]:
    """One SPoC's own newest copies of codes that are in force or to come. Three queries."""
    return copy_lines(newest_copies().filter(code__in=_live_ids(prime_id, at), spoc=spoc_id))


def told(user_id: int) -> list[Told]:
    """The newest emails about codes to one person, the newest first. One query."""
    notices = Notice.objects.filter(recipient=user_id, kind__in=SUBJECTS).order_by("-id")[:NEWEST]
    return [Told(SUBJECTS[each.kind], each.created_at, each.sent_at, each.state_now) for each in notices]


def copy_lines(copies: "QuerySet[Copy]") -> list[CopyLine]:
    """Copies with the states of their emails. Two queries."""
    rows = list(copies.select_related("spoc__user", "code__prime").order_by("code__prime__name_words", "spoc_id", "id"))
    states = _states(rows)
    return [_line(row, states) for row in rows]


def _code_line(code: AccessCode, at: datetime) -> CodeLine:
    replaced = getattr(code, "replaced_by", None)
    return CodeLine(
        code.given_out_on,
        code.in_force_from,
        code.stopped_at,
        _state_then(code, at),
        replaced.reason if replaced else "",
        code.given_up,
    )


def _state_then(code: AccessCode, at: datetime) -> State:
    found = code_state(code, at)
    # A code that was stopped is told as stopped as long as its own month lasts, and as past after it.
    return State.PAST if found is State.STOPPED and code.issued_on < issue_covering(at).issued_on else found


def newest_copies() -> "QuerySet[Copy]":
    newer = Copy.objects.filter(spoc=OuterRef("spoc"), code=OuterRef("code"), number__gt=OuterRef("number"))
    return Copy.objects.filter(~Exists(newer)).defer("key_id", "nonce", "ciphertext")


def _live_ids(prime_id: int, at: datetime) -> list[int]:
    codes = AccessCode.objects.filter(prime=prime_id, destroyed_at=None).defer("ciphertext", "nonce", "fingerprint")
    return [code.pk for code in codes if is_live(code, at)]


def _states(copies: Iterable[Copy]) -> dict[tuple[str, str], Sent]:
    abouts = [copy.about for copy in copies]
    found = Notice.objects.filter(kind__in=(emails.DOCUMENT, emails.UNLOCK_CODE), about__in=abouts)
    return {(kind, about): Sent(state) for kind, about, state in found.values_list("kind", "about", "state")}


def _line(copy: Copy, states: dict[tuple[str, str], Sent]) -> CopyLine:
    document, unlock = states.get((emails.DOCUMENT, copy.about)), states.get((emails.UNLOCK_CODE, copy.about))
    return CopyLine(
        id=copy.pk, prime_id=copy.code.prime_id, prime=copy.code.prime.name,
        spoc_id=copy.spoc_id, spoc=copy.spoc.user.full_name, email=copy.spoc.user.email,
        telephone=copy.spoc.telephone,
        number=copy.number, in_force_from=copy.code.in_force_from, made_at=copy.made_at,
        acknowledged_at=copy.acknowledged_at, acknowledged_how=copy.acknowledged_how,
        stage=stage(acknowledged=copy.acknowledged_at is not None, document=document, unlock=unlock),
        may_acknowledge=copy.acknowledged_at is None and has_arrived(document),
    )  # fmt: skip
