"""The database refuses what no extract should hold."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from factory.django import DjangoModelFactory

from tests.circumstances import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)
BEFORE = date(2026, 1, 4)


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        pytest.param(make.PersonFactory, {"nino": "QQ123456C"}, marks=pytest.mark.req("S10")),
        pytest.param(make.PersonFactory, {"nino": "pp123456c"}, marks=pytest.mark.req("S10")),
        pytest.param(make.PersonFactory, {"nino": "PP12345C"}, marks=pytest.mark.req("S10")),
        (make.PersonFactory, {"full_name": ""}),
        pytest.param(make.PersonFactory, {"special_handling": "other"}, marks=pytest.mark.req("S7")),
        pytest.param(make.PersonFactory, {"special_handling": ""}, marks=pytest.mark.req("S7")),
        (make.ReferralFactory, {"payment_group": 0}),
        (make.ReferralFactory, {"payment_group": 10}),
        (make.ReferralFactory, {"signing_day": "sunday"}),
        (make.ReferralFactory, {"signing_cycle": 3}),
        (make.ClaimFactory, {"benefit": "XX"}),
        (make.ClaimFactory, {"started_on": DAY, "last_day": BEFORE}),
        (make.ClaimFactory, {"started_on": DAY, "dormant_from": DAY}),
        (make.EmploymentFactory, {"started_on": DAY, "ended_on": BEFORE}),
        (make.AddressFactory, {"started_on": DAY, "ended_on": BEFORE}),
    ],
)
def test_refused_by_the_database(factory: type[DjangoModelFactory], fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**fields)


def test_a_number_is_one_persons_and_a_reference_one_referrals() -> None:
    referral = make.participant()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.PersonFactory(nino=referral.person.nino)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ReferralFactory(reference=referral.reference)


def test_one_present_address() -> None:
    referral = make.participant()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.AddressFactory(person=referral.person, started_on=DAY)
