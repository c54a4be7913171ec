"""Deny by default, roles, time-outs and the one session a person has (G1)."""

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views import View

from accounts.checks import every_view_says_who
from accounts.permissions import allow, anyone_signed_in, public
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from tests.html import assert_valid_html

from .factories import PASSWORD, TotpDeviceFactory, UserFactory, fresh_code, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]
MONDAY = "2026-11-23 09:00:00+00:00"


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("let in")


@allow(Role.AGENT)
class AgentsOnly(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("let in")

    post = get


class SaysNothing(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("let in")


def said(mark):
    """A view of its own for each mark: marks are put on the function itself."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("let in")

    return mark(view)


urlpatterns = [
    path("", include("providerdirect.urls")),
    path("nobody-said/", _page),
    path("nobody-said-class/", SaysNothing.as_view()),
    path("agents/", AgentsOnly.as_view()),
    path("leaders/", said(allow(Role.TEAM_LEADER))),
    path("all/", said(anyone_signed_in)),
    path("open/", said(public)),
]
here = pytest.mark.urls(__name__)


@here
@pytest.mark.parametrize("address", ["/nobody-said/", "/nobody-said-class/"])
@pytest.mark.parametrize("role", list(Role))
def test_a_view_that_names_nobody_lets_nobody_in(client: Client, role: Role, address: str) -> None:
    assert sign_in(client, UserFactory(role=role)).get(address).status_code == 403
    assert Client().get(address).status_code == 302


@here
def test_the_check_finds_each_view_that_names_nobody() -> None:
    found = [error.msg for error in every_view_says_who()]
    assert found == [
        "The view at /nobody-said/ does not say who may use it.",
        "The view at /nobody-said-class/ does not say who may use it.",
    ]


def test_every_view_of_the_console_says_who_may_use_it() -> None:
    assert every_view_says_who() == []


@here
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("address", "allowed"), [("/agents/", Role.AGENT), ("/leaders/", Role.TEAM_LEADER)])
def test_only_the_role_that_is_named_gets_in(client: Client, role: Role, address: str, allowed: Role) -> None:
    response = sign_in(client, UserFactory(role=role)).get(address)
    assert response.status_code == (200 if role == allowed else 403)


@here
def test_a_refusal_is_recorded_and_says_what_to_do(client: Client) -> None:
    user = UserFactory(role=Role.SPOC)
    response = sign_in(client, user).get("/people/")
    assert response.status_code == 403
    assert b"That you asked for it is recorded" in response.content
    assert_valid_html(response)
    event = AuditEvent.objects.get(action=Action.PERMISSION_REFUSED)
    assert (event.chain, event.actor, event.subject) == (f"person:{user.pk}", user, "people")


@here
def test_pages_are_not_stored_by_the_browser(client: Client) -> None:
    assert sign_in(client, UserFactory()).get("/all/").headers["Cache-Control"] == "no-store, private"


@here
def test_open_pages_need_nobody(client: Client) -> None:
    assert client.get("/open/").content == b"let in"


@here
def test_a_second_factor_of_someone_else_does_not_count(client: Client) -> None:
    user = UserFactory()
    sign_in(client, user)
    session = client.session
    session["otp_device_id"] = TotpDeviceFactory().persistent_id
    session.save()
    assert client.get("/all/").status_code == 302


@here
@pytest.mark.parametrize(("idle", "let_in"), [(29 * 60, True), (30 * 60 + 1, False)])
def test_half_an_hour_without_use_signs_out(client: Client, idle: int, let_in: bool) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, UserFactory())
        clock.shift(idle)
        response = client.get("/all/?n=1")
        assert (response.status_code == 200) is let_in
        if not let_in:
            assert response.url == "/sign-in/?next=%2Fall%2F%3Fn%3D1&why=idle"
            page = client.get(response.url)
            assert b"You were signed out because you had not used the console for a while" in page.content
            assert b"A call you had open is where you left it" in page.content
            assert_valid_html(page)


@here
def test_use_puts_the_idle_time_out_off_but_not_the_absolute_one(client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, UserFactory())
        for _ in range(23):  # 25 minutes each: 9 hours 35 minutes
            clock.shift(25 * 60)
            assert client.get("/all/").status_code == 200
        clock.shift(26 * 60)
        assert client.get("/all/").url == "/sign-in/?next=%2Fall%2F&why=too-long"


@here
def test_the_demonstration_clock_signs_nobody_out(client: Client, settings) -> None:
    sign_in(client, UserFactory())
    settings.CLOCK_AHEAD_SECONDS = 90 * 24 * 60 * 60
    assert client.get("/all/").status_code == 200


@here
def test_a_form_lost_by_the_time_out_leads_back_to_the_page_that_showed_it(client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, UserFactory())
        clock.shift(3600)
        shown = client.post("/agents/", {"a": 1}, headers={"referer": "http://testserver/all/?n=1"})
        assert shown.url == "/sign-in/?next=%2Fall%2F%3Fn%3D1&why=idle"
        sign_in(client, UserFactory())
        clock.shift(3600)
        elsewhere = client.post("/agents/", {"a": 1}, headers={"referer": "http://evil.example/all/"})
        assert elsewhere.url == "/sign-in/?next=%2Fagents%2F&why=idle"


@here
def test_the_time_out_leads_back_after_signing_in(client: Client) -> None:
    user = UserFactory()
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD, "next": "/all/?n=1"})
    assert client.post("/sign-in/second-factor/", {"code": fresh_code(user)}).url == "/all/?n=1"


@here
def test_a_new_sign_in_ends_the_one_before(client: Client) -> None:
    user, other = UserFactory(), Client()
    sign_in(client, user)
    sign_in(other, user)
    assert other.get("/all/").status_code == 200
    assert client.get("/all/").url.endswith("why=elsewhere")


@here
def test_a_password_alone_ends_nobody_elses_session(client: Client) -> None:
    user, other = UserFactory(), Client()
    sign_in(client, user)
    other.post("/sign-in/", {"email": user.email, "password": PASSWORD})
    assert client.get("/all/").status_code == 200


@here
def test_half_a_sign_in_does_not_wait_for_ever(client: Client) -> None:
    user = UserFactory()
    with time_machine.travel(MONDAY, tick=False) as clock:
        client.post("/sign-in/", {"email": user.email, "password": PASSWORD})
        clock.shift(30 * 60)
        assert client.get("/sign-in/second-factor/").url == "/sign-in/?why=unfinished"


@here
def test_a_script_is_told_so_instead_of_sent_to_a_page(client: Client) -> None:
    assert client.get("/all/", headers={"sec-fetch-dest": "empty"}).status_code == 401


@here
def test_a_stale_form_is_answered_in_words() -> None:
    client = sign_in(Client(enforce_csrf_checks=True), UserFactory())
    response = client.post("/agents/")
    assert response.status_code == 403
    assert b"That page was out of date" in response.content
    assert_valid_html(response)


@here
def test_a_page_costs_a_fixed_number_of_queries(client: Client, django_assert_num_queries) -> None:
    sign_in(client, UserFactory())
    with django_assert_num_queries(3):  # session, person, device
        client.get("/all/")


def test_reasons_made_up_in_the_address_are_not_shown(client: Client) -> None:
    assert b"signed out" not in client.get("/sign-in/?why=<b>because</b>").content
