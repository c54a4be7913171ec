"""What the calls of a period came to (G3): counted by the database, in a fixed number of queries. Nobody is named."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from calls.models import Advice, Call, CallParticipant
from calls.rules import Outcome
from calls.selectors import UNKNOWN_PROVIDER
from programmes.policy import policy
from programmes.types import AdviceRow, Programme
from providers.models import Provider

from .ends import by_end
from .rules import LONDON, Period

WRONG = Count("id", filter=Q(challenge__passed=False))


@dataclass(frozen=True)
class Asked:
    """Which calls: opened in the period, of a programme and of a prime provider, or of all of them."""

    period: Period
    programme: Programme | None = None
    prime_id: int | None = None


@dataclass(frozen=True)
class Line:
    """Calls of one programme and prime provider that ended so; None is under way.

    `wrong_codes` of them had a wrong answer to the access code check: some end there without having been asked.
    """

    programme: str
    prime: str
    outcome: Outcome | None
    calls: int
    wrong_codes: int

    @property
    def ends(self) -> list[tuple[str, int]]:
        """How they ended, in words, and how many each."""
        return list(by_end(self.outcome, self.calls, self.wrong_codes))


@dataclass(frozen=True)
class Advised:
    """Advice of one programme and prime provider, by the row of the table and by what was given."""

    programme: str
    prime: str
    row: AdviceRow
    given_raise: bool
    departed: bool
    count: int


@dataclass(frozen=True)
class Checked:
    """Participants' security checks of one programme and prime provider that were decided so."""

    programme: str
    prime: str
    passed: bool
    count: int


@dataclass(frozen=True)
class Volume:
    """How many calls of a day and programme ended so."""

    programme: str
    ended: str
    calls: int


def volumes(*, on: date) -> list[Volume]:
    """How many calls of that day came to which end, by programme. One query."""
    counted = _calls(Asked(Period(on, on))).values_list("programme", "outcome").annotate(calls=Count("id"), wrong=WRONG)
    return [
        Volume(_name(programme), ended, number)
        for programme, outcome, calls, wrong in counted.order_by("programme", "outcome")
        for ended, number in by_end(_outcome(outcome), calls, wrong)
    ]


def lines(asked: Asked) -> list[Line]:
    """Calls by programme, prime provider and outcome. One query."""
    counted = _calls(asked).values_list("programme", "prime__name", "outcome").annotate(calls=Count("id"), wrong=WRONG)
    return [
        Line(_name(programme), prime or UNKNOWN_PROVIDER, _outcome(outcome), calls, wrong_codes)
        for programme, prime, outcome, calls, wrong_codes in counted.order_by("programme", "prime__name", "outcome")
    ]


def hours(asked: Asked) -> dict[int, int]:
    """Calls by the hour, in London, in which they were opened. One query."""
    hour = ExtractHour("opened_at", tzinfo=LONDON)
    return dict(_calls(asked).annotate(hour=hour).order_by().values_list("hour").annotate(Count("id")))


def days(asked: Asked) -> dict[date, int]:
    """Calls by the day, in London, on which they were opened. One query."""
    day = TruncDate("opened_at", tzinfo=LONDON)
    return dict(_calls(asked).annotate(day=day).order_by().values_list("day").annotate(Count("id")))


def advice(asked: Asked) -> list[Advised]:
    """Advice given in these calls, by programme and prime provider. One query."""
    call = "participant__call__"
    counted = (
        Advice.objects.filter(_asked(asked, call))
        .annotate(departed=~Q(departure_reason=""))
        .values_list(f"{call}programme", f"{call}prime__name", "row", "given_raise_doubt", "departed")
        .annotate(count=Count("pk"))
        .order_by(f"{call}programme", f"{call}prime__name", "row")
    )
    return [
        Advised(_name(programme), prime or UNKNOWN_PROVIDER, AdviceRow(row), given, departed, count)
        for programme, prime, row, given, departed, count in counted
    ]


def checks(asked: Asked) -> list[Checked]:
    """Participants' security checks decided in these calls, by programme and prime provider. One query."""
    decided = CallParticipant.objects.filter(_asked(asked, "call__"), security_check__passed__isnull=False)
    counted = decided.order_by().values_list("call__programme", "call__prime__name", "security_check__passed")
    return [
        Checked(_name(programme), prime or UNKNOWN_PROVIDER, passed, count)
        for programme, prime, passed, count in counted.annotate(count=Count("pk"))
    ]


def every_line(asked: Asked) -> "QuerySet[Call, tuple[Any, ...]]":
    """Calls by day, hour, programme, prime provider and outcome, and in how many of them the code was wrong, to be read
    row by row. One query.
    """
    day, hour = TruncDate("opened_at", tzinfo=LONDON), ExtractHour("opened_at", tzinfo=LONDON)
    return (
        _calls(asked)
        .annotate(day=day, hour=hour)
        .values_list("day", "hour", "programme", "prime__name", "outcome")
        .annotate(calls=Count("id"), wrong=WRONG)
        .order_by("day", "hour", "programme", "prime__name", "outcome")
    )


def primes() -> list[tuple[str, str]]:
    """Every prime provider that there is or was, to choose from. One query."""
    return [(str(pk), name) for pk, name in Provider.objects.filter(is_prime=True).values_list("pk", "name")]


def _asked(asked: Asked, call: str = "") -> Q:
    wanted = Q(**{f"{call}opened_at__gte": asked.period.start, f"{call}opened_at__lt": asked.period.end})
    if asked.programme is not None:
        wanted &= Q(**{f"{call}programme": asked.programme.value})
    if asked.prime_id is not None:
        wanted &= Q(**{f"{call}prime": asked.prime_id})
    return wanted


def _calls(asked: Asked) -> "QuerySet[Call]":
    return Call.objects.filter(_asked(asked))


def _name(programme: str) -> str:
    return policy(Programme(programme)).name


def _outcome(value: str | None) -> Outcome | None:
    return Outcome(value) if value else None
