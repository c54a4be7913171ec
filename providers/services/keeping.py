"""Keeping the approved list (E2 to E4): check, save and record in one transaction, one writer at a time.

What is wrong comes back as Django's ValidationError, by field: a constraint's code names the field to mend.
Audit rows say which fields changed, never to what. Nothing is deleted: rows are ended.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, transaction

from accounts.models import User
from audit import services as audit
from audit.actions import Action
from audit.models import AuditEvent
from providers.models import OfPrime, Provider, Versioned, Why
from providers.parts import KeptPart, Part

LONGEST_WHY = 200
Kept = TypeVar("Kept", bound=Versioned)


class Stale(Exception):
    """Someone else saved this row after the page was opened."""


class Settled(Exception):
    """The row is over or accepted, and is not changed any more: add a new one."""


@transaction.atomic
def add_provider(*, name: str, is_prime: bool, actor: User | None) -> Provider:
    """Put an organisation on the list (E1). Raises ValidationError by field."""
    one_writer_at_a_time()
    provider = checked(Provider(name=name, is_prime=is_prime))
    provider.save()
    _record(provider.pk, "organisation", provider, "added", ["name", "is_prime"], actor)
    return provider


@transaction.atomic
def change_provider(
    *, provider_id: int, version: int, values: Mapping[str, Any], actor: User | None, why: str = ""
) -> Provider:
    """Change `name`, `is_prime` or its end. Raises Provider.DoesNotExist, Stale, or ValidationError by field."""
    one_writer_at_a_time()
    provider = Provider.objects.get(pk=provider_id)
    changed = _take(provider, version, values)
    if changed:
        _save_change(provider)
        _record(provider.pk, "organisation", provider, "changed", changed, actor, why)
    return provider


@transaction.atomic
def add_part(*, part: KeptPart, prime_id: int, values: Mapping[str, Any], actor: User | None, now: datetime) -> OfPrime:
    """Add a row to a prime provider's part of the list. Raises Provider.DoesNotExist or ValidationError by field."""
    one_writer_at_a_time()
    row = part.model(prime=Provider.objects.get(pk=prime_id), **values)
    part.before_add(row, now)
    checked(row, today=now.date(), not_future=part.not_future)
    row.save()
    _record_part(part, row, "added", sorted(values), actor)
    return row


@transaction.atomic
def change_part(
    *,
    part: KeptPart,
    prime_id: int,
    row_id: int,
    version: int,
    values: Mapping[str, Any],
    actor: User | None,
    now: datetime,
    why: str = "",
) -> OfPrime:
    """Change or end a row. Raises the model's DoesNotExist, Settled, Stale, or ValidationError by field."""
    one_writer_at_a_time()
    row = part.model._default_manager.select_related("prime").get(pk=row_id, prime=prime_id)
    if not part.open(row):
        raise Settled
    changed = _take(row, version, values)
    if changed:
        _save_change(row, today=now.date(), not_future=part.not_future)
        _record_part(part, row, "changed", changed, actor, why)
    return row


def one_writer_at_a_time() -> None:
    """Wait for other changes of the list to end, so that what is checked still holds when it is saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('approved list', 0))")


def record_change(
    provider_id: int, *, actor: User | None, subject: str, detail: Mapping[str, Any], why: str = ""
) -> None:
    """Put a change into the history of one organisation. `detail` names fields, never what is in them."""
    event = audit.record(
        Action.LIST_CHANGED, chain=f"provider:{provider_id}", actor=actor, subject=subject, detail=dict(detail)
    )
    say_why(event, why)


def say_why(event: AuditEvent, why: str) -> None:
    """Put the reason beside the event, its beginning where it is long."""
    if why.strip():
        Why.objects.create(event=event, text=why.strip()[:LONGEST_WHY])


def _take(row: Versioned, version: int, values: Mapping[str, Any]) -> list[str]:
    """Put the new values in and name the fields that differ."""
    if row.version != version:
        raise Stale
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return sorted(changed)


def _save_change(row: Versioned, *, today: date | None = None, not_future: Iterable[str] = ()) -> None:
    checked(row, today=today, not_future=not_future)
    row.version += 1
    row.save()


def checked(row: Kept, *, today: date | None = None, not_future: Iterable[str] = ()) -> Kept:
    """The row, with every rule of its model kept. Raises ValidationError by field."""
    row.set_keys()
    errors: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean()
    except ValidationError as wrong:
        errors = _by_field(wrong)
    for name in not_future:
        happened = getattr(row, name)
        if today and happened and happened > today:
            errors.setdefault(name, []).append(ValidationError("The date must be today or in the past"))
    if errors:
        raise ValidationError(errors)
    return row


def _by_field(wrong: ValidationError) -> dict[str, list[ValidationError]]:
    """Messages of whole rows moved to the field that their constraint's code names."""
    errors: dict[str, list[ValidationError]] = {}
    for name, found in wrong.error_dict.items():
        for error in found:
            field = error.code if name == NON_FIELD_ERRORS and error.code else name
            errors.setdefault(field, []).append(error)
    return errors


def _record_part(part: Part, row: OfPrime, change: str, fields: list[str], actor: User | None, why: str = "") -> None:
    """In the prime's history, and in that of the other organisation which the row names."""
    concerned = {row.prime_id, getattr(row, f"{part.other}_id") if part.other else row.prime_id}
    for provider_id in sorted(concerned):
        _record(provider_id, part.noun, row, change, fields, actor, why)


def _record(
    provider_id: int, noun: str, row: Versioned, change: str, fields: list[str], actor: User | None, why: str = ""
) -> None:
    detail = {"part": noun, "change": change, "fields": fields}
    record_change(provider_id, actor=actor, subject=f"{noun}:{row.pk}", detail=detail, why=why)
