"""Finding a participant (S1, S7, S9, S10) and the one question (S2 to S6)."""

import re
from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from calls.rules import Outcome
from programmes.types import Programme, QuestionKind
from security.models import DrawnQuestion
from tests.calls.desk import Desk
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import ReferralFactory, participant
from tests.providers.factories import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY
CASES = [(WP, kind) for kind in QuestionKind] + [
    (MWA, kind) for kind in QuestionKind if kind is not QuestionKind.PAYMENT_GROUP
]
ONCE = re.compile(rb'(name="(?:token|csrfmiddlewaretoken)" value=")[^"]*|/calls/\w+|<dd[^>]*>\s*\w{8}\s*</dd>')


def desk_for(programme: Programme = WP) -> Desk:
    return past_the_code(programme)


def somebody(desk: Desk, *traits: str, **other: object):
    return participant(*traits, *(["mwa"] if desk.names_claimants else []), **{"prime": desk.on.prime, **other})


@pytest.mark.req("S2", "S4", "S5", "S6")
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize(("programme", "kind"), CASES)
def test_each_question_passes_on_the_right_answer_only(foretell, programme, kind, right: bool) -> None:
    foretell(kind)
    desk = desk_for(programme)
    referral = somebody(desk)
    desk.identify(referral).answer(referral, right=right)
    [question] = DrawnQuestion.objects.all()
    assert (question.kind, question.marked_right) == (kind, right)
    assert desk.last.security_check.passed is right
    assert desk.slug == ("failure-date" if right else "next")
    if not right:
        assert "You have not passed the security check for this" in desk.text
        assert desk.next("end").call.outcome == Outcome.FAILED_CHECK


@pytest.mark.req("S4")
@pytest.mark.parametrize(
    ("programme", "held", "answered", "passes"),
    [
        *((WP, date(2012, 11, 6), date(2012, 11, day), day in {6, 7}) for day in (5, 6, 7, 8)),
        *((MWA, date(2012, 9, 6), date(2012, 9, day), day in {6, 7}) for day in (5, 6, 7, 8)),
        (WP, date(2026, 9, 30), date(2026, 10, 1), True),
        (WP, date(2023, 12, 31), date(2024, 1, 1), True),
        (WP, date(2024, 2, 28), date(2024, 2, 29), True),
        (WP, date(2024, 2, 28), date(2024, 3, 1), False),
        (WP, date(2012, 11, 6), date(2012, 6, 11), False),
    ],
)
def test_the_lms_date_and_the_day_after(foretell, programme, held: date, answered: date, passes: bool) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = desk_for(programme)
    desk.identify(somebody(desk, referred_on=held))
    desk.send(**desk.date("referred_on", answered))
    assert desk.last.security_check.passed is passes


@pytest.mark.req("S6")
@pytest.mark.parametrize("kind", QuestionKind)
def test_a_caller_who_cannot_answer_has_failed(foretell, kind: QuestionKind) -> None:
    foretell(kind)
    desk = desk_for()
    desk.identify(somebody(desk)).send(cannot_answer="on")
    assert desk.last.security_check.passed is False
    assert desk.slug == "next"


@pytest.mark.req("S3")
def test_an_unclear_record_draws_from_the_rest_until_none_is_left(foretell) -> None:
    free = [QuestionKind.REFERRING_OFFICER, QuestionKind.EMPLOYMENT_HISTORY, QuestionKind.QUALIFICATIONS]
    foretell(*free, QuestionKind.REFERRAL_DATE)
    desk = desk_for()
    desk.identify(somebody(desk, "no_payment_group", "no_signing"))
    for kind in free:
        assert DrawnQuestion.objects.get(set_aside_at=None).kind == kind
        desk.send(said="as far as I know")
        desk.send(judgement="unclear", unclear="several")
        assert desk.slug == "question"
    last = DrawnQuestion.objects.get(set_aside_at=None)
    assert last.kind == QuestionKind.REFERRAL_DATE
    assert DrawnQuestion.objects.count() == 4
    desk.send(judgement="unclear", unclear="several")
    assert desk.slug == "question", "a date is not for the agent to call unclear"
    assert DrawnQuestion.objects.count() == 4


@pytest.mark.req("S3")
@pytest.mark.parametrize("kind", [QuestionKind.QUALIFICATIONS, QuestionKind.PAYMENT_GROUP])
def test_an_answer_that_an_extract_takes_away_is_no_fault_and_no_pass(foretell, kind: QuestionKind) -> None:
    foretell(kind)
    desk = desk_for()
    referral = somebody(desk)
    desk.identify(referral)
    referral.qualifications.all().delete()
    type(referral).objects.filter(pk=referral.pk).update(payment_group=None)
    if kind is QuestionKind.PAYMENT_GROUP:
        desk.send(group="2")
        assert desk.last.security_check.passed is False
    else:
        desk.send(said="NVQ")
        assert "the record is unclear" in desk.text
        desk.send(judgement="unclear", unclear="several")
        assert desk.slug == "question"


@pytest.mark.req("S7")
def test_flagged_participants_look_alike_whichever_the_flag(foretell) -> None:
    pages, records = set(), set()
    first = Desk()
    for flag in ("mappa", "scr", "unknown_flag"):
        desk = Desk(on=first.on, agent=first.agent).through_the_code()
        referral = somebody(desk, flag, "universal_credit")
        desk.identify(referral)
        assert desk.last.identified == "blocked"
        assert desk.last.security_check is None
        assert "contact your nominated Jobcentre Plus contact" in desk.text
        for hint in ("MAPPA", "Public Protection", "Special Customer", "SCR", "flag", "sensitive", "handling"):
            assert hint.lower() not in desk.text.lower()
        for held in (referral.person.full_name, referral.person.nino, referral.officer_name):
            assert held not in desk.response.content.decode()
        pages.add(ONCE.sub(rb"\1", desk.response.content.replace(desk.ref.encode(), b"")))
        events = AuditEvent.objects.filter(chain=f"call:{desk.ref}").order_by("position")
        records.add(tuple((event.action, event.subject, str(sorted(event.detail.items()))) for event in events
                          if not event.subject.startswith(("challenge:", "provider:"))))  # fmt: skip
        desk.next("finish").read_back()
    assert len(pages) == 1
    assert len(records) == 1


@pytest.mark.req("S7", "S1")
def test_a_flagged_number_with_another_name_is_simply_not_found() -> None:
    desk = desk_for()
    flagged = somebody(desk, "mappa")
    nobody = _refusal(desk, "PP999998A", "Someone Else")
    assert _refusal(desk, flagged.person.nino, "Someone Else") == nobody.replace("3 more", "2 more")


@pytest.mark.req("S1", "S9")
def test_a_wrong_name_a_wrong_number_another_primes_and_another_programmes_are_answered_alike() -> None:
    mine = Desk()
    others = {
        "number": ("PP999998A", None),
        "name": (participant(prime=mine.on.prime), "Somebody Else"),
        "prime": (participant(prime=ProviderFactory(prime=True)), None),
        "programme": (participant("mwa", prime=mine.on.prime), None),
    }
    answers = {}
    for what, (who, name) in others.items():
        desk = Desk(on=mine.on).through_the_code()
        nino = who if isinstance(who, str) else who.person.nino
        answers[what] = _refusal(desk, nino, name or ("Robin Nobody" if isinstance(who, str) else who.person.full_name))
        assert not desk.call.participants.exists()
    assert len(set(answers.values())) == 1, answers


def _refusal(desk: Desk, nino: str, name: str) -> str:
    desk.send(nino=nino, name=name)
    [error] = desk.errors
    return error


@pytest.mark.req("S10", "L2")
@pytest.mark.parametrize("programme", Programme)
def test_three_corrections_and_then_a_place_is_taken_as_not_found(programme: Programme) -> None:
    desk = desk_for(programme)
    for left in ("3 more tries", "2 more tries", "1 more try"):
        assert left in _refusal(desk, "pp 99 99 98 a", "Robin Nobody")
        assert not desk.call.participants.exists()
    desk.send(nino="PP999997B", name="Robin Nobody")
    assert (desk.last.number, desk.last.identified) == (1, "not_found")
    assert "I cannot find a referral with those details." in desk.text
    desk.next("another").send(nino="PP999997B", name="Robin Other")
    assert "already been dealt with in this call" in desk.errors[0]
    assert desk.call.sought.filter(number=2).count() == 0


@pytest.mark.req("S10")
def test_a_number_that_is_corrected_in_time_is_found_and_one_given_up_takes_its_place_at_once() -> None:
    desk = desk_for()
    referral = somebody(desk, person={"full_name": "José O'Neill-Smith", "nino": "PP123456A"})
    desk.send(nino="PP999998A", name="Jose ONeill Smith", give_up="on")
    assert not desk.call.participants.exists(), "giving up is offered after a try, not before"
    desk.send(nino=" pp 12 34 56 a ", name="JOSE MARIA ONEILL SMITH")
    assert desk.last.referral == referral
    desk.answer(referral, right=False).next("another")
    _refusal(desk, "PP999998A", "Robin Nobody")
    desk.send(nino="PP999998A", name="Robin Nobody", give_up="on")
    assert (desk.last.number, desk.last.identified) == (2, "not_found")


@pytest.mark.req("S6")
def test_the_same_participant_cannot_be_tried_again_in_the_call() -> None:
    desk = desk_for()
    referral = somebody(desk)
    desk.identify(referral).answer(referral, right=False).next("another").identify(referral)
    assert desk.errors == ["This participant has already been dealt with in this call."]
    assert desk.call.participants.count() == 1
    again = Desk(on=desk.on).through_the_code().identify(referral)
    assert again.slug == "question", "another call may try again"


@pytest.mark.req("S8")
def test_universal_credit_is_said_only_after_the_check() -> None:
    desk = desk_for()
    passes, fails = somebody(desk, "universal_credit"), somebody(desk, "universal_credit")
    desk.identify(fails)
    assert "Universal Credit" not in desk.text
    desk.answer(fails, right=False)
    assert "Universal Credit" not in desk.text
    assert desk.last.universal_credit is None
    desk.next("another").identify(passes).answer(passes)
    assert desk.slug == "next"
    assert "This participant is on Universal Credit" in desk.text
    assert desk.next("end").call.outcome is None, "ending early is for a failed check only"
    desk.next("finish")
    assert "On Universal Credit, which Provider Direct cannot deal with." in desk.text


@pytest.mark.req("S1", "S4")
def test_answers_come_from_the_original_referral(foretell) -> None:
    foretell(QuestionKind.REFERRAL_DATE)
    desk = desk_for()
    first = somebody(desk)
    second = ReferralFactory(
        person=first.person, prime=desk.on.prime, referred_on=first.referred_on + timedelta(days=20)
    )
    desk.identify(first)
    desk.send(**desk.date("referred_on", second.referred_on))
    assert desk.last.security_check.passed is False
