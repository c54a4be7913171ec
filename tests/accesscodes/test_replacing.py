"""A code is changed before its month is over (B3)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accesscodes import emails, progress, sealing, selectors, services
from accesscodes.models import AccessCode, Copy, Replacement
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.rules.copies import How
from accesscodes.rules.state import State
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from tests.accesscodes.factories import AccessCodeFactory, characters
from tests.accesscodes.post import deliver, told
from tests.accounts.factories import UserFactory
from tests.notices.post_office import open_post_office
from tests.providers.factories import SpocFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, tzinfo=LONDON)
LATER, INSTANT = NOW + timedelta(hours=3), timedelta(microseconds=1)
MONDAY = issue_of(2026, 11).in_force_from
TEXT = "AdfH2nQr"


def replace(code: AccessCode, **changes: object) -> AccessCode:
    asked = {"prime_id": code.prime_id, "stops_at": LATER, "reason": "Seen on a notice board.", "at": NOW}
    return services.replace_code(**{**asked, "actor": UserFactory(), **changes})


@pytest.mark.req("B3")
def test_the_old_code_stops_and_the_new_one_starts_at_the_stated_moment() -> None:
    old = AccessCodeFactory(at=NOW, text=TEXT)
    challenge = services.draw_challenge(prime_id=old.prime_id, at=NOW, chain="call:A", actor=None)
    new = replace(old)
    assert selectors.current_code_id(old.prime_id, LATER - INSTANT) == old.pk
    assert selectors.current_code_id(old.prime_id, LATER) == new.pk
    assert (new.issued_on, new.in_force_from) == (old.issued_on, LATER)
    assert sealing.unseal(new) != TEXT
    said = characters(sealing.unseal(new), challenge.positions)
    assert services.answer_challenge(challenge_id=challenge.pk, said=said, at=LATER, chain="call:A", actor=None)
    assert Replacement.objects.get().reason == "Seen on a notice board."
    assert AuditEvent.objects.get(action=Action.CODE_REPLACED).subject == f"code:{old.pk}"
    assert selectors.current_code_id(old.prime_id, MONDAY) is None


@pytest.mark.req("B3", "A9")
def test_every_spoc_is_told_and_sent_the_new_one() -> None:
    old = AccessCodeFactory(at=NOW)
    spocs = [SpocWithPlanFactory(prime=old.prime) for _ in range(2)]
    SpocWithPlanFactory(prime=AccessCodeFactory(at=NOW).prime)
    new = replace(old)
    assert {copy.spoc for copy in Copy.objects.filter(code=new)} == set(spocs)
    for kind in (emails.CHANGED, emails.DOCUMENT):
        assert {notice.recipient for notice in Notice.objects.filter(kind=kind)} == {spoc.user for spoc in spocs}
    with open_post_office() as office, time_machine.travel(NOW, tick=False):
        deliver()
    assert len(told(office)) == 4
    [words, *_] = [letter.text for letter in office.letters if "being changed" in str(letter.email["Subject"])]
    assert "stops on Wednesday 18 November 2026 at 14:00" in " ".join(words.split())


@pytest.mark.req("A8", "B3")
def test_what_is_sent_of_two_codes_of_one_spoc_is_told_apart() -> None:
    old = AccessCodeFactory(at=NOW)
    spoc = SpocWithPlanFactory(prime=old.prime)
    with open_post_office() as office, time_machine.travel(NOW, tick=False) as moved:
        services.send_again(spoc_id=spoc.pk, after=0, at=NOW, actor=UserFactory())
        new = replace(old)
        moved.move_to(NOW + timedelta(hours=1))
        deliver()
        for copy in Copy.objects.order_by("pk"):
            services.acknowledge(copy_id=copy.pk, how=How.PORTAL, at=NOW + timedelta(hours=1), actor=spoc.user)
        deliver()
    names = [file.get_filename() for letter in office.letters for file in letter.email.iter_attachments()]
    assert names == [
        "Provider Direct access code from 2 November 2026 0000.docx",
        "Provider Direct access code from 18 November 2026 1400.docx",
    ]
    unlocks = [" ".join(letter.text.split()) for letter in office.letters if "This opens it" in letter.text]
    moments = ("Monday 2 November 2026 at 00:00", "Wednesday 18 November 2026 at 14:00")
    for text, moment, name in zip(unlocks, moments, names, strict=True):
        assert f"in force from {moment}" in text
        assert name in text
    assert (old.given_out_on, new.given_out_on) == (old.issued_on, NOW.date())


@pytest.mark.req("B3", "A9")
def test_what_waits_about_the_old_code_is_not_sent_any_more() -> None:
    old = AccessCodeFactory(at=NOW)
    spoc = SpocWithPlanFactory(prime=old.prime)
    services.send_again(spoc_id=spoc.pk, after=0, at=NOW, actor=UserFactory())
    replace(old, stops_at=NOW)
    with open_post_office() as office, time_machine.travel(NOW, tick=False):
        deliver()
    assert sorted(subject for _, subject in told(office)) == [
        "Provider Direct: your access code document", "Provider Direct: your access code is being changed",
    ]  # fmt: skip


@pytest.mark.req("B3")
def test_pressed_twice_it_is_replaced_once() -> None:
    old = AccessCodeFactory(at=NOW)
    replace(old, stops_at=NOW, code_id=old.pk)
    with pytest.raises(services.AlreadyReplaced):
        replace(old, stops_at=NOW, code_id=old.pk)
    assert AccessCode.objects.count() == 2


@pytest.mark.req("B3")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"stops_at": NOW - INSTANT}, services.BadMoment),
        ({"stops_at": MONDAY}, services.BadMoment),
        ({"reason": "  "}, services.NoReason),
    ],
)
def test_what_is_refused(changes: dict[str, object], error: type[Exception]) -> None:
    old = AccessCodeFactory(at=NOW)
    with pytest.raises(error):
        replace(old, **changes)
    old.refresh_from_db()
    assert old.stopped_at is None


@pytest.mark.req("B3")
def test_one_that_is_being_replaced_or_is_not_there_is_refused() -> None:
    old = AccessCodeFactory(at=NOW)
    replace(old)
    with pytest.raises(services.AlreadyReplaced):
        replace(old)
    with pytest.raises(services.NoCodeInForce):
        replace(AccessCodeFactory(at=NOW - timedelta(days=40)))


@pytest.mark.req("B3")
def test_stopping_now_overtakes_a_later_change() -> None:
    old = AccessCodeFactory(at=NOW)
    spoc, soon = SpocWithPlanFactory(prime=old.prime), NOW + timedelta(minutes=5)
    given_up = replace(old)
    new = replace(old, stops_at=soon, at=soon, code_id=old.pk, reason="Now known to be lost.")
    for moment in (soon, LATER, LATER + INSTANT, MONDAY - INSTANT):
        assert selectors.current_code_id(old.prime_id, moment) == new.pk
        assert [reign.code_id for reign in selectors.reigns(old.prime_id, moment)] == [new.pk, old.pk]
    assert selectors.last_months_code(old.prime_id, MONDAY) == new
    [row] = selectors.code_rows(soon)
    assert (row.state, row.coming_from) == (State.CURRENT, None)
    for code in (old, given_up):
        code.refresh_from_db()
        assert code.stopped_at == soon
    assert old.replaced_by.new.replaced_by.new == new
    event = AuditEvent.objects.filter(action=Action.CODE_REPLACED).latest("pk")
    assert (event.subject, event.detail["new"], event.detail["given_up"]) == (f"code:{old.pk}", new.pk, given_up.pk)
    with pytest.raises(services.AlreadyReplaced):
        replace(old, stops_at=soon, at=soon, code_id=old.pk)
    with open_post_office() as office, time_machine.travel(soon, tick=False):
        deliver()
    subjects = ["Provider Direct: your access code document", "Provider Direct: your access code is being changed"]
    assert sorted(subject for _, subject in told(office)) == subjects
    [words] = [" ".join(letter.text.split()) for letter in office.letters if "being changed" in letter.text]
    assert "stops on Wednesday 18 November 2026 at 11:05" in words
    assert "The code that was to be in force from Wednesday 18 November 2026 at 14:00 is given up" in words
    assert [line.in_force_from for line in progress.of_spoc(spoc.pk, old.prime_id, soon)] == [soon]


@pytest.mark.req("B3", "E4")
def test_no_document_is_announced_before_a_plan_is_accepted() -> None:
    old = AccessCodeFactory(at=NOW)
    SpocFactory(prime=old.prime)
    replace(old)
    with open_post_office() as office, time_machine.travel(NOW, tick=False):
        deliver()
    [words] = [" ".join(letter.text.split()) for letter in office.letters]
    assert "sent to you once your organisation's security plan is accepted" in words
    assert "comes as always" not in words


@pytest.mark.req("B3")
def test_a_moment_that_was_given_up_is_not_taken_again() -> None:
    old = AccessCodeFactory(at=NOW)
    replace(old)
    new = replace(old, stops_at=NOW + INSTANT, at=NOW + INSTANT)
    with pytest.raises(services.MomentTaken):
        replace(new, at=NOW + 2 * INSTANT)
    new.refresh_from_db()
    assert new.stopped_at is None


@pytest.mark.req("B3", "A5")
def test_the_database_lets_no_other_stop_be_moved() -> None:
    old = AccessCodeFactory(at=NOW)
    replace(old)
    soon = NOW + INSTANT
    for moment in (soon, LATER + INSTANT, None):
        with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
            AccessCode.objects.filter(pk=old.pk).update(stopped_at=moment)
    AccessCodeFactory(prime=old.prime, in_force_from=soon)
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        AccessCode.objects.filter(pk=old.pk).update(stopped_at=soon)


@pytest.mark.req("A6", "B3")
def test_the_next_issue_comes_as_always() -> None:
    old = AccessCodeFactory(at=NOW)
    spoc = SpocWithPlanFactory(prime=old.prime)
    replace(old)
    coming = AccessCodeFactory(prime=old.prime, at=MONDAY)
    services.issue_codes(issued_on=coming.issued_on, at=MONDAY - timedelta(days=4), actor=None)
    assert spoc.copies.filter(code=coming).count() == 1
    assert selectors.current_code_id(old.prime_id, MONDAY) == coming.pk
