"""How the rows of each part of the list are shown: columns, cells and standing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator

from accounts.rules import Role
from core.clock import LONDON
from core.dates import in_words
from programmes.policy import POLICIES, policy

from .models import AuthorisedCaller, Contract, OfPrime, SecurityPlan, Spoc, SupplyChain, Versioned, Withdrawal
from .parts import WITHDRAWALS, Part
from .plans import sheet as plan_sheet
from .rules import holds_on, runs_on

PLAIN = frozenset(
    {"name", "is_prime", "full_name", "starts_on", "ends_on", "started_on", "ended_on", "end_reason", "telephone"}
    | {"received_on", "needs_updating"}
)
"""Fields short enough to be told in a message."""
LONG_TEXT = 200
"""Characters of a long text in a table."""
CURRENT, TO_COME, OVER = ("Current", "green"), ("Not yet", "blue"), ("Ended", "grey")
Standing = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """Text, and the organisation that it leads to."""

    text: str
    provider_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One row of the list as shown. `change` is the word on its link: empty for one that is settled.

    `may_end` says that the row is ended in a page of its own.
    """

    id: int
    cells: tuple[Cell, ...]
    standing: Standing
    change: str
    may_end: bool = False


@dataclass(frozen=True)
class Table:
    """A part of the list as shown. `more` says that there are rows besides these."""

    part: Part
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    more: bool = False

    @property
    def is_full(self) -> bool:
        """A service that is withdrawn is reinstated before it can be withdrawn again."""
        return self.part is WITHDRAWALS and any(line.change for line in self.lines)


def table(part: Part, rows: Iterable[OfPrime], *, today: date, more: bool = False) -> Table:
    """The rows of one part, ready to be drawn."""
    columns, draw = SHOWN[part.slug]
    lines = []
    for row in rows:
        cells, standing = draw(row, today)
        may_end = isinstance(row, SupplyChain) and (row.ends_on is None or row.ends_on > today)
        lines.append(Line(row.pk, tuple(cells), standing, _change(part, row), may_end))
    return Table(part, columns, tuple(lines), more)


def programme_name(value: str) -> str:
    """The programme's name; the bare word for one whose policy is gone."""
    return policy(value).name if value in {each.value for each in POLICIES} else value


def about(part: Part, row: OfPrime, today: date) -> str:
    """What tells this row from others of its part, for a page about it; empty where there is one at a time."""
    cells, _ = SHOWN[part.slug][1](row, today)
    return "" if isinstance(row, SecurityPlan | Withdrawal) else cells[0].text


def now_says(row: Versioned, fields: Iterable[str]) -> str:
    """The row's present values, in a sentence, for someone whose page is out of date."""
    said = [f"{name.replace('_', ' ')} {_said(getattr(row, name))}" for name in fields if name in PLAIN]
    return f"It now says: {', '.join(said)}" if said else "It has been changed"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _day(value).text
    return f"“{value}”" if value else "empty"


def _change(part: Part, row: OfPrime) -> str:
    if isinstance(row, SecurityPlan):
        return "See"  # its page shows all of it, and what can be decided
    if not part.open(row):
        return ""
    return "Reinstate" if isinstance(row, Withdrawal) else "Change"


def _day(day: date | None, otherwise: str = "") -> Cell:
    return Cell(in_words(day) if day else otherwise)


def _period(row: Contract | SupplyChain, today: date) -> tuple[list[Cell], Standing]:
    days = [_day(row.starts_on), _day(row.ends_on, "No end known")]
    if runs_on(today, row.starts_on, row.ends_on):
        return days, CURRENT
    return days, TO_COME if today < row.starts_on else OVER


def _authority(starts_on: date, ended_on: date | None, today: date) -> Standing:
    if holds_on(today, starts_on, ended_on):
        return CURRENT
    return TO_COME if today < starts_on and ended_on is None else OVER


def _contract(row: Contract, today: date) -> tuple[list[Cell], Standing]:
    days, standing = _period(row, today)
    return [Cell(programme_name(row.programme)), *days], standing


def _link(row: SupplyChain, today: date) -> tuple[list[Cell], Standing]:
    days, standing = _period(row, today)
    return [Cell(row.subcontractor.name, row.subcontractor_id), *days], standing


def _caller(row: AuthorisedCaller, today: date) -> tuple[list[Cell], Standing]:
    ended = f"{_day(row.ended_on).text}. {row.end_reason}".strip(". ")
    cells = [Cell(row.full_name), Cell(row.company.name, row.company_id), _day(row.starts_on), Cell(ended)]
    return cells, _authority(row.starts_on, row.ended_on, today)


def _spoc(row: Spoc, today: date) -> tuple[list[Cell], Standing]:
    cells = [Cell(row.user.full_name), Cell(row.user.email), Cell(row.telephone), _day(row.started_on)]
    cells.append(_day(row.ended_on))
    standing = _authority(row.started_on, row.ended_on, today)
    return cells, _no_spoc(row) or standing if standing is not OVER else OVER


def _no_spoc(row: Spoc) -> Standing | None:
    """Why the row counts for nothing all the same: its person does not sign in as a single point of contact."""
    if row.user.role != Role.SPOC:
        return f"Signs in as {row.user.role}", "red"
    return None if row.user.is_active else ("Deactivated", "red")


def _plan(row: SecurityPlan, today: date) -> tuple[list[Cell], Standing]:
    deed = _day(row.deed_received_on, "Not yet received" if row.needs_deed else "Not needed")
    how = Truncator(row.how_kept).chars(LONG_TEXT)
    cells = [Cell(how), _day(row.received_on), deed, _day(row.accepted_on, "Not yet")]
    state = plan_sheet(row).state
    return cells, (state.value, state.colour)


def _withdrawal(row: Withdrawal, today: date) -> tuple[list[Cell], Standing]:
    withdrawn, reinstated = row.withdrawn_at.astimezone(LONDON), row.reinstated_at
    days = _day(withdrawn.date()), _day(reinstated and reinstated.astimezone(LONDON).date())
    assured = f"{row.assured_by}, {_day(row.assured_on).text}: {row.assurance}" if row.reinstated_at else ""
    standing = ("Reinstated", "grey") if row.reinstated_at else ("Withdrawn", "red")
    return [days[0], Cell(row.reason), days[1], Cell(assured)], standing


Draw = Callable[[Any, date], tuple[list[Cell], Standing]]
SHOWN: dict[str, tuple[tuple[str, ...], Draw]] = {
    "contracts": (("Programme", "First day", "Last day"), _contract),
    "supply-chain": (("Subcontractor", "First day", "Last day"), _link),
    "authorised-callers": (("Name", "Organisation", "First day", "Ended"), _caller),
    "spocs": (("Name", "Email address", "Telephone", "First day", "Ended"), _spoc),
    "security-plans": (("How the code is kept secure", "Received", "Deed of Variation", "Accepted"), _plan),
    "withdrawals": (("Withdrawn", "Reason", "Reinstated", "Assurance of compliance"), _withdrawal),
}
