"""What the tests of a call share: the line is open, and the draw of a question can be foretold."""

from collections.abc import Callable, Iterator, Sequence

import pytest
import time_machine

from programmes.types import QuestionKind
from security.rules import draw
from tests.calls.desk import OPEN_HOURS

Foretell = Callable[..., None]


@pytest.fixture
def open_hours() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN_HOURS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def foretell(monkeypatch: pytest.MonkeyPatch) -> Foretell:
    """`foretell(QuestionKind.QUALIFICATIONS, ...)`: the source of randomness picks these kinds first, where it can."""

    def chosen(*kinds: QuestionKind) -> None:
        class Foretold:
            def choice(self, usable: Sequence[QuestionKind]) -> QuestionKind:
                return next((kind for kind in kinds if kind in usable), usable[0])

        monkeypatch.setattr(draw, "SystemRandom", Foretold)

    return chosen
