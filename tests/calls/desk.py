"""An agent at the desk: takes calls through the pages with Django's test client, as a browser without script would.

`Desk(client)` signs an agent in; `desk.open(...)`, `desk.caller(...)` and so on fill in and send the page in view.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urldefrag
from uuid import uuid4
from xml.etree.ElementTree import Element

from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode

from accounts.models import User
from calls.models import Call, CallParticipant, HandOver
from programmes.types import Programme
from security.rules.check import Judgement
from tests.accesscodes.factories import AccessCodeFactory, characters
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.moments import OPEN_HOURS
from tests.providers.factories import EligibleCaller, eligible_caller

CODE = "Kt7mRw4x"
SIGNPOST_ROUTE = {Programme.WORK_PROGRAMME: "WP08", Programme.MANDATORY_WORK_ACTIVITY: "DMA"}


URLENCODED = "application/x-www-form-urlencoded"


class Tape(Client):
    """A browser that keeps every response it gets, redirects among them, and sends forms as browsers do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.responses: list[HttpResponse] = []

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        self.responses.append(response)
        return response

    def post(self, path: str, data: Any = None, content_type: str = URLENCODED, **more: Any) -> HttpResponse:
        """`data` is a form's fields, sent as our pages send them; only a file takes the test client's own way."""
        if content_type == URLENCODED:
            if any(hasattr(value, "read") for value in (data or {}).values()):
                return super().post(path, data, **more)
            data = urlencode(data or {}, doseq=True)
        return super().post(path, data, content_type, **more)


def pass_on(ref: str, to: User) -> None:
    """Make somebody else the holder of a call, as a hand-over would."""
    call = Call.objects.get(ref=ref)
    HandOver.objects.create(call=call, from_holder=call.holder, to_holder=to, by=to, at=OPEN_HOURS)
    Call.objects.filter(ref=ref).update(holder=to)


def called(ref: str, slug: str, number: int | None = None) -> str:
    """The address of a step, as a person would type it."""
    return f"/calls/{ref}/participants/{number}/{slug}/" if number is not None else f"/calls/{ref}/{slug}/"


# Pages of a call that record nothing when they are drawn, and whose forms carry nothing of what they show.
ONLY_SHOWN = re.compile(
    r"/calls/\w+/(participants/\d+/)?"
    "(caller|purpose|access-code|identify|question|failure-date|what-to-check|offer|next|ended)/"
)
# Read without a parser, which would take most of the time of a long call; `page` parses strictly.
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@dataclass
class Desk:
    """One agent, one call at a time, and the page that the agent sees."""

    client: Tape = field(default_factory=Tape)
    programme: Programme = Programme.WORK_PROGRAMME
    code_text: str = CODE
    agent: User = field(default_factory=UserFactory)
    on: EligibleCaller | None = None
    path: str = ""
    follows: bool = False
    """Draw every page that the call gets to, whether the test looks at it or not."""
    seen: HttpResponse | None = None

    def __post_init__(self) -> None:
        sign_in(self.client, self.agent)
        self.on = self.on or eligible_caller(self.programme)
        if not self.on.prime.access_codes.exists():
            AccessCodeFactory(prime=self.on.prime, text=self.code_text, at=OPEN_HOURS)

    # What is on the page

    @property
    def call(self) -> Call:
        return Call.objects.get(ref=self.ref)

    @property
    def slug(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def response(self) -> HttpResponse:
        """The page in view. One that the last form led to is drawn now, if nothing asked for it before."""
        if self.seen is None:
            self.get(self.path)
        assert self.seen is not None
        return self.seen

    @response.setter
    def response(self, response: HttpResponse) -> None:
        self.seen = response

    @property
    def page(self) -> Element:
        return assert_valid_html(self.response)

    @property
    def text(self) -> str:
        return text_of(self.page)

    def hidden(self) -> dict[str, str]:
        """The token, the version and whatever else the page's form carries unseen."""
        _, _, main = self.response.content.decode().partition("<main")
        return {name: unescape(value) for name, value in HIDDEN.findall(main)}

    @property
    def names_claimants(self) -> bool:
        return self.programme is Programme.MANDATORY_WORK_ACTIVITY

    @property
    def ref(self) -> str:
        return self.path.split("/")[2]

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        links = self.page.iterfind(".//div[@class='govuk-error-summary']//li")
        return [text_of(link) for link in links]

    @property
    def last(self) -> CallParticipant:
        """The participant being dealt with, as recorded."""
        return self.call.participants.order_by("number").last()

    # What the agent does

    def get(self, path: str) -> HttpResponse:
        self.response = self.client.get(path, follow=True)
        self.path = self.response.request["PATH_INFO"]
        return self.response

    def send(self, **typed: Any) -> HttpResponse:
        """Fill in the form in view and send it. Where nothing asked for the page, the envelope is made without it."""
        unseen = {} if self.seen else {"token": str(uuid4()), "version": str(self.call.version)}
        return self.post(self.path, {**(unseen or self.hidden()), **typed})

    def post(self, path: str, data: dict[str, Any]) -> None:
        answer = self.client.post(path, data)
        self.seen, self.path = answer, answer.request["PATH_INFO"]
        while self.seen is not None and self.seen.status_code == 302:
            self._go_to(urldefrag(self.seen["Location"]).url)

    def _go_to(self, path: str) -> None:
        """Where a redirect leads. A page that only shows what is recorded waits until something asks for it."""
        waits = ONLY_SHOWN.fullmatch(path) and not self.follows
        self.seen, self.path = None if waits else self.client.get(path), path

    def reload(self) -> "Desk":
        self.get(self.path)
        return self

    def open(self) -> "Desk":
        self.get("/calls/open/")
        self.send(programme=self.programme.value)
        return self

    def caller(self, **typed: Any) -> "Desk":
        self.send(**{"company": self.on.company_name, "caller_name": self.on.caller_name,
                     "prime": self.on.prime_name, **typed})  # fmt: skip
        return self

    def purpose(self, purpose: str = "") -> "Desk":
        self.send(purpose=purpose or SIGNPOST_ROUTE[self.programme])
        return self

    def code(self, text: str = "") -> "Desk":
        said = characters(text or self.code_text, self.call.challenge.positions)
        self.send(**{f"characters_{place}": said[place] for place in range(3)})
        return self

    def through_the_code(self) -> "Desk":
        return self.open().caller().purpose().code()

    def identify(self, referral: Any, **typed: Any) -> "Desk":
        self.send(**{"nino": referral.person.nino, "name": referral.person.full_name, **typed})
        return self

    def date(self, name: str, day: date) -> dict[str, str]:
        return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}

    def answer(self, referral: Any, *, right: bool = True) -> "Desk":
        """Answer the question that was drawn, from the referral, and mark it where it is the agent's to mark."""
        kind = self.call.participants.last().security_check.questions.get(set_aside_at=None).kind
        self.send(**_ANSWERS[kind](self, referral, right))
        if self.slug == "mark":
            self.send(judgement=(Judgement.MATCHES if right else Judgement.DOES_NOT_MATCH).value)
        return self

    def failure_date(self, day: date, *, told: bool = False) -> "Desk":
        told_in_advance = {} if self.programme is not Programme.WORK_PROGRAMME else {"told_in_advance": _yes(told)}
        self.send(**self.date("failed_on", day), **told_in_advance)
        return self

    def ask_for(self, *details: str, accept: tuple[str, ...] = ()) -> "Desk":
        self.send(asked=list(details))
        offered = {"address", "phone"} - set(details)
        if self.slug == "offer":
            self.send(**{detail: _yes(detail in accept) for detail in offered})
        return self

    def compare(self, **found: str) -> "Desk":
        self.send(**found)
        return self

    def advise(self, **typed: Any) -> "Desk":
        self.send(**{"given": "followed", **typed})
        return self

    def next(self, then: str) -> "Desk":
        self.send(then=then)
        return self

    def advised_on(self, referral: Any, day: date) -> "Desk":
        """One participant from the number to the recorded advice, everything checked and the same."""
        self.identify(referral).answer(referral).failure_date(day)
        return self.ask_for("address", "phone", "entitlement").compare(address="same", phone="same").advise()

    def read_back(self) -> "Desk":
        self.send(clear="yes")
        return self


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _wrong(right: Any, other: Any, ok: bool) -> Any:
    return right if ok else other


_ANSWERS: dict[str, Any] = {
    "payment_group": lambda desk, r, ok: {"group": _wrong(r.payment_group, 9, ok)},
    "referring_officer": lambda desk, r, ok: {"said": _wrong(r.officer_initials, "QQ", ok)},
    "employment_history": lambda desk, r, ok: {"said": _wrong(r.person.employments.first().employer, "Nobody", ok)},
    "qualifications": lambda desk, r, ok: {"said": _wrong(r.qualifications.first().name, "None", ok)},
    "signing_day_and_cycle": lambda desk, r, ok: {
        "day": _wrong(r.signing_day, "friday", ok),
        "cycle": r.signing_cycle,
    },
    "referral_date": lambda desk, r, ok: desk.date("referred_on", _wrong(r.referred_on, date(2020, 1, 1), ok)),
}
