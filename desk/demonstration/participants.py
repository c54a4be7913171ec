"""Participants to try each piece of advice with, in both programmes, as the rows of an extract (docs/extracts.md).

Every day is counted back from the anchor: the last weekday by the time the demonstration was loaded.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from circumstances.extract.columns import COLUMNS, Kind
from circumstances.synthetic.life import Cells, World, participant
from programmes.types import PAYMENT_GROUPS, Programme, Weekday

SEED = 2026
BEHIND_THE_SCENES = 400
FAILED = 7  # days before the anchor: the date of failure to give
LONG_REFERRED = 63


@dataclass(frozen=True)
class Story:
    """What makes one of them different. Numbers are days before the anchor; None is never."""

    what: str
    special_handling: str = "none"
    referred: int = LONG_REFERRED
    benefit: str = "JSA"
    last_day: int | None = None
    dormant_from: int | None = None
    reason_ended: str = ""
    started_work: int | None = None
    moved: int | None = None
    only_the_date: bool = False


STORIES = (
    Story("Claim live, details the same"),
    Story("Moved house since the referral", moved=28),
    Story("Claim dormant since the failure", dormant_from=3, reason_ended="started work", started_work=3),
    Story("Signed off before the failure", last_day=21, reason_ended="moved abroad"),
    Story("Special handling", special_handling="mappa"),
    Story("On Universal Credit", benefit="UC"),
    Story("Referred lately; LMS holds only the date of referral", referred=10, only_the_date=True),
)
NAMES = {
    Programme.WORK_PROGRAMME: (
        "Amira Khan", "Brian O'Neill", "Chloë Evans", "Daniel Osei", "Ewa Nowak", "Farah Ali", "Gareth Hughes",
    ),
    Programme.MANDATORY_WORK_ACTIVITY: (
        "Helen Cole", "Imran Shah", "Joyce Baker", "Keith Wright", "Leanne Scott", "Mark Taylor-Brown", "Niamh Ryan",
    ),
}  # fmt: skip
NUMBERS = {Programme.WORK_PROGRAMME: "PP1000{:02}A", Programme.MANDATORY_WORK_ACTIVITY: "PP2000{:02}B"}
OFFICERS = (("Jane Smith", "JS"), ("Paul Adeyemi", "PA"), ("Kavita Shah", "KS"), ("Tom Reid", "TR"))
EMPLOYERS = ("Marlow Bakery", "Quayside Storage", "Fern Care Homes", "Hillfoot Printing", "Tidewell Cleaning")
QUALIFICATIONS = ("NVQ level 2 in catering", "Forklift licence", "GCSE English", "Food hygiene certificate")
STREETS = ("Orchard Street", "Canal Walk", "Beech Avenue", "Chapel Lane", "Mill Road", "Station Approach", "Elm Grove")


@dataclass(frozen=True)
class Named:
    """One of them: who, in which programme, and what happened, seen from the anchor."""

    programme: Programme
    place: int
    story: Story
    anchor: date

    @property
    def nino(self) -> str:
        return NUMBERS[self.programme].format(self.place + 1)

    @property
    def full_name(self) -> str:
        return NAMES[self.programme][self.place]

    @property
    def reference(self) -> str:
        return f"DEMO-{self.programme.value.upper()}-{self.place + 1}"

    @property
    def referred_on(self) -> date:
        return weekday(self.ago(self.story.referred))

    @property
    def failed_on(self) -> date:
        return self.ago(FAILED)

    @property
    def payment_group(self) -> int | None:
        if self.programme is not Programme.WORK_PROGRAMME or self.story.only_the_date:
            return None
        return list(PAYMENT_GROUPS)[self.place % 4]

    @property
    def officer(self) -> tuple[str, str]:
        return OFFICERS[self.place % len(OFFICERS)]

    @property
    def signing(self) -> tuple[Weekday, int]:
        return list(Weekday)[self.place % len(Weekday)], 1 + self.place % 2

    @property
    def employer(self) -> str:
        return EMPLOYERS[self.place % len(EMPLOYERS)]

    @property
    def qualification(self) -> str:
        return QUALIFICATIONS[self.place % len(QUALIFICATIONS)]

    @property
    def phone(self) -> str:
        return f"07700 9001{self.place}{1 if self.programme is Programme.WORK_PROGRAMME else 2}"

    @property
    def first_address(self) -> tuple[str, str, str]:
        """Where they lived when they were referred, which is what the provider holds."""
        return f"{self.place + 3} {STREETS[self.place]}", "Leeds", "LS2 7CK"

    def ago(self, days: int) -> date:
        return self.anchor - timedelta(days=days)

    def rows(self, prime: str) -> Iterator[Cells]:
        """Their rows of the extract, the person row first."""
        for kind, cells in self._rows(prime):
            yield {"record": kind.value, "nino": self.nino, **cells}

    def _rows(self, prime: str) -> Iterator[tuple[Kind, Cells]]:
        yield Kind.PERSON, {"full_name": self.full_name, "special_handling": self.story.special_handling}
        referral = {"reference": self.reference, "programme": self.programme.value, "prime": prime}
        yield Kind.REFERRAL, {**referral, "referred_on": str(self.referred_on), **self._answers()}
        if not self.story.only_the_date:
            yield Kind.QUALIFICATION, {"reference": self.reference, "qualification": self.qualification}
            yield Kind.EMPLOYMENT, _job(self.employer, "Assistant", self.ago(900), self.ago(200))
        if self.story.started_work is not None:
            yield Kind.EMPLOYMENT, _job("Harrow Mills", "Packer", self.ago(self.story.started_work), None)
        yield from ((Kind.ADDRESS, address) for address in self._addresses())
        yield Kind.PHONE, {"phone": self.phone}
        yield Kind.CLAIM, self._claim()

    def _answers(self) -> Cells:
        if self.story.only_the_date:
            return {}
        (name, initials), (day, cycle) = self.officer, self.signing
        group = "" if self.payment_group is None else str(self.payment_group)
        return {
            "payment_group": group, "officer_name": name, "officer_initials": initials,
            "signing_day": day.value, "signing_cycle": str(cycle),
        }  # fmt: skip

    def _addresses(self) -> Iterator[Cells]:
        moved = self.story.moved
        yield _address(self.first_address, self.ago(1000), None if moved is None else self.ago(moved + 1))
        if moved is not None:
            yield _address(("41 New Row", "Leeds", "LS9 2MV"), self.ago(moved), None)

    def _claim(self) -> Cells:
        story = self.story
        last_day = None if story.last_day is None else self.ago(story.last_day)
        dormant_from = None if story.dormant_from is None else self.ago(story.dormant_from)
        return {
            "benefit": story.benefit, "started_on": str(self.ago(300)), "ended_on": _or_empty(last_day),
            "dormant_from": _or_empty(dormant_from), "reason_ended": story.reason_ended,
        }  # fmt: skip


def named(programme: Programme, anchor: date) -> list[Named]:
    """The named participants of a programme."""
    return [Named(programme, place, story, anchor) for place, story in enumerate(STORIES)]


def weekday(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def extract_text(*, primes: dict[Programme, str], everyone: Iterable[str], today: date) -> str:
    """The whole extract: the named ones for those primes, and others behind them for `everyone` of the list."""
    anchor = weekday(today)
    people = [person for programme in primes for person in named(programme, anchor)]
    taken = {person.nino for person in people}
    rows = [row for person in people for row in person.rows(primes[person.programme])]
    world = World(Random(SEED), sorted(everyone), today)  # noqa: S311 - a seed, not a secret
    others = (row for _ in range(BEHIND_THE_SCENES) for row in participant(world))
    rows += (row for row in others if row["nino"] not in taken)
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _job(employer: str, title: str, started_on: date, ended_on: date | None) -> Cells:
    return {
        "employer": employer, "job_title": title, "started_on": str(started_on), "ended_on": _or_empty(ended_on),
    }  # fmt: skip


def _address(lines: tuple[str, str, str], started_on: date, ended_on: date | None) -> Cells:
    line, town, postcode = lines
    return {
        "line_1": line, "town": town, "postcode": postcode,
        "started_on": str(started_on), "ended_on": _or_empty(ended_on),
    }  # fmt: skip


def _or_empty(day: date | None) -> str:
    return str(day) if day else ""
