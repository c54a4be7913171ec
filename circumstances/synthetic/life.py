"""One synthetic participant: a name, a life and the rows that an extract would hold of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Generic, TypeVar

from programmes.types import PAYMENT_GROUPS, SIGNING_CYCLES, Programme, Weekday

from ..extract.columns import Kind
from . import words

Card = TypeVar("Card")
Cells = dict[str, str]
DAY = timedelta(days=1)
WP = Programme.WORK_PROGRAMME
GROUPS_ON_ESA = (5, 6, 7)
GROUPS_ON_IB = (8,)


@dataclass
class Deck(Generic[Card]):
    """Cards drawn until none is left and then shuffled again: everything comes up, also in a small extract."""

    rng: Random
    cards: Sequence[Card]
    left: list[Card] = field(default_factory=list)

    def draw(self) -> Card:
        if not self.left:
            self.left = list(self.cards)
            self.rng.shuffle(self.left)
        return self.left.pop()


@dataclass
class World:
    """What all the participants of one extract share. Everything follows from the seed, the primes and the date."""

    rng: Random
    primes: Sequence[str]
    today: date

    def __post_init__(self) -> None:
        rng = self.rng
        self.numbers = _numbers(rng)
        self.references = _references(rng)
        self.flags = Deck(rng, ("none",) * 37 + ("mappa", "scr", ""))
        self.programmes = Deck(rng, (WP,) * 7 + (Programme.MANDATORY_WORK_ACTIVITY,) * 3)
        self.groups = Deck(rng, tuple(PAYMENT_GROUPS))
        self.signing = Deck(rng, [(day, cycle) for day in Weekday for cycle in SIGNING_CYCLES])
        self.stories = Deck(
            rng,
            ("live",) * 9
            + ("signed off",) * 4
            + ("dormant",) * 2
            + ("claimed again", "two claims", "no claim", "universal credit", "moved to universal credit"),
        )

    def chance(self, of_a_hundred: int) -> bool:
        return self.rng.randrange(100) < of_a_hundred

    def between(self, first: date, last: date) -> date:
        """A day of that span; the first where it is empty."""
        return first + timedelta(days=self.rng.randrange(max((last - first).days, 0) + 1))

    def before(self, day: date, least: int, most: int) -> date:
        return day - timedelta(days=self.rng.randint(least, most))


@dataclass(frozen=True)
class Story:
    """How somebody's claim went on after the referral, and whether they took up work."""

    kind: str
    closed_on: date
    works: bool


def participant(world: World) -> Iterator[Cells]:
    """The rows of the next participant, the person row first."""
    nino, today = next(world.numbers), world.today
    referred_on = _weekday(world.before(today, 3, 14) if world.chance(10) else world.before(today, 15, 500))
    programme, group = world.programmes.draw(), world.groups.draw()
    story = _story(world, referred_on)
    rows = [
        (Kind.PERSON, {"full_name": _name(world), "special_handling": world.flags.draw()}),
        *_referrals(world, programme, group, referred_on),
        *_employment_history(world, referred_on),
        *_work_taken_up(world, story),
        *_addresses(world, referred_on),
        *((Kind.CLAIM, claim) for claim in _claims(world, story, _benefit(programme, group), referred_on)),
        *_changes(world, referred_on),
    ]
    return ({"record": kind.value, "nino": nino, **cells} for kind, cells in rows)


def _numbers(rng: Random) -> Iterator[str]:
    """Every number of the prefixes once, in an order of the seed's own."""
    count = len(words.NINO_PREFIXES) * words.NUMBERS_EACH
    start, step = rng.randrange(count), rng.randrange(count // 10) * 10 + 3  # shares no factor with the count
    for place in range(count):
        prefix, number = divmod((start + place * step) % count, words.NUMBERS_EACH)
        yield f"{words.NINO_PREFIXES[prefix]}{number:06}{'ABCD'[rng.randrange(4)]}"


def _references(rng: Random) -> Iterator[str]:
    number = rng.randrange(100_000_000, 899_999_999)
    while True:
        number += rng.randint(1, 9)
        yield f"R{number}"


def _name(world: World) -> str:
    rng = world.rng
    middle = [rng.choice(words.FIRST_NAMES)] if world.chance(30) else []
    return " ".join([rng.choice(words.FIRST_NAMES), *middle, rng.choice(words.LAST_NAMES)])


def _weekday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _benefit(programme: Programme, group: int) -> str:
    if programme is WP and group in GROUPS_ON_ESA:
        return "ESA"
    return "IB" if programme is WP and group in GROUPS_ON_IB else "JSA"


def _referrals(world: World, programme: Programme, group: int, referred_on: date) -> Iterator[tuple[Kind, Cells]]:
    prime = world.rng.choice(world.primes)
    yield from _referral(world, programme, group, prime, referred_on)
    if world.chance(8):
        again = _weekday(world.between(referred_on + DAY, world.today))
        other = prime if world.chance(50) else world.rng.choice(world.primes)
        yield from _referral(world, programme, group, other, max(again, referred_on))


def _referral(
    world: World, programme: Programme, group: int, prime: str, referred_on: date
) -> Iterator[tuple[Kind, Cells]]:
    reference = next(world.references)
    cells = {"reference": reference, "programme": programme.value, "prime": prime, "referred_on": str(referred_on)}
    if programme is WP and world.chance(97):
        cells["payment_group"] = str(group)
    if world.chance(94):
        day, cycle = world.signing.draw()
        cells |= {"signing_day": day.value, "signing_cycle": str(cycle)}
    yield Kind.REFERRAL, cells | _officer(world)
    count = world.rng.choice((0, 1, 1, 2, 3))
    for name in world.rng.sample(words.QUALIFICATIONS, count):
        yield Kind.QUALIFICATION, {"reference": reference, "qualification": name}


def _officer(world: World) -> Cells:
    first, last = world.rng.choice(words.FIRST_NAMES), world.rng.choice(words.LAST_NAMES)
    held = world.rng.randrange(20)
    if held == 0:
        return {}
    initials = {"officer_initials": first[0] + last[0]}
    return initials if held == 1 else {"officer_name": f"{first} {last}", **initials}


def _employment_history(world: World, referred_on: date) -> Iterator[tuple[Kind, Cells]]:
    ended_on = world.before(referred_on, 20, 400)
    for employer in world.rng.sample(words.EMPLOYERS, world.rng.choice((0, 1, 1, 2, 3))):
        started_on = world.before(ended_on, 60, 1500)
        yield Kind.EMPLOYMENT, _job(world, employer, started_on, ended_on)
        ended_on = world.before(started_on, 10, 200)


def _story(world: World, referred_on: date) -> Story:
    kind = world.stories.draw()
    works = world.chance({"signed off": 55, "dormant": 40, "live": 5}.get(kind, 0))
    return Story(kind, world.between(referred_on + DAY, world.today - DAY), works)


def _work_taken_up(world: World, story: Story) -> Iterator[tuple[Kind, Cells]]:
    if story.works:
        yield Kind.EMPLOYMENT, _job(world, world.rng.choice(words.EMPLOYERS), story.closed_on + DAY, None)


def _job(world: World, employer: str, started_on: date, ended_on: date | None) -> Cells:
    title = world.rng.choice(words.JOB_TITLES) if world.chance(85) else ""
    return {"employer": employer, "job_title": title, "started_on": str(started_on), "ended_on": _or_empty(ended_on)}


def _addresses(world: World, referred_on: date) -> Iterator[tuple[Kind, Cells]]:
    """Most stay, some moved before or since the referral; a few have no address. Then the numbers."""
    town = world.rng.choice(words.TOWNS)
    started_on = world.before(referred_on, 100, 3000)
    moves = [world.between(referred_on + DAY, world.today)] if world.chance(18) else []
    if world.chance(20):
        moves.insert(0, world.between(started_on + DAY, referred_on - DAY))
    if world.chance(97):
        for first, after in zip([started_on, *moves], [*moves, None], strict=True):
            yield Kind.ADDRESS, _address(world, town, first, after and after - DAY)
    beginnings = (words.MOBILE, town[2])
    for beginning in beginnings[: world.rng.choice((0, 1, 1, 1, 2))]:
        yield Kind.PHONE, {"phone": f"{beginning}{world.rng.randrange(1000):03}"}


def _address(world: World, town: tuple[str, str, str], started_on: date, ended_on: date | None) -> Cells:
    rng = world.rng
    street = f"{rng.randint(1, 180)} {rng.choice(words.STREETS)}"
    lines = (rng.choice(words.HOUSES), street) if world.chance(20) else (street, "")
    letters = "".join(rng.choice(words.POSTCODE_LETTERS) for _ in range(2))
    return {
        "line_1": lines[0], "line_2": lines[1], "town": town[0],
        "postcode": f"{town[1]}{rng.randint(1, 20)} {rng.randint(1, 9)}{letters}",
        "started_on": str(started_on), "ended_on": _or_empty(ended_on),
    }  # fmt: skip


def _claims(world: World, story: Story, benefit: str, referred_on: date) -> Iterator[Cells]:
    started_on = world.before(referred_on, 30, 700)
    why = _why(world, story)
    if story.kind in ("live", "two claims"):
        yield _claim(benefit, started_on)
    if story.kind == "two claims":
        yield _claim("IS", world.before(referred_on, 5, 100), story.closed_on, why)
    if story.kind in ("signed off", "claimed again", "moved to universal credit"):
        yield _claim(benefit, started_on, story.closed_on, why)
    if story.kind == "dormant":
        yield _claim(benefit, started_on, reason=why) | {"dormant_from": str(story.closed_on + DAY)}
    if story.kind == "claimed again":
        yield _claim("ESA" if benefit == "JSA" else "JSA", world.between(story.closed_on + DAY, world.today))
    if story.kind == "moved to universal credit":
        yield _claim("UC", story.closed_on + DAY)
    if story.kind == "universal credit":
        yield _claim("UC", started_on)


def _why(world: World, story: Story) -> str:
    if story.works:
        return words.STARTED_WORK
    reasons = {"dormant": words.WHY_DORMANT, "moved to universal credit": (words.MOVED_BENEFIT,)}
    return world.rng.choice(reasons.get(story.kind, words.REASONS)) if world.chance(80) else ""


def _claim(benefit: str, started_on: date, last_day: date | None = None, reason: str = "") -> Cells:
    return {
        "benefit": benefit, "started_on": str(started_on), "ended_on": _or_empty(last_day), "reason_ended": reason,
    }  # fmt: skip


def _changes(world: World, referred_on: date) -> Iterator[tuple[Kind, Cells]]:
    if world.chance(12):
        noted_on = world.between(referred_on, world.today)
        yield Kind.CHANGE, {"noted_on": str(noted_on), "description": world.rng.choice(words.CHANGES)}


def _or_empty(day: date | None) -> str:
    return str(day) if day else ""
