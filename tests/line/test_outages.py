"""An outage declared, put right and ended, and what the database refuses (L5; WP 56; MWA 50)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from core.clock import LONDON
from line import emails, outages, services
from line.models import Expectation, Outage
from notices.models import Notice
from notices.rules import State
from tests.accesscodes.racing import race
from tests.accounts.factories import UserFactory
from tests.calls.guards import Guard, refused_by, sql
from tests.providers.factories import SpocFactory

from .factories import OutageFactory

pytestmark = pytest.mark.req("L5")
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=LONDON)
HOUR = timedelta(hours=1)


@pytest.fixture
def bmt(db: None) -> User:
    return UserFactory(role=Role.BMT, enrolled=False)


def declared(bmt: User, **given: Any) -> Outage:
    facts = {"nature": " The  exchange is down ", "ends_at": NOW + HOUR, "to_do": "Wait", "actor": bmt, "at": NOW}
    return services.declare(**{**facts, **given})


def posted(kind: str) -> list[tuple[int, str]]:
    return list(Notice.objects.filter(kind=kind).order_by("recipient_id").values_list("recipient_id", "about"))


@pytest.mark.django_db
class TestDeclaring:
    def test_every_spoc_of_today_is_told_once_and_nobody_else(self, bmt: User) -> None:
        spocs = [SpocFactory(), SpocFactory()]
        SpocFactory(ended_on=NOW.date())
        SpocFactory(started_on=NOW.date() + timedelta(days=1))
        gone = SpocFactory().user
        gone.is_active = False
        gone.save()
        outage = declared(bmt)
        assert posted(emails.DECLARED) == [(spoc.user_id, outage.about) for spoc in spocs]
        assert outages.present_outage() == outages.PresentOutage(
            outage.pk, "The exchange is down", NOW, NOW + HOUR, "Wait"
        )
        event = AuditEvent.objects.get(chain="line")
        assert (event.action, event.actor, event.detail) == ("outage declared", bmt, {"spocs": 2})

    def test_a_second_is_refused_while_one_goes_on(self, bmt: User) -> None:
        first = declared(bmt)
        with pytest.raises(services.OutageOpen) as refused:
            declared(bmt, nature="Another problem")
        assert refused.value.outage_id == first.pk
        services.end(outage_id=first.pk, done="Mended", actor=bmt, at=NOW + HOUR)
        assert declared(bmt, at=NOW + HOUR, ends_at=None).pk != first.pk

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"nature": "  "}, "nature"),
            ({"nature": "x" * 301}, "nature"),
            ({"to_do": ""}, "to_do"),
            ({"ends_at": NOW}, "ends_on"),
            ({"ends_at": NOW + timedelta(days=367)}, "ends_on"),
        ],
    )
    def test_what_is_wrong_is_said_by_field_and_nobody_is_told(
        self, bmt: User, given: dict[str, Any], field: str
    ) -> None:
        SpocFactory()
        with pytest.raises(ValidationError) as refused:
            declared(bmt, **given)
        assert list(refused.value.message_dict) == [field]
        assert not Outage.objects.exists()
        assert not Notice.objects.exists()

    def test_where_the_record_cannot_be_written_nothing_happens(
        self, bmt: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        SpocFactory()
        monkeypatch.setattr(AuditEvent, "save", _out_of_order)
        with pytest.raises(RuntimeError, match="out of order"):
            declared(bmt)
        assert not Outage.objects.exists()
        assert not Notice.objects.exists()


def _out_of_order(*_: object, **__: object) -> None:
    raise RuntimeError("out of order")


@pytest.mark.django_db
class TestPuttingRightAndEnding:
    def test_what_is_expected_now_is_a_new_row_and_a_new_email(self, bmt: User) -> None:
        spoc, outage = SpocFactory(), declared(bmt)
        told = services.put_right(outage_id=outage.pk, seen=1, ends_at=None, to_do="Wait on", actor=bmt, at=NOW + HOUR)
        assert [each.to_do for each in outages.expectations(outage.pk)] == ["Wait on", "Wait"]
        assert posted(emails.PUT_RIGHT) == [(spoc.user_id, told.about)]
        present = outages.present_outage()
        assert present is not None
        assert (present.ends_at, present.to_do) == (None, "Wait on")

    def test_who_saw_an_older_page_is_told_so(self, bmt: User) -> None:
        outage = declared(bmt)
        services.put_right(outage_id=outage.pk, seen=1, ends_at=None, to_do="First", actor=bmt, at=NOW)
        with pytest.raises(services.Moved):
            services.put_right(outage_id=outage.pk, seen=1, ends_at=None, to_do="Second", actor=bmt, at=NOW)
        assert outage.expectations.count() == 2

    def test_the_end_is_told_and_nothing_follows_it(self, bmt: User) -> None:
        spoc, outage = SpocFactory(), declared(bmt)
        services.end(outage_id=outage.pk, done="Mended", actor=bmt, at=NOW + HOUR)
        assert posted(emails.OVER) == [(spoc.user_id, outage.about)]
        assert outages.present_outage() is None
        with pytest.raises(services.OutageOver):
            services.end(outage_id=outage.pk, done="Again", actor=bmt, at=NOW + HOUR)
        with pytest.raises(services.OutageOver):
            services.put_right(outage_id=outage.pk, seen=1, ends_at=None, to_do="x", actor=bmt, at=NOW + HOUR)

    @pytest.mark.parametrize("done", ["", "  ", "x" * 501, "a\x00"])
    def test_no_end_without_what_was_done(self, bmt: User, done: str) -> None:
        outage = declared(bmt)
        with pytest.raises(ValidationError) as refused:
            services.end(outage_id=outage.pk, done=done, actor=bmt, at=NOW + HOUR)
        assert list(refused.value.message_dict) == ["done"]
        assert outages.present_outage()

    def test_bmt_is_asked_once_its_expected_end_has_passed_or_while_none_is_known(self, bmt: User) -> None:
        assert outages.overdue(NOW) == 0
        outage = declared(bmt)
        assert (outages.overdue(NOW), outages.overdue(NOW + HOUR)) == (0, 1)
        services.put_right(outage_id=outage.pk, seen=1, ends_at=None, to_do="Wait on", actor=bmt, at=NOW)
        assert outages.overdue(NOW) == 1
        services.end(outage_id=outage.pk, done="Mended", actor=bmt, at=NOW)
        assert outages.overdue(NOW) == 0

    def test_how_far_the_emails_have_come(self, bmt: User) -> None:
        held_up, outage = SpocFactory(), declared(bmt)
        sent = SpocFactory()
        services.end(outage_id=outage.pk, done="Mended", actor=bmt, at=NOW + HOUR)
        Notice.objects.filter(kind=emails.OVER, recipient=sent.user).update(state=State.SENT, sent_at=NOW)
        outage.refresh_from_db()
        first, last = outages.told(outage, outages.expectations(outage.pk)[0], at=NOW + HOUR)
        to_ring = outages.ToRing(held_up.user.full_name, held_up.telephone, held_up.prime.name)
        assert (first.sent, first.not_reached) == (0, [to_ring])
        assert (last.sent, last.not_reached) == (1, [to_ring])

    def test_the_same_again_is_refused_and_nobody_is_told(self, bmt: User) -> None:
        SpocFactory()
        outage = declared(bmt)
        said, notices = outages.expectations(outage.pk)[0], Notice.objects.count()
        with pytest.raises(ValidationError, match="Nothing is changed"):
            services.put_right(
                outage_id=outage.pk, seen=1, ends_at=said.ends_at, to_do=f" {said.to_do} ", actor=bmt, at=NOW
            )
        assert (Notice.objects.count(), len(outages.expectations(outage.pk))) == (notices, 1)


GUARDED: dict[str, tuple[Callable[[Outage], Callable[[], object]], Guard]] = {
    "a second open one": (
        lambda outage: lambda: OutageFactory(declared_by=outage.declared_by),
        Guard("line_outage", "outage_one_open"),
    ),
    "another problem": (
        lambda outage: sql("UPDATE line_outage SET nature = 'Nothing' WHERE id = %s", outage.pk),
        Guard("line_outage", "line_outage_write_once"),
    ),
    "an end without its facts": (
        lambda outage: sql("UPDATE line_outage SET ended_at = now() WHERE id = %s", outage.pk),
        Guard("line_outage", "outage_ended_together"),
    ),
    "deleted": (
        lambda outage: sql("DELETE FROM line_outage WHERE id NOT IN (SELECT outage_id FROM line_expectation)"),
        Guard("line_outage", "line_outage_kept"),
    ),
    "another expectation": (
        lambda outage: sql("UPDATE line_expectation SET to_do = 'Call' WHERE outage_id = %s", outage.pk),
        Guard("line_expectation", "line_expectation_append_only"),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", GUARDED)
def test_the_database_refuses(write: str) -> None:
    outage = OutageFactory(declared_at=NOW)
    if write == "deleted":
        Outage.objects.create(
            nature="Bare", declared_at=NOW, declared_by=outage.declared_by, ended_at=NOW, done="Mended",
            ended_by=outage.declared_by,
        )  # fmt: skip
    deed, guard = GUARDED[write]
    refused_by(deed(outage), guard)


@pytest.mark.django_db
def test_the_database_refuses_a_second_end_and_what_is_expected_after_it() -> None:
    over = OutageFactory(declared_at=NOW, ended=True)
    refused_by(
        sql("UPDATE line_outage SET done = 'Otherwise' WHERE id = %s", over.pk),
        Guard("line_outage", "line_outage_write_once"),
    )
    late = {"outage": over, "to_do": "Wait", "told_at": NOW, "told_by": over.declared_by}
    refused_by(
        lambda: Expectation.objects.create(number=2, **late), Guard("line_expectation", "line_expectation_goes_on")
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_declares_and_one_ends_and_the_other_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bmt, spoc = UserFactory(role=Role.BMT, enrolled=False), SpocFactory()
    first, rival = race(lambda: declared(bmt), lambda: declared(bmt, nature="The same, said by another"))
    assert rival.waited
    assert isinstance(rival.error, services.OutageOpen)
    assert isinstance(first, Outage)
    assert Outage.objects.count() == Notice.objects.filter(kind=emails.DECLARED, recipient=spoc.user).count() == 1

    def end(done: str) -> Callable[[], Outage]:
        return lambda: services.end(outage_id=first.pk, done=done, actor=bmt, at=NOW + HOUR)

    _, rival = race(end("Mended"), end("Mended by another"))
    assert rival.waited
    assert isinstance(rival.error, services.OutageOver)
    assert Outage.objects.get().done == "Mended"

    # Without the locks the second is not told in words what has happened: the database alone stops it.
    monkeypatch.setattr("line.services.outages._one_at_a_time", lambda: None)
    later = {"at": NOW + 2 * HOUR, "ends_at": None}
    second, rival = race(lambda: declared(bmt, **later), lambda: declared(bmt, **later))
    assert "outage_one_open" in str(rival.error)
    assert isinstance(second, Outage)
    monkeypatch.setattr("line.services.outages._going_on", lambda outage_id: Outage.objects.get(pk=outage_id))

    def end_again(done: str) -> Callable[[], Outage]:
        return lambda: services.end(outage_id=second.pk, done=done, actor=bmt, at=NOW + 3 * HOUR)

    _, rival = race(end_again("Mended"), end_again("Mended by another"))
    assert "is recorded and cannot change" in str(rival.error)
    assert Notice.objects.filter(kind=emails.OVER, about=second.about).count() == 1
