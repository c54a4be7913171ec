"""The demonstration: loaded once, tried by anyone, and never outside demonstration mode."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from accesscodes.services import demonstration_code as access_code
from accounts.models import TotpDevice, User
from accounts.rules import Role
from accounts.services import demonstration_code as six_digits
from audit.models import AuditEvent
from circumstances.models import Person, Referral
from core import clock
from core.clock import LONDON
from desk.demonstration.callers import playable
from desk.demonstration.participants import STORIES, named, weekday
from desk.demonstration.people import PASSWORD, PEOPLE
from incidents.models import Incident
from incidents.rules.personal import seen_in
from programmes.types import AdviceRow, Programme
from providers.models import AuthorisedCaller, Provider, Spoc
from tests import rows
from tests.calls.desk import OPEN_HOURS, Desk
from tests.providers.factories import EligibleCaller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]


FIRST_LOAD: dict[str, tuple[str, rows.Rows]] = {}


@pytest.fixture
def loaded(open_hours: time_machine.Traveller, capsys: pytest.CaptureFixture[str]) -> str:
    """What the load said. It is done once; the other tests get its rows."""
    if kept := FIRST_LOAD.get("kept"):
        rows.put_back(kept[1])
        return kept[0]
    call_command("load_demonstration")
    said = capsys.readouterr().out
    FIRST_LOAD["kept"] = (said, rows.kept())
    return said


def the_card(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("demonstration_card")
    return capsys.readouterr().out


@pytest.mark.req("G1")
def test_there_is_someone_for_every_role(loaded: str) -> None:
    assert {user.role for user in User.objects.all()} == set(Role)
    assert User.objects.filter(role=Role.AGENT).count() == 2
    assert len({spoc.prime_id for spoc in Spoc.objects.filter(user__email__contains="demo.example")}) == 2
    assert f"People added: {len(PEOPLE)}" in loaded


def test_loading_again_adds_nothing(loaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    events, people = AuditEvent.objects.count(), Person.objects.count()
    assert people == 2 * len(STORIES) + 400
    call_command("load_demonstration")
    assert re.findall(r": (\d+)$", capsys.readouterr().out, re.MULTILINE) == [
        "0",
        str(Provider.objects.count()),
        "0",
        "0",
        "0",
    ]
    assert (AuditEvent.objects.count(), Person.objects.count()) == (events, people)


def test_what_people_changed_since_is_kept(loaded: str) -> None:
    user = User.objects.get(email="agent@demo.example")
    user.set_password("their own choice since")
    user.save()
    call_command("load_demonstration")
    user.refresh_from_db()
    assert user.check_password("their own choice since")


@pytest.mark.req("A6")
def test_the_next_months_codes_are_made_at_the_next_start(loaded: str, open_hours: time_machine.Traveller) -> None:
    before = access_code(playable(Programme.WORK_PROGRAMME, now=clock.now()).prime_id)
    open_hours.move_to(datetime(2027, 1, 4, 10, tzinfo=LONDON))
    call_command("load_demonstration")
    assert access_code(playable(Programme.WORK_PROGRAMME, now=clock.now()).prime_id) != before


@pytest.mark.parametrize("command", ["load_demonstration", "demonstration_card"])
def test_both_commands_refuse_outside_demonstration_mode(command: str) -> None:
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="demonstration mode only"):
        call_command(command)
    assert not User.objects.exists()


@pytest.mark.req("G1")
def test_the_card_signs_anyone_in(loaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    card = the_card(capsys)
    for person in PEOPLE:
        assert person.email in card
        assert six_digits(email=person.email) in card
        assert person.totp_secret in card
    client = Client()
    client.post("/sign-in/", {"email": "bmt@demo.example", "password": PASSWORD})
    client.post("/sign-in/second-factor/", {"code": six_digits(email="bmt@demo.example")})
    assert client.get("/", follow=True).request["PATH_INFO"] == "/desk/"


def test_the_card_fits_a_terminal(loaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert max(map(len, the_card(capsys).splitlines())) <= 98


def test_the_card_of_an_empty_service_says_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    card = the_card(capsys)
    assert card.count("not set up") == len(PEOPLE)
    assert card.count("Nobody on the approved list can ring about this programme today.") == len(Programme)


@pytest.mark.req("L1")
def test_the_card_says_that_the_line_is_closed_and_when_it_opens(
    loaded: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "CLOSED" not in the_card(capsys)
    with time_machine.travel("2026-11-22T08:00:00Z"):
        card = the_card(capsys)
    assert "THE LINE IS CLOSED\nNo call can be opened until Monday 23 November 2026, 08:00." in card


def test_the_card_gives_the_caller_everything_to_say(loaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    card = the_card(capsys)
    for programme in Programme:
        caller = playable(programme, now=clock.now())
        for said in (caller.prime, caller.company, caller.caller, " ".join(access_code(caller.prime_id))):
            assert said in card
        assert all(person.full_name in card for person in named(programme, clock.today()))


@pytest.mark.req("C5", "C6", "C7", "C8", "S7", "S8", "P1")
@pytest.mark.parametrize("programme", list(Programme))
@pytest.mark.parametrize("later", [0, 25])
def test_calls_go_as_the_card_says(
    programme: Programme, later: int, loaded: str, open_hours: time_machine.Traveller,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Given the card, when each participant is asked about, then the console says what the card foretold."""
    open_hours.move_to(OPEN_HOURS + timedelta(days=later))
    call_command("load_demonstration")
    card = the_card(capsys).partition(f"PLAY THE CALLER: {'WORK' if programme == 'wp' else 'MANDATORY'}")[2]
    desk = desk_for(programme)
    desk.through_the_code()
    for person in named(programme, weekday(OPEN_HOURS.date())):
        expected = " ".join(card.partition(f"{person.full_name},")[2].partition("Expect: ")[2].split("\n\n")[0].split())
        referral = Referral.objects.get(reference=person.reference)
        desk.identify(referral)
        if expected.startswith("not dealt with here"):
            assert "Not dealt with here" in desk.text
        else:
            desk.answer(referral)
            ask_about(desk, person, expected)
        desk.next("another")


def desk_for(programme: Programme) -> Desk:
    caller = playable(programme, now=clock.now())
    row = AuthorisedCaller.objects.get(
        prime=caller.prime_id, company__name=caller.company, full_name=caller.caller, ended_on=None
    )
    on = EligibleCaller(row.prime, row.company, row)
    agent = User.objects.get(email="agent@demo.example")
    return Desk(programme=programme, agent=agent, on=on, code_text=access_code(row.prime_id))


def ask_about(desk: Desk, person: object, expected: str) -> None:
    """From the passed check to the recorded advice."""
    if expected.startswith("Universal Credit"):
        assert "on Universal Credit" in desk.text
        return
    desk.failure_date(person.failed_on).ask_for("entitlement", accept=("address", "phone"))
    desk.compare(address="same" if person.story.moved is None else "different", phone="same")
    verdict = "Raise a" if expected.startswith("raise") else "Do not raise a"
    assert f"{verdict} compliance doubt" in desk.text
    assert expected.partition(". ")[2] in desk.text
    assert ("in the last two weeks" in desk.text) is ("last two weeks" in expected)
    desk.advise()


@pytest.mark.req("C9")
def test_the_stories_come_to_every_row_of_the_table(loaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    card = the_card(capsys).replace("\n     ", " ")
    expected = {
        AdviceRow.RAISE_LIVE: "raise. The participant was in receipt of benefit on that date, and the claim is live.",
        AdviceRow.DO_NOT_RAISE_DETAILS_CHANGED: "but contact details have changed.",
        AdviceRow.RAISE_DORMANT: "The claim is now dormant.",
        AdviceRow.DO_NOT_RAISE_NO_BENEFIT: "do not raise. The participant was not in receipt of benefit on that date.",
    }
    assert set(expected) == set(AdviceRow)
    assert all(words in card for words in expected.values())


def test_secrets_differ_from_person_to_person(loaded: str) -> None:
    assert len({device.secret() for device in TotpDevice.objects.all()}) == len(PEOPLE)


@pytest.mark.req("B1")
def test_incidents_wait_and_are_decided_from_the_start(loaded: str) -> None:
    assert "Potential security incidents sent: 2" in loaded
    assert [hasattr(each, "decision") for each in Incident.objects.order_by("pk")] == [True, False]
    assert not any(seen_in(row.reason) for each in Incident.objects.all() for row in each.rows.all())
