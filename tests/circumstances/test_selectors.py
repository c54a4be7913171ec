"""What is found, what is told, and that nobody can tell a flagged record from a missing one by the work it takes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from circumstances import selectors
from circumstances.models import Referral
from circumstances.rules.advice import Comparison, Facts, Row, advise
from circumstances.selectors import Blocked, Found, find_participant, held_answers
from programmes.policy import policy
from programmes.types import Programme, QuestionKind, SigningDayAndCycle, Weekday
from tests.circumstances.factories import (
    DORMANT_FROM,
    FAILED_ON,
    REFERRED_ON,
    SIGNED_OFF_ON,
    TODAY,
    TRAITS,
    EmploymentFactory,
    PersonFactory,
    PhoneNumberFactory,
    QualificationFactory,
    ReferralFactory,
    participant,
)
from tests.providers.factories import ProviderFactory

pytestmark = pytest.mark.django_db
WP, MWA = Programme.WORK_PROGRAMME, Programme.MANDATORY_WORK_ACTIVITY
EVERY_QUESTION = frozenset(QuestionKind)


def seek(referral: Referral, **changes: object) -> Found | Blocked | None:
    wanted: dict[str, object] = {
        "nino": referral.person.nino, "name": referral.person.full_name, "prime_id": referral.prime_id, "programme": WP,
    }  # fmt: skip
    return find_participant(**{**wanted, **changes})


def queries(work: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return [query["sql"] for query in captured]


@pytest.mark.req("S1")
def test_number_and_name_find_the_referral() -> None:
    referral = participant(person={"full_name": "Zoë O'Neill-Brown", "nino": "PP123456C"})
    found = Found(referral.pk, referral.person_id)
    assert seek(referral) == found
    assert seek(referral, nino="pp 12 34 56 c", name="zoe mary ONEILL BROWN") == found


@pytest.mark.req("S1")
@pytest.mark.parametrize(
    "changes", [{"name": "Someone Else"}, {"nino": "PP999999A"}, {"name": ""}, {"name": "x" * 9999}]
)
def test_a_mismatch_of_either_is_answered_alike(changes: dict[str, object]) -> None:
    assert seek(participant(), **changes) is None


@pytest.mark.req("S9")
def test_another_primes_or_programmes_participant_is_like_one_not_found() -> None:
    referral = participant()
    assert seek(referral, prime_id=ProviderFactory(prime=True).pk) is None
    assert seek(referral, programme=MWA) is None
    assert seek(participant("mwa"), programme=MWA)


@pytest.mark.req("S1")
def test_answers_come_from_the_original_referral() -> None:
    first = participant()
    again = {"person": first.person, "prime": first.prime}
    ReferralFactory(**again, referred_on=REFERRED_ON + timedelta(days=30), payment_group=7)
    ReferralFactory(person=first.person, referred_on=REFERRED_ON - timedelta(days=99))
    ReferralFactory(**again, mwa=True, referred_on=REFERRED_ON - timedelta(days=99))
    assert seek(first) == Found(first.pk, first.person_id)
    assert held_answers(first.pk, EVERY_QUESTION)[QuestionKind.PAYMENT_GROUP] == 2
    assert selectors.referred_on(first.pk) == REFERRED_ON


@pytest.mark.req("C10")
def test_the_newest_referral_of_the_same_prime_and_programme() -> None:
    first = participant()
    assert selectors.latest_referred_on(first.pk) == REFERRED_ON
    ReferralFactory(person=first.person, referred_on=TODAY)
    ReferralFactory(person=first.person, prime=first.prime, referred_on=REFERRED_ON + timedelta(days=30))
    assert selectors.latest_referred_on(first.pk) == REFERRED_ON + timedelta(days=30)


@pytest.mark.req("S7")
@pytest.mark.parametrize("flag", ["mappa", "scr", "unknown_flag"])
def test_a_flagged_record_and_one_without_the_value_are_blocked_without_saying_why(flag: str) -> None:
    referral = participant(flag)
    assert seek(referral) == Blocked(referral.pk, referral.person_id)
    assert set(Blocked.__dataclass_fields__) == {"referral_id", "person_id"}


@pytest.mark.req("S7")
@pytest.mark.parametrize("changes", [{"name": "Someone Else"}, {"programme": MWA}])
def test_a_flag_is_not_given_away_until_number_and_name_match(changes: dict[str, object]) -> None:
    assert seek(participant("mappa"), **changes) is None


@pytest.mark.req("S7")
@pytest.mark.req("S9")
def test_whoever_is_sought_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary, flagged, elsewhere = participant(), participant("scr"), participant()
    prime = {"prime_id": ordinary.prime_id}
    compared: list[tuple[str, str]] = []
    same_name = selectors.same_name
    monkeypatch.setattr(selectors, "same_name", lambda *names: compared.append(names) or same_name(*names))
    sought = [
        lambda: seek(ordinary), lambda: seek(flagged), lambda: seek(elsewhere, **prime),
        lambda: seek(ordinary, name="Someone Else"), lambda: seek(flagged, name="Someone Else"),
        lambda: seek(ordinary, nino="PP999999A"), lambda: seek(ordinary, nino="nonsense"),
    ]  # fmt: skip
    counts = [len(queries(work)) for work in sought]
    assert counts == [1] * len(sought)
    assert len(compared) == len(sought)


def test_the_placeholder_for_nobody_matches_nobody() -> None:
    assert seek(participant(), nino="PP999999A", name=selectors.NOBODY[2]) is None


@pytest.mark.req("S2")
def test_every_answer_that_is_held() -> None:
    referral = participant(person={"full_name": "Ann Lee"})
    EmploymentFactory(person=referral.person, employer="Held then", started_on=REFERRED_ON, ended_on=None)
    EmploymentFactory(
        person=referral.person, employer="Later", started_on=REFERRED_ON + timedelta(days=1), ended_on=None
    )
    first = referral.qualifications.get().name
    QualificationFactory(referral=referral, name="Forklift licence")
    QualificationFactory(referral=ReferralFactory(person=referral.person), name="Of another referral")
    held = held_answers(referral.pk, EVERY_QUESTION)
    assert held[QuestionKind.EMPLOYMENT_HISTORY][0] == "Held then"
    assert len(held[QuestionKind.EMPLOYMENT_HISTORY]) == 2
    assert held[QuestionKind.QUALIFICATIONS] == ("Forklift licence", first)
    assert held[QuestionKind.REFERRING_OFFICER] == ("Jane Smith", "JS")
    assert held[QuestionKind.SIGNING_DAY_AND_CYCLE] == SigningDayAndCycle(Weekday.TUESDAY, 1)
    assert held[QuestionKind.PAYMENT_GROUP] == 2
    assert held[QuestionKind.REFERRAL_DATE] == REFERRED_ON


@pytest.mark.req("S3")
@pytest.mark.parametrize(
    ("trait", "kind"),
    [
        ("no_payment_group", QuestionKind.PAYMENT_GROUP),
        ("no_officer", QuestionKind.REFERRING_OFFICER),
        ("no_history", QuestionKind.EMPLOYMENT_HISTORY),
        ("no_qualifications", QuestionKind.QUALIFICATIONS),
        ("no_signing", QuestionKind.SIGNING_DAY_AND_CYCLE),
    ],
)
def test_an_answer_that_is_not_held_is_not_usable(trait: str, kind: QuestionKind) -> None:
    assert set(held_answers(participant(trait).pk, EVERY_QUESTION)) == EVERY_QUESTION - {kind}


@pytest.mark.req("S3")
def test_half_an_answer_and_a_question_of_another_programme() -> None:
    half = participant(signing_cycle=None, officer_name="")
    held = held_answers(half.pk, policy(MWA).questions)
    assert QuestionKind.SIGNING_DAY_AND_CYCLE not in held
    assert QuestionKind.PAYMENT_GROUP not in held
    assert held[QuestionKind.REFERRING_OFFICER] == ("JS",)


@pytest.mark.req("C3")
def test_the_present_address_and_numbers() -> None:
    referral = participant("moved", person={"full_name": "Ann Lee"})
    PhoneNumberFactory(person=referral.person, number="0113 496 0000")
    held = selectors.contact_details(referral.pk, today=TODAY)
    assert held.address[0] != "1 Old Road"
    assert held.address[1:] == ("Leeds", "LS2 7CK")
    assert len(held.phones) == 2
    nothing = participant("no_address", "no_phone")
    assert selectors.contact_details(nothing.pk, today=TODAY) == selectors.ContactDetails((), ())


def advice_row(referral: Referral, *, address: Comparison = Comparison.SAME) -> Row:
    held = selectors.circumstances(referral.pk, on=FAILED_ON, today=TODAY)
    return advise(Facts(held.in_receipt, held.live_now, address, Comparison.SAME)).row


@pytest.mark.parametrize(
    ("traits", "row"),
    [
        pytest.param((), Row.RAISE_LIVE, marks=pytest.mark.req("C5")),
        pytest.param(("dormant",), Row.RAISE_DORMANT, marks=pytest.mark.req("C7")),
        pytest.param(("dormant", "working"), Row.RAISE_DORMANT, marks=pytest.mark.req("C7")),
        pytest.param(("signed_off",), Row.DO_NOT_RAISE_NO_BENEFIT, marks=pytest.mark.req("C8")),
        pytest.param(("never_claimed",), Row.DO_NOT_RAISE_NO_BENEFIT, marks=pytest.mark.req("C8")),
    ],
)
def test_the_factories_make_every_row_of_the_advice_table(traits: tuple[str, ...], row: Row) -> None:
    assert advice_row(participant(*traits)) is row


@pytest.mark.req("C6")
def test_the_factories_make_changed_details() -> None:
    assert advice_row(participant("moved"), address=Comparison.DIFFERENT) is Row.DO_NOT_RAISE_DETAILS_CHANGED


@pytest.mark.req("C7")
@pytest.mark.req("C4")
def test_what_is_told_of_a_dormant_claim_with_work() -> None:
    held = selectors.circumstances(participant("dormant", "working", "moved", "changed").pk, on=FAILED_ON, today=TODAY)
    assert held.dormant
    assert held.signed_off_on == DORMANT_FROM - timedelta(days=1)
    assert held.signed_off_words == "Signed off on 15 November 2026."
    assert held.employment_lines == ("Employer: Harrow Mills", "Start date: 15 November 2026", "Job title: Packer")
    assert held.other_lines == (
        "Changed address on 11 October 2026.",
        "Noted on 31 October 2026: Began a training course.",
    )


@pytest.mark.req("C8")
def test_what_is_told_of_a_claim_that_had_ended() -> None:
    held = selectors.circumstances(participant("signed_off").pk, on=FAILED_ON, today=TODAY)
    assert held.signed_off_on == SIGNED_OFF_ON
    assert held.signed_off_words == "Signed off on 21 October 2026. Reason: moved abroad."
    assert held.employment_lines == ()
    assert held.work is None


@pytest.mark.req("C5")
def test_nothing_but_the_benefit_is_told_of_a_live_claim() -> None:
    held = selectors.circumstances(participant().pk, on=FAILED_ON, today=TODAY)
    assert (held.signed_off_words, held.employment_lines, held.other_lines) == ("", (), ())
    assert held.position.live_now


@pytest.mark.req("S8")
def test_universal_credit() -> None:
    on_it, not_on_it = participant("universal_credit"), participant()
    assert selectors.on_universal_credit(on_it.pk, today=TODAY)
    assert selectors.circumstances(on_it.pk, on=FAILED_ON, today=TODAY).universal_credit
    assert not selectors.on_universal_credit(not_on_it.pk, today=TODAY)


@pytest.mark.parametrize(
    ("read", "count"),
    [
        (selectors.referred_on, 1),
        (selectors.latest_referred_on, 1),
        (lambda pk: held_answers(pk, EVERY_QUESTION), 3),
        (lambda pk: selectors.contact_details(pk, today=TODAY), 2),
        (lambda pk: selectors.on_universal_credit(pk, today=TODAY), 2),
        (lambda pk: selectors.circumstances(pk, on=FAILED_ON, today=TODAY), 6),
    ],
)
def test_a_fixed_number_of_queries_whatever_is_held(read: Callable[[int], object], count: int) -> None:
    bare = ReferralFactory()
    full = participant("working", "moved", "changed", "dormant")
    for _ in range(20):
        EmploymentFactory(person=full.person)
        PhoneNumberFactory(person=full.person)
        QualificationFactory(referral=full)
        PersonFactory()
    for referral in (bare, full):
        assert len(queries(lambda pk=referral.pk: read(pk))) == count


def test_every_trait_can_be_made() -> None:
    for trait in TRAITS:
        assert participant(trait).pk
