"""Closures of the line, for the tests of every room."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from line.models import Closure


class ClosureFactory(DjangoModelFactory[Closure]):
    class Meta:
        model = Closure

    date = factory.Sequence(lambda number: date(2031, 1, 1) + timedelta(days=number))
    reason = "Training day for all staff"
