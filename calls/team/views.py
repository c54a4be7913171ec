"""The team leader's pages of calls under way: the live board, help, a change of holder, and a call that was left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import by_itself, team_leaders_only
from accounts.views.whose import person_of
from core import clock
from core.converters import row_number
from core.methods import get_or_post

from ..models import Call
from ..rules import Outcome
from ..services.closing import NotTrue, StillHeld, close, outcomes
from ..services.help import HelpNotWanted, mark_answered
from ..services.holding import CallNotOpen, HolderChanged, NotFree, hand_over, take_over
from ..services.opening import CallStillOpen
from . import selectors
from .forms import CloseForm, HandOverForm

GONE = "That call is no longer under way."
CHANGED = "The call changed hands since that page was shown. Nothing was changed. This is how it stands now."
NOBODY = 0
WITHOUT_SCRIPT = 30  # seconds; the template's words say so


@team_leaders_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every call under way, and what it needs."""
    return _board(request, again=False)


@by_itself
@team_leaders_only
@require_safe
def board_again(request: HttpRequest) -> HttpResponse:
    """The board as an open page asks for it by itself: by a script, or by the header where that was chosen.

    It puts off nobody's time-out.
    """
    response = _board(request, again=True)
    response.headers["Refresh"] = str(WITHOUT_SCRIPT)
    return response


def _board(request: HttpRequest, *, again: bool) -> HttpResponse:
    now = clock.now()
    shown = selectors.board(now=now, machine_now=clock.machine_now())
    return render(request, "calls/team/board.html", {"board": shown, "now": now, "again": again})


@team_leaders_only
@require_POST
def help_answered(request: HttpRequest, request_id: int) -> HttpResponse:
    """The team leader has given the help."""
    try:
        mark_answered(request_id=request_id, leader=person_of(request), at=clock.now())
    except HelpNotWanted:
        messages.info(request, "That help is no longer wanted: it was answered or withdrawn, or the call is over.")
    else:
        messages.success(request, "The help is marked as answered. The agent sees that it was you.")
    return redirect("board")


@team_leaders_only
@get_or_post
def take_over_a_call(request: HttpRequest, ref: str) -> HttpResponse:
    """A team leader takes over a call, and goes on with it."""
    if request.method == "POST":
        try:
            take_over(ref=ref, leader=person_of(request), at=clock.now(), seen_holder=_seen_holder(request))
        except CallNotOpen:
            return _back_to_the_board(request, GONE)
        except HolderChanged:
            return _changed(request, "calls:take-over", ref)
        except CallStillOpen as still:
            messages.info(request, "You already have a call open. End it before you take over another.")
            return redirect("calls:call", still.ref)
        return redirect("calls:call", ref)
    line = _line(ref)
    if line is None:
        return _back_to_the_board(request, GONE)
    return render(request, "calls/take_over.html", {"line": line, "ref": ref})


@team_leaders_only
@get_or_post
def hand_over_a_call(request: HttpRequest, ref: str) -> HttpResponse:
    """A team leader hands a call to an agent who is free."""
    line, agents = _line(ref), selectors.free_agents(machine_now=clock.machine_now())
    if line is None:
        return _back_to_the_board(request, GONE)
    form = HandOverForm(request.POST if request.method == "POST" else None, agents=agents)
    if request.method == "POST" and form.is_valid():
        try:
            to = hand_over(
                ref=ref, to_id=int(form.cleaned_data["to"]), leader=person_of(request), at=clock.now(),
                seen_holder=_seen_holder(request),
            )  # fmt: skip
        except CallNotOpen:
            return _back_to_the_board(request, GONE)
        except HolderChanged:
            return _changed(request, "hand-over", ref)
        except NotFree:
            form.add_error("to", "That agent has taken another call. Select somebody else")
        else:
            messages.success(request, f"Call {ref} is now with {to.full_name}. Tell them: it is on their home page.")
            return redirect("board")
    return render(request, "calls/team/hand_over.html", {"line": line, "form": form, "agents": agents})


@team_leaders_only
@get_or_post
def close_a_call(request: HttpRequest, ref: str) -> HttpResponse:
    """A team leader ends a call whose agent has gone, with an outcome that its facts allow."""
    call = Call.objects.filter(ref=ref, ended_at=None).select_related("holder", "challenge").first()
    line = _line(ref)
    if call is None or line is None:
        return _back_to_the_board(request, GONE)
    if not line.absent:
        return _back_to_the_board(request, f"{line.agent} is at the console: the call is theirs to end.")
    form = CloseForm(request.POST if request.method == "POST" else None, outcomes=outcomes(call))
    if request.method == "POST" and form.is_valid():
        outcome, reason = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reason"]
        try:
            close(ref=ref, outcome=outcome, reason=reason, leader=person_of(request), at=clock.now())
        except CallNotOpen:
            return _back_to_the_board(request, GONE)
        except (StillHeld, NotTrue):
            return _changed(request, "close-call", ref)
        messages.success(request, f"Call {ref} is closed: {outcome.label.lower()}.")
        return redirect("board")
    return render(request, "calls/team/close.html", {"line": line, "form": form})


def _line(ref: str) -> selectors.BoardLine | None:
    return selectors.line_of(ref, now=clock.now(), machine_now=clock.machine_now())


def _seen_holder(request: HttpRequest) -> int:
    """Whom the page named as holder; nobody for a form that no page of ours drew, so that it changes nothing."""
    return row_number(request.POST.get("holder", "")) or NOBODY


def _back_to_the_board(request: HttpRequest, why: str) -> HttpResponse:
    messages.info(request, why)
    return redirect("board")


def _changed(request: HttpRequest, url_name: str, ref: str) -> HttpResponse:
    messages.info(request, CHANGED)
    return redirect(url_name, ref)
