"""Writing what LMS holds: only ever a whole extract (G4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, connection, transaction

from audit.actions import Action
from audit.services import record
from core.extracts import BrokenExtract, Extract, Problems, progress
from providers.models import Provider
from providers.rules.names import key as name_key

from .extract import store
from .extract.bundles import Bundle
from .extract.check import Checker
from .extract.store import Counts

PEOPLE_AT_ONCE = 1000
# One load at a time: each checks what is held before it writes. The number means nothing but "this lock".
LOAD_LOCK = 7_302_414


def load_extract(extract: Extract, problems: Problems, *, today: date, actor: AbstractBaseUser | None = None) -> Counts:
    """Check every row and keep them all, with one audit row, in one transaction (G4).

    `extract` is read with `extract.columns.COLUMNS`. Raises BadRows with every problem by its line, or BrokenExtract
    where the database refuses what the checks let through; nothing is changed then.
    """
    checker = Checker(problems, today, cache(_find_prime))
    rows = progress(extract.rows(problems), total=extract.count, label="Loading participants")
    try:
        with transaction.atomic():
            counts = _keep_all(checker.bundles(rows), problems)
            problems.refuse_any()
            detail = {**counts.to_json(), "sha256": extract.sha256}
            record(Action.EXTRACT_LOADED, chain="circumstances", actor=actor, detail=detail)
    except DatabaseError:  # its text quotes values: never passed on
        raise BrokenExtract("The database refused a row of this extract.") from None
    return counts


def _keep_all(bundles: Iterable[Bundle], problems: Problems) -> Counts:
    """Keep batch after batch until something is wrong; from then on only look for more that is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    counts = Counts()
    for batch in _batches(bundles):
        if not problems.count:
            store.keep(batch, counts=counts, problems=problems)
    return counts


def _batches(bundles: Iterable[Bundle]) -> Iterator[list[Bundle]]:
    bundles = iter(bundles)
    while batch := list(islice(bundles, PEOPLE_AT_ONCE)):
        yield batch


def _find_prime(name: str) -> int | None:
    """The id of the prime provider of that name on the approved list (E1), ended ones included, or None."""
    found = Provider.objects.filter(name_key=name_key(name), is_prime=True) if name else Provider.objects.none()
    return found.values_list("pk", flat=True).first()
