"""What the pages of a call show around their form: key facts, progress, the words to say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from accesscodes.watch import on_hold
from core import clock
from core.dates import in_words
from line.selectors import line_state
from programmes.policy import Policy
from programmes.scripts import Script
from programmes.types import DeclinedPurpose
from providers.rules import Ineligible

from . import flow
from .models import Call
from .rules import CODE_NOT_CHECKED, MOST_PARTICIPANTS, Outcome, against
from .services.submissions import Envelope
from .services.turn import Turn
from .state import State, recorded

ENDING = {
    Outcome.COMPLETED: (Script.CLOSING,),
    Outcome.NOT_ELIGIBLE: (Script.NOT_ELIGIBLE, Script.CLOSING),
    Outcome.FAILED_CHECK: (Script.CALL_BACK, Script.CLOSING),
    Outcome.PURPOSE_DECLINED: (Script.CLOSING,),
    Outcome.ABANDONED: (),
}


@dataclass(frozen=True)
class Milestone:
    """One entry of the progress list."""

    label: str
    state: str  # done, not done, current or to come


def present_url(state: State) -> str:
    """The address of the call's present step, or of its end."""
    place = flow.present(state)
    # The outcome is named in the address, so that the browser itself puts the focus there, with a script or without.
    return place.url if place else f"{reverse('calls:ended', args=[state.call.ref])}#outcome"


def spoken(
    policy: Policy, scripts: Iterable[Script], request: HttpRequest, slots: Mapping[str, str] | None = None
) -> list[str]:
    """The lines to say, with the [slots] that only the call knows filled in."""
    known = {"agent": request.user.get_full_name(), **(slots or {})}  # type: ignore[union-attr]
    return [_filled(line, known) for script in scripts for line in policy.script(script)]


def _filled(line: str, slots: Mapping[str, str]) -> str:
    for name, value in slots.items():
        line = line.replace(f"[{name}]", value)
    return line


def frame(request: HttpRequest, state: State, *, number: int | None = None) -> dict[str, Any]:
    """The key facts that stay in view through the whole call, and where it has got to."""
    last = state.participants[-1].number if state.participants else None
    line = line_state(clock.now())
    return {
        "call": state.call,
        "state": state,
        "policy": state.policy,
        "most": MOST_PARTICIPANTS,
        "facts": list(_key_facts(state, number or last)),
        "minutes_to_closing": line.minutes_to_closing,
        "line_open": line.open,
        "progress": list(_progress(state)),
    }


def _key_facts(state: State, number: int | None) -> Iterator[tuple[str, str]]:
    call = state.call
    yield "Call", call.ref
    yield "Programme", state.policy.name
    if call.prime and call.company:
        through = "" if call.company == call.prime else f", through {call.company.name}"
        yield "Provider", f"{call.prime.name}{through}"
    if call.caller:
        yield "Caller", call.caller.full_name
    if number and state.call.ended_at is None and not state.participants_finished:
        taken = state.taken(number)
        named = f": {taken.held_name}" if taken and taken.held_name else ""
        yield state.policy.participant.capitalize(), f"{number}{named}"
        if taken and taken.failed_on:
            yield "Date of failure", in_words(taken.failed_on)


def step_context(
    request: HttpRequest, turn: Turn, place: flow.Place, form: forms.Form, *, refused: bool = False
) -> dict[str, Any]:
    """Everything that a step's page is drawn from; `refused` where what was given did not do."""
    state, step = place.spot.state, place.step
    scripts = step.again if refused and step.again else step.scripts(place.spot)
    return {
        **frame(request, state, number=place.spot.number),
        "form": form,
        "step": step,
        "title": step.title(place.spot),
        "participant_number": place.spot.number,
        "script": spoken(state.policy, scripts, request, step.slots(place.spot)),
        "back": flow.back_from(state, place),
        "envelope": Envelope.fresh(turn.call.version),
        **step.context(place.spot, turn, form),
    }


def ended_context(request: HttpRequest, state: State) -> dict[str, Any]:
    """What the last page shows."""
    outcome = Outcome(recorded(state.call.outcome))
    not_tried = outcome is Outcome.ACCESS_CODE_FAILED and not _tried(state.call)
    script = spoken(state.policy, _ending(outcome, state), request)
    if state.call.declined:
        declined = state.policy.declined[DeclinedPurpose(state.call.declined)]
        script = [*map(state.policy.word, declined.say), *script]
    return {
        **frame(request, state),
        "outcome": outcome,
        "heading": CODE_NOT_CHECKED if not_tried else outcome.label,
        "script": script,
        "reasons": against(state.call.reasons_against or ()),
    }


def _ending(outcome: Outcome, state: State) -> tuple[Script, ...]:
    """The words to end with. A code that could not be tried was not failed by the caller.

    That the service is withdrawn from the prime is said whatever else speaks against the caller, so the words tell
    nothing about the details that they gave (E6, E7).
    """
    if Ineligible.WITHDRAWN.name in (state.call.reasons_against or ()):
        return (Script.WITHDRAWN, Script.CLOSING)
    return (_at_the_code(state.call), Script.CLOSING) if outcome is Outcome.ACCESS_CODE_FAILED else ENDING[outcome]


def _at_the_code(call: Call) -> Script:
    """Why a call ended at the access code: on hold tells no more than that (A13)."""
    if not _tried(call):
        ended_at = recorded(call.ended_at)
        return Script.CODE_ON_HOLD if on_hold(recorded(call.prime_id), ended_at) else Script.NO_CODE
    return Script.LAST_MONTHS_CODE if recorded(call.challenge).last_months else Script.CODE_FAILED


def _tried(call: Call) -> bool:
    return call.challenge is not None and call.challenge.passed is not None


def _progress(state: State) -> Iterator[Milestone]:
    """The parts of the call in their order; of the participants, the one being dealt with."""
    due = flow.present(state)
    through = _gone_through(state, due.spot.number if due else None)
    parts = list(dict.fromkeys(step.group for step in flow.steps()))
    current = parts.index(due.step.part(due.spot)) if due else len(parts)
    for index, label in enumerate(parts):
        passed = "done" if label in through else "not done"
        yield Milestone(label, passed if index < current else "current" if index == current else "to come")


def _gone_through(state: State, number: int | None) -> set[str]:
    """The parts that are on record as done, with nothing of them left: for this participant, else for any of them."""
    done, left = set(), set()
    for place in flow.places(state):
        about = place.spot.number
        if place.step.counts and (number is None or about in {None, number}):
            if place.open:
                left.add((place.step.group, about))
            elif place.answered and place.step.achieved(place.spot):
                done.add((place.step.group, about))
    return {group for group, _ in done - left}
