"""All that is sealed in the database, column by column, so that it can be brought under another key (A11).

A room registers each of its sealed columns when it is ready (`AppConfig.ready`); `core/checks.py` finds the forgotten.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, QuerySet

from . import crypto

# Binary columns that are keyed digests: nothing in them can be opened (docs/keys.md says what their key is for).
DIGESTS = frozenset({"digest", "fingerprint", "hash", "nino_key", "previous_hash"})


@dataclass(frozen=True)
class SealedColumn:
    """Three fields of a model that hold a secret: `PREFIXkey_id`, `PREFIXnonce` and `PREFIXciphertext`.

    `what` names the secrets in the plural; `bound_to` gives what a row's seal is bound to.
    """

    what: str
    model: str
    bound_to: Callable[[Any], str]
    prefix: str = ""

    @property
    def key_id(self) -> str:
        return f"{self.prefix}key_id"

    @property
    def fields(self) -> tuple[str, str, str]:
        return self.key_id, f"{self.prefix}nonce", f"{self.prefix}ciphertext"

    @property
    def rows(self) -> "QuerySet[models.Model]":
        """Rows that hold something sealed: a secret that was destroyed has no key."""
        every: QuerySet[models.Model] = apps.get_model(self.model)._default_manager.all()
        return every.exclude(**{self.key_id: ""})


@dataclass(frozen=True)
class Batch:
    """What became of some rows: how many were sealed anew, which do not open, and the last that was looked at."""

    done: int
    unopened: tuple[int, ...]
    last: int


_columns: dict[tuple[str, str], SealedColumn] = {}


def register(*columns: SealedColumn) -> None:
    """Have these brought along whenever the key changes. Registering one again replaces it."""
    _columns.update({(column.model.lower(), column.prefix): column for column in columns})


def columns() -> list[SealedColumn]:
    return list(_columns.values())


def counts(column: SealedColumn) -> dict[str, int]:
    """How many rows are sealed under each key id."""
    counted = column.rows.order_by().values_list(column.key_id).annotate(rows=Count("pk"))
    return dict(sorted(counted))


def unreadable() -> dict[str, tuple[str, ...]]:
    """Key ids that rows are sealed under and ENCRYPTION_KEYS does not hold, with what is sealed under each."""
    held = list(crypto.key_ring())
    found: dict[str, tuple[str, ...]] = {}
    for column in columns():
        strange = column.rows.exclude(**{f"{column.key_id}__in": held}).order_by()
        for (key_id,) in strange.values_list(column.key_id).distinct():
            found[key_id] = (*found.get(key_id, ()), column.what)
    return found


@transaction.atomic
def reseal(column: SealedColumn, *, after: int = 0, limit: int = 100) -> Batch | None:
    """Seal up to `limit` rows beyond the row `after` anew under the newest key; None where no old one is free.

    Rows that another has in hand are passed over, and nobody waits for long: the batch is one short transaction.
    """
    rows = list(
        column.rows.exclude(**{column.key_id: crypto.newest_key_id()})
        .filter(pk__gt=after)
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True)[:limit]
    )
    if not rows:
        return None
    unopened = tuple(row.pk for row in rows if not _reseal(column, row))
    return Batch(done=len(rows) - len(unopened), unopened=unopened, last=rows[-1].pk)


def left(column: SealedColumn) -> int:
    """How many rows are not sealed under the newest key."""
    return column.rows.exclude(**{column.key_id: crypto.newest_key_id()}).count()


def unregistered(models_of_ours: Collection[type[models.Model]]) -> list[str]:
    """Binary columns that are neither digests nor part of a registered column, as "app.Model.field"."""
    known = {(column.model.lower(), name) for column in columns() for name in column.fields}
    return [
        f"{model._meta.label}.{field.name}"
        for model in models_of_ours
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField)
        and field.name not in DIGESTS
        and (model._meta.label_lower, field.name) not in known
    ]


def _reseal(column: SealedColumn, row: models.Model) -> bool:
    """Whether the row opened, and is therefore sealed anew. One that does not open stays as it is, for a person."""
    key_id, nonce, ciphertext = (getattr(row, name) for name in column.fields)
    bound_to = column.bound_to(row)
    try:
        secret = crypto.unseal(crypto.Sealed(key_id, bytes(nonce), bytes(ciphertext)), bound_to=bound_to)
    except (crypto.UnknownKey, crypto.Tampered):
        return False
    anew = crypto.seal(secret, bound_to=bound_to)
    for name, value in zip(column.fields, (anew.key_id, anew.nonce, anew.ciphertext), strict=True):
        setattr(row, name, value)
    row.save(update_fields=column.fields)
    return True
