"""An agent asks for help in the middle of a step, and a team leader answers."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from audit.actions import Action
from audit.models import AuditEvent
from calls.models import HelpRequest
from tests.calls.desk import OPEN_HOURS, Desk
from tests.calls.guards import Guard, refused_by
from tests.calls.script import facts
from tests.calls.team.leader import Leader
from tests.html import assert_valid_html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


@pytest.fixture
def desk() -> Desk:
    return Desk().open()


@pytest.mark.req("R5")
def test_asking_keeps_what_was_typed_and_records_none_of_it(desk: Desk, open_hours: time_machine.Traveller) -> None:
    before, path = facts(desk), desk.path
    desk.send(company="Half a na", caller_name="", prime="", help="caller", help_words="Shouting at me")
    assert desk.path == path
    assert desk.errors == []
    assert "Help is asked for." in desk.text
    assert [box.get("value") for box in desk.page.iter("input") if box.get("name") == "company"] == ["Half a na"]
    kept = facts(desk)
    assert [(note["accepted"], note["result"]) for note in kept["submissions"]] == [(False, "")]
    assert kept | {"submissions": []} == before
    open_hours.shift(timedelta(minutes=3))
    shown = Leader().reads("/board/")
    assert "1 wants help." in shown
    assert "Help wanted for 3 minutes The caller is upset or asks for a manager: Shouting at me" in shown
    desk.caller()
    assert desk.slug == "purpose"
    assert "You asked for help at 10:30: The caller is upset or asks for a manager." in desk.text


@pytest.mark.req("R5")
def test_help_is_asked_for_once_and_withdrawn_once(desk: Desk) -> None:
    for _ in range(2):
        desk.send(help="advice")
    assert HelpRequest.objects.count() == 1
    for _ in range(2):
        desk.send(help="withdraw")
    assert "Help is no longer asked for." in desk.text
    assert "Help wanted" not in Leader().reads("/board/")
    recorded = AuditEvent.objects.filter(chain=f"call:{desk.ref}").values_list("action", flat=True)
    assert list(recorded) == [Action.CALL_OPENED, Action.HELP_ASKED, Action.HELP_WITHDRAWN]


@pytest.mark.req("R5")
def test_the_leader_answers_and_the_agent_sees_who(desk: Desk) -> None:
    leader = Leader()
    desk.send(help="console")
    path = f"/board/help/{HelpRequest.objects.get().pk}/answered/"
    assert "marked as answered" in leader.posts(path)
    assert "no longer wanted" in leader.posts(path)
    assert "Help wanted" not in leader.reads("/board/")
    assert f"{leader.user.full_name} answered your request for help at 10:30." in desk.reload().text
    assert HelpRequest.objects.get().answered_by == leader.user


@pytest.mark.req("R5")
@pytest.mark.parametrize("again", ["console", "withdraw"])
def test_a_page_that_is_loaded_again_asks_for_nothing_again(desk: Desk, again: str) -> None:
    if again == "withdraw":
        desk.send(help="console")
    page = {**desk.hidden(), "company": "Half a na", "help": again}
    desk.post(desk.path, page)
    if again == "console":
        Leader().posts(f"/board/help/{HelpRequest.objects.get().pk}/answered/")
    else:
        desk.send(help="caller")
    wishes = list(HelpRequest.objects.values())
    desk.post(desk.path, page)
    assert list(HelpRequest.objects.values()) == wishes
    assert "nothing was asked for again" in desk.text
    assert [box.get("value") for box in desk.page.iter("input") if box.get("name") == "company"] == ["Half a na"]
    desk.send(help="advice")
    assert HelpRequest.objects.count() == 2


@pytest.mark.req("R5")
def test_a_page_that_asked_for_help_can_still_be_sent_for_what_it_is(desk: Desk) -> None:
    page = desk.hidden()
    desk.post(desk.path, {**page, "help": "console"})
    names = {"company": desk.on.company_name, "caller_name": desk.on.caller_name, "prime": desk.on.prime_name}
    desk.post(desk.path, {**page, **names})
    assert desk.slug == "purpose"


@pytest.mark.req("R5")
@pytest.mark.parametrize(
    ("nobodys", "told"), [(0, "Page not found"), (999999, "no longer wanted"), (2**70, "Page not found")]
)
def test_help_that_nobody_asked_for_is_not_answered(nobodys: int, told: str) -> None:
    assert told in Leader().posts(f"/board/help/{nobodys}/answered/")


@pytest.mark.req("R5")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"help": "nonsense"}, "Press one of the buttons to say what you want help with"),
        ({"help": "advice", "help_words": "x" * 201}, "must be 200 characters or fewer"),
        ({"help": "advice", "help_words": "It is QQ 12 34 56 C"}, "Leave out names and numbers"),
        ({"help": "advice", "help_words": "\x00"}, "cannot be stored"),
    ],
)
def test_nonsense_is_answered_with_what_to_do(desk: Desk, typed: dict[str, str], expected: str) -> None:
    desk.send(**typed)
    [error] = desk.errors
    assert expected in error
    assert_valid_html(desk.response)
    assert not HelpRequest.objects.exists()


@pytest.mark.req("R5")
def test_the_database_keeps_one_open_wish_for_a_call(desk: Desk) -> None:
    desk.send(help="advice")
    one = HelpRequest.objects.get()
    refused_by(
        lambda: HelpRequest.objects.create(call=one.call, asked_by=desk.agent, asked_at=OPEN_HOURS, reason="other"),
        Guard("calls_helprequest", "help_one_open_for_each_call"),
    )


@pytest.mark.req("R5")
def test_the_database_keeps_what_was_asked(desk: Desk) -> None:
    desk.send(help="advice")
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.update(reason="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.update(answered_at=OPEN_HOURS)
