"""BMT's pages of one prime's codes, and the SPoC's own (A8, A12, B3): dates and states, never a code."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accesscodes import emails
from accesscodes.models import AccessCode
from accesscodes.rules.calendar import LONDON
from notices.models import Notice
from providers.models import Spoc
from tests.accesscodes.factories import AccessCodeFactory
from tests.accesscodes.issued import ISSUE, MINE, NOW, bmt, issued, text
from tests.accounts.factories import sign_in
from tests.providers.factories import ContractFactory, ProviderFactory, SpocFactory, SpocWithPlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class TestOnePrime:
    @pytest.mark.req("A8", "A10")
    def test_record_an_acknowledgement_from_an_email(self, client: Client) -> None:
        user, [spoc] = bmt(client), issued()
        copy = spoc.copies.get()
        address = reverse("access-codes-acknowledge", args=[copy.pk])
        assert "Record it only from an email that came from this address" in text(client.get(address))
        for _ in range(2):
            assert "The unlock code is on its way" in text(client.post(address, follow=True))
        copy.refresh_from_db()
        assert (copy.acknowledged_how, copy.acknowledged_by, copy.acknowledged_at) == ("by email", user, NOW)
        assert Notice.objects.filter(kind=emails.UNLOCK_CODE).count() == 1
        assert "It was acknowledged" in text(client.get(address))

    @pytest.mark.req("A8")
    def test_what_has_not_been_sent_is_not_acknowledged(self, client: Client) -> None:
        bmt(client)
        [spoc] = issued(sent=False)
        address = reverse("access-codes-acknowledge", args=[spoc.copies.get().pk])
        assert "has not been sent yet" in text(client.get(address))
        assert "has not been sent yet" in text(client.post(address, follow=True))
        assert not Notice.objects.filter(kind=emails.UNLOCK_CODE).exists()

    @pytest.mark.req("E4", "A7")
    def test_without_an_accepted_plan_nothing_is_sent_and_every_page_says_so(self, client: Client) -> None:
        bmt(client)
        spoc = SpocFactory(prime=ContractFactory().prime)
        AccessCodeFactory(prime=spoc.prime, at=NOW)
        page = text(client.get(reverse("access-codes-prime", args=[spoc.prime_id])))
        assert "The code is sent to nobody: the provider has no accepted security plan." in page
        assert "Send the code" not in page
        sent = reverse("access-codes-send-again", args=[spoc.prime_id])
        assert "Nothing was sent" in text(client.post(sent, {"spoc": spoc.pk, "after": 0}, follow=True))
        assert "Not sent: no accepted security plan" in text(client.get(reverse("access-codes")))
        progress = reverse("access-codes-progress", args=[ISSUE.issued_on.year, ISSUE.issued_on.month])
        assert "Not sent until the security plan is accepted" in text(client.get(progress))
        own = sign_in(Client(), spoc.user)
        assert "An access code is sent to you once it has one, by itself." in text(own.get(MINE))
        assert "It is sent to you once your security plan is accepted." in text(own.get("/desk/"))

    @pytest.mark.req("A12")
    def test_send_the_code_again_once(self, client: Client) -> None:
        bmt(client)
        [spoc] = issued()
        page = reverse("access-codes-prime", args=[spoc.prime_id])
        assert "Send the code again" in text(client.get(page))
        seen = {"spoc": spoc.pk, "after": spoc.copies.get().pk}
        address = reverse("access-codes-send-again", args=[spoc.prime_id])
        assert "A new document is on its way" in text(client.post(address, seen, follow=True))
        assert "Nothing was done" in text(client.post(address, seen, follow=True))
        assert spoc.copies.count() == 2
        assert "sent 2 times" in text(client.get(page))

    @pytest.mark.req("A12", "G1")
    def test_not_to_another_primes_spoc(self, client: Client) -> None:
        bmt(client)
        [spoc], other = issued(), ProviderFactory(prime=True)
        address = reverse("access-codes-send-again", args=[other.pk])
        assert client.post(address, {"spoc": spoc.pk, "after": 0}).status_code == 404
        assert client.post(address, {"spoc": "x"}).status_code == 404

    @pytest.mark.req("A12")
    def test_there_may_be_no_code_to_send(self, client: Client) -> None:
        bmt(client)
        spoc = SpocWithPlanFactory()
        address = reverse("access-codes-send-again", args=[spoc.prime_id])
        assert "nothing was sent" in text(client.post(address, {"spoc": spoc.pk, "after": 0}, follow=True))

    @pytest.mark.parametrize("number", [999_999, 2**70])
    def test_what_is_not_there(self, client: Client, number: int) -> None:
        bmt(client)
        for name in ("access-codes-prime", "access-codes-change", "access-codes-acknowledge"):
            assert client.get(reverse(name, args=[number])).status_code == 404


def later(day: str, month: str, year: str, hour: str) -> dict[str, str]:
    return {"when": "later", "day_day": day, "day_month": month, "day_year": year, "hour": hour}


class TestChanging:
    @pytest.fixture
    def spoc(self, clock_at: time_machine.Traveller) -> Spoc:
        [spoc] = issued()
        clock_at.move_to(ISSUE.in_force_from + timedelta(hours=10))
        return spoc

    @pytest.mark.req("B3")
    def test_now(self, client: Client, spoc: Spoc) -> None:
        bmt(client)
        address, old = reverse("access-codes-change", args=[spoc.prime_id]), AccessCode.objects.get()
        assert spoc.user.email in text(client.get(address))
        form = {"code": old.pk, "when": "now", "sure": "on", "reason": "Read out on a train."}
        assert "The code is being changed" in text(client.post(address, form, follow=True))
        assert "Nothing was done" in text(client.post(address, form, follow=True))
        assert AccessCode.objects.count() == 2
        shown = text(client.get(reverse("access-codes-prime", args=[spoc.prime_id])))
        assert "Stopped on 30 November 2026, 10:00: Read out on a train." in shown
        assert "Stopped" in shown

    @pytest.mark.req("B3")
    def test_at_a_later_moment(self, client: Client, spoc: Spoc) -> None:
        bmt(client)
        address, old = reverse("access-codes-change", args=[spoc.prime_id]), AccessCode.objects.get()
        form = {"code": old.pk, "reason": "Seen.", **later("1", "12", "2026", "2.30pm")}
        assert "The code is being changed" in text(client.post(address, form, follow=True))
        old.refresh_from_db()
        assert old.stopped_at == datetime(2026, 12, 1, 14, 30, tzinfo=LONDON)

    @pytest.mark.req("B3")
    def test_what_stops_later_can_be_stopped_now(self, client: Client, spoc: Spoc) -> None:
        bmt(client)
        address, old = reverse("access-codes-change", args=[spoc.prime_id]), AccessCode.objects.get()
        form = {"code": old.pk, "reason": "Seen.", **later("1", "12", "2026", "2.30pm")}
        client.post(address, form)
        assert "Stop the present code now" in text(client.get(reverse("access-codes-prime", args=[spoc.prime_id])))
        asked = text(client.get(address))
        assert "You can stop it now" in asked
        assert "later moment" not in asked
        stale = client.post(address, form | {"sure": "on"})
        assert "All that you can do is to stop it now" in text(stale), "nobody stops it by a page of before"
        assert 'name="when" value="now"' in stale.content.decode()
        assert AccessCode.objects.count() == 2
        stop = {"code": old.pk, "when": "now", "reason": "Now known to be lost."}
        assert "Tick the box to stop the present code now" in text(client.post(address, stop))
        stop = {"code": old.pk, "when": "now", "sure": "on", "reason": "Now known to be lost."}
        assert "The code is being changed" in text(client.post(address, stop, follow=True))
        assert "Nothing was done" in text(client.post(address, stop, follow=True)), "pressed twice, it is stopped once"
        shown = text(client.get(reverse("access-codes-prime", args=[spoc.prime_id])))
        assert "Stopped on 30 November 2026, 10:00: Seen." in shown
        assert "Given up before it was in force, on 30 November 2026, 10:00: Now known to be lost." in shown
        assert AccessCode.objects.count() == 3
        again = {"code": AccessCode.objects.latest("pk").pk, **later("1", "12", "2026", "2.30pm"), "reason": "Seen."}
        assert "Choose another moment" in text(client.post(address, again))

    @pytest.mark.req("B3")
    def test_where_no_code_is_in_force_there_is_none_to_change(self, client: Client) -> None:
        bmt(client)
        address = reverse("access-codes-change", args=[ProviderFactory(prime=True).pk])
        assert "There is no access code that could be changed now" in text(client.get(address, follow=True))

    @pytest.mark.req("B3")
    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({}, "Select when the present code stops"),
            ({"when": "now", "reason": ""}, "Enter why it is changed"),
            ({"when": "now"}, "Tick the box to stop the present code now"),
            ({"when": "later"}, "Enter the day on which it stops"),
            (later("1", "12", "2026", ""), "Enter the time at which it stops"),
            (later("1", "12", "2026", "25:00"), "Enter the time"),
            (later("1", "12", "2026", "12"), "Enter the time at which it stops, like 14:30 or 2.30pm"),
            (later("29", "11", "2026", "9:00"), "later than now"),
            (later("4", "1", "2027", "0:00"), "before the next"),
        ],
    )
    def test_what_to_mend(self, client: Client, spoc: Spoc, typed: dict[str, str], message: str) -> None:
        bmt(client)
        address = reverse("access-codes-change", args=[spoc.prime_id])
        form = {"code": AccessCode.objects.get().pk, "reason": "Seen.", **typed}
        shown = text(client.post(address, form))
        assert "There is a problem" in shown
        assert message in shown
        assert AccessCode.objects.count() == 1
        assert form["reason"] in shown, "what was typed is kept"


class TestMine:
    @pytest.mark.req("A5", "A8")
    def test_acknowledge_on_the_portal(self, client: Client) -> None:
        [spoc] = issued()
        sign_in(client, spoc.user)
        shown = text(client.get(MINE))
        for words in ("I have the document", "Monday 30 November 2026, 00:00", "Coming", "Access code document"):
            assert words in shown
        address = reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])
        for _ in range(2):
            assert "The unlock code is on its way" in text(client.post(address, follow=True))
        copy = spoc.copies.get()
        assert (copy.acknowledged_how, copy.acknowledged_by) == ("on the portal", spoc.user)
        assert "Unlock code" in text(client.get(MINE))

    @pytest.mark.req("A8")
    def test_a_document_on_its_way_cannot_be_acknowledged(self, client: Client) -> None:
        [spoc] = issued(sent=False)
        sign_in(client, spoc.user)
        assert "The document is on its way" in text(client.get(MINE))
        address = reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])
        assert "nothing to acknowledge here now" in text(client.post(address, follow=True))

    @pytest.mark.req("A8", "G1")
    def test_nobody_elses(self, client: Client) -> None:
        [mine, colleague] = issued(spocs=2)
        [stranger] = issued()
        sign_in(client, mine.user)
        shown = text(client.get(MINE))
        assert stranger.prime.name not in shown
        for other in (colleague, stranger):
            address = reverse("access-codes-acknowledge-mine", args=[other.copies.get().pk])
            assert client.post(address).status_code == 404
            assert other.copies.get().acknowledged_at is None

    @pytest.mark.req("G1")
    def test_one_who_is_no_spoc_any_more(self, client: Client) -> None:
        [spoc] = issued()
        Spoc.objects.filter(pk=spoc.pk).update(ended_on=NOW.date())
        sign_in(client, spoc.user)
        assert "You are not a single point of contact" in text(client.get(MINE))
        assert client.post(reverse("access-codes-acknowledge-mine", args=[spoc.copies.get().pk])).status_code == 404
