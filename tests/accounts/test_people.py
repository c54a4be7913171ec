"""Keeping the people who sign in: services and the business management team's pages (G1)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import services, totp
from accounts.models import Invitation, TotpDevice, User
from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from core import clock
from tests.html import assert_valid_html, text_of

from .factories import PASSWORD, UserFactory, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]
NEW = "seven green bicycles"


@pytest.fixture
def manager() -> User:
    return UserFactory(role=Role.BMT)


@pytest.fixture
def bmt(client: Client, manager: User) -> Client:
    return sign_in(client, manager)


def link_in(response) -> str:
    return re.search(rb"http://testserver(/invitation/follow/[^<\s]+)", response.content)[1].decode()


def token_in(link: str) -> str:
    return link.partition("token=")[2]


def accept(token: str, password: str) -> User:
    return services.accept_invitation(mark=services.invitation_mark(token), password=password)


def test_someone_is_added_chooses_a_password_and_enrols(bmt: Client, manager: User) -> None:
    added = bmt.post("/people/add/", {"full_name": " Ann  Other ", "email": "Ann.Other@Example.com", "role": "auditor"})
    assert_valid_html(added)
    link, ann = link_in(added), Client()
    landed = ann.get(link, follow=True)
    assert landed.redirect_chain == [("/invitation/", 302)]
    assert_valid_html(landed)
    assert ann.post("/invitation/", {"password": NEW, "again": NEW}).url == "/sign-in/"
    user = User.objects.get(email="ann.other@example.com")
    assert (user.full_name, user.role, user.check_password(NEW)) == ("Ann Other", Role.AUDITOR, True)
    assert ann.post("/sign-in/", {"email": user.email, "password": NEW}).url == "/sign-in/second-factor/"
    ann.get("/sign-in/set-up/")
    code = totp.current_code(TotpDevice.objects.get(user=user).secret())
    assert ann.post("/sign-in/set-up/", {"code": code}).status_code == 302
    recorded = AuditEvent.objects.filter(chain=f"person:{user.pk}").values_list("action", "actor")
    assert list(recorded)[:2] == [(Action.PERSON_ADDED, manager.pk), (Action.PERSON_INVITED, manager.pk)]
    assert "ann" not in str(list(AuditEvent.objects.values())).lower()


def test_an_invitation_works_once(bmt: Client) -> None:
    invited = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=None)
    accept(invited.token, NEW)
    with pytest.raises(services.BadInvitation):
        accept(invited.token, "another good password")
    again = Client().get(f"/invitation/follow/?token={invited.token}", follow=True)
    assert again.status_code == 410
    assert_valid_html(again)


def test_a_link_that_was_followed_is_nowhere_in_the_database(client: Client) -> None:
    invited = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=None)
    client.get(f"/invitation/follow/?token={invited.token}")
    (session,) = Session.objects.all()
    assert session.get_decoded()["invitation"]
    assert invited.token not in str(session.get_decoded())
    mark = session.get_decoded()["invitation"]
    # Nor does what is there make a link that works.
    assert Client().get(f"/invitation/follow/?token={mark}", follow=True).status_code == 410


def test_the_page_of_a_link_that_nobody_followed_is_over(client: Client) -> None:
    assert client.get("/invitation/").status_code == 410


def test_an_invitation_lasts_seven_days() -> None:
    invited = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=None)
    with connection.cursor() as cursor:  # the guard lets nobody else do so
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE accounts_invitation SET expires_at = now() - interval '1 second'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(services.BadInvitation):
        accept(invited.token, NEW)


def test_a_person_was_added_by_the_consoles_clock(settings) -> None:
    settings.CLOCK_AHEAD_SECONDS = 24 * 60 * 60
    added = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=None)
    assert added.user.created_at > clock.machine_now() + timedelta(hours=23)


def test_the_length_of_an_invitation() -> None:
    services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=None)
    invitation = Invitation.objects.get()
    assert round((invitation.expires_at - invitation.created_at).total_seconds()) == 7 * 24 * 60 * 60


def test_a_newer_invitation_replaces_the_older(manager: User) -> None:
    first = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=manager)
    second = services.invite(user_id=first.user.pk, actor=manager)
    with pytest.raises(services.BadInvitation):
        services.open_invitation(services.invitation_mark(first.token))
    assert services.open_invitation(services.invitation_mark(second.token)).user == first.user


def test_the_database_refuses_to_open_a_used_invitation_again(manager: User) -> None:
    invited = services.create_person(email="a@example.com", full_name="A Person", role=Role.AGENT, actor=manager)
    accept(invited.token, NEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(used_at=None)


@pytest.mark.parametrize("password", ["short", "password1234", "12345678901234", "ann.other@example"])
def test_weak_passwords_are_refused_and_the_link_stays_good(client: Client, password: str) -> None:
    invited = services.create_person(email="ann.other@example.com", full_name="Ann", role=Role.AGENT, actor=None)
    client.get(f"/invitation/follow/?token={invited.token}")
    response = client.post("/invitation/", {"password": password, "again": password})
    assert response.status_code == 200
    assert_valid_html(response)
    assert client.post("/invitation/", {"password": NEW, "again": NEW}).status_code == 302


def test_a_second_person_with_the_same_address_is_refused(bmt: Client) -> None:
    UserFactory(email="a@example.com")
    response = bmt.post("/people/add/", {"full_name": "B", "email": "A@example.com ", "role": "agent"})
    assert b"Someone with this email address is here already" in response.content


def test_a_reset_ends_everything_that_let_the_person_in(bmt: Client, manager: User) -> None:
    user = UserFactory()
    theirs = sign_in(Client(), user)
    services.make_recovery_codes(user_id=user.pk)
    response = bmt.post(f"/people/{user.pk}/second-factor/")
    assert_valid_html(response)
    assert theirs.get("/account/").url.startswith("/sign-in/")
    assert Client().post("/sign-in/", {"email": user.email, "password": PASSWORD}).status_code == 200
    assert not TotpDevice.objects.filter(user=user).exists()
    accept(token_in(link_in(response)), NEW)
    assert AuditEvent.objects.filter(action=Action.SECOND_FACTOR_RESET, actor=manager).count() == 1


def test_people_do_not_act_on_themselves(bmt: Client, manager: User) -> None:
    for address in ("second-factor", "deactivate"):
        response = bmt.post(f"/people/{manager.pk}/{address}/", follow=True)
        assert b"You cannot change your own account here" in response.content
    bmt.post(f"/people/{manager.pk}/role/", {"role": "agent"})
    manager.refresh_from_db()
    assert (manager.is_active, manager.role) == (True, Role.BMT)


def test_the_last_manager_cannot_be_shut_out_or_given_another_role(manager: User) -> None:
    for act in (
        lambda: services.set_active(user_id=manager.pk, active=False, actor=None),
        lambda: services.change_role(user_id=manager.pk, role=Role.AGENT, actor=None),
    ):
        with pytest.raises(services.LastBusinessManager):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_shut_each_other_out_take_turns() -> None:
    first, second = UserFactory(role=Role.BMT), UserFactory(role=Role.BMT)

    def shut_out(pair: tuple[User, User]) -> str:
        try:
            services.set_active(user_id=pair[1].pk, active=False, actor=pair[0])
        except (services.NotAllowed, services.LastBusinessManager) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(shut_out, [(first, second), (second, first)]))
    assert results == ["NotAllowed", "done"]
    assert User.objects.filter(role=Role.BMT, is_active=True).count() == 1


def test_only_a_manager_who_still_is_one_may_act(manager: User) -> None:
    agent, other = UserFactory(), UserFactory(role=Role.BMT)
    services.set_active(user_id=manager.pk, active=False, actor=other)
    for actor in (agent, manager):
        with pytest.raises(services.NotAllowed):
            services.set_active(user_id=agent.pk, active=False, actor=actor)


def test_shutting_out_and_letting_in_again(bmt: Client) -> None:
    user = UserFactory()
    theirs = sign_in(Client(), user)
    assert_valid_html(bmt.get(f"/people/{user.pk}/deactivate/"))
    assert_valid_html(bmt.post(f"/people/{user.pk}/deactivate/", follow=True))
    assert theirs.get("/account/").status_code == 302
    bmt.post(f"/people/{user.pk}/reactivate/")
    assert User.objects.get(pk=user.pk).is_active
    assert theirs.get("/account/").status_code == 302  # the old session stays dead
    changes = AuditEvent.objects.filter(action=Action.PERSON_CHANGED).values_list("detail", flat=True)
    assert list(changes) == [{"active": False}, {"active": True}]


def test_a_change_of_role_counts_from_the_next_page(bmt: Client) -> None:
    user = UserFactory()
    theirs = sign_in(Client(), user)
    assert theirs.get("/audit/").status_code == 403
    assert bmt.post(f"/people/{user.pk}/role/", {"role": "auditor"}).status_code == 302
    assert theirs.get("/audit/").status_code == 200


@pytest.mark.parametrize("address", ["/people/", "/people/add/", "/people/{}/", "/people/{}/role/"])
def test_pages_are_drawn_well_and_only_for_managers(bmt: Client, address: str) -> None:
    address = address.format(UserFactory().pk)
    assert_valid_html(bmt.get(address))
    assert sign_in(Client(), UserFactory(role=Role.TEAM_LEADER)).get(address).status_code == 403


@pytest.mark.req("A7")
def test_whoever_changes_the_role_of_a_spoc_is_told_what_stops(bmt: Client) -> None:
    for role, told in ((Role.SPOC, True), (Role.AGENT, False)):
        page = assert_valid_html(bmt.get(f"/people/{UserFactory(role=role, enrolled=False).pk}/role/"))
        assert ("they are sent nothing more" in text_of(page)) is told


def test_the_list_is_searched_and_costs_the_same_whatever_its_length(bmt: Client, django_assert_num_queries) -> None:
    UserFactory(full_name="Zoë Quill", role=Role.AUDITOR)
    UserFactory.create_batch(60)
    assert b"1 person" in bmt.post("/people/", {"text": "quill"}, follow=True).content
    assert b"1 person" in bmt.get("/people/?role=auditor&active=yes").content
    assert b"Nobody matches" in bmt.post("/people/", {"text": "nobody-of-that-name"}, follow=True).content
    found = bmt.post("/people/", {"text": "person"})
    with django_assert_num_queries(6):  # session, person, device, present outage, count, page
        page = bmt.get(f"{found['Location']}&page=2")
    assert b"Previous" in page.content
    assert_valid_html(page)


def test_add_person_prints_the_link(capsys) -> None:
    call_command("add_person", "a@example.com", "--name", "A Person", "--role", "business management team")
    link = capsys.readouterr().out.strip().splitlines()[-1]
    accept(token_in(link), NEW)
    assert User.objects.get().role == Role.BMT


@pytest.mark.parametrize(
    ("email", "name", "role", "message"),
    [
        ("not-an-address", "A", "agent", "Enter an email address in the right form"),
        ("a@example.com", "A", "emperor", "'emperor' is not a role"),
        ("a@example.com", "123", "agent", "full name"),
        ("here@example.com", "A", "agent", "here already"),
        ("a\0@example.com", "A", "agent", "cannot be stored"),
    ],
)
def test_add_person_says_what_is_wrong(email: str, name: str, role: str, message: str) -> None:
    UserFactory(email="here@example.com")
    with pytest.raises(CommandError, match=message):
        call_command("add_person", email, "--name", name, "--role", role)


def test_reset_second_factor_from_the_command_line(capsys, manager: User) -> None:
    call_command("reset_second_factor", manager.email.upper())
    assert "/invitation/" in capsys.readouterr().out
    assert not TotpDevice.objects.exists()
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("reset_second_factor", "nobody@example.com")


def test_a_demonstration_person_is_ready_to_sign_in(client: Client, capsys) -> None:
    secret = totp.new_secret()
    for _ in range(2):  # again is no harm
        user = services.demonstration_person(
            email="Demo@example.com", full_name="Demo", role=Role.AGENT, password=PASSWORD, totp_secret=secret
        )
    call_command("demonstration_code", "demo@example.com")
    code = capsys.readouterr().out.strip()
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD})
    assert client.post("/sign-in/second-factor/", {"code": code}).url == "/"


def test_known_secrets_exist_in_a_demonstration_only(settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(services.NotADemonstration):
        services.demonstration_person(
            email="a@example.com", full_name="A", role=Role.AGENT, password=PASSWORD, totp_secret=totp.new_secret()
        )
    with pytest.raises(CommandError, match="demonstration mode only"):
        call_command("demonstration_code", "a@example.com")
    assert not User.objects.exists()


@pytest.mark.req("G2")
def test_a_name_and_an_address_are_put_right_and_the_record_says_that_they_were(bmt: Client, manager: User) -> None:
    person, other = UserFactory(full_name="Ann Bel"), UserFactory()
    address = f"/people/{person.pk}/name-and-address/"
    assert "Ann Bel" in text_of(assert_valid_html(bmt.get(f"/people/{person.pk}/")))
    assert b'value="Ann Bel"' in bmt.get(address).content
    taken = bmt.post(address, {"full_name": "Ann Bell", "email": other.email.upper()})
    assert "Someone with this email address is here already" in text_of(assert_valid_html(taken))
    done = bmt.post(address, {"full_name": "Ann Bell", "email": "Ann.Bell@example.com"}, follow=True)
    assert "Ann Bell signs in with ann.bell@example.com" in text_of(assert_valid_html(done))
    bmt.post(address, {"full_name": "Ann Bell", "email": "ann.bell@example.com"})
    person.refresh_from_db()
    assert (person.full_name, person.email) == ("Ann Bell", "ann.bell@example.com")
    event = AuditEvent.objects.get(action=Action.PERSON_CHANGED, chain=f"person:{person.pk}")
    assert (event.actor, event.detail) == (manager, {"fields": ["email", "full_name"]})


def test_nobody_puts_their_own_right_and_nobody_but_the_team(manager: User) -> None:
    with pytest.raises(services.NotYourOwn):
        services.correct_person(user_id=manager.pk, email="a@example.com", full_name="A", actor=manager)
    with pytest.raises(services.NotAllowed):
        services.correct_person(user_id=manager.pk, email="a@example.com", full_name="A", actor=UserFactory())
