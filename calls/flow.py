"""The order of a call, as the guidance's flow chart has it. The place in it is derived from recorded facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from .rules import Standing
from .state import State
from .steps.access_code import AccessCode
from .steps.advice import GiveAdvice
from .steps.base import Spot, Step
from .steps.caller import Caller
from .steps.details import CompareDetails
from .steps.failure_date import FailureDate
from .steps.identify import Identify
from .steps.mark import Mark
from .steps.offer import Offer
from .steps.purpose import Purpose
from .steps.question import Question
from .steps.read_back import ReadBack
from .steps.what_next import WhatNext
from .steps.what_to_check import WhatToCheck


@dataclass(frozen=True)
class ForEachParticipant:
    """Steps gone through for one participant after the other, up to ten (L2)."""

    steps: tuple[Step, ...]


FLOW: tuple[Step | ForEachParticipant, ...] = (
    Caller(),
    Purpose(),
    AccessCode(),
    ForEachParticipant(
        (
            Identify(),
            Question(),
            Mark(),
            FailureDate(),
            WhatToCheck(),
            Offer(),
            CompareDetails(),
            GiveAdvice(),
            WhatNext(),
        )
    ),
    ReadBack(),
)


def steps() -> Iterator[Step]:
    """Every step once, in order."""
    for entry in FLOW:
        yield from (entry,) if isinstance(entry, Step) else entry.steps


@dataclass(frozen=True)
class Place:
    """A step at its spot: what one page of the call is about."""

    step: Step
    spot: Spot

    @property
    def open(self) -> bool:
        """Still to be answered."""
        return self.step.applies(self.spot) and not self.step.done(self.spot)

    @property
    def answered(self) -> bool:
        return self.step.applies(self.spot) and self.step.done(self.spot)

    @property
    def amendable(self) -> bool:
        """Answered, and open to another answer until advice is recorded."""
        taken = self.spot.taken
        return self.step.amendable and self.answered and taken is not None and taken.standing is Standing.PASSED

    @property
    def where(self) -> tuple[str, int | None]:
        """What tells this place from the others of its call, as its address does."""
        return self.step.slug, self.spot.number

    @property
    def url(self) -> str:
        return address(self.spot.state.call.ref, *self.where)


def address(ref: str, slug: str, number: int | None = None) -> str:
    """The address of a step."""
    if number is None:
        return reverse("calls:step", args=[ref, slug])
    return reverse("calls:participant-step", args=[ref, number, slug])


def places(state: State) -> Iterator[Place]:
    """Every place of the call in order, as far as its facts go; the participants' steps once for each of them."""
    for entry in FLOW:
        if isinstance(entry, Step):
            yield Place(entry, Spot(state))
        elif state.access_code_passed:
            for spot in _participant_spots(state):
                yield from (Place(step, spot) for step in entry.steps)


def _participant_spots(state: State) -> Iterator[Spot]:
    for taken in state.participants:
        yield Spot(state, taken.number, taken)
    if state.next_number is not None:
        yield Spot(state, state.next_number)


def present(state: State) -> Place | None:
    """Where the call is: the first step that applies and is not done; None once it has ended."""
    if state.call.ended_at is not None:
        return None
    return next((place for place in places(state) if place.open), None)


def find(state: State, slug: str, number: int | None) -> Place | None:
    """The place that an address names, if the call's facts go that far."""
    return next((place for place in places(state) if place.where == (slug, number)), None)


def back_from(state: State, place: Place) -> Place | None:
    """The place to go back to: the last before this one that can still be answered again."""
    before: Place | None = None
    for candidate in places(state):
        if candidate.where == place.where:
            return before
        if candidate.amendable:
            before = candidate
    return None
