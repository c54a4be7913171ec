"""The port: chosen, free or taken."""

import socket
from collections.abc import Iterator

import pytest

from dev import ports
from dev.messages import Stop


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind((ports.ADDRESS, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_named_and_another_suggested(taken: int) -> None:
    with pytest.raises(Stop, match=rf"Port {taken} is taken.*\n.*make run PORT={taken + 1}"):
        ports.check_free(taken)


def test_a_free_port_is_let_pass(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind((ports.ADDRESS, 0))
        free = probe.getsockname()[1]
    ports.check_free(free)


@pytest.mark.parametrize("raw", ["eighty", "0", "65536", "-1", "80 80", "²"])
def test_a_port_that_is_none_says_what_to_enter(raw: str) -> None:
    with pytest.raises(Stop, match="whole number from 1 to 65535"):
        ports.chosen(raw)


def test_nothing_answers_on_a_port_that_says_nothing_useful() -> None:
    assert not ports.answers(1)
