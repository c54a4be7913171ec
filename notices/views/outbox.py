"""BMT's page of the emails that go out. It shows to whom, about what and how far; never what an email says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import bmt_only, bmt_or_auditor
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock

from .. import selectors, services
from ..forms import OutboxFilterForm
from ..models import Notice
from ..rules import Event, State, may_follow

PAGE_SIZE = 50
TOO_LATE = "That email has gone on in the meantime. Nothing was changed: look at it again."
COLOURS = {
    State.WAITING: "blue", State.SENDING: "light-blue", State.SENT: "green",
    State.UNCERTAIN: "orange", State.REFUSED: "red", State.WITHDRAWN: "grey",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A button: its words, what it does, and what is said afterwards."""

    slug: str
    event: Event
    label: str
    do: Callable[..., None]
    done: str


DEEDS = {
    deed.slug: deed
    for deed in (
        Deed("send-again", Event.SENT_AGAIN, "Send again", services.send_again, "The email is sent again."),
        Deed("mark-sent", Event.SEEN_TO_BE_SENT, "It did arrive", services.mark_sent, "The email is marked as sent."),
        Deed("withdraw", Event.WITHDRAWN, "Do not send", services.withdraw, "The email will not be sent."),
    )
}


@dataclass(frozen=True)
class Row:
    """An email as the page shows it."""

    notice: Notice
    state: str
    colour: str
    when: datetime
    why: str
    deeds: tuple[Deed, ...]


@bmt_or_auditor
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits for a person, and below it every email, by state and kind."""
    form = OutboxFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(selectors.outbox(**wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    decides = person_of(request).role == Role.BMT
    context = {
        "form": form, "page": page, "query": query.urlencode(), "late": selectors.late(at=clock.now()),
        "counts": [(capfirst(state), number) for state, number in selectors.counts().items()],
        "rows": _rows(page.object_list), "decides": decides,
        "undecided": _rows(selectors.waiting_for_a_person()[:PAGE_SIZE], decides=decides),
    }  # fmt: skip
    return render(request, "notices/outbox.html", context)


@bmt_only
@require_POST
def decide(request: HttpRequest, notice_id: int, deed: str) -> HttpResponse:
    """Press one of the buttons. What the email's state does not offer (any more) changes nothing."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise Http404
    try:
        chosen.do(notice_id=notice_id, actor=person_of(request))
    except Notice.DoesNotExist:
        raise Http404 from None
    except services.NotNow:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, chosen.done)
    return redirect("notices:outbox")


def _rows(notices: Iterable[Notice], *, decides: bool = False) -> list[Row]:
    return [_row(notice, decides=decides) for notice in notices]


def _row(notice: Notice, *, decides: bool) -> Row:
    state = notice.state_now
    deeds = tuple(deed for deed in DEEDS.values() if decides and may_follow(deed.event, state))
    when = notice.sent_at or notice.withdrawn_at or notice.claimed_at or notice.created_at
    return Row(notice, capfirst(state), COLOURS[state], when, selectors.why(notice), deeds)
