"""What the caller is to write down, laid out as the desk aide's table (R2)."""

from dataclasses import dataclass

from circumstances.rules import advice as table
from core.dates import in_words
from programmes.policy import Policy
from programmes.types import DeskColumn

from .rules import Standing
from .services.checking import Told, told
from .state import State, Taken

# What is told; the last column of Annex A is the caller's own to fill in.
COLUMNS = (
    DeskColumn.DATE_SIGNED_OFF,
    DeskColumn.NEW_ADDRESS,
    DeskColumn.NEW_PHONE_NUMBER,
    DeskColumn.EMPLOYMENT_DETAILS,
    DeskColumn.OTHER,
)
WHY_NOT = {
    Standing.NOT_FOUND: "Not found with the number and name given.",
    Standing.BLOCKED: "Contact your nominated Jobcentre Plus contact.",
    Standing.FAILED: "The security check was not passed. Call back with the original referral details.",
    Standing.UNIVERSAL_CREDIT: "On Universal Credit, which Provider Direct cannot deal with.",
}


@dataclass(frozen=True)
class Line:
    """One participant's row: raise or not and why, a cell for each column of the desk aide, and what C10 warns of."""

    number: int
    name: str
    summary: str
    reason: str
    cells: tuple[tuple[str, ...], ...]
    cautions: tuple[str, ...] = ()
    failed_on: str = ""

    @property
    def rows(self) -> list[tuple[DeskColumn, tuple[str, ...]]]:
        """Each column of the desk aide with what to write in it, one below the other as they are read out."""
        return list(zip(COLUMNS, self.cells, strict=True))

    @property
    def nothing_to_fill_in(self) -> bool:
        """Advised, and nothing of the desk aide's columns was told."""
        return bool(self.cells) and not any(self.cells)


def lines(state: State) -> list[Line]:
    """A line for everyone who took a place in the call."""
    return [_line(taken, state.policy) for taken in state.participants]


def _line(taken: Taken, policy: Policy) -> Line:
    if taken.standing is not Standing.ADVISED:
        return Line(taken.number, taken.name, "No advice", WHY_NOT[taken.standing], cells=())
    advice = taken.row.advice
    held = told(advice)
    replayed = table.advise(table.facts_from_json(advice.facts), version=advice.table_version)
    return Line(
        number=taken.number,
        name=taken.name,
        summary=f"{'Raise' if advice.given_raise_doubt else 'Do not raise'} a {policy.doubt}",
        reason=" ".join([advice.departure_reason or replayed.reason_for(policy), *replayed.unchecked]),
        cells=_cells(held),
        cautions=policy.words_of(held.cautions) if advice.given_raise_doubt else (),
        failed_on=in_words(taken.failed_on) if taken.failed_on else "",
    )


def _cells(held: Told) -> tuple[tuple[str, ...], ...]:
    return held.date_signed_off, held.address, held.phones, held.employment, held.other
