"""One call in full, step by step: two participants, every step of the flow, the place that each leads to.

`SCRIPT` is walked by the tests of what must hold at every step: `arrive(desk, place)` takes a fresh desk there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from calls.models import Advice, CallParticipant, Sought, Submission
from programmes.types import QuestionKind
from security.models import DrawnQuestion, ParticipantCheck
from tests.calls.desk import SIGNPOST_ROUTE, Desk, called
from tests.circumstances.factories import FAILED_ON, participant

FREE = QuestionKind.EMPLOYMENT_HISTORY
EMPLOYER = "Zyxwright Forge"
SAID = "the old smithy"
CAST: dict[str, dict[str, object]] = {
    "first": {"officer_name": "Quenby Marchetti", "officer_initials": "QM", "payment_group": 7},
    "second": {"officer_name": "Ulric Vance", "officer_initials": "UV", "payment_group": 8},
}


@dataclass(frozen=True)
class Place:
    """Where a deed leads: the step that is due, and what the agent may answer again there."""

    name: str
    deed: Callable[[Desk, dict[str, Any]], object]
    amendable: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return self.name.split(" ")[0]

    @property
    def number(self) -> int | None:
        _, _, number = self.name.partition(" ")
        return int(number) if number else None

    def path(self, ref: str) -> str:
        return called(ref, self.slug, self.number)


def _of(number: int, who: str) -> tuple[Place, ...]:
    before = ("failure-date", "what-to-check", "offer", "details")
    return (
        Place(f"question {number}", lambda desk, cast: desk.identify(cast[who])),
        Place(f"mark {number}", lambda desk, cast: desk.send(said=SAID)),
        Place(f"failure-date {number}", lambda desk, cast: desk.send(judgement="matches")),
        Place(f"what-to-check {number}", lambda desk, cast: desk.failure_date(FAILED_ON), before[:1]),
        Place(f"offer {number}", lambda desk, cast: desk.send(asked=["address", "entitlement"]), before[:2]),
        Place(f"details {number}", lambda desk, cast: desk.send(phone="yes"), before[:3]),
        Place(f"advice {number}", lambda desk, cast: desk.compare(address="same", phone="different"), before),
        Place(f"next {number}", lambda desk, cast: desk.advise()),
    )


SCRIPT: tuple[Place, ...] = (
    Place("caller", lambda desk, cast: desk.open()),
    Place("purpose", lambda desk, cast: desk.caller()),
    Place("access-code", lambda desk, cast: desk.purpose()),
    Place("identify 1", lambda desk, cast: desk.code()),
    *_of(1, "first"),
    Place("identify 2", lambda desk, cast: desk.next("another")),
    *_of(2, "second"),
    Place("read-back", lambda desk, cast: desk.next("finish")),
    Place("ended", lambda desk, cast: desk.read_back()),
)
NAMES = [place.name for place in SCRIPT]
PLACES = {place.name: place for place in SCRIPT}


def cast_for(desk: Desk) -> dict[str, Any]:
    """The script's two participants, with answers that stand out on a page. Call `foretell(FREE)` before the script."""
    people = {}
    for who, answers in CAST.items():
        people[who] = participant(
            "changed", "dormant", "moved", *(["mwa"] if desk.names_claimants else []), prime=desk.on.prime,
            **{name: value for name, value in answers.items() if name != "payment_group" or not desk.names_claimants},
        )  # fmt: skip
        people[who].person.employments.update(employer=EMPLOYER)
    return people


def walk(desk: Desk, cast: dict[str, Any] | None = None, *, until: str = "ended") -> Iterator[Place]:
    """Do the script's deeds one after the other, stopping at each place that they lead to."""
    cast = cast or cast_for(desk)
    for place in SCRIPT[: NAMES.index(until) + 1]:
        take(desk, cast, place)
        yield place


def take(desk: Desk, cast: dict[str, Any], place: Place) -> None:
    """Do the deed that leads to this place from the one before, and look at the page there."""
    place.deed(desk, cast)
    assert desk.response.status_code == 200
    assert desk.path == place.path(desk.ref), f"{place.name}: {desk.path} {desk.errors}"


def arrive(desk: Desk, name: str, cast: dict[str, Any] | None = None) -> Place:
    """Take a fresh desk as far as that place."""
    *_, place = walk(desk, cast, until=name)
    return place


def everything(desk: Desk) -> dict[str, Any]:
    """An answer that would do for any step's form, to be sent where it is not due."""
    return {
        "company": desk.on.company_name, "caller_name": desk.on.caller_name, "prime": desk.on.prime_name,
        "confirmed": "on", "purpose": SIGNPOST_ROUTE[desk.programme], "characters_0": "a", "characters_1": "b",
        "characters_2": "c", "nino": "PP999999D", "name": "Robin Otherwise", "give_up": "on",
        "group": "2", "said": "something", "day": "tuesday", "cycle": "1", "judgement": "matches",
        **desk.date("referred_on", FAILED_ON), **desk.date("failed_on", FAILED_ON), "told_in_advance": "yes",
        "asked": ["entitlement"], "address": "different", "phone": "different", "given": "departed",
        "reason": "None at all", "then": "finish", "clear": "yes",
    }  # fmt: skip


def facts(desk: Desk) -> dict[str, Any]:
    """Everything that is recorded of the desk's call, the forms that were taken included."""
    call = desk.call
    checks = ParticipantCheck.objects.filter(participant__call=call)
    return {
        "call": {field.attname: getattr(call, field.attname) for field in call._meta.concrete_fields},
        "challenge": call.challenge and (call.challenge.pk, call.challenge.positions, call.challenge.passed),
        "sought": list(Sought.objects.filter(call=call).order_by("id").values()),
        "participants": [_plain(row) for row in CallParticipant.objects.filter(call=call).order_by("id").values()],
        "checks": list(checks.order_by("id").values()),
        "questions": list(DrawnQuestion.objects.filter(participant_check__in=checks).order_by("id").values()),
        "advice": [_plain(row) for row in Advice.objects.filter(participant__call=call).order_by("pk").values()],
        "submissions": list(Submission.objects.filter(call=call).order_by("id").values()),
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
