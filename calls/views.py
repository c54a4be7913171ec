"""The pages of a call. One view drives every step; the flow says which one is due."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.permissions import allow
from accounts.rules import Role
from core import clock
from core.methods import get_or_post
from line.selectors import line_state
from programmes.policy import POLICIES
from programmes.scripts import Script
from programmes.types import Programme

from . import flow, pages
from .forms import OpenCallForm, RecordingForm
from .rules import MOST_PARTICIPANTS, Outcome
from .selectors import open_call_of
from .services import submissions
from .services.opening import CallStillOpen, LineClosed, OutOfService, end, open_call, record_reference
from .services.submissions import Envelope
from .services.turn import Refusal, Remark, Turn, take
from .state import State, load
from .team.asking import answer_help, help_context
from .team.held import by_its_holder

MOVED_ON = "The call has moved on since that page was shown. Nothing was changed. This is where the call is now."
ELEVENTH = "That is ten, the most for one call. Ask the caller to call back for the others."
handles_a_call = allow(Role.AGENT, Role.TEAM_LEADER)


@handles_a_call
@get_or_post
def open_a_call(request: HttpRequest) -> HttpResponse:
    """The ring: say that calls are recorded (L4), and open the call if the line is open (L1)."""
    if request.method != "POST" and (still_open := open_call_of(request.user.pk)):
        messages.info(request, "You already have a call open: this is it.")
        return redirect("calls:call", still_open)
    now = clock.now()
    form = OpenCallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call = open_call(
                agent=request.user,  # type: ignore[arg-type]  # the permission says who it is
                programme=Programme(form.cleaned_data["programme"]),
                telephony_reference=form.cleaned_data["telephony_reference"],
                at=now,
            )
        except CallStillOpen as still:
            messages.info(request, "You already have a call open. End it before you open another.")
            return redirect("calls:call", still.ref)
        except LineClosed:
            form.add_error(None, "The line is shut, so no call can be opened now")
        except OutOfService:
            form.add_error(None, "There is an outage, so no call can be opened now")
        else:
            return redirect("calls:call", call.ref)
    [anyone, *_] = POLICIES.values()
    context = {
        "form": form,
        "line": line_state(now),
        "script": pages.spoken(anyone, (Script.OPENING, Script.ASK_PROGRAMME), request),
    }
    return render(request, "calls/open.html", context)


@handles_a_call
@require_safe
@by_its_holder
def call(request: HttpRequest, ref: str) -> HttpResponse:
    """A call's own address leads to its present step."""
    return redirect(pages.present_url(load(_turn(request, ref, lock=False).call)))


@handles_a_call
@require_safe
@by_its_holder
def ended(request: HttpRequest, ref: str) -> HttpResponse:
    """How the call ended, and the words to end it with (R3)."""
    state = load(_turn(request, ref, lock=False).call)
    if state.call.outcome is None:
        return redirect(pages.present_url(state))
    return render(request, "calls/ended.html", pages.ended_context(request, state))


@handles_a_call
@get_or_post
@by_its_holder
@transaction.atomic
def abandon(request: HttpRequest, ref: str) -> HttpResponse:
    """The caller has gone: end the call as abandoned, once the agent has said so (R3)."""
    turn = _turn(request, ref, lock=True)
    state = load(turn.call)
    if state.call.ended_at is None and request.method == "POST":
        end(turn, Outcome.ABANDONED)
    if state.call.ended_at is not None:
        return redirect(pages.present_url(state))
    return render(request, "calls/abandon.html", pages.frame(request, state))


@handles_a_call
@get_or_post
@by_its_holder
@transaction.atomic
def recording(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the recording's reference or put it right, until the call ends (L4)."""
    turn = _turn(request, ref, lock=True)
    state = load(turn.call)
    if state.call.ended_at is not None:
        return _elsewhere(request, state, None)
    form = RecordingForm(request.POST or None, initial={"telephony_reference": turn.call.telephony_reference})
    if request.method == "POST" and form.is_valid():
        record_reference(turn, reference=form.cleaned_data["telephony_reference"])
        return redirect(pages.present_url(state))
    return render(request, "calls/recording.html", {**pages.frame(request, state), "form": form})


@handles_a_call
class StepView(View):
    """Any step: shown if it is due or may be answered again, taken once, and refused when the call has moved on."""

    @method_decorator(sensitive_post_parameters())
    @method_decorator(by_its_holder)
    @method_decorator(transaction.atomic)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, ref: str, slug: str, number: int | None = None) -> HttpResponse:
        turn = _turn(request, ref, lock=False)
        state = load(turn.call)
        place = _shown(state, slug, number)
        if place is None:
            return _elsewhere(request, state, number)
        return self._page(request, turn, place, place.step.form(place.spot, turn))

    def post(self, request: HttpRequest, ref: str, slug: str, number: int | None = None) -> HttpResponse:
        turn = _turn(request, ref, lock=True)
        state = load(turn.call)
        envelope = Envelope.opened(request.POST)
        before = submissions.earlier(turn, envelope) if envelope else None
        if before and before.accepted:
            return redirect(before.result)
        place = _shown(state, slug, number)
        if place and envelope and "help" in request.POST:
            return self._helped(request, turn, place, envelope)
        if envelope is None or place is None or envelope.version != turn.call.version:
            return _elsewhere(request, state, number)
        form = place.step.form(place.spot, turn, request.POST)
        if form.is_valid():
            answer = submissions.refusal_of(before) if before else place.step.submit(place.spot, form, turn)
            if not isinstance(answer, Refusal):
                return self._moved_on(request, turn, envelope, answer)
            if before is None:
                submissions.refused(turn, envelope, answer)
            form.add_error(answer.field, answer.message)
            place.step.refused(form, answer)
            return self._page(request, turn, place, form, refused=True)
        return self._page(request, turn, place, form)

    def _moved_on(self, request: HttpRequest, turn: Turn, envelope: Envelope, remark: Remark | None) -> HttpResponse:
        if remark:
            messages.info(request, remark.message)
        url = pages.present_url(load(turn.call))
        submissions.accepted(turn, envelope, url)
        return redirect(url)

    def _helped(self, request: HttpRequest, turn: Turn, place: flow.Place, envelope: Envelope) -> HttpResponse:
        """The step as it was, with all that was typed and none of it looked at: help was asked for, nothing else."""
        help_form = answer_help(request, turn, envelope)
        form = place.step.form(place.spot, turn, request.POST)
        form.full_clean()
        form.errors.clear()
        return self._page(request, turn, place, form, help_form=help_form)

    def _page(
        self,
        request: HttpRequest,
        turn: Turn,
        place: flow.Place,
        form: forms.Form,
        *,
        refused: bool = False,
        help_form: forms.Form | None = None,
    ) -> HttpResponse:
        context = pages.step_context(request, turn, place, form, refused=refused)
        context |= help_context(turn, help_form)
        return render(request, place.step.template, context)


def _turn(request: HttpRequest, ref: str, *, lock: bool) -> Turn:
    """A turn on this call. Raises CallNotHeld, which `by_its_holder` answers."""
    return take(ref=ref, actor=request.user, at=clock.now(), lock=lock)  # type: ignore[arg-type]


def _shown(state: State, slug: str, number: int | None) -> flow.Place | None:
    """The place that an address names, if it is due or may be answered again."""
    if state.call.ended_at is not None:
        return None
    place = flow.find(state, slug, number)
    due = flow.present(state)
    if place and due and (place.where == due.where or place.amendable):
        return place
    return None


def _elsewhere(request: HttpRequest, state: State, number: int | None) -> HttpResponse:
    """The present step, with a plain word why; nothing was changed."""
    eleventh = number is not None and number > MOST_PARTICIPANTS
    messages.info(request, ELEVENTH if eleventh else MOVED_ON)
    return redirect(pages.present_url(state))
