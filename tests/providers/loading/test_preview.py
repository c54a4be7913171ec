"""A whole list from a file in the browser: looked at, then loaded as it was shown, or not at all (G4)."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Role
from audit.models import AuditEvent
from core import clock
from core.extracts import parse
from providers import loading
from providers.models import AuthorisedCaller, Contract, Provider, SupplyChain, Upload
from providers.tasks import throw_away_old_files
from tests.accounts.factories import UserFactory, sign_in
from tests.html import assert_valid_html, text_of
from tests.providers import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4")]
HEADER = "record,prime,company,programme,caller,starts_on,ends_on\n"
GOOD = HEADER + (
    "prime,Northfield,,,,,\n"
    "contract,Northfield,,wp,,2025-04-01,\n"
    "subcontractor,Northfield,Bramley Road,,,2025-04-01,\n"
    "caller,Northfield,Bramley Road,,Aisha Rahman,2025-04-14,\n"
)
CHOOSE, PREVIEW = reverse("providers:load"), reverse("providers:load-preview")


@pytest.fixture
def keeper() -> User:
    return UserFactory(role=Role.BMT)


@pytest.fixture
def bmt(keeper: User) -> Client:
    return sign_in(Client(), keeper)


def page(response) -> str:
    return " ".join(text_of(assert_valid_html(response)).split())


def choose(client: Client, content: str | bytes, name: str = "list.csv"):
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(CHOOSE, {"file": SimpleUploadedFile(name, raw)}, follow=True)


def shown(response) -> str:
    [field] = [each for each in assert_valid_html(response).iter("input") if each.get("name") == "shown"]
    return field.get("value") or ""


def test_looked_at_then_loaded(bmt: Client, keeper: User) -> None:
    seen = choose(bmt, GOOD, "<b>week 47.csv")
    assert "<b>week 47.csv What the file would change" in page(seen)
    assert "Organisations 0 0 0 2" in page(seen)
    assert "Authorised callers 0 0 0 1" in page(seen)
    assert "Aisha Rahman of Bramley Road, for Northfield, from 14 April 2025" in page(seen)
    assert not Provider.objects.exists(), "a preview writes nothing"
    done = bmt.post(PREVIEW, {"shown": shown(seen)}, follow=True)
    assert "The approved list is loaded: 5 added, 0 changed." in page(done)
    assert AuthorisedCaller.objects.get().full_name == "Aisha Rahman"
    assert AuditEvent.objects.get(chain="approved list").actor == keeper
    assert not Upload.objects.exists()
    again = bmt.post(PREVIEW, {"shown": shown(seen)}, follow=True)
    assert "No file of yours is waiting" in page(again)
    assert AuditEvent.objects.filter(chain="approved list").count() == 1
    assert "The file changes nothing" in page(choose(bmt, GOOD))


def test_ends_and_changes_are_told_before_what_is_added(bmt: Client) -> None:
    prime = make.ProviderFactory(prime=True, name="NORTHFIELD")
    company = make.ProviderFactory(name="Bramley Road")
    make.ContractFactory(prime=prime, starts_on=date(2025, 4, 1), ends_on=date(2030, 1, 1))
    make.SupplyChainFactory(prime=prime, subcontractor=company, starts_on=date(2025, 4, 1))
    changed = GOOD.replace("wp,,2025-04-01,", "wp,,2025-04-01,2031-01-01").replace(
        "Road,,,2025-04-01,", "Road,,,2025-04-01,2026-03-31"
    )
    seen = page(choose(bmt, changed))
    ended = "Ended Supply chain Bramley Road, for Northfield, from 1 April 2025 Last day 31 March 2026"
    renamed = "Changed Organisations Northfield Until now “NORTHFIELD”"
    longer = "Last day 1 January 2031, until now 1 January 2030"
    assert seen.index(ended) < seen.index(renamed) < seen.index("Added Authorised callers")
    assert longer in seen


@pytest.mark.req("E2", "E3")
def test_what_is_over_is_not_opened_again_by_a_file_and_that_is_told(bmt: Client) -> None:
    today = clock.today()
    bmt.post(PREVIEW, {"shown": shown(choose(bmt, GOOD))})
    SupplyChain.objects.update(ends_on=today - timedelta(days=1))
    AuthorisedCaller.objects.update(ended_on=today)
    later = GOOD.replace("Road,,,2025-04-01,", "Road,,,2025-04-01,2099-01-01").replace("04-14,", "04-14,2099-01-01")
    seen = page(choose(bmt, later))
    assert "The file changes nothing" in seen
    assert seen.count("Left as it is") == 2 + 2, "what it means, the head of its column, and two rows"
    assert "the file says 1 January 2099" in seen
    SupplyChain.objects.update(ends_on=today)
    assert "Changed Supply chain" in page(choose(bmt, later)), "its last day is still to end"


def test_a_list_that_changed_meanwhile_is_shown_again(bmt: Client) -> None:
    seen = choose(bmt, GOOD)
    make.ProviderFactory(prime=True, name="Northfield")
    again = bmt.post(PREVIEW, {"shown": shown(seen)}, follow=True)
    assert "The approved list was changed after this page was shown" in page(again)
    assert "Organisations 0 0 0 1" in page(again)
    assert not Contract.objects.exists()
    bmt.post(PREVIEW, {"shown": shown(again)})
    assert Contract.objects.exists()


def test_a_change_that_makes_no_difference_to_the_file_does_not_stand_in_its_way(bmt: Client) -> None:
    seen = choose(bmt, GOOD)
    make.eligible_caller()
    assert "is loaded" in page(bmt.post(PREVIEW, {"shown": shown(seen)}, follow=True))


def test_a_file_that_fits_no_longer_is_told(bmt: Client) -> None:
    seen = choose(bmt, GOOD)
    contract = make.ContractFactory(prime__name="Northfield", starts_on=date(2024, 1, 1))
    told = bmt.post(PREVIEW, {"shown": shown(seen)}, follow=True)
    assert "no longer fits the approved list" in page(told)
    assert list(Contract.objects.all()) == [contract]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file that you selected is empty"),
        (b" \n \n", "The file is empty. Its first line must name the columns"),
        (b"\xff\xfe\x00", "Line 1 is not UTF-8 text"),
        (HEADER.encode() + b"prime,Caf\xe9,,,,,\n", "Line 2 is not UTF-8 text. Save the file as CSV UTF-8"),
        (HEADER.encode() + b"prime,A\x00,,,,,\n", "NUL character"),
        (b"PK\x03\x04 a spreadsheet \xff", "is not UTF-8 text"),
        (b"name,town\nA,B\n", "The header lacks: record"),
        (HEADER.encode() + b"prime,A,,,,,\ncontract,A,,xp,,2025-13-01,\n", "Line 3, programme: must be one of"),
        (HEADER.encode() + b"boss,A,,,,,\n" * 70, "70 lines of the file must be mended"),
        (HEADER.encode() + b'prime,"A,,,,,\n', "is not proper CSV"),
        (HEADER.encode() + b"prime," + b"x" * 200_000 + b",,,,,\n", "Line 2"),
    ],
    ids=["empty", "blank", "utf-16", "latin-1", "nul", "spreadsheet", "header", "lines", "many", "quote", "long"],
)
def test_a_bad_file_is_told_by_line_and_nothing_is_kept(bmt: Client, content: bytes, told: str) -> None:
    response = choose(bmt, content)
    assert response.status_code == 200
    assert told in page(response)
    assert not Upload.objects.exists()
    assert not Provider.objects.exists()


@pytest.mark.parametrize(
    "content", ["\ufeff" + GOOD.replace("\n", "\r\n"), GOOD.replace(",", ";"), "\ufeff" + GOOD.replace(",", ";")]
)
def test_files_as_spreadsheets_write_them(bmt: Client, content: str) -> None:
    assert "Organisations 0 0 0 2" in page(choose(bmt, content))


def test_no_file_and_one_that_is_too_large(bmt: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Select a CSV file" in page(bmt.post(CHOOSE, {}))
    monkeypatch.setattr(loading, "LARGEST", 100)
    assert "must be 5 MB or smaller" in page(choose(bmt, GOOD))


def test_a_file_waits_for_its_owner_and_for_an_hour(bmt: Client, keeper: User) -> None:
    seen = choose(bmt, GOOD)
    other = sign_in(Client(), UserFactory(role=Role.BMT))
    assert "No file of yours is waiting" in page(other.get(PREVIEW, follow=True))
    assert "No file of yours is waiting" in page(other.post(PREVIEW, {"shown": shown(seen)}, follow=True))
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        with pytest.raises(loading.NothingKept):
            loading.confirm(actor=keeper, shown=shown(seen), now=clock.now())
        assert throw_away_old_files.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        throw_away_old_files()
        assert not Upload.objects.exists()
    assert not Provider.objects.exists()
    choose(bmt, GOOD)
    thrown = page(bmt.post(PREVIEW, {"forget": "yes"}, follow=True))
    assert "The file is thrown away. Nothing was changed." in thrown
    assert not Upload.objects.exists()


def test_only_bmt_loads() -> None:
    for role in set(Role) - {Role.BMT}:
        client = sign_in(Client(), UserFactory(role=role))
        for address in (CHOOSE, PREVIEW):
            assert client.get(address).status_code == 403
            assert client.post(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_confirmed_twice_at_once_it_is_loaded_once(keeper: User) -> None:
    upload = loading.keep(name="list.csv", raw=GOOD.encode(), actor=keeper, now=clock.now())
    print_of = loading.preview(loading.extract_of(upload), today=clock.today()).fingerprint
    start, outcomes = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=20)
            outcomes.append(str(loading.confirm(actor=keeper, shown=print_of, now=clock.now())))
        except loading.NothingKept:
            outcomes.append("nothing kept")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["The approved list is loaded: 5 added, 0 changed.", "nothing kept"]
    assert AuditEvent.objects.filter(chain="approved list").count() == 1


def test_a_preview_takes_the_same_reads_whatever_the_size(django_assert_num_queries) -> None:
    rows = "".join(f"prime,P{n},,,,,\nsubcontractor,P{n},S{n},,,2025-01-01,\n" for n in range(100))
    extract = parse((HEADER + rows).encode(), columns=loading.COLUMNS)
    for _ in range(2):
        with django_assert_num_queries(4):
            loading.preview(extract, today=clock.today())
        make.eligible_caller()
