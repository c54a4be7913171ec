"""What the code can write of a fixed set of words fits the column that it goes into, in every table (B1)."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, CheckConstraint, Field, Model, Q

from audit.actions import Action
from incidents.rules.personal import Detail
from notices import kinds
from programmes.types import Programme

# Filled from a set of words that neither `choices` nor a constraint of the table names.
FED_BY: dict[str, type[StrEnum]] = {
    "audit.AuditEvent.action": Action,
    "calls.Call.programme": Programme,
    "circumstances.Referral.programme": Programme,
    "complaints.Complaint.programme": Programme,
    "incidents.Incident.warned_of": Detail,
    "providers.Contract.programme": Programme,
}


def columns() -> Iterator[tuple[type[Model], Field]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            base = field.base_field if isinstance(field, ArrayField) else field
            if isinstance(base, CharField):
                yield model, field


def named(condition: Q, field: str) -> Iterator[str]:
    """The words that a constraint's condition names for a field."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from named(child, field)
        elif isinstance(child, tuple) and child[0] in {field, f"{field}__exact"}:
            yield from [child[1]] if isinstance(child[1], str) else []
        elif isinstance(child, tuple) and child[0] == f"{field}__in":
            yield from (each for each in child[1] if isinstance(each, str))


def words(model: type[Model], field: Field) -> set[str]:
    """Every word that is known to be written into the column."""
    found = {str(value) for value, _ in field.flatchoices}
    found |= {field.default} if isinstance(field.default, str) else set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
            found.update(named(constraint.condition, field.name))
    found |= set(kinds._composers) if model._meta.label == "notices.Notice" and field.name == "kind" else set()
    return found | set(FED_BY.get(f"{model._meta.label}.{field.name}", ()))


@pytest.mark.req("B1")
def test_no_word_that_is_written_is_longer_than_its_column() -> None:
    seen, too_long = set(), []
    for model, field in columns():
        name = f"{model._meta.label}.{field.name}"
        longest = field.base_field.max_length if isinstance(field, ArrayField) else field.max_length
        found = words(model, field)
        seen |= {name} if found else set()
        too_long += [f"{name} ({longest}): {word}" for word in sorted(found) if longest and len(word) > longest]
    assert too_long == []
    known = {"accounts.User.role", "calls.Call.outcome", "incidents.Incident.how", "notices.Notice.kind"}
    assert known | set(FED_BY) <= seen
