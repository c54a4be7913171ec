"""Participant checks in any state, for the tests of every room.

`ParticipantCheckFactory(kind=...)` is open with that question drawn; `result=True` or `result=False` is decided;
`said="..."` has a free answer that waits for the agent's mark.
"""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from core import clock
from programmes.types import HeldAnswer, QuestionKind, SigningDayAndCycle, Weekday
from security.models import DrawnQuestion, ParticipantCheck
from security.rules.check import Reason

HELD: dict[QuestionKind, HeldAnswer] = {
    QuestionKind.PAYMENT_GROUP: 3,
    QuestionKind.REFERRING_OFFICER: ("Jane Smith", "JS"),
    QuestionKind.EMPLOYMENT_HISTORY: ("Northfield Bakery",),
    QuestionKind.QUALIFICATIONS: ("Level 2 Food Safety",),
    QuestionKind.SIGNING_DAY_AND_CYCLE: SigningDayAndCycle(Weekday.TUESDAY, 1),
    QuestionKind.REFERRAL_DATE: date(2012, 11, 6),
}


class ParticipantCheckFactory(DjangoModelFactory[ParticipantCheck]):
    class Meta:
        model = ParticipantCheck
        skip_postgeneration_save = True

    opened_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def kind(self: ParticipantCheck, create: bool, kind: QuestionKind | None, **_: object) -> None:  # type: ignore[misc]
        kind = kind or QuestionKind.REFERRING_OFFICER
        DrawnQuestion.objects.create(participant_check=self, order=1, kind=kind, drawn_at=self.opened_at)

    @factory.post_generation
    def said(self: ParticipantCheck, create: bool, said: str | None, **_: object) -> None:  # type: ignore[misc]
        if said is not None:
            self.questions.update(answer=said, answered_at=self.opened_at + timedelta(minutes=1))

    @factory.post_generation
    def result(self: ParticipantCheck, create: bool, result: bool | None, **_: object) -> None:  # type: ignore[misc]
        if result is None:
            return
        self.decided_at = self.opened_at + timedelta(minutes=2)
        self.questions.update(answer=None, answered_at=self.decided_at, marked_right=result)
        self.passed, self.reason = result, Reason.RIGHT if result else Reason.WRONG
        self.save()
