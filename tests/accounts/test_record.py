"""Reading the record on pages (G2)."""

import pytest
from django.test import Client

from accounts.rules import Role
from audit.actions import Action
from audit.models import AuditEvent
from audit.services import record
from core import clock
from tests.html import assert_valid_html, text_of

from .factories import UserFactory, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("G2")]


@pytest.fixture
def reader(client: Client) -> Client:
    return sign_in(client, UserFactory(role=Role.AUDITOR))


@pytest.mark.parametrize("role", list(Role))
def test_auditors_and_managers_read_the_record(client: Client, role: Role) -> None:
    sign_in(client, UserFactory(role=role))
    expected = 200 if role in {Role.AUDITOR, Role.BMT} else 403
    assert client.get("/audit/").status_code == expected


def test_it_is_filtered_by_person_action_call_and_dates(reader: Client) -> None:
    ann = UserFactory(full_name="Ann Actor")
    record(Action.CALL_OPENED, chain="call:AAA111", actor=ann)
    record(Action.CALL_ENDED, chain="call:BBB222", at=clock.now().replace(year=2025, month=3, day=30, hour=23))
    assert_valid_html(reader.get("/audit/"))

    def shown(query: str) -> list[str]:
        page = reader.get(f"/audit/?{query}")
        assert_valid_html(page)
        return [chain for chain in ("AAA111", "BBB222") if f"/audit/chain/call:{chain}/".encode() in page.content]

    assert shown("") == ["AAA111", "BBB222"]
    assert shown(f"person={ann.pk}") == ["AAA111"]
    assert shown("action=call+ended") == ["BBB222"]
    for typed in ("AAA111", "aaa111", "+aaa+111+"):
        assert shown(f"call={typed}") == ["AAA111"]
    day = "since_day=30&since_month=3&since_year=2025&until_day=30&until_month=3&until_year=2025"
    assert shown(day) == ["BBB222"]  # the day the clocks go forward, in London's time
    assert shown("person=99999999") == ["AAA111", "BBB222"]  # nobody of that number: an error, and everything


def test_pages_follow_on_and_cost_the_same(reader: Client, django_assert_num_queries) -> None:
    for number in range(120):
        record(Action.CALL_OPENED, chain=f"call:C{number:03}")
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)
    with django_assert_num_queries(6):  # session, person, device, present outage, names, events
        first = reader.get("/audit/")
    assert_valid_html(first)
    assert first.content.count(b"/audit/chain/call:") == 50
    assert f"before={newest[49]}".encode() in first.content
    second = reader.get(f"/audit/?before={newest[49]}")
    assert b"/audit/chain/call:C069/" in second.content
    assert f"after={newest[50]}".encode() in second.content
    back = reader.get(f"/audit/?after={newest[50]}")
    assert b"/audit/chain/call:C119/" in back.content


def test_a_chain_is_shown_from_its_beginning(reader: Client, django_assert_num_queries) -> None:
    for _ in range(60):
        record(Action.DETAILS_SHOWN, chain="call:AAA111", subject="participant 1", detail={"kind": "address"})
    with django_assert_num_queries(5):
        page = reader.get("/audit/chain/call:AAA111/")
    assert_valid_html(page)
    assert b"kind: address" in page.content
    assert b"?after=50" in page.content
    assert_valid_html(reader.get("/audit/chain/call:AAA111/?after=50"))
    assert reader.get("/audit/chain/call:NOTHERE/").status_code == 404
    assert reader.get("/audit/chain/a%00b/").status_code == 404


def test_a_last_day_before_the_first_is_told_by_the_names_of_the_fields(reader: Client) -> None:
    days = "since_day=30&since_month=3&since_year=2025&until_day=29&until_month=3&until_year=2025"
    shown = text_of(assert_valid_html(reader.get(f"/audit/?{days}")))
    assert "First day" in shown
    assert "The last day must be the same as or after the first day" in shown
    assert "First day must be a real date" in text_of(
        assert_valid_html(reader.get("/audit/?since_day=99&since_month=1&since_year=2026"))
    )


def test_what_is_recorded_is_told_in_words(reader: Client) -> None:
    detail = {
        "programme": "wp", "row": "raise_live", "outcome": "access_code_failed", "new_code": None, "departed": False,
        "fields": ["how_kept", "needs_updating"], "reasons": [], "stops_at": "2026-07-18T13:00:00+00:00", "left": 3,
        "shown": {"in_receipt": True},
    }  # fmt: skip
    record(Action.ADVICE_RECORDED, chain="provider:15", subject="participant 1", detail=detail)
    shown = " ".join(text_of(assert_valid_html(reader.get("/audit/chain/provider:15/"))).split())
    for words in (
        "Provider 15", "programme: Work Programme", "row: Raise: the claim is live", "outcome: access code failed",
        "new code: none", "departed: no", "fields: how kept, needs updating", "reasons: none",
        "stops at: 18 July 2026, 14:00", "left: 3", "shown: in receipt yes",
    ):  # fmt: skip
        assert words in shown, words
    assert AuditEvent.objects.get().detail == detail, "what is kept stays as it was written"


@pytest.mark.parametrize("text", ["x", "-1", "99999999999999999999999", "%00", "١٢"])
def test_nonsense_in_the_address_is_no_harm(reader: Client, text: str) -> None:
    assert reader.get(f"/audit/?before={text}&after={text}").status_code == 200
    assert reader.get(f"/audit/?call={text}").status_code == 200
