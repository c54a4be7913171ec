"""Closures of the line and outages, for the tests of every room."""

from datetime import date, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.rules import Role
from core import clock
from line.models import Closure, Expectation, Outage
from tests.accounts.factories import UserFactory


class ClosureFactory(DjangoModelFactory[Closure]):
    class Meta:
        model = Closure

    date = factory.Sequence(lambda number: date(2031, 1, 1) + timedelta(days=number))
    reason = "Training day for all staff"


class OutageFactory(DjangoModelFactory[Outage]):
    """An outage that goes on, with what is expected of it. `ended=True` is one that is over."""

    class Meta:
        model = Outage
        skip_postgeneration_save = True

    class Params:
        ended = factory.Trait(
            ended_at=factory.LazyAttribute(lambda outage: outage.declared_at + timedelta(hours=2)),
            ended_by=factory.SelfAttribute("declared_by"),
            done="The exchange was replaced.",
        )

    nature = "The telephone exchange is out of order."
    declared_at = factory.LazyFunction(clock.now)
    declared_by = factory.SubFactory(UserFactory, role=Role.BMT, enrolled=False)

    @classmethod
    def _create(cls, model_class: type[Outage], *args: Any, **kwargs: Any) -> Outage:
        """As it comes about: declared, expected, and then ended."""
        ending = {name: kwargs.pop(name, None) for name in ("ended_at", "ended_by", "done")}
        ends_at = kwargs.pop("ends_at", None)
        outage = model_class.objects.create(*args, **kwargs)
        Expectation.objects.create(
            outage=outage, number=1, ends_at=ends_at, to_do="Please do not call.", told_at=outage.declared_at,
            told_by=outage.declared_by,
        )  # fmt: skip
        if ending["done"]:
            for name, value in ending.items():
                setattr(outage, name, value)
            outage.save()
        return outage
