"""Replays, stale pages, other people, no session: each request gets the present step and changes nothing (R5, G1)."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections
from django.test import Client

from accounts.rules import Role
from calls.models import Call, Submission
from tests.accounts.factories import UserFactory, sign_in
from tests.calls.desk import Desk, Tape, pass_on
from tests.calls.rewinding import desk_at
from tests.calls.script import FREE, arrive, everything, facts
from tests.circumstances.factories import participant
from tests.html import assert_valid_html, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
MOVED_ON = "The call has moved on since that page was shown."


@pytest.fixture(autouse=True)
def _free_question(foretell) -> None:
    foretell(FREE)


@pytest.mark.req("R5")
def test_a_form_sent_again_gets_the_first_result_and_changes_nothing() -> None:
    desk = desk_at("purpose")
    sent, path = {**desk.hidden(), "purpose": "WP08"}, desk.path
    first = desk.client.post(path, sent)
    before = facts(desk)
    for again in (sent, sent | {"purpose": "PRE01"}, sent | {"version": "77"}):
        response = desk.client.post(path, again)
        assert (response.status_code, response["Location"]) == (302, first["Location"])
    assert facts(desk) == before
    desk.get(first["Location"])
    desk.code()
    before = facts(desk)
    assert desk.client.post(path, sent)["Location"] == first["Location"], "the first result, also long after"
    assert facts(desk) == before


@pytest.mark.req("S10", "R5")
def test_a_refused_form_sent_again_repeats_the_refusal_and_counts_no_try() -> None:
    desk = desk_at("identify 1")
    sent, path = {**desk.hidden(), "nino": "PP999998A", "name": "Robin Nobody"}, desk.path
    desk.post(path, sent)
    first, before = desk.errors, facts(desk)
    for _ in range(5):
        desk.post(path, sent)
        assert desk.errors == first
    assert facts(desk) == before
    assert len(before["sought"]) == 1


@pytest.mark.req("S6", "R5")
def test_a_replayed_answer_is_no_second_try() -> None:
    desk = desk_at("mark 1")
    path = desk.path
    sent = {**desk.hidden(), "judgement": "does not match"}
    desk.post(path, sent)
    assert desk.slug == "next"
    before = facts(desk)
    desk.post(path, sent | {"judgement": "matches"})
    desk.post(path, sent | {"judgement": "matches", "token": str(uuid4())})
    assert facts(desk) == before


@pytest.mark.req("R5")
@pytest.mark.parametrize(
    "bad",
    [
        {"token": ""}, {"token": "nonsense"}, {"token": "0" * 10_000}, {"token": "\0"}, {"version": ""},
        {"version": "x"}, {"version": "9" * 10_000}, {"version": "-1"}, {"version": "0"}, {"version": "1e0"},
        {"version": "99999999999999999999"}, {"token": ["x", "y"]},
    ],
    ids=lambda bad: str(bad)[:30],
)  # fmt: skip
def test_a_form_without_a_good_token_and_version_is_not_taken(bad: dict[str, Any]) -> None:
    desk = desk_at("purpose")
    before, path = facts(desk), desk.path
    desk.post(path, {**desk.hidden(), "purpose": "WP08", **bad})
    assert desk.path == path
    assert MOVED_ON in desk.text
    assert facts(desk) == before


@pytest.mark.req("R5")
def test_a_token_of_another_call_is_only_a_token() -> None:
    """Tokens count within one call: another call's neither replays its result here nor is refused."""
    other = Desk()
    arrive(other, "purpose")
    token = other.hidden()["token"]
    other.purpose()
    desk = Desk(on=other.on)
    arrive(desk, "purpose")
    desk.send(purpose="WP08", token=token)
    assert desk.path == f"/calls/{desk.ref}/access-code/"
    assert Submission.objects.filter(token=token).count() == 2


@pytest.mark.req("R5")
def test_the_second_of_two_tabs_is_told_that_the_call_has_moved_on() -> None:
    desk = desk_at("failure-date 1")
    left, right = desk.hidden(), None
    desk.reload()
    right = desk.hidden()
    assert left["token"] != right["token"]
    typed = {**desk.date("failed_on", desk.call.opened_at.date()), "told_in_advance": "no"}
    path = desk.path
    desk.post(path, {**left, **typed})
    before = facts(desk)
    desk.post(path, {**right, **typed, "told_in_advance": "yes"})
    assert desk.slug == "what-to-check"
    assert MOVED_ON in desk.text
    assert facts(desk) == before


@pytest.mark.req("R5")
def test_a_stale_page_from_before_going_back_is_not_taken() -> None:
    desk = desk_at("details 1")
    stale = {**desk.hidden(), "address": "different", "phone": "different"}
    path = desk.path
    desk.get(f"/calls/{desk.ref}/participants/1/what-to-check/")
    desk.send(asked=["phone"])
    before = facts(desk)
    desk.post(path, stale)
    assert facts(desk) == before


@pytest.mark.req("R5", "G1")
@pytest.mark.parametrize("name", ["caller", "access-code", "question 1", "advice 1", "read-back", "ended"])
def test_another_agents_call_is_answered_as_no_call_at_all(name: str) -> None:
    desk = desk_at(name)
    ref, path = desk.ref, desk.path
    call = desk.call
    for who in (UserFactory(), UserFactory(role=Role.TEAM_LEADER)):
        client = sign_in(Client(), who)
        before = facts(desk)
        for address in (path, f"/calls/{ref}/", f"/calls/{ref}/ended/", f"/calls/{ref}/abandon/"):
            data = {**everything(desk), "token": str(uuid4()), "version": str(call.version)}
            for ask in (client.get, partial(client.post, data=data)):
                seen, nothing = ask(address), ask(address.replace(ref, "BBBB2222"))
                assert seen.status_code == nothing.status_code
                assert seen.status_code in {404, 405}
                assert seen.content == nothing.content
        assert facts(desk) == before


@pytest.mark.req("G1", "R5")
def test_the_former_holder_of_a_call_is_refused() -> None:
    desk = desk_at("question 1")
    heir = UserFactory()
    pass_on(desk.ref, heir)
    before = facts(desk)
    for refused in (desk.client.get(desk.path), desk.client.post(desk.path, {**desk.hidden(), "said": "x"})):
        assert refused.status_code == 403
        assert f"It is with {heir.full_name} now." in text_of(assert_valid_html(refused))
    assert facts(desk) == before
    path = desk.path
    desk.client = sign_in(Tape(), heir)
    assert desk.get(f"/calls/{desk.ref}/").status_code == 200
    assert desk.path == path


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AGENT, Role.TEAM_LEADER}))
def test_other_roles_are_refused_every_page_of_a_call(role: Role) -> None:
    desk = desk_at("question 1")
    client, before = sign_in(Client(), UserFactory(role=role)), facts(desk)
    pass_on(desk.ref, UserFactory(role=role))
    for address in ("/calls/open/", desk.path, *(f"/calls/{desk.ref}/{end}" for end in ("", "ended/", "abandon/"))):
        assert client.get(address).status_code == 403
        assert client.post(address, {"programme": "wp", **everything(desk)}).status_code == 403
    pass_on(desk.ref, desk.agent)
    assert facts(desk) == before


@pytest.mark.req("G1", "R5")
def test_without_a_session_there_is_nothing_but_the_sign_in_page_and_the_call_waits() -> None:
    desk = desk_at("question 1")
    before = facts(desk)
    nobody = Client()
    for address in ("/calls/open/", desk.path, f"/calls/{desk.ref}/", f"/calls/{desk.ref}/abandon/"):
        for response in (nobody.get(address), nobody.post(address, {**desk.hidden(), "said": "x"})):
            assert response.status_code == 302
            assert response["Location"].startswith("/sign-in/")
    assert facts(desk) == before


@pytest.mark.req("G1")
def test_a_form_without_its_cross_site_token_is_refused() -> None:
    desk = desk_at("purpose")
    strict = sign_in(Client(enforce_csrf_checks=True), desk.agent)
    before = facts(desk)
    assert strict.post(desk.path, {**desk.hidden(), "purpose": "WP08"}).status_code == 403
    assert facts(desk) == before


@pytest.mark.req("G2")
@pytest.mark.parametrize("name", ["purpose", "access-code", "identify 1", "mark 1", "what-to-check 1", "advice 1"])
def test_what_cannot_be_put_on_record_does_not_happen(name: str) -> None:
    desk = desk_at(name)
    desk.reload()
    before, page = facts(desk), desk.path
    _refuse_the_record()
    desk.client.raise_request_exception = False
    response = desk.client.post(page, {**desk.hidden(), **everything(desk), "judgement": "matches"})
    assert response.status_code == 500
    assert facts(desk) == before
    if name in {"mark 1", "advice 1"}:
        assert desk.client.get(page).status_code == 500, "what is shown is on record, or is not shown"


def _refuse_the_record() -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TRIGGER refused BEFORE INSERT ON audit_auditevent EXECUTE FUNCTION core_refuse()")


@pytest.mark.req("G2")
def test_a_call_that_cannot_be_put_on_record_is_not_opened() -> None:
    desk = Desk()
    _refuse_the_record()
    with pytest.raises(IntegrityError):
        desk.post("/calls/open/", {"programme": "wp"})
    assert not Call.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R5", "S10", "L2")
def test_double_clicks_have_one_effect() -> None:
    """Two real connections send the same form at the same moment; then the same with a form that is refused."""
    desk = Desk()
    referral = participant(prime=desk.on.prime)
    first, second = _at_once(desk, "/calls/open/", {"programme": "wp"}, {"programme": "wp"})
    assert Call.objects.count() == 1
    assert {first.status_code, second.status_code} == {302}
    desk.get(first["Location"])
    desk.caller().purpose().code()
    sent = {**desk.hidden(), "nino": "PP999998A", "name": "Robin Nobody"}
    responses = _at_once(desk, desk.path, sent, sent)
    assert [b"No participant was found" in each.content for each in responses] == [True, True]
    assert desk.call.sought.count() == 1
    desk.reload()
    sent = {**desk.hidden(), "nino": referral.person.nino, "name": referral.person.full_name}
    first, second = _at_once(desk, desk.path, sent, sent)
    assert first["Location"] == second["Location"]
    assert desk.call.participants.count() == 1
    desk.get(first["Location"])
    version = desk.call.version
    other_tab = {**desk.hidden(), "token": str(uuid4())}
    responses = _at_once(desk, desk.path, {**desk.hidden(), "said": "one"}, {**other_tab, "said": "two"})
    assert {each["Location"] for each in responses} == {f"/calls/{desk.ref}/participants/1/mark/"}
    assert desk.call.version == version + 1
    assert Submission.objects.filter(call=desk.call, accepted=True).count() == desk.call.version


def _at_once(desk: Desk, path: str, *forms: dict[str, Any]) -> list[Any]:
    """Send the forms side by side, each on a connection of its own."""
    barrier = Barrier(len(forms), timeout=20)

    def send(data: dict[str, Any]) -> Any:
        try:
            browser = Client()
            browser.cookies = desk.client.cookies.copy()
            barrier.wait()
            return browser.post(path, data)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


@pytest.mark.req("R5")
def test_the_note_of_a_form_holds_no_value_that_was_typed() -> None:
    desk = desk_at("identify 1")
    desk.send(nino="PP999998A", name="Robin Nobody")
    for submission in Submission.objects.all():
        assert "PP999998A" not in submission.result
        assert "Nobody" not in submission.result
        assert submission.accepted or json.loads(submission.result)
