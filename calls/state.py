"""A call as its recorded facts tell it: read once for each request, with a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from circumstances.selectors import is_blocked, is_referred
from programmes.policy import Policy, policy
from programmes.types import Programme, QuestionKind
from security.models import ParticipantCheck
from security.selectors import OpenQuestion, open_questions

from .models import Call, CallParticipant, Sought
from .rules import MOST_PARTICIPANTS, Identified, Standing, Then, standing

Fact = TypeVar("Fact")


class NotRecorded(LookupError):
    """A fact was needed before its step; the flow asks for steps in their order, so this is a fault of ours."""


def recorded(fact: Fact | None) -> Fact:
    """The fact, which the flow says is there by now. Raises NotRecorded."""
    if fact is None:
        raise NotRecorded
    return fact


@dataclass(frozen=True)
class Taken:
    """One participant of the call with what follows from its facts."""

    row: CallParticipant
    standing: Standing
    question: OpenQuestion | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def name(self) -> str:
        """The name to read back: as LMS holds it once the check is passed, until then as the caller gave it."""
        return self.held_name or self.row.name_said

    @property
    def held_name(self) -> str:
        """The name as LMS holds it, once the check is passed; nothing before."""
        passed = self.standing in {Standing.PASSED, Standing.UNIVERSAL_CREDIT, Standing.ADVISED}
        return self.row.person.full_name if passed and self.row.person else ""

    @property
    def advised(self) -> bool:
        """Advice was given and stands on record, though the participant may no longer be discussed (S7)."""
        return hasattr(self.row, "advice")

    @property
    def failed_on(self) -> date | None:
        """The date of failure as the caller gave it, for as long as the participant may be discussed (C1)."""
        return self.row.failed_on if self.standing in {Standing.PASSED, Standing.ADVISED} else None

    @property
    def summary(self) -> str:
        """What became of this participant, in a word or two."""
        if self.standing is not Standing.ADVISED:
            return self.standing.value
        return "raise" if self.row.advice.given_raise_doubt else "do not raise"

    @property
    def subject(self) -> str:
        """How the record names this participant."""
        return f"participant {self.row.number}"

    @property
    def referral_id(self) -> int:
        return recorded(self.row.referral_id)

    @property
    def check(self) -> ParticipantCheck:
        return recorded(self.row.security_check)

    @property
    def kind(self) -> QuestionKind:
        """What the open security question asks for."""
        return recorded(self.question).kind


# Where something more could be asked or said, were the person not flagged or moved meanwhile (S7, S9). Of one who
# failed the check nothing that LMS holds is said in any case, and the call may be ended over that (S6).
SAYS_MORE = {Standing.BEING_CHECKED, Standing.PASSED, Standing.UNIVERSAL_CREDIT, Standing.ADVISED}


@dataclass(frozen=True)
class State:
    """Everything that the flow decides from."""

    call: Call
    policy: Policy
    participants: tuple[Taken, ...]
    tries: int = 0
    """How often somebody was sought for the next place and not found (S10)."""

    @property
    def access_code_passed(self) -> bool:
        return _passed_the_code(self.call)

    @property
    def next_number(self) -> int | None:
        """The place that the next participant takes; None while one is being dealt with or none may follow (L2)."""
        if not self.participants:
            return 1
        last = self.participants[-1].row
        if self.call.no_more_at is not None:
            return None
        return last.number + 1 if last.then == Then.ANOTHER and last.number < MOST_PARTICIPANTS else None

    @property
    def participants_finished(self) -> bool:
        """No more participants: the read-back is due."""
        if not self.participants:
            return False
        return self.call.no_more_at is not None or self.participants[-1].row.then in {Then.FINISH, Then.END}

    @property
    def anyone_advised(self) -> bool:
        return any(taken.advised for taken in self.participants)

    @property
    def ended_early(self) -> bool:
        """The agent ends the call over a failed check (S6)."""
        return bool(self.participants) and self.participants[-1].row.then == Then.END

    def taken(self, number: int) -> Taken | None:
        return self.participants[number - 1] if 1 <= number <= len(self.participants) else None


def load(call: Call) -> State:
    """The state of a call whose row is at hand: two queries at most, none before the access code is passed."""
    [state] = load_all([call])
    return state


def load_all(calls: Sequence[Call]) -> list[State]:
    """The states of these calls, in their order: three queries at most, however many calls there are.

    What cannot be there is not asked for: no participant before the access code is passed, no open question while
    nobody is being checked, no try at finding somebody where nobody is being sought.
    """
    taken: dict[int, list[Taken]] = {call.pk: [] for call in calls}
    for each in _taken(_rows([call for call in calls if _passed_the_code(call)])):
        taken[each.row.call_id].append(each)
    states = [State(call, policy(Programme(call.programme)), tuple(taken[call.pk])) for call in calls]
    return _with_tries(states)


def _passed_the_code(call: Call) -> bool:
    return bool(call.challenge and call.challenge.passed)


def _rows(calls: Sequence[Call]) -> list[CallParticipant]:
    if not calls:
        return []
    of = {call.pk: call for call in calls}
    rows = CallParticipant.objects.filter(call__in=list(of)).order_by("call_id", "number")
    found = list(rows.select_related("security_check", "advice", "person", "referral"))
    for row in found:
        row.call = of[row.call_id]
    return found


def _with_tries(states: Sequence[State]) -> list[State]:
    seeking = [state.call.pk for state in states if state.access_code_passed and state.next_number is not None]
    if not seeking:
        return list(states)
    tries = Counter(Sought.objects.filter(call__in=seeking).values_list("call_id", "number"))
    return [replace(state, tries=tries[state.call.pk, state.next_number or 0]) for state in states]


def _taken(rows: Sequence[CallParticipant]) -> list[Taken]:
    standings = [_standing(row) for row in rows]
    undecided = [
        row.security_check_id
        for row, where in zip(rows, standings, strict=True)
        if where is Standing.BEING_CHECKED and row.security_check_id is not None
    ]
    questions = open_questions(undecided)
    return [
        Taken(row, where, questions.get(row.security_check_id) if row.security_check_id else None)
        for row, where in zip(rows, standings, strict=True)
    ]


def _standing(row: CallParticipant) -> Standing:
    check = row.security_check
    where = standing(
        identified=Identified(row.identified),
        passed=check.passed if check else None,
        universal_credit=row.universal_credit,
        advised=hasattr(row, "advice"),
    )
    return Standing.BLOCKED if where in SAYS_MORE and not _may_be_discussed(row) else where


def _may_be_discussed(row: CallParticipant) -> bool:
    """Not flagged (S7), and referred to the call's prime and programme (S9): an extract may change both meanwhile."""
    person, referral = recorded(row.person), recorded(row.referral)
    programme = Programme(row.call.programme)
    return not is_blocked(person) and is_referred(
        referral, person_id=person.pk, prime_id=row.call.prime_id, programme=programme
    )
