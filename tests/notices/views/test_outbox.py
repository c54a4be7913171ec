from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from notices.models import Notice
from notices.rules import Reason, State
from notices.views.outbox import DEEDS
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.notices.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]
OUTBOX = reverse("notices:outbox")


@pytest.fixture
def bmt() -> Client:
    return sign_in(Client(), UserFactory(role=Role.BMT))


def page(response) -> str:
    return text_of(assert_valid_html(response))


def press(client: Client, notice: Notice, deed: str):
    return client.post(reverse("notices:decide", args=[notice.pk, deed]), follow=True)


@pytest.mark.req("G1")
@pytest.mark.parametrize("role", Role)
def test_who_may_read_and_who_may_decide(role: Role) -> None:
    client = sign_in(Client(), UserFactory(role=role))
    notice = NoticeFactory(state=State.UNCERTAIN)
    response = client.get(OUTBOX)
    assert response.status_code == (200 if role in {Role.BMT, Role.AUDITOR} else 403)
    if response.status_code == 200:
        assert ("Send again" in page(response)) == (role == Role.BMT)
    if role != Role.BMT:
        for deed in DEEDS:
            assert press(client, notice, deed).status_code == 403
        notice.refresh_from_db()
        assert notice.state == State.UNCERTAIN


@pytest.mark.req("A5")
def test_the_page_shows_how_far_each_email_is_and_never_what_it_says(bmt: Client) -> None:
    secret = "Ferret-4711"
    refused = NoticeFactory(state=State.REFUSED, reason=Reason.RECIPIENT, reply=550, text=secret, kind="unlock code")
    for state in State:
        NoticeFactory(state=state, text=secret)
    response = bmt.get(OUTBOX)
    shown = page(response)
    for words in ("Waiting for a person", "The mail server refused the address (code 550)", "Unlock code"):
        assert words in shown
    assert refused.recipient.full_name in shown
    assert secret not in response.content.decode()


def test_emails_are_found_by_state_and_kind(bmt: Client) -> None:
    sent = NoticeFactory(state=State.SENT, kind="unlock code")
    waits = NoticeFactory(kind="reminder")
    shown = page(bmt.get(OUTBOX, {"state": "sent", "kind": "unlock code"}))
    assert sent.recipient.full_name in shown
    assert waits.recipient.full_name not in shown
    assert "There are no such emails" in page(bmt.get(OUTBOX, {"state": "sent", "kind": "reminder"}))
    assert "Select" in page(bmt.get(OUTBOX, {"state": "lost"}))
    assert bmt.get(OUTBOX, {"page": "99", "kind": "\x00"}).status_code == 200


@pytest.mark.parametrize(
    ("deed", "before", "after", "said"),
    [
        ("send-again", State.UNCERTAIN, State.WAITING, "sent again"),
        ("mark-sent", State.UNCERTAIN, State.SENT, "marked as sent"),
        ("send-again", State.REFUSED, State.WAITING, "sent again"),
        ("withdraw", State.REFUSED, State.WITHDRAWN, "will not be sent"),
    ],
)
def test_each_button_does_what_it_says_once_and_is_recorded(
    bmt: Client, deed: str, before: State, after: State, said: str
) -> None:
    notice = NoticeFactory(state=before)
    assert said in page(press(bmt, notice, deed))
    notice.refresh_from_db()
    assert notice.state == after
    assert "gone on in the meantime" in page(press(bmt, notice, "mark-sent"))
    assert AuditEvent.objects.filter(chain=f"notice:{notice.pk}").count() == 1


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_button_that_the_page_does_not_offer_does_nothing(bmt: Client, deed: str, state: State) -> None:
    notice = NoticeFactory(state=state)
    offered = reverse("notices:decide", args=[notice.pk, deed]) in bmt.get(OUTBOX).content.decode()
    said = page(press(bmt, notice, deed))
    notice.refresh_from_db()
    assert ("gone on in the meantime" in said) is not offered
    assert (notice.state == state) is not offered


def test_a_button_that_is_not_there(bmt: Client) -> None:
    notice = NoticeFactory(state=State.UNCERTAIN)
    assert press(bmt, notice, "burn").status_code == 404
    assert bmt.post(reverse("notices:decide", args=[0, "withdraw"])).status_code == 404
    assert bmt.post(reverse("notices:decide", args=[10**30, "withdraw"])).status_code == 404
    assert bmt.get(reverse("notices:decide", args=[notice.pk, "withdraw"])).status_code == 405


def test_what_has_waited_too_long_is_said(bmt: Client) -> None:
    assert "for more than an hour" not in page(bmt.get(OUTBOX))
    long_ago = clock.now() - timedelta(hours=2)
    NoticeFactory(at=long_ago)
    NoticeFactory(at=long_ago, reason=Reason.UNREACHABLE, not_before=clock.now() + timedelta(minutes=9))
    NoticeFactory(at=long_ago, not_before=clock.now() + timedelta(days=1))
    assert "2 emails have waited for more than an hour" in page(bmt.get(OUTBOX))


def test_the_page_takes_the_same_queries_however_many_emails(bmt: Client, django_assert_max_num_queries) -> None:
    taken = []
    for _ in range(2):
        NoticeFactory.create_batch(3)
        NoticeFactory.create_batch(3, state=State.UNCERTAIN)
        with django_assert_max_num_queries(14) as seen:
            bmt.get(OUTBOX)
        taken.append(len(seen))
    assert taken[0] == taken[1]
