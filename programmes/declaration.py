"""What a programme declares: its policy, checked as it is made (P1, P2, P3). Pure."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from .questions import ASKED, Question
from .scripts import SHARED, Script
from .types import AdviceRow, CautionKind, ComplaintStage, DeclinedPurpose, DeskColumn, Programme, QuestionKind

PHONE_NUMBER = "0345 6044015"
MOST_IN_ONE_CALL = 10
RECENT_REFERRAL = timedelta(days=14)
PRAP_DELAY = timedelta(days=1)  # PRaP takes LMS's referrals overnight (WP 28; MWA 24)


class BadPolicy(ValueError):
    """A policy leaves out words, or the paragraphs that it rests on."""


@dataclass(frozen=True)
class Route:
    """A way of raising a compliance doubt (P3). `signpost` is what to look at first; it may be empty."""

    code: str
    name: str
    sanction: str
    signpost: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A label, the lines to say and the paragraphs they rest on."""

    label: str
    say: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Caution:
    """Why the doubt should perhaps be raised at once, without Provider Direct (C10)."""

    kind: CautionKind
    say: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ComplaintRoute:
    """To whom a complaint goes, one after the other, each with the words for it (K1, K2, K3)."""

    agent_stages: Mapping[ComplaintStage, str]
    service_stages: Mapping[ComplaintStage, str]
    paragraphs: tuple[str, ...]

    @property
    def about_agent(self) -> tuple[str, ...]:
        return tuple(self.agent_stages.values())

    @property
    def about_service(self) -> tuple[str, ...]:
        return tuple(self.service_stages.values())


@dataclass(frozen=True)
class DeskAide:
    """Annex A: what to have ready, and the table to record the answers in (R2, R4)."""

    before: tuple[str, ...]
    from_the_referral: tuple[str, ...]
    about_each: tuple[str, ...]
    columns: tuple[DeskColumn, ...]
    afterwards: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All that differs from one programme to another. Raises BadPolicy where something is left out."""

    programme: Programme
    name: str
    the_name: str  # as it stands in a sentence: "the Work Programme"
    guide: str  # how its guidance is cited: "WP" in "WP 28"
    participant: str
    participants: str
    doubt: str
    failure_words: str  # what the participant did: "failed to carry out the mandated activity"
    questions: tuple[QuestionKind, ...]
    question_paragraphs: tuple[str, ...]
    routes: tuple[Route, ...]
    declined: Mapping[DeclinedPurpose, Words]
    advice_paragraphs: Mapping[AdviceRow, tuple[str, ...]]
    complaint_route: ComplaintRoute
    write_down: tuple[str, ...]
    names_agent: bool
    desk_aide: DeskAide
    if_not_reached: Words
    wording: Mapping[QuestionKind, Question] = field(default_factory=lambda: ASKED)
    cautions: tuple[Caution, ...] = ()
    own_scripts: Mapping[Script, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    phone_number: str = PHONE_NUMBER
    most_in_one_call: int = MOST_IN_ONE_CALL

    def __post_init__(self) -> None:
        faults = [*_missing(self), *_uncited(self), *_unfillable(self)]
        if faults:
            raise BadPolicy(f"{self.name}: " + "; ".join(faults))

    def script(self, script: Script) -> tuple[str, ...]:
        """The lines to say at that moment, in this programme's words (P2)."""
        return tuple(self.word(line) for line in self.own_scripts.get(script, SHARED[script]))

    @property
    def opening(self) -> tuple[str, ...]:
        """What opens a call: that it is recorded (L4)."""
        return self.script(Script.OPENING)

    def word(self, text: str) -> str:
        """The text with its slots filled by this programme's words (P2)."""
        return text.format(
            participant=self.participant, participants=self.participants, Participant=self.participant.capitalize(),
            programme=self.name, the_programme=self.the_name, failed=self.failure_words,
            fail=self.failure_words.replace("failed", "fail", 1), doubt=self.doubt, phone=self.phone_number,
        )  # fmt: skip

    def route(self, code: str) -> Route:
        """The referral route with that code. Raises KeyError."""
        return {route.code: route for route in self.routes}[code]

    @property
    def asks_told_in_advance(self) -> bool:
        """Whether the caller is asked if the participant said beforehand that they could not (C10)."""
        return any(caution.kind is CautionKind.TOLD_IN_ADVANCE for caution in self.cautions)

    def cautions_for(self, *, told_in_advance: bool | None, referred_on: date, today: date) -> tuple[Caution, ...]:
        """The cautions that apply (C10). `referred_on` is LMS's date; the provider receives it a day later.

        **D** "in the last two weeks" is on or after the same weekday a fortnight ago.
        """
        apply = {
            CautionKind.TOLD_IN_ADVANCE: bool(told_in_advance),
            CautionKind.RECENT_REFERRAL: referred_on + PRAP_DELAY >= today - RECENT_REFERRAL,
        }
        return tuple(caution for caution in self.cautions if apply[caution.kind])

    def words_of(self, kinds: Collection[str]) -> tuple[str, ...]:
        """What is said of cautions of these kinds, nothing twice (C10)."""
        lines = (line for caution in self.cautions if caution.kind in kinds for line in caution.say)
        return tuple(dict.fromkeys(self.word(line) for line in lines))


def _missing(policy: Policy) -> Iterator[str]:
    yield from (f"{name} is empty" for name in ("name", "guide", "questions", "routes", "write_down")
                if not getattr(policy, name))  # fmt: skip
    yield from (f"no wording for {kind}" for kind in policy.questions if kind not in policy.wording)
    yield from (f"no words for {purpose}" for purpose in DeclinedPurpose if purpose not in policy.declined)
    yield from (f"no paragraphs for {row}" for row in AdviceRow if not policy.advice_paragraphs.get(row))
    if len(set(policy.questions)) < len(policy.questions):
        yield "a question twice"
    if len({route.code for route in policy.routes}) < len(policy.routes):
        yield "a route twice"
    if not policy.complaint_route.agent_stages or not policy.complaint_route.service_stages:
        yield "nobody deals with a complaint"
    if not policy.failure_words.startswith("failed to "):
        yield 'the failure words do not begin with "failed to"'


def _uncited(policy: Policy) -> Iterator[str]:
    cited = {
        "questions": policy.question_paragraphs, "complaint route": policy.complaint_route.paragraphs,
        "if not reached": policy.if_not_reached.paragraphs,
        **{f"route {route.code}": route.paragraphs for route in policy.routes},
        **{f"declined {purpose}": words.paragraphs for purpose, words in policy.declined.items()},
        **{f"advice {row}": paragraphs for row, paragraphs in policy.advice_paragraphs.items()},
        **{f"caution {caution.kind}": caution.paragraphs for caution in policy.cautions},
    }  # fmt: skip
    citation = re.compile(rf"{re.escape(policy.guide)} (\d+|note|Annex [AB])")
    for what, paragraphs in cited.items():
        if not paragraphs or not all(map(citation.fullmatch, paragraphs)):
            yield f"{what} does not cite its paragraphs"


def _unfillable(policy: Policy) -> Iterator[str]:
    lines = [
        *(line for script in Script for line in policy.own_scripts.get(script, SHARED[script])),
        *(text for question in policy.wording.values() for text in (question.name, question.ask, question.label)),
        *(line for words in (*policy.declined.values(), policy.if_not_reached) for line in words.say),
        *(line for caution in policy.cautions for line in caution.say),
        *policy.write_down, *policy.desk_aide.columns,
    ]  # fmt: skip
    for line in lines:
        try:
            policy.word(line)
        except (KeyError, IndexError, ValueError):
            yield f"a slot that cannot be filled in {line!r}"
