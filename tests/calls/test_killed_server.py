"""The web server killed at every step of a call: the call goes on where the record says, and nothing is there twice.

gunicorn and its worker are killed (SIGKILL) at every form of the script's call after it was answered, and in one of the
programmes at some moment while it is being taken as well. A new server knows nothing but the record. It is made to draw
another question than the one that was killed, so that a question drawn again would be another; the positions of the
access code's characters are left to chance, one of 56. A form that was under way is sent again, as by a browser that
had no answer, and each once more after the death that follows: it is answered as at first, and changes nothing.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import uniform
from typing import Any
from urllib.parse import urldefrag

import pytest

from audit.models import AuditEvent
from calls.models import Call
from calls.rules import Outcome
from calls.views import MOVED_ON
from programmes.types import Programme, QuestionKind
from tests.calls.desk import OPEN_HOURS, Desk
from tests.calls.mortal import Server
from tests.calls.script import FREE, SCRIPT, cast_for, facts, take
from tests.calls.wire import Answer, Wire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("R5")]
NEW_EACH_TIME = re.compile(rb'name="(token|csrfmiddlewaretoken)" value="[^"]*"|(clock stands at|minutes-left=")[^<]*')
ANOTHER = QuestionKind.REFERRAL_DATE


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    settings.CLOCK_AHEAD_SECONDS = int((OPEN_HOURS - datetime.now(UTC)).total_seconds())
    server = Server(at=OPEN_HOURS, log=tmp_path / "log")
    yield server
    server.close()
    assert "Traceback" not in (tmp_path / "log").read_text()


@dataclass
class Unlucky(Desk):
    """An agent whose server dies at every form."""

    server: Server | None = None
    draws: QuestionKind = ANOTHER
    forgets: bool = False
    dies_midway: bool = True
    spared: bool = field(default=False, init=False)
    seconds: float = field(default=0.1, init=False)
    forms: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.client = Wire(self.server.port, cookies)  # type: ignore[assignment]
        self.server.start(self.draws, forgets=self.forgets)

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        if self.spared:
            self._sent(path, data)
            return self.response
        begun, here = self._facts(), self.path
        midway = self._killed_while_it_is_taken(path, data) if self.dies_midway else begun
        assert midway != begun or self._look_again().path == here
        first = self._sent(path, data)
        there, seen, taken = self.path, self._steady(), self._facts()
        assert midway in (begun, taken), "half of a form is on record, or the form is there twice"
        self._die(draws=ANOTHER)
        assert (self._look_again().path, self._steady(), self._facts()) == (there, seen, taken)
        self._sent_once_more(path, data, first)
        assert (self.path, self._steady(), self._facts()) == (there, seen, taken)
        self.forms += 1
        return self.response

    def _killed_while_it_is_taken(self, path: str, data: dict[str, Any]) -> dict[str, Any]:
        under_way = self.client.begin(path, data)
        time.sleep(uniform(0, 1.5 * self.seconds))
        self._die(draws=self.draws)
        under_way.close()
        return self._facts()

    def _die(self, *, draws: QuestionKind) -> None:
        self.server.kill()
        self.server.start(draws, forgets=self.forgets)

    def draw(self, kind: QuestionKind) -> None:
        """Be on a server that draws this kind of question."""
        if kind is not self.draws:
            self.draws = kind
            self._die(draws=kind)

    def _look_again(self) -> "Unlucky":
        """As the link of the home page leads to the call that is under way, or the button to a new one."""
        self.get(f"/calls/{self.ref}/" if self.ref else "/calls/open/")
        return self

    def _sent(self, path: str, data: dict[str, Any]) -> Answer:
        began = time.monotonic()
        answer = self.client.post(path, data)
        self.seconds = time.monotonic() - began
        assert answer.status_code == 302, self.errors
        self.get(urldefrag(answer.location).url)
        self.reload()  # what was said once is not said again
        return answer

    def _sent_once_more(self, path: str, data: dict[str, Any], first: Answer) -> None:
        on_record = AuditEvent.objects.count()
        again = self.client.post(path, data)
        assert (again.status_code, again.location) == (302, first.location)
        assert AuditEvent.objects.count() == on_record
        self.get(urldefrag(again.location).url)
        if path == "/calls/open/":  # which has no token: an agent has one call, and is told so
            self.reload()

    def _steady(self) -> bytes:
        return NEW_EACH_TIME.sub(b"", self.response.content)

    def _facts(self) -> dict[str, Any]:
        calls = Call.objects.all()
        assert len(calls) <= 1
        return facts(self) if calls else {}

    @property
    def ref(self) -> str:
        return next(iter(Call.objects.values_list("ref", flat=True)), "")


def walk(desk: Unlucky) -> None:
    """The script's call, with each question drawn the one that the script answers."""
    cast = cast_for(desk)
    for place in SCRIPT:
        desk.spared = place.number == 2 and place.slug not in {"question", "next"}  # as for the first participant
        desk.draw(FREE if place.slug == "question" else ANOTHER)
        take(desk, cast, place)


@pytest.mark.req("A2", "S3")
@pytest.mark.parametrize("programme", Programme)
def test_killed_at_every_form_the_call_goes_on_where_the_record_says(server: Server, programme: Programme) -> None:
    desk = Unlucky(programme=programme, server=server, dies_midway=programme is Programme.WORK_PROGRAMME)
    walk(desk)
    assert desk.forms == len(SCRIPT) - 7
    assert desk.call.outcome == Outcome.COMPLETED
    assert desk.call.submissions.count() == len(SCRIPT) - 1
    assert desk.call.participants.filter(advice__isnull=False).count() == 2


def test_control_a_server_that_keeps_the_forms_it_took_in_memory_answers_otherwise(server: Server) -> None:
    desk = Unlucky(server=server, forgets=True, dies_midway=False)
    with pytest.raises(AssertionError):
        walk(desk)
    assert desk.forms == 1, "opening a call needs no memory"
    assert MOVED_ON in desk.response.content.decode()
