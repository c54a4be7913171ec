"""Help as it is asked for beside a step: the agent stays where the call is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from ..services import help as helping
from ..services.turn import Turn
from .forms import HelpForm
from .rules import HelpReason

WITHDRAW = "withdraw"
ASKED = "Help is asked for. Your team leader sees it at once. Go on where you are if you can."
WITHDRAWN = "Help is no longer asked for."


def answer_help(request: HttpRequest, turn: Turn) -> forms.Form:
    """Take the agent's wish, or its withdrawal, from a step's page. Gives the form to draw, with any errors."""
    if request.POST["help"] == WITHDRAW:
        helping.withdraw(turn)
        messages.success(request, WITHDRAWN)
        return HelpForm()
    form = HelpForm(request.POST)
    if not form.is_valid():
        return form
    helping.ask(turn, reason=form.reason, words=form.cleaned_data["help_words"])
    messages.success(request, ASKED)
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
