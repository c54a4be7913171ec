"""Keeping checked bundles: only what differs from what is held is written, so a second load changes nothing (G4).

An extract holds all there is of each participant that it names: rows of theirs that it leaves out are taken away,
but for referrals, which calls point at. Participants whom it does not name are left as they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.extracts import Problems

from .. import models
from .bundles import FIELDS, Bundle, ReferralRow, Values

ROWS_AT_ONCE = 2000


@dataclass
class Counts:
    """What a load came to: participants, and rows of theirs."""

    participants: int = 0
    new: int = 0
    rows_added: int = 0
    rows_changed: int = 0
    rows_removed: int = 0
    touched: set[int] = field(default_factory=set)

    @property
    def changed(self) -> int:
        """Participants held before of whom something is different now."""
        return len(self.touched) - self.new

    @property
    def unchanged(self) -> int:
        return self.participants - len(self.touched)

    def to_json(self) -> dict[str, int]:
        names = ("participants", "new", "changed", "unchanged", "rows_added", "rows_changed", "rows_removed")
        return {name: getattr(self, name) for name in names}


def keep(bundles: Sequence[Bundle], *, counts: Counts, problems: Problems) -> None:
    """Write a batch, in the caller's transaction. A reference that is another person's is noted."""
    ids = _keep_people(bundles, counts)
    referral_ids = _keep_referrals(bundles, ids, counts, problems)
    _keep_qualifications(bundles, ids, referral_ids, counts)
    for kind in FIELDS:
        _keep_history(kind, bundles, ids, counts)
    counts.participants += len(bundles)


def _keep_people(bundles: Sequence[Bundle], counts: Counts) -> dict[str, int]:
    """The id of each National Insurance number."""
    held = models.Person.objects.in_bulk([bundle.nino for bundle in bundles], field_name="nino")
    new, changed = [], []
    for bundle in bundles:
        person = held.get(bundle.nino)
        if person is None:
            person = models.Person(nino=bundle.nino)
            new.append(person)
        elif (person.full_name, person.special_handling) != (bundle.full_name, bundle.special_handling):
            changed.append(person)
        person.full_name, person.special_handling = bundle.full_name, bundle.special_handling
    models.Person.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    models.Person.objects.bulk_update(changed, ["full_name", "special_handling"], batch_size=ROWS_AT_ONCE)
    counts.new += len(new)
    counts.rows_changed += len(changed)
    counts.touched.update(person.pk for person in (*new, *changed))
    return {person.nino: person.pk for person in (*new, *held.values())}


def _keep_referrals(
    bundles: Sequence[Bundle], ids: dict[str, int], counts: Counts, problems: Problems
) -> dict[str, int]:
    """The id of each reference."""
    rows = {reference: (bundle, row) for bundle in bundles for reference, row in bundle.referrals.items()}
    held = models.Referral.objects.in_bulk(list(rows), field_name="reference")
    new, changed = [], []
    for reference, (bundle, row) in rows.items():
        referral = held.get(reference)
        if referral is None:
            new.append(_filled(models.Referral(reference=reference, person_id=ids[bundle.nino]), row))
        elif referral.person_id != ids[bundle.nino]:
            problems.add(row.line, "reference", "is held already as the referral of another person")
        elif tuple(getattr(referral, name) for name in ReferralRow.FIELDS) != row.values:
            changed.append(_filled(referral, row))
    models.Referral.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    fields = [name.removesuffix("_id") for name in ReferralRow.FIELDS]
    models.Referral.objects.bulk_update(changed, fields, batch_size=ROWS_AT_ONCE)
    counts.rows_added += len(new)
    counts.rows_changed += len(changed)
    counts.touched.update(referral.person_id for referral in (*new, *changed))
    return {referral.reference: referral.pk for referral in (*new, *held.values())}


def _filled(referral: models.Referral, row: ReferralRow) -> models.Referral:
    for name in ReferralRow.FIELDS:
        setattr(referral, name, getattr(row, name))
    return referral


def _keep_qualifications(
    bundles: Sequence[Bundle], ids: dict[str, int], referral_ids: dict[str, int], counts: Counts
) -> None:
    owners = {referral_ids[reference]: ids[bundle.nino] for bundle in bundles for reference in bundle.referrals}
    wanted = dict.fromkeys(
        (referral_ids[reference], (name,))
        for bundle in bundles
        for reference, row in bundle.referrals.items()
        for name in row.qualifications
    )
    changed = _make_so(models.Qualification, "referral_id", ("name",), set(owners), wanted, counts)
    counts.touched.update(owners[referral_id] for referral_id in changed)


def _keep_history(kind: type[models.OfPerson], bundles: Sequence[Bundle], ids: dict[str, int], counts: Counts) -> None:
    wanted = dict.fromkeys((ids[bundle.nino], values) for bundle in bundles for values in bundle.history[kind])
    owners = {ids[bundle.nino] for bundle in bundles}
    counts.touched.update(_make_so(kind, "person_id", FIELDS[kind], owners, wanted, counts))


def _make_so(
    kind: Any,
    owner: str,
    fields: tuple[str, ...],
    owners: set[int],
    wanted: dict[tuple[int, Values], None],
    counts: Counts,
) -> set[int]:
    """Make the rows of these owners exactly those wanted. Returns the owners of which something changed."""
    held: dict[tuple[int, Values], list[int]] = defaultdict(list)
    for pk, owner_id, *values in kind.objects.filter(**{f"{owner}__in": owners}).values_list("pk", owner, *fields):
        held[owner_id, tuple(values)].append(pk)
    gone = [pk for key, keys in held.items() if key not in wanted for pk in keys]
    new = [key for key in wanted if key not in held]  # in the order of the file
    if gone:
        kind.objects.filter(pk__in=gone).delete()
    kind.objects.bulk_create(
        [kind(**{owner: owner_id}, **dict(zip(fields, values, strict=True))) for owner_id, values in new],
        batch_size=ROWS_AT_ONCE,
    )
    counts.rows_added += len(new)
    counts.rows_removed += len(gone)
    return {owner_id for owner_id, _ in new} | {
        owner_id for owner_id, values in held if (owner_id, values) not in wanted
    }
