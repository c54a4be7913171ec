"""What the caller is to write down, laid out as the desk aide's table (R2)."""

from dataclasses import dataclass

from circumstances.rules import advice as table
from programmes.policy import Policy
from programmes.types import DeskColumn

from .rules import Standing
from .services.checking import Told, told
from .state import State, Taken

WHY_NOT = {
    Standing.NOT_FOUND: "Not found with the number and name given.",
    Standing.BLOCKED: "Contact your nominated Jobcentre Plus contact.",
    Standing.FAILED: "The security check was not passed. Call back with the original referral details.",
    Standing.UNIVERSAL_CREDIT: "On Universal Credit, which Provider Direct cannot deal with.",
}


@dataclass(frozen=True)
class Line:
    """One participant's row: raise or not and why, and a cell for each column of the desk aide."""

    number: int
    name: str
    summary: str
    reason: str
    cells: tuple[tuple[str, ...], ...]
    advised: bool


def lines(state: State) -> list[Line]:
    """A line for everyone who took a place in the call."""
    return [_line(taken, state.policy) for taken in state.participants]


def _line(taken: Taken, policy: Policy) -> Line:
    columns = policy.desk_aide.columns
    if taken.standing is not Standing.ADVISED:
        why_not = WHY_NOT[taken.standing]
        return Line(taken.number, taken.row.name_said, "No advice", why_not, tuple(() for _ in columns), advised=False)
    advice = taken.row.advice
    held = told(advice)
    replayed = table.advise(table.facts_from_json(advice.facts), version=advice.table_version)
    summary = f"Raise a {policy.doubt}" if advice.given_raise_doubt else f"Do not raise a {policy.doubt}"
    return Line(
        number=taken.number,
        name=taken.row.name_said,
        summary=summary,
        reason="" if advice.departure_reason else replayed.reason_for(policy),
        cells=tuple(_cell(column, held) for column in columns),
        advised=True,
    )


def _cell(column: DeskColumn, held: Told) -> tuple[str, ...]:
    cells = {
        DeskColumn.DATE_SIGNED_OFF: (held.signed_off,) if held.signed_off else (),
        DeskColumn.NEW_ADDRESS: held.address,
        DeskColumn.NEW_PHONE_NUMBER: held.phones,
        DeskColumn.EMPLOYMENT_DETAILS: held.employment,
        DeskColumn.OTHER: held.other,
    }
    return cells.get(column, ())
