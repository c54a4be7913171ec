"""The issue: one code a prime, one copy and one document a SPoC, whatever is run twice (A6 to A9)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection

from accesscodes import emails, sealing, services
from accesscodes.models import AccessCode, Copy
from accesscodes.rules.calendar import LONDON, issue_of
from accesscodes.rules.copies import How
from accesscodes.selectors import spocs_to_send_to
from accesscodes.tasks import issue as issue_task
from accesscodes.tasks import run_what_is_due
from audit.actions import Action
from audit.models import AuditEvent
from notices.models import Notice
from notices.rules import State
from providers.selectors import plan_accepted
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.post import deliver, document_of, opened, told, unlock_code_in
from tests.accounts.factories import UserFactory
from tests.notices.post_office import PostOffice, open_post_office
from tests.providers.factories import ContractFactory, SecurityPlanFactory, SpocFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db
ISSUE = issue_of(2026, 11)
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=LONDON)
THURSDAY, FRIDAY = WEDNESDAY + timedelta(days=1, hours=1), WEDNESDAY + timedelta(days=2, hours=1)
DOCUMENT_SUBJECT = "Provider Direct: your access code document"
UNLOCK_SUBJECT = "Provider Direct: the unlock code for your document"


@pytest.fixture
def office():
    with open_post_office() as office:
        yield office


@pytest.fixture
def on_wednesday():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


def issue(at: datetime = WEDNESDAY) -> int:
    return services.issue_codes(issued_on=ISSUE.issued_on, at=at, actor=None)


def primes(number: int, spocs: int = 1) -> list[object]:
    contracts = [ContractFactory() for _ in range(number)]
    return [SpocWithPlanFactory(prime=contract.prime) for contract in contracts for _ in range(spocs)]


@pytest.mark.req("A6", "A7", "A9")
def test_a_code_for_each_prime_and_a_document_for_each_spoc() -> None:
    spocs = primes(3, spocs=2)
    assert issue() == 3
    assert AccessCode.objects.filter(issued_on=ISSUE.issued_on, in_force_from=ISSUE.in_force_from).count() == 3
    assert {(copy.spoc, copy.code.prime, copy.number) for copy in Copy.objects.all()} == {
        (spoc, spoc.prime, 1) for spoc in spocs
    }
    assert {(notice.kind, notice.recipient, notice.about) for notice in Notice.objects.all()} == {
        (emails.DOCUMENT, copy.spoc.user, copy.about) for copy in Copy.objects.all()
    }
    assert len({sealing.unseal_unlock_code(copy) for copy in Copy.objects.all()}) == 6
    assert AuditEvent.objects.filter(action=Action.CODE_ISSUED).count() == 6


@pytest.mark.req("A9")
def test_run_again_it_has_no_effect() -> None:
    primes(3)
    issue()
    before = list(Copy.objects.values()), list(Notice.objects.values()), AuditEvent.objects.count()
    assert issue() == 0
    assert (list(Copy.objects.values()), list(Notice.objects.values()), AuditEvent.objects.count()) == before


@pytest.mark.req("A6", "A9")
def test_who_is_left_out_and_who_is_brought_in_later() -> None:
    ended = SpocWithPlanFactory(prime=ContractFactory().prime, ended_on=WEDNESDAY.date())
    ContractFactory(ends_on=ISSUE.in_force_from.date() - timedelta(days=1))
    SpocWithPlanFactory()
    SpocWithPlanFactory(prime=ContractFactory(starts_on=ISSUE.in_force_from.date()).prime, user__is_active=True)
    issue()
    assert set(Copy.objects.values_list("spoc__prime__contracts__starts_on", flat=True)) == {ISSUE.in_force_from.date()}
    assert AccessCode.objects.filter(prime=ended.prime).exists(), "the prime has its code, and nobody to send it to"
    newcomer = SpocWithPlanFactory(prime=ended.prime, started_on=WEDNESDAY.date())
    assert issue(FRIDAY) == 1
    assert newcomer.copies.get().code.prime == ended.prime


@pytest.mark.req("E4", "A7", "A12")
def test_how_the_code_is_kept_comes_before_the_code() -> None:
    """One rule for the issue, for a changed code and for sending again; accepted, the code goes by itself."""
    waiting = SecurityPlanFactory(prime=ContractFactory().prime, accepted_on=None)
    spoc, actor = SpocFactory(prime=waiting.prime), UserFactory()
    present = AccessCodeFactory(prime=spoc.prime, at=WEDNESDAY)
    issue()
    with pytest.raises(services.NoPlan):
        services.send_again(spoc_id=spoc.pk, after=0, at=WEDNESDAY, actor=actor)
    changed = services.replace_code(
        prime_id=spoc.prime_id, stops_at=WEDNESDAY, reason="Lost.", actor=actor, at=WEDNESDAY, code_id=present.pk
    )
    assert not spoc.copies.exists()
    waiting.accepted_on = WEDNESDAY.date()
    waiting.save()
    assert issue() == 1
    assert [copy.code.issued_on for copy in spoc.copies.all()] == [ISSUE.issued_on]
    services.send_again(spoc_id=spoc.pk, after=spoc.copies.get().pk, at=WEDNESDAY, actor=actor)
    assert spoc.copies.filter(code=changed).exists()


@pytest.mark.req("E4")
@pytest.mark.parametrize(
    ("plan", "counts"),
    [
        ({}, True),
        ({"accepted_on": None}, False),
        ({"accepted_on": WEDNESDAY.date() + timedelta(days=1)}, False),
        ({"replaced_on": WEDNESDAY.date()}, False),
        ({"needs_updating": True, "deed_received_on": WEDNESDAY.date()}, True),
        ({"needs_updating": True, "deed_received_on": WEDNESDAY.date() + timedelta(days=1)}, False),
    ],
)
def test_the_plan_that_the_code_waits_for_is_the_plan_that_gives_access(plan: dict[str, object], counts: bool) -> None:
    prime = SecurityPlanFactory(**plan).prime
    assert plan_accepted(prime.pk, today=WEDNESDAY.date()) is counts
    assert spocs_to_send_to(WEDNESDAY).filter(pk=SpocFactory(prime=prime).pk).exists() is counts


REFUSED = """
CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE TRIGGER test_refuse BEFORE INSERT ON accesscodes_copy FOR EACH ROW WHEN (NEW.spoc_id = {}) EXECUTE FUNCTION
test_refuse()
"""


@pytest.mark.req("A9")
def test_what_goes_wrong_with_one_prime_keeps_no_other_from_its_code() -> None:
    spocs = primes(3)
    with connection.cursor() as cursor:
        cursor.execute(REFUSED.format(spocs[1].pk))
        with pytest.raises(services.IssueIncomplete, match="1 of 3"):
            issue()
        cursor.execute("DROP TRIGGER test_refuse ON accesscodes_copy")
    assert set(AccessCode.objects.values_list("prime", flat=True)) == {spocs[0].prime_id, spocs[2].prime_id}
    assert Copy.objects.count() == Notice.objects.count() == 2
    assert issue() == 1
    assert Copy.objects.count() == Notice.objects.count() == 3


@pytest.mark.req("A6")
def test_only_on_an_issue_day() -> None:
    with pytest.raises(services.NotAnIssueDay):
        services.issue_codes(issued_on=ISSUE.issued_on + timedelta(days=1), at=WEDNESDAY, actor=None)


@pytest.mark.req("A7", "A8")
def test_document_then_acknowledgement_then_unlock_code(office: PostOffice, on_wednesday: object) -> None:
    [spoc] = primes(1)
    issue()
    deliver()
    address = spoc.user.email
    assert told(office) == [(address, DOCUMENT_SUBJECT)]
    copy = Copy.objects.get()
    unlock = sealing.unseal_unlock_code(copy)
    code = sealing.unseal(copy.code)
    for secret in (unlock, code):
        assert secret not in office.letters[0].text
        assert secret.encode() not in office.letters[0].content
    assert code in opened(document_of(office.letters[0]), unlock)
    services.acknowledge(copy_id=copy.pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
    deliver()
    assert told(office) == [(address, DOCUMENT_SUBJECT), (address, UNLOCK_SUBJECT)]
    assert unlock_code_in(office.letters[1]) == unlock
    assert code not in office.letters[1].text
    assert not list(office.letters[1].email.iter_attachments())


@pytest.mark.req("A8", "A9")
def test_acknowledged_twice_it_has_no_further_effect(office: PostOffice, on_wednesday: object) -> None:
    [spoc] = primes(1)
    issue()
    deliver()
    copy, bmt = Copy.objects.get(), UserFactory()
    services.acknowledge(copy_id=copy.pk, how=How.EMAIL, at=WEDNESDAY, actor=bmt)
    services.acknowledge(copy_id=copy.pk, how=How.PORTAL, at=FRIDAY, actor=spoc.user)
    copy.refresh_from_db()
    assert (copy.acknowledged_at, copy.acknowledged_how, copy.acknowledged_by) == (WEDNESDAY, How.EMAIL, bmt)
    assert Notice.objects.filter(kind=emails.UNLOCK_CODE).count() == 1
    assert AuditEvent.objects.filter(action=Action.CODE_ACKNOWLEDGED).count() == 1


@pytest.mark.req("A8")
def test_what_is_not_sent_cannot_be_acknowledged() -> None:
    [spoc] = primes(1)
    issue()
    with pytest.raises(services.NotYetSent), time_machine.travel(WEDNESDAY, tick=False):
        services.acknowledge(copy_id=Copy.objects.get().pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
    assert not Notice.objects.filter(kind=emails.UNLOCK_CODE).exists()


class TestByItself:
    @pytest.mark.req("A9", "A10")
    def test_reminders_on_thursday_and_friday_to_the_silent_alone(self, office: PostOffice, on_wednesday) -> None:
        silent, quick = primes(2)
        run_what_is_due()
        deliver()
        services.acknowledge(copy_id=quick.copies.get(code__issued_on=ISSUE.issued_on).pk, how=How.PORTAL,
                             at=WEDNESDAY, actor=quick.user)  # fmt: skip
        deliver()
        for moment in (THURSDAY, THURSDAY + timedelta(hours=3), FRIDAY, FRIDAY + timedelta(days=2)):
            on_wednesday.move_to(moment)
            run_what_is_due()
            deliver()
        reminders = Notice.objects.filter(kind__in=(emails.FIRST_REMINDER, emails.SECOND_REMINDER))
        assert {(each.kind, each.recipient) for each in reminders} == {
            (emails.FIRST_REMINDER, silent.user), (emails.SECOND_REMINDER, silent.user),
        }  # fmt: skip
        assert len(office.letters) == len(set(office.ids())) == Notice.objects.filter(state=State.SENT).count()

    @pytest.mark.req("A9", "A10")
    @pytest.mark.parametrize(("returns", "in_time"), [(FRIDAY, True), (FRIDAY + timedelta(days=5), False)])
    def test_a_worker_that_was_down_on_wednesday_catches_up(self, on_wednesday, returns: datetime, in_time) -> None:
        [spoc] = primes(1)
        on_wednesday.move_to(returns)
        run_what_is_due()
        assert spoc.copies.filter(code__issued_on=ISSUE.issued_on).count() == 1
        assert not Notice.objects.filter(kind=emails.SECOND_REMINDER).exists(), "nobody is reminded of what is new"
        assert Notice.objects.filter(kind=emails.DOCUMENT).count() == (2 if in_time else 1)

    @pytest.mark.req("A10")
    def test_a_reminder_that_waits_is_dropped_once_it_is_acknowledged(self, office, on_wednesday) -> None:
        [spoc] = primes(1)
        issue()
        deliver()
        on_wednesday.move_to(THURSDAY)
        run_what_is_due()
        services.acknowledge(copy_id=spoc.copies.get(code__issued_on=ISSUE.issued_on).pk, how=How.PORTAL, at=THURSDAY,
                             actor=spoc.user)  # fmt: skip
        deliver()
        assert Notice.objects.get(kind=emails.FIRST_REMINDER).state == State.WITHDRAWN

    @pytest.mark.req("A9")
    def test_by_hand(self, on_wednesday) -> None:
        [spoc] = primes(1)
        issue_task("2026-11-25")
        issue_task("2026-11-25")
        assert spoc.copies.count() == 1


class TestSendingAgain:
    @pytest.mark.req("A12")
    def test_a_lost_document_is_sent_again_with_another_unlock_code(self, office: PostOffice, on_wednesday) -> None:
        [spoc] = primes(1)
        issue()
        deliver()
        first, bmt = Copy.objects.get(), UserFactory()
        [second] = services.send_again(spoc_id=spoc.pk, after=first.pk, at=WEDNESDAY, actor=bmt)
        assert (second.number, second.code, second.spoc) == (2, first.code, spoc)
        with pytest.raises(services.Superseded):
            services.acknowledge(copy_id=first.pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
        deliver()
        services.acknowledge(copy_id=second.pk, how=How.PORTAL, at=WEDNESDAY, actor=spoc.user)
        deliver()
        unlock = unlock_code_in(office.letters[-1])
        assert unlock != sealing.unseal_unlock_code(first)
        assert sealing.unseal(first.code) in opened(document_of(office.letters[1]), unlock)
        assert [subject for _, subject in told(office)] == [
            DOCUMENT_SUBJECT, f"{DOCUMENT_SUBJECT}, sent again (2)", f"{UNLOCK_SUBJECT}, sent again (2)"
        ]  # fmt: skip
        name = "Provider Direct access code from 30 November 2026 0000, sent again (2).docx"
        assert [file.get_filename() for file in office.letters[1].email.iter_attachments()] == [name]

    @pytest.mark.req("A9", "A12")
    def test_asked_twice_it_is_sent_once(self) -> None:
        [spoc] = primes(1)
        issue()
        first = Copy.objects.get().pk
        services.send_again(spoc_id=spoc.pk, after=first, at=WEDNESDAY, actor=UserFactory())
        with pytest.raises(services.Superseded):
            services.send_again(spoc_id=spoc.pk, after=first, at=WEDNESDAY, actor=UserFactory())
        assert Copy.objects.count() == 2

    @pytest.mark.req("A12")
    def test_a_new_spoc_is_sent_the_present_code_and_the_one_to_come(self) -> None:
        present = AccessCodeFactory(at=WEDNESDAY)
        coming = AccessCodeFactory(prime=present.prime, at=ISSUE.in_force_from)
        AccessCodeFactory(prime=present.prime, at=WEDNESDAY - timedelta(days=40))
        spoc = SpocWithPlanFactory(prime=present.prime)
        copies = services.send_again(spoc_id=spoc.pk, after=0, at=WEDNESDAY, actor=UserFactory())
        assert [copy.code for copy in copies] == [present, coming]

    @pytest.mark.req("A12")
    def test_nothing_to_nobody(self) -> None:
        gone = SpocWithPlanFactory(ended_on=WEDNESDAY.date())
        with pytest.raises(services.NotASpoc):
            services.send_again(spoc_id=gone.pk, after=0, at=WEDNESDAY, actor=UserFactory())
        with pytest.raises(services.NoCodeInForce):
            services.send_again(spoc_id=SpocWithPlanFactory().pk, after=0, at=WEDNESDAY, actor=UserFactory())

    @pytest.mark.req("A7")
    def test_someone_who_is_no_longer_a_spoc_is_sent_nothing(self, office: PostOffice, on_wednesday) -> None:
        [spoc] = primes(1)
        issue()
        spoc.ended_on = WEDNESDAY.date()
        spoc.save()
        deliver()
        assert not office.letters
        assert Notice.objects.get().state == State.WITHDRAWN


@pytest.mark.req("A8")
@pytest.mark.parametrize(
    ("site", "words"),
    [("https://direct.example", "https://direct.example/access-codes/mine/"), ("", "your page of Provider Direct")],
)
def test_the_email_says_where_to_acknowledge(office: PostOffice, on_wednesday, settings, site: str, words: str) -> None:
    settings.SITE_URL = site
    primes(1)
    issue()
    deliver()
    [letter] = office.letters
    assert f"sign in at {words} or answer this email" in " ".join(letter.text.split())
    assert str(letter.email["To"]).count("@") == 1
