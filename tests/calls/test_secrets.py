"""No code, expected character, held answer or circumstance in any byte before its check is passed (A5, S5, S7, G2)."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from string import ascii_letters, digits
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.db import connection
from django.http import HttpResponse

from audit.models import AuditEvent
from programmes.types import PAYMENT_GROUPS, Programme, QuestionKind, Weekday
from tests.calls.desk import CODE, Desk
from tests.calls.rewinding import desk_at
from tests.calls.script import EMPLOYER, FREE, SAID, arrive, cast_for, walk
from tests.circumstances.factories import participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
VERSION = re.compile(r'name="version" value="\d+"')
# 64 characters by chance, in which four of a code would stand now and then.
MASKED_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=Set-Cookie: csrf=)\w+')
FILLED_IN = re.compile(r"<input[^>]*\schecked|<option[^>]*\sselected")
ONE_CHARACTER = re.compile(r'value="([^\s*])"')
LONELY = re.compile(r">\s*(\w)\s*<")


def bytes_of(response: HttpResponse) -> str:
    """All that a browser is sent, the version of the call and what is drawn by chance aside: headers and body."""
    sent = f"{response.headers}\n{response.cookies}\n{response.content.decode()}"
    return MASKED_TOKEN.sub("", VERSION.sub("", sent))


def ways_to_write(day: date) -> list[str]:
    return [day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d %m %Y}", f"{day.day} {day:%B}", f"{day.day} {day:%b}",
            f"{day:%d %B}", f"{day:%B} {day.day}", f'value="{day.day}"', day.strftime("%Y%m%d")]  # fmt: skip


def answers_of(referral: Any) -> list[str]:
    """What LMS holds that would answer a question."""
    return [referral.officer_name, EMPLOYER, referral.signing_day.capitalize(), referral.reference,
            *referral.qualifications.values_list("name", flat=True), *ways_to_write(referral.referred_on)]  # fmt: skip


def circumstances_of(referral: Any) -> list[str]:
    person = referral.person
    held = [value for row in person.addresses.values_list("line_1", "postcode") for value in row]
    held += person.phone_numbers.values_list("number", flat=True)
    held += person.changes.values_list("description", flat=True)
    return [*held, *filter(None, person.claims.values_list("reason_ended", flat=True)), "JSA", "Jobseeker", "dormant"]


def assert_without(text: str, values: list[str], where: str) -> None:
    found = [value for value in values if value in text]
    assert not found, f"{where}: {found}"


@pytest.mark.req("A5", "S5", "S6", "C2")
@pytest.mark.parametrize("programme", Programme)
def test_nothing_is_sent_before_the_check_that_unlocks_it(foretell, programme: Programme) -> None:
    foretell(FREE)
    desk = Desk(programme=programme)
    cast = cast_for(desk)
    both = list(cast.values())
    pieces = [CODE[start : start + 4] for start in range(5)]
    for place in walk(desk, cast):
        sent = "\n".join(map(bytes_of, desk.client.responses))
        desk.client.responses.clear()
        assert_without(sent, [CODE, *pieces, *(referral.person.nino for referral in both)], place.name)
        never = [value for referral in both for value in answers_of(referral) if value != EMPLOYER]
        assert_without(sent, never, place.name)
        assert (EMPLOYER in sent) == (place.slug == "mark"), place.name
        if place.slug not in {"details", "advice", "next", "read-back", "ended"}:
            assert_without(sent, [value for referral in both for value in circumstances_of(referral)], place.name)
        else:
            told = [cast["first"]] if place.number == 1 else [] if place.number is None else [cast["second"]]
            untold = [referral for referral in both if referral not in told] if told else []
            assert_without(sent, [value for each in untold for value in _own(each)], place.name)
        passed = desk.call.participants.filter(security_check__passed=True).values_list("person_id", flat=True)
        unnamed = [referral.person.full_name for referral in both if referral.person_id not in passed]
        assert_without(sent, unnamed if place.slug != "read-back" else [], place.name)


def _own(referral: Any) -> list[str]:
    """Circumstances that no other participant of the cast shares."""
    person = referral.person
    return [*person.addresses.exclude(line_1="1 Old Road").values_list("line_1", flat=True),
            *person.phone_numbers.values_list("number", flat=True)]  # fmt: skip


@pytest.mark.req("A5")
@pytest.mark.parametrize("typed", [{}, {"characters_0": "**"}, {"characters_1": " "}])
def test_no_page_of_the_access_code_holds_an_expected_character(typed: dict[str, str]) -> None:
    desk = desk_at("access-code")
    for _ in range(2):
        html = desk.response.content.decode()
        assert CODE not in html
        assert not ONE_CHARACTER.findall(VERSION.sub("", html))
        assert not LONELY.findall(html.partition("<main")[2].partition("</main")[0])
        desk.send(**typed)
    assert desk.call.challenge.answered_at is None


@pytest.mark.req("A5")
def test_how_to_say_a_character_is_the_same_whatever_the_code() -> None:
    desk = desk_at("access-code")
    said = dict(re.findall(r'data-character="(.)">([^<]+)<', desk.response.content.decode()))
    assert set(said) == {*ascii_letters, *digits}
    assert (said["T"], said["k"], said["7"]) == ("capital Tango", "lower kilo", "number seven")
    assert '<p class="govuk-body" role="status" data-spells="id_characters_"></p>' in desk.response.content.decode()
    assert "Skip to main content\u201d" in desk.text, "the keys are on the page"


@pytest.mark.req("A5", "A3")
def test_which_of_the_three_was_wrong_is_not_told() -> None:
    pages, first = set(), None
    for wrong in (0, 1, 2):
        desk = Desk(on=first and first.on, agent=first.agent) if first else Desk()
        first = first or desk
        desk.open().caller().purpose()
        said = [CODE[place - 1] for place in desk.call.challenge.positions]
        said[wrong] = "3" if said[wrong] != "3" else "9"
        desk.send(**{f"characters_{place}": character for place, character in enumerate(said)})
        assert desk.call.outcome == "access_code_failed"
        assert_without(bytes_of(desk.response), [CODE], "ended")
        pages.add(desk.text.replace(desk.ref, ""))
    assert len(pages) == 1


@pytest.mark.req("S5")
@pytest.mark.parametrize("kind", QuestionKind)
def test_no_question_shows_or_hints_at_the_held_answer(foretell, kind: QuestionKind) -> None:
    foretell(kind)
    desk = Desk()
    referral = participant(
        prime=desk.on.prime, officer_name="Quenby Marchetti", officer_initials="QZ", referred_on=date(2026, 9, 23),
        payment_group=7, signing_day="wednesday",
    )  # fmt: skip
    referral.person.employments.update(employer=EMPLOYER)
    desk.through_the_code().identify(referral)
    for _ in range(2):
        html = bytes_of(desk.response)
        assert not FILLED_IN.search(html)
        listed = {QuestionKind.SIGNING_DAY_AND_CYCLE: ["Wednesday"], QuestionKind.PAYMENT_GROUP: []}.get(kind, [])
        assert_without(html, [each for each in answers_of(referral) if each not in listed], kind)
        assert (PAYMENT_GROUPS[7] in html) == (kind is QuestionKind.PAYMENT_GROUP), "all nine, or none"
        assert all((day.capitalize() in html) == (kind is QuestionKind.SIGNING_DAY_AND_CYCLE) for day in Weekday)
        desk.send()
    assert desk.errors


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log's own handler writes, in its own format."""
    [handler] = [each for each in logging.getLogger().handlers if each.get_name() == "stream"]
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(StringIO())
    yield handler.stream
    handler.setStream(before)


@pytest.fixture
def messages() -> Iterator[list[Any]]:
    """Everything that is handed to the broker."""
    sent: list[Any] = []

    def note(**message: Any) -> None:
        sent.append(message)

    before_task_publish.connect(note, weak=False)
    yield sent
    before_task_publish.disconnect(note)


@pytest.mark.req("G2", "S5", "A5")
@pytest.mark.parametrize("programme", Programme)
def test_no_address_log_line_audit_row_or_task_holds_what_was_said_or_seen(foretell, log, messages, programme):
    foretell(FREE)
    desk = Desk(programme=programme)
    cast = cast_for(desk)
    arrive(desk, "ended", cast)
    secrets = [CODE, EMPLOYER, SAID, desk.on.caller_name, *(SECRETS(cast))]
    assert f"POST /calls/{desk.ref}/participants/1/mark/" in log.getvalue(), "the log is what is read here"
    assert_without(log.getvalue(), secrets, "log")
    asked = [
        f"{r.request['PATH_INFO']}?{r.request['QUERY_STRING']} {r.get('Location', '')}" for r in desk.client.responses
    ]
    assert_without("\n".join(asked), [*secrets, *(value.replace(" ", "%20") for value in secrets)], "addresses")
    rows = [f"{event.action} {event.subject} {event.chain} {event.detail}" for event in AuditEvent.objects.all()]
    assert len(rows) > 30
    assert_without("\n".join(rows), secrets, "audit")
    assert messages == []


def SECRETS(cast: dict[str, Any]) -> list[str]:  # noqa: N802
    return [value for each in cast.values() for value in (each.person.nino, each.person.full_name, *answers_of(each),
            *circumstances_of(each)) if value != "dormant" and not value.startswith("value=")]  # fmt: skip


@pytest.mark.req("G2", "S1")
def test_a_fault_of_the_database_quotes_no_value_in_the_log_or_on_the_page(log) -> None:
    desk = Desk()
    referral = participant(prime=desk.on.prime)
    arrive(desk, "identify 1")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION quote_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'broken by %', NEW "
            "USING ERRCODE = 'check_violation', DETAIL = 'Failing row contains ' || NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER quoted BEFORE INSERT ON calls_callparticipant FOR EACH ROW EXECUTE FUNCTION quote_it()"
        )
    desk.client.raise_request_exception = False
    desk.identify(referral)
    assert desk.response.status_code == 500
    assert "IntegrityError" in log.getvalue() or "CheckViolation" in log.getvalue()
    for text in (log.getvalue(), bytes_of(desk.response)):
        assert_without(text, [referral.person.nino, referral.person.full_name, "broken by"], "fault")
