"""Each form is taken once: a replay is answered with the first result, a stale page with the present step."""

import json
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.http import QueryDict

from ..models import Submission
from .turn import Refusal, Turn


@dataclass(frozen=True)
class Envelope:
    """What every form of a call carries: its one-time token and the version of the call it was drawn from."""

    token: UUID
    version: int

    @classmethod
    def fresh(cls, version: int) -> "Envelope":
        return cls(uuid4(), version)

    @classmethod
    def opened(cls, data: QueryDict) -> "Envelope | None":
        """Read from a submitted form; None where it is missing or nonsense."""
        try:
            return cls(UUID(data.get("token", "")), int(data.get("version", "")))
        except ValueError:
            return None

    def beside(self, button: str) -> "Envelope":
        """The envelope of a button beside the form's own: pressed once, it leaves the form itself to be sent."""
        return Envelope(uuid5(self.token, button), self.version)


def earlier(turn: Turn, envelope: Envelope) -> Submission | None:
    """What this very form led to when it was taken before."""
    return turn.call.submissions.filter(token=envelope.token).first()


def accepted(turn: Turn, envelope: Envelope, result: str) -> None:
    """Note that the form was taken and moved the call on; `result` is the address that followed."""
    turn.call.version += 1
    turn.save("version")
    _note(turn, envelope, accepted=True, result=result)


def refused(turn: Turn, envelope: Envelope, refusal: Refusal) -> None:
    """Note that the form was taken and answered with a refusal that a replay is to repeat."""
    _note(turn, envelope, accepted=False, result=json.dumps([refusal.field, refusal.message]))


def aside(turn: Turn, envelope: Envelope) -> None:
    """Note that something was asked for that left the call where it was."""
    _note(turn, envelope, accepted=False, result="")


def refusal_of(submission: Submission) -> Refusal:
    """The refusal that a form was answered with."""
    field, message = json.loads(submission.result)
    return Refusal(message, field)


def _note(turn: Turn, envelope: Envelope, *, accepted: bool, result: str) -> None:
    Submission.objects.create(call=turn.call, token=envelope.token, accepted=accepted, result=result, at=turn.at)
