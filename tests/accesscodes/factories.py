"""Access codes with a known text, for the tests of every room.

`AccessCodeFactory()` makes a prime's code in force now; `at=` another moment's; `text=` says what the code is.
`ChallengeFactory(code=code)` is one of the code's prime; `answered=True` or `answered=False` one judged so by the code.
"""

from datetime import datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accesscodes import sealing
from accesscodes.models import AccessCode, Challenge, Copy
from accesscodes.rules.alphabet import ALPHABET
from accesscodes.rules.calendar import issue_covering
from accesscodes.rules.unlock import make_unlock_code
from core import clock
from tests.providers.factories import ProviderFactory, SpocWithPlanFactory


def known_text(number: int) -> str:
    """A different code for every number, with all its characters different from one place to the next."""
    places = []
    for _ in range(8):
        number, place = divmod(number, len(ALPHABET))
        places.append(ALPHABET[(place + len(places) * 3) % len(ALPHABET)])
    return "".join(reversed(places))


class AccessCodeFactory(DjangoModelFactory[AccessCode]):
    class Meta:
        model = AccessCode

    class Params:
        at = factory.LazyFunction(clock.now)
        text = factory.Sequence(known_text)
        seal = factory.LazyAttribute(
            lambda code: sealing.seal(code.text, prime_id=code.prime.pk, in_force_from=code.in_force_from)
        )

    prime = factory.SubFactory(ProviderFactory, prime=True)
    issued_on = factory.LazyAttribute(lambda code: issue_covering(code.at).issued_on)
    in_force_from = factory.LazyAttribute(lambda code: issue_covering(code.at).in_force_from)
    key_id = factory.LazyAttribute(lambda code: code.seal.key_id)
    nonce = factory.LazyAttribute(lambda code: code.seal.nonce)
    ciphertext = factory.LazyAttribute(lambda code: code.seal.ciphertext)
    fingerprint = factory.LazyAttribute(lambda code: sealing.fingerprint(code.text))
    made_at = factory.LazyAttribute(lambda code: datetime.combine(code.issued_on, datetime.min.time(), clock.LONDON))


class ChallengeFactory(DjangoModelFactory[Challenge]):
    class Meta:
        model = Challenge

    class Params:
        answered = None

    code = factory.SubFactory(AccessCodeFactory)
    prime = factory.SelfAttribute("code.prime")
    positions = factory.LazyFunction(lambda: [2, 5, 8])
    drawn_at = factory.LazyFunction(clock.now)
    passed = factory.SelfAttribute("answered")
    answered_at = factory.LazyAttribute(
        lambda challenge: None if challenge.answered is None else challenge.drawn_at + timedelta(minutes=1)
    )

    @classmethod
    def _create(cls, model_class: type[Challenge], *args: Any, **kwargs: Any) -> Challenge:
        if kwargs["passed"] is None:
            kwargs["code"] = None
        return super()._create(model_class, *args, **kwargs)


def characters(text: str, positions: list[int]) -> list[str]:
    """What a caller who knows the code says."""
    return [text[position - 1] for position in positions]


class CopyFactory(DjangoModelFactory[Copy]):
    """A SPoC's copy of a code, sent or not: `CopyFactory(code=code)`. Its document's email is not written."""

    class Meta:
        model = Copy

    class Params:
        unlock_code = factory.LazyFunction(make_unlock_code)
        seal = factory.LazyAttribute(
            lambda copy: sealing.seal_unlock_code(
                copy.unlock_code, spoc_id=copy.spoc.pk, code_id=copy.code.pk, number=copy.number
            )
        )

    code = factory.SubFactory(AccessCodeFactory)
    spoc = factory.LazyAttribute(lambda copy: SpocWithPlanFactory(prime=copy.code.prime))
    number = 1
    key_id = factory.LazyAttribute(lambda copy: copy.seal.key_id)
    nonce = factory.LazyAttribute(lambda copy: copy.seal.nonce)
    ciphertext = factory.LazyAttribute(lambda copy: copy.seal.ciphertext)
    made_at = factory.LazyFunction(clock.now)
