"""What a team leader looks back on: departures from the advice table, records called unclear, checks that failed.

Nothing here says who was asked about, what was said, or what LMS holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from audit.actions import Action
from audit.selectors import between
from circumstances.rules.advice import facts_from_json
from core.clock import LONDON
from programmes.policy import policy
from programmes.rows import ROW_WORDS
from programmes.types import AdviceRow, Programme, QuestionKind
from security.selectors import Drawn, questions_of

from ..models import Advice, Call, DepartureReview
from ..selectors import UNKNOWN_PROVIDER
from .rules import facts_in_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from audit.models import AuditEvent

DAY = timedelta(days=1)
DAYS_SHOWN = timedelta(days=7)
ACCESS_CODE, PARTICIPANT = "Access code", "Participant check"


@dataclass(frozen=True)
class Departure:
    """Advice that departed from the table (C9): what the table said and on which facts, what was advised, and why."""

    advice_id: int
    ref: str
    number: int
    given_at: datetime
    agent_id: int
    agent: str
    facts: tuple[tuple[str, str], ...]
    table_said: str
    paragraphs: tuple[str, ...]
    given: str
    reason: str
    review: DepartureReview | None


@dataclass(frozen=True)
class Unclear:
    """A record that an agent called unclear, so that another question was drawn (S3)."""

    at: datetime
    ref: str
    agent: str
    provider: str
    kind: str
    reason: str
    passed: bool | None


@dataclass(frozen=True)
class FailedCheck:
    """A check that failed: of the access code, or of a participant and by which question (A3, S6)."""

    at: datetime
    ref: str
    agent: str
    provider: str
    kind: str


def departures_to_review() -> int:
    """How many departures nobody has reviewed. One query."""
    return _departed().filter(review=None).count()


def departures(*, now: datetime) -> list[Departure]:
    """Those to review, the oldest first, then those reviewed in the last seven days. Two queries."""
    waiting = list(_departed().filter(review=None).order_by("given_at"))
    reviewed = list(_departed().filter(review__at__gte=now - DAYS_SHOWN).order_by("-review__at"))
    return [_departure(advice) for advice in (*waiting, *reviewed)]


def departure(advice_id: int) -> Departure | None:
    """One departure, or None. One query."""
    found = _departed().filter(pk=advice_id).first()
    return _departure(found) if found else None


def unclear_records(*, now: datetime) -> list[Unclear]:
    """Records that were called unclear in the last seven days, the newest first. Three queries."""
    events = between({Action.QUESTION_UNCLEAR}, since=now - DAYS_SHOWN, until=now + DAY)
    calls, asked = _calls(events), questions_of(_checks(events))
    found = []
    for event in events:
        call, question = calls[event.chain], asked[_check(event), int(event.detail["order"])]
        found.append(
            Unclear(
                at=event.at,
                ref=call.ref,
                agent=_name(event),
                provider=_provider(call),
                kind=_kind(call, question.kind),
                reason=question.unclear.label if question.unclear else "No reason was asked for then",
                passed=question.passed,
            )
        )
    return found


def failed_checks(*, on: date) -> list[FailedCheck]:
    """The checks that failed that day, the newest first. Three queries."""
    start = datetime.combine(on, time.min, LONDON)
    events = between(
        {Action.CHALLENGE_FAILED, Action.CHECK_FAILED}, since=start, until=datetime.combine(on + DAY, time.min, LONDON)
    )
    calls, asked = _calls(events), questions_of(_checks(events))
    return [
        FailedCheck(event.at, call.ref, _name(event), _provider(call), _failed(event, call, asked))
        for event in events
        if (call := calls.get(event.chain)) is not None
    ]


def _departed() -> "QuerySet[Advice]":
    departed = Advice.objects.exclude(departure_reason="")
    return departed.select_related("participant__call", "given_by", "review__by")


def _departure(advice: Advice) -> Departure:
    call = advice.participant.call
    words = policy(Programme(call.programme))
    return Departure(
        advice_id=advice.pk,
        ref=call.ref,
        number=advice.participant.number,
        given_at=advice.given_at,
        agent_id=advice.given_by_id,
        agent=advice.given_by.full_name,
        facts=facts_in_words(facts_from_json(advice.facts)),
        table_said=ROW_WORDS[AdviceRow(advice.row)],
        paragraphs=words.advice_paragraphs[AdviceRow(advice.row)],
        given=f"{'Raise' if advice.given_raise_doubt else 'Do not raise'} a {words.doubt}",
        reason=advice.departure_reason,
        review=getattr(advice, "review", None),
    )


def _calls(events: "Iterable[AuditEvent]") -> dict[str, Call]:
    """The call of each chain, by the chain's name."""
    refs = {event.chain.removeprefix("call:") for event in events}
    return {f"call:{call.ref}": call for call in Call.objects.filter(ref__in=refs).select_related("prime")}


def _checks(events: "Iterable[AuditEvent]") -> set[int]:
    return {_check(event) for event in events if event.subject.startswith("check:")}


def _check(event: "AuditEvent") -> int:
    return int(event.subject.removeprefix("check:"))


def _failed(event: "AuditEvent", call: Call, asked: Mapping[tuple[int, int], Drawn]) -> str:
    if event.action == Action.CHALLENGE_FAILED:
        return ACCESS_CODE
    marked = [question for (check, _), question in asked.items() if check == _check(event) and not question.set_aside]
    kind = _kind(call, marked[-1].kind) if marked else "nothing in LMS to ask"
    return f"{PARTICIPANT}: {kind}"


def _kind(call: Call, kind: QuestionKind) -> str:
    return policy(Programme(call.programme)).wording[kind].name


def _provider(call: Call) -> str:
    return call.prime.name if call.prime else UNKNOWN_PROVIDER


def _name(event: "AuditEvent") -> str:
    return event.actor.full_name if event.actor else ""
