"""What belongs together stays together, also when the flow is gone round (S8, S9, A2)."""

import pytest
from django.db import connection

from accesscodes.models import Challenge
from calls.models import Call, CallParticipant
from calls.rules import Identified
from core.crypto import fingerprint
from security.services import open_check
from tests.accesscodes.factories import ChallengeFactory
from tests.calls.desk import OPEN_HOURS, Desk
from tests.calls.guards import Guard, refused_by
from tests.calls.rewinding import past_the_code
from tests.circumstances.factories import participant
from tests.providers.factories import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_hours")]
BELONGS = Guard("calls_callparticipant", "calls_callparticipant_x_belongs")


@pytest.fixture
def desk() -> Desk:
    return past_the_code()


def _take_a_place(call: Call, referral, *, checked=None, **fields) -> CallParticipant:
    about = f"referral:{(checked or referral).pk}"
    check = open_check(about=about, usable=[], at=OPEN_HOURS, chain=f"call:{call.ref}", actor=None)
    return CallParticipant.objects.create(
        call=call, challenge=call.challenge, number=1, nino_said=referral.person.nino,
        nino_key=fingerprint(referral.person.nino.encode(), purpose="nino"), name_said="Somebody",
        identified=Identified.FOUND, person=referral.person, referral=referral, security_check=check,
        identified_at=OPEN_HOURS, **fields,
    )  # fmt: skip


@pytest.mark.req("S9")
@pytest.mark.parametrize("other", ["prime", "programme"])
def test_a_referral_of_another_prime_or_programme_takes_no_place(desk: Desk, other: str) -> None:
    strange = {"prime": ProviderFactory(prime=True)} if other == "prime" else {"prime": desk.on.prime}
    referral = participant(*([] if other == "prime" else ["mwa"]), **strange)
    refused_by(lambda: _take_a_place(desk.call, referral), BELONGS)


@pytest.mark.req("S6", "S9")
def test_a_participant_does_not_rest_on_somebody_elses_check(desk: Desk) -> None:
    referral, other = participant(prime=desk.on.prime), participant(prime=desk.on.prime)
    refused_by(lambda: _take_a_place(desk.call, referral, checked=other), BELONGS)


@pytest.mark.req("C1")
def test_circumstances_of_somebody_whose_check_is_not_passed_are_refused(desk: Desk) -> None:
    referral = participant(prime=desk.on.prime)
    taken = _take_a_place(desk.call, referral)

    def write() -> None:
        connection.cursor().execute(
            "UPDATE calls_callparticipant SET failed_on = '2026-11-10' WHERE id = %s", [taken.pk]
        )

    refused_by(write, BELONGS)


@pytest.mark.req("A2")
def test_another_providers_challenge_is_refused() -> None:
    desk = Desk().open().caller()
    strange: Challenge = ChallengeFactory()

    def write() -> None:
        connection.cursor().execute(
            "UPDATE calls_call SET route = 'WP08', challenge_id = %s WHERE id = %s", [strange.pk, desk.call.pk]
        )

    refused_by(write, Guard("calls_call", "calls_call_challenge_belongs"))
