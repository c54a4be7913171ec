"""A call taken as far as some place once, and brought back there for every other test that begins at it.

Taking a call through its pages is most of what the tests of a call cost. `past_the_code()`, `past_the_check()` and
`desk_at("advice 1")` do that once in each process, keep every row that came of it, and put the same rows back for the
next test: the database holds what the pages made it hold, and nothing else is kept. Has to be the first thing that a
test writes.
"""

from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any

from circumstances.models import Referral
from programmes.types import Programme
from tests import rows
from tests.calls.desk import Desk, Tape
from tests.calls.script import NAMES, SCRIPT, cast_for, take
from tests.circumstances.factories import participant


@dataclass(frozen=True)
class Mark:
    """A desk as it stood, the script's cast, and the database with them."""

    desk: Desk
    cast: dict[str, Any]
    rows: dict[str, bytes]


_past_the_code: dict[Programme, Mark] = {}
_past_the_check: dict[tuple[object, ...], Mark] = {}
_at_place: dict[tuple[Programme, str], Mark] = {}


def past_the_code(programme: Programme = Programme.WORK_PROGRAMME) -> Desk:
    """A call whose caller has given the right characters of the access code."""
    _nothing_is_written()
    if programme in _past_the_code:
        return _brought_back(_past_the_code[programme])[0]
    desk = Desk(programme=programme).through_the_code()
    _past_the_code[programme] = _mark(desk, {})
    return desk


def past_the_check(
    *traits: str, programme: Programme = Programme.WORK_PROGRAMME, **held: object
) -> tuple[Desk, Referral]:
    """A call whose first participant, with these traits, has passed the check; and the participant's referral."""
    kind = (programme, traits, *sorted(held.items()))
    if kind in _past_the_check:
        _nothing_is_written()
        desk, cast = _brought_back(_past_the_check[kind])
        return desk, cast["first"]
    desk = past_the_code(programme)
    referral = participant(*traits, *(["mwa"] if desk.names_claimants else []), prime=desk.on.prime, **held)
    desk.identify(referral).answer(referral)
    _past_the_check[kind] = _mark(desk, {"first": referral})
    return desk, referral


def desk_at(name: str, programme: Programme = Programme.WORK_PROGRAMME) -> Desk:
    """The script's call at one of its places. Call `foretell(FREE)` before, as for the script."""
    _nothing_is_written()
    last = NAMES.index(name)
    marked = next((at for at in range(last, -1, -1) if (programme, NAMES[at]) in _at_place), None)
    if marked is None:
        desk = Desk(programme=programme)
        cast = cast_for(desk)
    else:
        desk, cast = _brought_back(_at_place[programme, NAMES[marked]])
    for place in SCRIPT[0 if marked is None else marked + 1 : last + 1]:
        take(desk, cast, place)
        _at_place[programme, place.name] = _mark(desk, cast)
    return desk


def _nothing_is_written() -> None:
    assert not rows.tables_that_hold_something(), "the desk has to be the first thing that a test writes"


def _mark(desk: Desk, cast: dict[str, Any]) -> Mark:
    return Mark(_copy(desk), deepcopy(cast), rows.kept())


def _brought_back(mark: Mark) -> tuple[Desk, dict[str, Any]]:
    rows.put_back(mark.rows)
    return _copy(mark.desk), deepcopy(mark.cast)


def _copy(desk: Desk) -> Desk:
    """The same agent at the same page, with a browser of its own that holds the same cookies."""
    same = copy(desk)
    same.client, same.agent, same.on = Tape(), deepcopy(desk.agent), deepcopy(desk.on)
    same.client.cookies = deepcopy(desk.client.cookies)
    same.client.responses = list(desk.client.responses)
    return same
