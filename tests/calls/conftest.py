"""What the tests of a call share: the draw of a question can be foretold."""

from collections.abc import Callable, Sequence

import pytest

from programmes.types import QuestionKind
from security.rules import draw

Foretell = Callable[..., None]


@pytest.fixture
def foretell(monkeypatch: pytest.MonkeyPatch) -> Foretell:
    """`foretell(QuestionKind.QUALIFICATIONS, ...)`: the source of randomness picks these kinds first, where it can."""

    def chosen(*kinds: QuestionKind) -> None:
        class Foretold:
            def choice(self, usable: Sequence[QuestionKind]) -> QuestionKind:
                return next((kind for kind in kinds if kind in usable), usable[0])

        monkeypatch.setattr(draw, "SystemRandom", Foretold)

    return chosen
