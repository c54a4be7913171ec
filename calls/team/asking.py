"""Help as it is asked for beside a step: the agent stays where the call is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from ..services import help as helping
from ..services import submissions
from ..services.submissions import Envelope
from ..services.turn import Turn
from .forms import HelpForm
from .rules import HelpReason

WITHDRAW = "withdraw"
ASKED = "Help is asked for. Your team leader sees it at once. Go on where you are if you can."
WITHDRAWN = "Help is no longer asked for."
SENT_BEFORE = "That page was sent before, so nothing was asked for again."


def answer_help(request: HttpRequest, turn: Turn, envelope: Envelope) -> forms.Form:
    """Take the agent's wish, or its withdrawal, from a step's page. Gives the form to draw, with any errors.

    Each is taken once: a page that is loaded again asks for nothing, whatever became of the wish meanwhile.
    """
    withdraws = request.POST["help"] == WITHDRAW
    form = HelpForm(None if withdraws else request.POST)
    if not withdraws and not form.is_valid():
        return form
    pressed = envelope.beside(WITHDRAW if withdraws else form.reason)
    if submissions.earlier(turn, pressed):
        messages.info(request, SENT_BEFORE)
        return HelpForm()
    if withdraws:
        helping.withdraw(turn)
    else:
        helping.ask(turn, reason=form.reason, words=form.cleaned_data["help_words"])
    submissions.aside(turn, pressed)
    messages.success(request, WITHDRAWN if withdraws else ASKED)
    return HelpForm()


def help_context(turn: Turn, form: forms.Form | None) -> dict[str, Any]:
    """What a step's page shows of help. One query."""
    latest = helping.latest_request(turn.call)
    return {
        "help": latest,
        "help_reason": HelpReason(latest.reason).label if latest else "",
        "help_reasons": [(reason.value, reason.label) for reason in HelpReason],
        "help_form": form or HelpForm(),
    }
