"""Bringing everything that is sealed under the newest key: online, resumable, safe to kill at any point (A11).

Each batch is a transaction of its own, so a run that is killed leaves rows under either key, each whole, and the next
run goes on from there. Several runs at once share the work. Nothing is kept of how far a run came: the rows tell.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from core import crypto, sealed

from .actions import Action
from .services import record

CHAIN = "keys"
PASSES, PAUSE_SECONDS = 20, 0.25  # rows that a call has in hand are free again within a moment


@dataclass
class Rotation:
    """What one run came to: rows sealed anew, rows that do not open, and rows still under an older key, by column."""

    key_id: str
    done: dict[str, int] = field(default_factory=dict)
    unopened: dict[str, list[int]] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return not any(self.left.values())


def rotate(
    *, progress: Callable[[int], object] = lambda _: None, limit: int = 100, pause: float = PAUSE_SECONDS
) -> Rotation:
    """Seal all that is under an older key anew under the newest. `progress` is told of each batch's rows.

    Begin and end are recorded; a run that was killed shows as one that did not end.
    """
    rotation = Rotation(crypto.newest_key_id())
    _record(Action.KEY_ROTATION_BEGUN, rotation)
    try:
        for column in sealed.columns():
            _rotate(column, rotation, progress, limit, pause)
    finally:
        _record(Action.KEY_ROTATION_ENDED, rotation)
    return rotation


def _rotate(
    column: sealed.SealedColumn, rotation: Rotation, progress: Callable[[int], object], limit: int, pause: float
) -> None:
    unopened: set[int] = set()
    rotation.done[column.what] = 0
    for attempt in range(PASSES):
        time.sleep(pause if attempt else 0)
        after = 0
        while batch := sealed.reseal(column, after=after, limit=limit):
            after = batch.last
            rotation.done[column.what] += batch.done
            unopened.update(batch.unopened)
            progress(batch.done)
        rotation.left[column.what] = sealed.left(column)
        if rotation.left[column.what] <= len(unopened):
            break
    rotation.unopened[column.what] = sorted(unopened)


@transaction.atomic
def _record(action: Action, rotation: Rotation) -> None:
    detail = {"key": rotation.key_id, "done": rotation.done, "left": rotation.left}
    record(action, chain=CHAIN, detail=detail if action is Action.KEY_ROTATION_ENDED else {"key": rotation.key_id})
