"""People as LMS holds them, for the tests of every room.

`participant("dormant", prime=prime)` is a referral two months before TODAY of somebody in receipt of JSA; each trait
of TRAITS makes one thing different. The National Insurance numbers are nobody's (docs/extracts.md).
"""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from circumstances.models import (
    Address,
    Change,
    Claim,
    Employment,
    Person,
    PhoneNumber,
    Qualification,
    Referral,
)
from circumstances.rules.handling import SpecialHandling
from programmes.types import Programme
from tests.providers.factories import ProviderFactory

TODAY = date(2026, 11, 20)
REFERRED_ON = TODAY - timedelta(days=60)
FAILED_ON = TODAY - timedelta(days=10)  # what the factories' `dormant` and `signed_off` are made around
SIGNED_OFF_ON = TODAY - timedelta(days=30)  # before FAILED_ON
DORMANT_FROM = TODAY - timedelta(days=4)  # after FAILED_ON
STARTED_WORK_ON = TODAY - timedelta(days=5)
MOVED_ON = TODAY - timedelta(days=40)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody of whom nothing but the name is held."""

    class Meta:
        model = Person

    class Params:
        mappa = factory.Trait(special_handling=SpecialHandling.MAPPA.value)
        scr = factory.Trait(special_handling=SpecialHandling.SCR.value)
        unknown_flag = factory.Trait(special_handling=None)

    nino = factory.Sequence(lambda number: f"PP{number:06}{'ABCD'[number % 4]}")
    full_name = factory.Sequence(
        lambda number: f"Robin {'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}ane"
    )
    special_handling = SpecialHandling.NONE.value


class OfPersonFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    person = factory.SubFactory(PersonFactory)


class EmploymentFactory(OfPersonFactory):
    """A job held before the referral."""

    class Meta:
        model = Employment

    employer = factory.Sequence(lambda number: f"Bakery {number}")
    job_title = "Baker"
    started_on = REFERRED_ON - timedelta(days=900)
    ended_on = REFERRED_ON - timedelta(days=200)


class AddressFactory(OfPersonFactory):
    """The present address, lived at since before the referral."""

    class Meta:
        model = Address

    line_1 = factory.Sequence(lambda number: f"{number + 1} Orchard Street")
    town = "Leeds"
    postcode = "LS2 7CK"
    started_on = REFERRED_ON - timedelta(days=500)


class PhoneNumberFactory(OfPersonFactory):
    class Meta:
        model = PhoneNumber

    number = factory.Sequence(lambda number: f"07700 900{number % 1000:03}")


class ClaimFactory(OfPersonFactory):
    """A claim to JSA that still runs."""

    class Meta:
        model = Claim

    benefit = "JSA"
    started_on = REFERRED_ON - timedelta(days=150)


class ChangeFactory(OfPersonFactory):
    class Meta:
        model = Change

    noted_on = TODAY - timedelta(days=20)
    description = "Began a training course."


class QualificationFactory(DjangoModelFactory[Qualification]):
    class Meta:
        model = Qualification

    referral = factory.SubFactory("tests.circumstances.factories.ReferralFactory")
    name = factory.Sequence(lambda number: f"NVQ level {number}")


class ReferralFactory(DjangoModelFactory[Referral]):
    """A referral with all but the qualifications and the employment history, of somebody with no history."""

    class Meta:
        model = Referral

    class Params:
        mwa = factory.Trait(programme=Programme.MANDATORY_WORK_ACTIVITY.value, payment_group=None)

    person = factory.SubFactory(PersonFactory)
    programme = Programme.WORK_PROGRAMME.value
    prime = factory.SubFactory(ProviderFactory, prime=True)
    reference = factory.Sequence(lambda number: f"T{number:09}")
    referred_on = REFERRED_ON
    payment_group = 2
    officer_name = "Jane Smith"
    officer_initials = "JS"
    signing_day = "tuesday"
    signing_cycle = 1


Fields = dict[str, object]
# What each trait changes; None leaves a part out.
TRAITS: dict[str, dict[str, Fields | None]] = {
    "mappa": {"person": {"mappa": True}},
    "scr": {"person": {"scr": True}},
    "unknown_flag": {"person": {"unknown_flag": True}},
    "mwa": {"referral": {"mwa": True}},
    "signed_off": {"claim": {"last_day": SIGNED_OFF_ON, "reason_ended": "moved abroad"}},
    "dormant": {"claim": {"dormant_from": DORMANT_FROM, "reason_ended": "failed to sign"}},
    "never_claimed": {"claim": None},
    "universal_credit": {"claim": {"benefit": "UC"}},
    "working": {"work": {"employer": "Harrow Mills", "job_title": "Packer", "started_on": STARTED_WORK_ON}},
    "moved": {
        "address": {"started_on": MOVED_ON},
        "old_address": {"line_1": "1 Old Road", "ended_on": MOVED_ON - timedelta(days=1)},
    },
    "changed": {"change": {}},
    "no_address": {"address": None},
    "no_phone": {"phone": None},
    "no_history": {"history": None},
    "no_qualifications": {"qualification": None},
    "no_payment_group": {"referral": {"payment_group": None}},
    "no_officer": {"referral": {"officer_name": "", "officer_initials": ""}},
    "no_signing": {"referral": {"signing_day": None, "signing_cycle": None}},
}
PARTS: dict[str, type[DjangoModelFactory]] = {
    "address": AddressFactory,
    "old_address": AddressFactory,
    "phone": PhoneNumberFactory,
    "claim": ClaimFactory,
    "history": EmploymentFactory,
    "work": EmploymentFactory,
    "change": ChangeFactory,
}


def participant(*traits: str, person: Fields | None = None, **referral: object) -> Referral:
    """A referral of somebody in receipt of JSA, every answer usable, changed by the traits that are named.

    `participant("dormant", "working", prime=prime, person={"full_name": "Ann Lee"})`
    """
    parts: dict[str, Fields | None] = {part: {} for part in ("address", "phone", "claim", "history", "qualification")}
    for trait in traits:
        for part, fields in TRAITS[trait].items():
            parts[part] = None if fields is None else {**(parts.get(part) or {}), **fields}
    somebody = PersonFactory(**{**(parts.get("person") or {}), **(person or {})})
    made = ReferralFactory(person=somebody, **{**(parts.get("referral") or {}), **referral})
    for part, kind in PARTS.items():
        if (fields := parts.get(part)) is not None:
            kind(person=somebody, **({"ended_on": None} if part == "work" else {}), **fields)
    if parts["qualification"] is not None:
        QualificationFactory(referral=made, **parts["qualification"])
    return made
