"""The tables of figures (G3), each put together from what was counted. A picture is drawn from the same rows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from calls.rules import Outcome
from calls.selectors import UNKNOWN_PROVIDER
from line.rules import CLOSES, OPENS, PEAK_HOURS, QUIET_HOURS
from programmes.policy import POLICIES
from programmes.rows import ROW_WORDS

from . import selectors
from .ends import ENDS, by_end
from .rules import Cell, Period, Table, by_day_or_month
from .selectors import Advised, Asked, Checked, Line

EVERY = "every-call"
EVERY_COLUMNS = ("Day", "Hour", "Programme", "Prime provider", "Outcome", "Calls")


def report(asked: Asked) -> list[Table]:
    """Every table, in the order of the page. Five queries."""
    lines, advice, checks = selectors.lines(asked), selectors.advice(asked), selectors.checks(asked)
    return [
        by_hour(selectors.hours(asked)),
        by_day(asked.period, selectors.days(asked)),
        outcomes(lines),
        advised(advice),
        failed(lines, checks),
        providers(lines, advice, checks),
    ]


def headline(report: Iterable[Table]) -> list[tuple[str, int]]:
    """What is asked first: calls, referrals that were avoided, failed checks."""
    rows = {(table.slug, row[0]): row[-1] for table in report for row in table.rows}
    calls = sum(int(number) for (slug, _), number in rows.items() if slug == "outcomes")
    avoided, codes, people = (
        int(rows[at]) for at in (("advice", AVOIDED), ("checks", FAILED_CODE), ("checks", FAILED_CHECK))
    )
    return [("Calls", calls), (AVOIDED, avoided), ("Failed checks", codes + people)]


def by_hour(counted: dict[int, int]) -> Table:
    """The real busy hours beside those that SPoCs are told of (L3)."""
    hours = sorted({*range(OPENS.hour, CLOSES.hour), *counted})
    rows: list[tuple[Cell, ...]] = [(_clock(hour), counted.get(hour, 0), _told(hour)) for hour in hours]
    columns = ("Hour", "Calls", "SPoCs are told that it is")
    return Table("hours", "Calls by hour", columns, rows, drawn=1, upright=True)


def by_day(period: Period, counted: dict[date, int]) -> Table:
    """Calls by day, or by month where there are many days."""
    rows = by_day_or_month(period, counted)
    return Table("days", "Calls over time", ("Day or month", "Calls"), rows, drawn=1, upright=True)


def outcomes(lines: Iterable[Line]) -> Table:
    """How calls ended, by programme (R3)."""
    counted: Counter[tuple[str, str]] = Counter()
    for line in lines:
        for ended, calls in line.ends:
            counted[ended, line.programme] += calls
    return _by_programme("outcomes", "How calls ended", "Outcome", ENDS, counted)


def advised(advice: Iterable[Advised]) -> Table:
    """The advice given, by programme. Whoever the guidance advised not to raise has avoided one (WP 3)."""
    counted: Counter[tuple[str, str]] = Counter()
    for each in advice:
        counted[_advice_words(each), each.programme] += each.count
        if not each.given_raise and not each.departed:  # an agent who departed from "raise" has avoided nothing
            counted[AVOIDED, each.programme] += each.count
    kinds = [*ROW_WORDS.values(), RAISE_AGAINST, DO_NOT_AGAINST, AVOIDED]
    return _by_programme("advice", "Advice given", "Advice", kinds, counted)


def failed(lines: Iterable[Line], checks: Iterable[Checked]) -> Table:
    """Failed security checks, of callers and of participants, by programme."""
    counted: Counter[tuple[str, str]] = Counter()
    for line in lines:
        counted[FAILED_CODE, line.programme] += line.wrong_codes
    for check in checks:
        counted[PASSED_CHECK if check.passed else FAILED_CHECK, check.programme] += check.count
    return _by_programme("checks", "Security checks", "Check", [FAILED_CODE, FAILED_CHECK, PASSED_CHECK], counted)


def providers(lines: Iterable[Line], advice: Iterable[Advised], checks: Iterable[Checked]) -> Table:
    """All of it for each programme and prime provider."""
    counted: dict[tuple[str, str], Counter[str]] = {}

    def count(row: Line | Advised | Checked, column: str, number: int) -> None:
        counted.setdefault((row.programme, row.prime), Counter())[column] += number

    for line in lines:
        count(line, "Calls", line.calls)
        for ended, calls in line.ends:
            count(line, ended, calls)
    for each in advice:
        count(each, "Raise" if each.given_raise else "Do not raise", each.count)
    for check in checks:
        if not check.passed:
            count(check, FAILED_CHECK, check.count)
    rows: list[tuple[Cell, ...]] = [
        (*key, *(numbers[column] for column in PER_PROVIDER)) for key, numbers in sorted(counted.items())
    ]
    return Table("providers", "By programme and prime provider", ("Programme", "Prime provider", *PER_PROVIDER), rows)


def every_row(asked: Asked) -> Iterator[tuple[Cell, ...]]:
    """Each count by day, hour, programme, prime provider and outcome, read from the database as it is written out."""
    for day, hour, programme, prime, outcome, calls, wrong in selectors.every_line(asked).iterator():
        for ended, number in by_end(Outcome(outcome) if outcome else None, calls, wrong):
            yield (
                day.isoformat(), _clock(hour), POLICIES[programme].name, prime or UNKNOWN_PROVIDER, ended, number,
            )  # fmt: skip


AVOIDED = "Inappropriate referrals avoided"
RAISE_AGAINST, DO_NOT_AGAINST = "Raise, against the guidance", "Do not raise, against the guidance"
FAILED_CODE, FAILED_CHECK, PASSED_CHECK = (
    "Access code check failed", "Participant check failed", "Participant check passed",
)  # fmt: skip
PER_PROVIDER = (
    "Calls", *ENDS, "Raise", "Do not raise", FAILED_CHECK,
)  # fmt: skip


def _by_programme(slug: str, title: str, first: str, kinds: Iterable[str], counted: Counter[tuple[str, str]]) -> Table:
    programmes = [policy.name for policy in POLICIES.values()]
    rows: list[tuple[Cell, ...]] = []
    for kind in kinds:
        numbers = [counted[kind, programme] for programme in programmes]
        rows.append((kind, *numbers, sum(numbers)))
    return Table(slug, title, (first, *programmes, "All"), rows, drawn=len(programmes) + 1)


def _advice_words(advice: Advised) -> str:
    if advice.departed:
        return RAISE_AGAINST if advice.given_raise else DO_NOT_AGAINST
    return ROW_WORDS[advice.row]


def _clock(hour: int) -> str:
    return f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"


def _told(hour: int) -> str:
    return "Busy" if hour in PEAK_HOURS else "Quiet" if hour in QUIET_HOURS else ""
