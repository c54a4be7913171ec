"""An email's way out, against a real mail server on a real socket."""

import logging
import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.test import override_settings

from core import clock
from notices import kinds, services
from notices.models import Notice
from notices.rules import Reason, State
from tests.accounts.factories import UserFactory
from tests.notices.factories import NoticeFactory
from tests.notices.post_office import DROP, PostOffice

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]
SECRET = "Ferret-4711"


def sent(notice: Notice) -> Notice:
    """The notice after one try to send it."""
    services.send(notice_id=notice.pk)
    notice.refresh_from_db()
    return notice


@pytest.mark.req("A7")
def test_an_email_goes_to_one_person_under_its_fixed_message_id(office: PostOffice) -> None:
    person = UserFactory(full_name="Zoë O'Brien, PhD", email="zoe@example.com", enrolled=False)
    notice = sent(NoticeFactory(recipient=person, subject="Änderung", text=f"Hello\n.\n..{SECRET} § é\n"))
    letter = office.letters[0]
    assert (letter.to, letter.sender) == ("zoe@example.com", "provider-direct@console.example")
    assert letter.email["To"].addresses[0].addr_spec == "zoe@example.com"
    assert letter.email["To"].addresses[0].display_name == "Zoë O'Brien, PhD"
    assert not {"Cc", "Bcc"} & set(letter.email.keys())
    assert (letter.email["Subject"], letter.text) == ("Änderung", f"Hello\n.\n..{SECRET} § é\n")
    assert letter.message_id == notice.message_id
    assert letter.content.isascii()
    assert (notice.state, notice.attempts, notice.reason) == (State.SENT, 1, "")
    assert notice.claimed_at <= notice.handed_over_at <= notice.sent_at


def test_the_date_is_the_true_one_where_the_clock_runs_ahead(office: PostOffice) -> None:
    with override_settings(CLOCK_AHEAD_SECONDS=3 * 86400):
        sent(NoticeFactory())
    stamped = parsedate_to_datetime(office.letters[0].email["Date"])
    assert abs(datetime.now(UTC) - stamped) < timedelta(minutes=1)


def test_a_composer_makes_the_email_with_its_files(office: PostOffice) -> None:
    def compose(notice: Notice) -> kinds.Content:
        return kinds.Content(f"About {notice.about}", "See the file.", (kinds.Attachment("a b.docx", b"\0PK\r\n.\n"),))

    kinds.register("test composed", compose)
    sent(NoticeFactory(kind="test composed", about="copy:7", subject="", key_id="", nonce=b"", ciphertext=b""))
    letter = office.letters[0]
    (file,) = letter.email.iter_attachments()
    assert (letter.email["Subject"], letter.text.strip()) == ("About copy:7", "See the file.")
    assert (file.get_filename(), file.get_content(), file.get_content_type()) == (
        "a b.docx",
        b"\0PK\r\n.\n",
        kinds.WORD,
    )


def test_delivered_twice_it_is_sent_once(office: PostOffice) -> None:
    notice = sent(sent(NoticeFactory()))
    assert office.ids() == [notice.message_id]
    assert notice.attempts == 1


@pytest.mark.parametrize("state", [State.SENDING, State.UNCERTAIN, State.REFUSED, State.WITHDRAWN])
def test_only_one_that_waits_is_sent(office: PostOffice, state: State) -> None:
    assert sent(NoticeFactory(state=state)).state == state
    assert not office.letters


def test_one_that_is_held_back_is_not_sent_before_its_time(office: PostOffice) -> None:
    now = clock.now()
    notice = NoticeFactory(not_before=now + timedelta(hours=1))
    assert sent(notice).attempts == 0
    with time_machine.travel(now + timedelta(hours=2)):
        assert sent(notice).state == State.SENT
    assert len(office.letters) == 1


def test_a_number_that_is_no_email_does_nothing(office: PostOffice) -> None:
    services.send(notice_id=0)
    assert not office.letters


@pytest.mark.parametrize(
    ("point", "reply", "state", "reason", "code"),
    [
        ("RCPT", "550 <a@example.com> unknown", State.REFUSED, Reason.RECIPIENT, 550),
        ("RCPT", "450 Try later", State.WAITING, Reason.NOT_NOW, 450),
        ("MAIL", "550 Who are you?", State.WAITING, Reason.SENDER, 550),
        ("MAIL", "451 Later", State.WAITING, Reason.NOT_NOW, 451),
        ("DATA", "554 Not this", State.REFUSED, Reason.MESSAGE, 554),
        ("DATA", "452 Full", State.WAITING, Reason.NOT_NOW, 452),
        ("DATA", "999 What?", State.UNCERTAIN, Reason.CUT_OFF, None),
        ("EHLO", DROP, State.WAITING, Reason.UNREACHABLE, None),
        ("RCPT", DROP, State.WAITING, Reason.UNREACHABLE, None),
        ("DATA", DROP, State.UNCERTAIN, Reason.CUT_OFF, None),
    ],
)
def test_what_the_server_answers_decides_what_becomes_of_it(
    office: PostOffice, point: str, reply: str, state: State, reason: Reason, code: int | None
) -> None:
    office.replies[point] = reply
    notice = sent(NoticeFactory())
    assert (notice.state, notice.reason, notice.reply) == (state, reason, code)
    if state == State.WAITING:
        assert notice.not_before >= clock.now() + timedelta(seconds=50)
        assert notice.queued_at is None


def test_one_that_was_put_off_goes_later_and_its_reason_is_forgotten(office: PostOffice) -> None:
    office.replies["RCPT"] = "450 Greylisted"
    notice = sent(NoticeFactory())
    office.replies.clear()
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        sent(notice)
    assert (notice.state, notice.reason, notice.reply, notice.attempts) == (State.SENT, "", None, 2)
    assert office.ids() == [notice.message_id]


def test_a_line_lost_after_the_server_took_it_is_no_harm(office: PostOffice) -> None:
    office.replies["QUIT"] = DROP
    assert sent(NoticeFactory()).state == State.SENT


def test_a_server_that_is_away_is_waited_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=taken.getsockname()[1]):
            notice = sent(NoticeFactory())
    assert (notice.state, notice.reason) == (State.WAITING, Reason.UNREACHABLE)


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=0.2):
            notice = sent(NoticeFactory())
    assert (notice.state, notice.reason) == (State.WAITING, Reason.UNREACHABLE)


def test_nothing_is_sent_in_clear_or_without_signing_in_where_the_settings_ask_for_it(office: PostOffice) -> None:
    with override_settings(EMAIL_USE_TLS=True):
        assert sent(NoticeFactory()).reason == Reason.UNREACHABLE
    with override_settings(EMAIL_HOST_USER="us", EMAIL_HOST_PASSWORD="ours"):
        assert sent(NoticeFactory()).state == State.WAITING
    assert not office.letters


def test_nothing_goes_to_an_account_that_is_switched_off(office: PostOffice) -> None:
    notice = sent(NoticeFactory(recipient=UserFactory(is_active=False, enrolled=False)))
    assert (notice.state, notice.reason) == (State.REFUSED, Reason.SWITCHED_OFF)
    assert not office.letters


def test_one_that_its_composer_does_not_want_any_more_is_withdrawn(office: PostOffice) -> None:
    def compose(_notice: Notice) -> kinds.Content:
        raise kinds.NotWanted

    kinds.register("test unwanted", compose)
    notice = sent(NoticeFactory(kind="test unwanted", key_id="", nonce=b"", ciphertext=b""))
    assert notice.state == State.WITHDRAWN
    assert notice.withdrawn_at is not None
    assert not office.letters


def test_a_composer_that_fails_loses_no_email_and_tells_no_secret(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    def compose(_notice: Notice) -> kinds.Content:
        raise RuntimeError(SECRET)

    kinds.register("test broken", compose)
    with caplog.at_level(logging.DEBUG):
        notice = sent(NoticeFactory(kind="test broken", key_id="", nonce=b"", ciphertext=b""))
    assert (notice.state, notice.reason) == (State.WAITING, Reason.NOT_COMPOSED)
    assert "RuntimeError" in caplog.text
    assert "test_sending.py" in caplog.text
    assert SECRET not in caplog.text
    assert not office.letters


def test_a_subject_with_a_line_end_in_it_does_not_become_a_header(office: PostOffice) -> None:
    notice = sent(NoticeFactory(subject="Hello\nBcc: all@example.com"))
    assert (notice.state, notice.reason) == (State.WAITING, Reason.NOT_COMPOSED)
    assert not office.letters


@pytest.mark.parametrize("point", ["RCPT", "DATA"])
def test_the_log_holds_nothing_of_an_email(office: PostOffice, caplog: pytest.LogCaptureFixture, point: str) -> None:
    office.replies[point] = "550 <someone@example.com> Someone Private is unknown here"
    person = UserFactory(full_name="Someone Private", email="someone@example.com", enrolled=False)
    notice = NoticeFactory(recipient=person, text=SECRET)
    with caplog.at_level(logging.DEBUG):
        sent(notice)
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]  # which is the server's
    assert any("turned down" in line for line in ours)
    for private in (SECRET, "someone@example.com", "Someone Private"):
        assert not any(private in line for line in ours)
