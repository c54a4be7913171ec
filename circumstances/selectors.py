"""Reading what LMS holds. Each function takes a fixed number of queries, whatever the size of the tables."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.names import same_name
from programmes.types import HeldAnswer, HeldAnswers, Programme, QuestionKind, SigningDayAndCycle, Weekday

from . import models
from .rules import benefit, telling
from .rules.handling import SpecialHandling
from .rules.nino import normalise

LONGEST_NAME = 200
# Compared with when nothing is held, so that a number that is not found takes the same work (S7).
NOBODY = (0, 0, "Nobody Atall", SpecialHandling.NONE.value)


@dataclass(frozen=True)
class Found:
    """A participant who can be discussed once the security check is passed."""

    referral_id: int
    person_id: int


@dataclass(frozen=True)
class Blocked:
    """A participant of whom nothing may be asked or said (S7). It does not say why."""

    referral_id: int
    person_id: int


@dataclass(frozen=True)
class ContactDetails:
    """The present address, line by line, and the numbers; either may be empty."""

    address: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Circumstances:
    """Everything the advice rests on and everything it may tell. What is disclosed is for the call to decide."""

    address: tuple[str, ...]
    phones: tuple[str, ...]
    position: benefit.Position
    work: telling.Job | None
    other_lines: tuple[str, ...]
    universal_credit: bool
    moved_since_referral: bool

    @property
    def in_receipt(self) -> bool:
        return self.position.in_receipt

    @property
    def live_now(self) -> bool:
        return self.position.live_now

    @property
    def dormant(self) -> bool:
        return self.position.dormant

    @property
    def signed_off_on(self) -> date | None:
        return self.position.signed_off_on

    @property
    def signed_off_words(self) -> str:
        """ "Signed off on 3 November 2026. Reason: moved abroad." or nothing."""
        return telling.signed_off(self.position, self.work)

    @property
    def employment_lines(self) -> tuple[str, ...]:
        """Employer, start date and job title of work taken up, once the claim is not live (C7, C8)."""
        return telling.employment_lines(self.position, self.work)


def find_participant(*, nino: str, name: str, prime_id: int, programme: Programme) -> Found | Blocked | None:
    """The original referral of that number and name to this prime's programme (S1, S9), or None.

    Here, and in `is_blocked`, is the only look at flags (S7): a flagged record, and one whose flag is not known, is
    Blocked. One query and one comparison of names, whoever it is and whether or not there is anybody.
    """
    held = (
        models.Referral.objects.filter(person__nino=normalise(nino), prime_id=prime_id, programme=programme.value)
        .order_by("referred_on", "id")
        .values_list("id", "person_id", "person__full_name", "person__special_handling")
        .first()
    )
    referral_id, person_id, full_name, flag = held or NOBODY
    matches = same_name(name[:LONGEST_NAME], full_name) and held is not None
    outcome: Found | Blocked = Blocked(referral_id, person_id) if _flagged(flag) else Found(referral_id, person_id)
    return outcome if matches else None


def is_blocked(person: models.Person) -> bool:
    """Whether nothing may be asked or said of this person any longer (S7): a flag may come during a call."""
    return _flagged(person.special_handling)


def is_referred(referral: models.Referral, *, person_id: int, prime_id: int | None, programme: Programme) -> bool:
    """Whether the referral is still this person's to this prime's programme (S9): LMS may move it during a call."""
    return (referral.person_id, referral.prime_id, referral.programme) == (person_id, prime_id, programme.value)


def _flagged(flag: str | None) -> bool:
    return flag != SpecialHandling.NONE


def referred_on(referral_id: int) -> date:
    """LMS's date of the referral."""
    return models.Referral.objects.values_list("referred_on", flat=True).get(pk=referral_id)


def latest_referred_on(referral_id: int) -> date:
    """LMS's date of the newest referral of the same person to the same prime's programme (C10)."""
    same = models.Referral.objects.filter(pk=referral_id).values("person_id", "prime_id", "programme")
    return (
        models.Referral.objects.filter(
            person_id__in=same.values("person_id"),
            prime_id__in=same.values("prime_id"),
            programme__in=same.values("programme"),
        )
        .order_by("-referred_on")
        .values_list("referred_on", flat=True)[0]
    )


def held_answers(referral_id: int, questions: Collection[QuestionKind]) -> HeldAnswers:
    """The usable answers among those questions, from that referral (S1, S3). Three queries."""
    referral = models.Referral.objects.get(pk=referral_id)
    qualifications = models.Qualification.objects.filter(referral=referral).order_by("name")
    employers = models.Employment.objects.filter(
        person_id=referral.person_id, started_on__lte=referral.referred_on
    ).order_by("-started_on", "employer")
    held: dict[QuestionKind, HeldAnswer | None] = {
        QuestionKind.PAYMENT_GROUP: referral.payment_group,
        QuestionKind.REFERRING_OFFICER: tuple(filter(None, (referral.officer_name, referral.officer_initials))),
        QuestionKind.EMPLOYMENT_HISTORY: tuple(dict.fromkeys(employers.values_list("employer", flat=True))),
        QuestionKind.QUALIFICATIONS: tuple(qualifications.values_list("name", flat=True)),
        QuestionKind.SIGNING_DAY_AND_CYCLE: _signing(referral),
        QuestionKind.REFERRAL_DATE: referral.referred_on,
    }
    return {kind: answer for kind, answer in held.items() if answer and kind in questions}


def contact_details(referral_id: int, *, today: date) -> ContactDetails:
    """The present address and numbers (C3). Two queries."""
    address = _present_address(referral_id, today)
    return ContactDetails(_lines(address), _phones(referral_id))


def on_universal_credit(referral_id: int, *, today: date) -> bool:
    """Whether Universal Credit takes the participant out of this service (S8). Two queries."""
    return benefit.universal_credit(_claims(referral_id), referred_on=referred_on(referral_id), today=today)


def circumstances(referral_id: int, *, on: date, today: date) -> Circumstances:
    """All that is known by today, seen from the date of failure to take part (C2 to C8). Six queries."""
    since = referred_on(referral_id)
    claims = _claims(referral_id)
    position = benefit.position(claims, on=on, today=today)
    work = telling.work_taken_up(_jobs(referral_id), since=since, today=today)
    address = _present_address(referral_id, today)
    return Circumstances(
        address=_lines(address),
        phones=_phones(referral_id),
        position=position,
        work=work,
        other_lines=telling.other_changes(
            moved_on=address.started_on if address else None, position=position, work=work,
            noted=_noted(referral_id), since=since, today=today,
        ),
        universal_credit=benefit.universal_credit(claims, referred_on=since, today=today),
        moved_since_referral=address is not None and address.started_on > since,
    )  # fmt: skip


def _signing(referral: models.Referral) -> SigningDayAndCycle | None:
    if referral.signing_day is None or referral.signing_cycle is None:
        return None
    return SigningDayAndCycle(Weekday(referral.signing_day), referral.signing_cycle)


def _present_address(referral_id: int, today: date) -> models.Address | None:
    return (
        models.Address.objects.filter(person__referrals=referral_id, started_on__lte=today)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today))
        .order_by("-started_on")
        .first()
    )


def _lines(address: models.Address | None) -> tuple[str, ...]:
    if address is None:
        return ()
    return tuple(filter(None, (address.line_1, address.line_2, address.town, address.postcode)))


def _phones(referral_id: int) -> tuple[str, ...]:
    held = models.PhoneNumber.objects.filter(person__referrals=referral_id)
    return tuple(held.order_by("id").values_list("number", flat=True))


def _claims(referral_id: int) -> list[benefit.Claim]:
    return [
        benefit.Claim(
            benefit.Benefit(claim.benefit), claim.started_on, claim.last_day, claim.dormant_from, claim.reason_ended
        )
        for claim in models.Claim.objects.filter(person__referrals=referral_id)
    ]


def _jobs(referral_id: int) -> list[telling.Job]:
    held = models.Employment.objects.filter(person__referrals=referral_id)
    return [telling.Job(*row) for row in held.values_list("employer", "started_on", "job_title", "ended_on")]


def _noted(referral_id: int) -> list[telling.Noted]:
    held = models.Change.objects.filter(person__referrals=referral_id)
    return [telling.Noted(*row) for row in held.values_list("noted_on", "description")]
