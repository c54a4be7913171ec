import hashlib
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from providers.models import AuthorisedCaller, Contract, Provider, SupplyChain
from tests.providers import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4")]
HEADER = "record,prime,company,programme,caller,starts_on,ends_on\n"
GOOD = """\
caller,Northfield,Bramley Road,,Aisha Rahman,2025-04-14,
caller,Northfield,Northfield,,Gethin Price,2025-04-14,2026-01-01
subcontractor,Northfield,Bramley Road,,,2025-04-01,2027-03-31
contract,Northfield,,WP,,2025-04-01,
contract,Northfield,,mwa,,2025-04-01,
prime,Northfield,,,,,
"""


@pytest.fixture
def load(tmp_path: Path):
    def run(rows: str | bytes, *, header: str = HEADER) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(rows if isinstance(rows, bytes) else (header + rows).encode())
        out = StringIO()
        call_command("load_providers", str(path), stdout=out)
        return out.getvalue()

    return run


def everything() -> list[list[dict]]:
    return [
        list(model.objects.order_by("pk").values()) for model in (Provider, Contract, SupplyChain, AuthorisedCaller)
    ]


def test_a_whole_list_in_any_order(load) -> None:
    assert "7 added, 0 changed" in load(GOOD)
    prime = Provider.objects.get(name="Northfield")
    company = Provider.objects.get(name="Bramley Road")
    assert prime.is_prime
    assert not company.is_prime
    assert {contract.programme for contract in Contract.objects.filter(prime=prime)} == {"wp", "mwa"}
    assert SupplyChain.objects.get().ends_on == date(2027, 3, 31)
    assert AuthorisedCaller.objects.get(company=company).name_key == "aisha rahman"
    assert AuthorisedCaller.objects.get(company=prime).ended_on == date(2026, 1, 1)


def test_the_same_file_again_changes_nothing(load) -> None:
    load(GOOD)
    before = everything()
    assert "Nothing was changed" in load(GOOD)
    assert everything() == before


@pytest.mark.req("G2")
def test_the_record_has_the_digest_and_the_counts_and_no_names(load, tmp_path: Path) -> None:
    load(GOOD)
    event = AuditEvent.objects.get(chain="approved list")
    assert event.action == "approved list loaded"
    assert event.detail["sha256"] == hashlib.sha256((tmp_path / "list.csv").read_bytes()).hexdigest()
    assert event.detail["added"] == {
        "organisations": 2, "contracts": 2, "supply chain": 1, "authorised callers": 2
    }  # fmt: skip
    history = AuditEvent.objects.exclude(chain="approved list")
    assert {row.chain for row in history} == {f"provider:{provider.pk}" for provider in Provider.objects.all()}
    assert "Rahman" not in str([row.detail for row in AuditEvent.objects.all()])


def test_what_is_held_is_brought_up_to_date_and_the_rest_stays(load) -> None:
    load(GOOD)
    other = make.eligible_caller()
    changed = "prime,NORTHFIELD Ltd,,,,,\ncontract,northfield,,wp,,2025-04-01,2026-12-31\n"
    assert "0 added, 2 changed" in load(changed)
    assert Provider.objects.get(name_key="northfield").name == "NORTHFIELD Ltd"
    assert Contract.objects.get(prime__name_key="northfield", programme="wp").ends_on == date(2026, 12, 31)
    assert Contract.objects.filter(prime=other.prime).exists()
    assert Contract.objects.get(prime__name_key="northfield", programme="wp").version == 2


@pytest.mark.req("E3")
def test_an_old_file_lets_nobody_in_again(load) -> None:
    load(GOOD)
    AuthorisedCaller.objects.update(ended_on=date(2026, 11, 1))
    SupplyChain.objects.update(ends_on=date(2026, 11, 1))
    load(GOOD)
    assert AuthorisedCaller.objects.get(company__name="Bramley Road").ended_on == date(2026, 11, 1)
    load(GOOD.replace("04-14,\n", "04-14,2099-01-01\n").replace("2027-03-31", "2098-03-31"))
    assert AuthorisedCaller.objects.get(company__name="Bramley Road").ended_on == date(2026, 11, 1)
    assert SupplyChain.objects.get().ends_on == date(2026, 11, 1)


def test_a_dry_run_tells_and_changes_nothing(load, tmp_path: Path) -> None:
    load(GOOD)
    path, out, before = tmp_path / "new.csv", StringIO(), everything()
    path.write_text(HEADER + "contract,Northfield,,wp,,2025-04-01,2026-12-31\nprime,Harbour Works,,,,,\n")
    call_command("load_providers", str(path), "--dry-run", stdout=out)
    assert "Ended: Northfield: Work Programme, from 1 April 2025 last day 31 December 2026" in out.getvalue()
    assert "Added: Harbour Works prime provider" in out.getvalue()
    assert everything() == before


def test_a_dry_run_that_would_change_nothing_says_so(load, tmp_path: Path) -> None:
    load(GOOD)
    path, out = tmp_path / "same.csv", StringIO()
    path.write_text(HEADER + GOOD)
    call_command("load_providers", str(path), "--dry-run", stdout=out)
    assert out.getvalue() == "The approved list would stay as it is.\nNothing was changed: this was a dry run.\n"


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    ("held", "ended", "following"),
    [
        ("contract,Northfield,,wp,,2025-04-01,2028-03-31", "2027-03-31", "2029-03-31"),
        ("contract,Northfield,,wp,,2025-04-01,", "2027-03-31", ""),
        ("subcontractor,Northfield,Bramley Road,,,2025-04-01,", "2027-03-31", ""),
    ],
)
def test_one_file_ends_a_row_and_adds_the_one_that_follows(load, held: str, ended: str, following: str) -> None:
    load(f"prime,Northfield,,,,,\n{held}\n")
    start = held.rpartition(",")[0]
    assert "1 added, 1 changed" in load(f"{start},{ended}\n{start.replace('2025', '2027')},{following}\n")


def test_a_cell_that_must_be_empty_is_one_problem(load) -> None:
    with pytest.raises(CommandError) as refused:
        load("prime,A,***,xp,,soon,\n")
    told = [line.partition(":")[2] for line in str(refused.value).splitlines() if line.startswith("Line")]
    assert told == [" must be empty: a prime has none"] * 3


def test_a_subcontractor_can_become_a_prime(load) -> None:
    load(GOOD)
    load("prime,Bramley Road,,,,,\n")
    assert Provider.objects.get(name="Bramley Road").is_prime


@pytest.mark.parametrize(
    ("rows", "report"),
    [
        ("boss,X,,,,,\n", "Line 2, record: must be one of"),
        ("prime,,,,,,\n", "Line 2, prime: is empty"),
        ("prime,***,,,,,\n", "at least one letter"),
        (f"prime,{'x' * 101},,,,,\n", "longer than 100"),
        ("prime,A,B,,,,\n", "Line 2, company: must be empty"),
        ("prime,A,,,,,\ncontract,A,,xp,,2025-01-01,\n", "Line 3, programme: must be one of: wp, mwa"),
        ("prime,A,,,,,\ncontract,A,,wp,,01/02/2025,\n", "Line 3, starts_on: must be a real date"),
        ("prime,A,,,,,\ncontract,A,,wp,,2025-02-30,\n", "Line 3, starts_on: must be a real date"),
        ("prime,A,,,,,\ncontract,A,,wp,,,\n", "Line 3, starts_on: is empty"),
        ("prime,A,,,,,\ncontract,A,,wp,,2025-01-02,2025-01-01\n", "Line 3, ends_on: is before"),
        ("contract,Nobody,,wp,,2025-01-01,\n", "Line 2, prime: is not a prime provider"),
        ("prime,A,,,,,\nprime,a ltd,,,,,\n", "Line 3, record: repeats line 2"),
        ("prime,A,,,,,\nsubcontractor,A,A Ltd,,,2025-01-01,\n", "is the prime provider itself"),
        ("prime,A,,,,,\ncontract,A,,wp,,2025-01-01,\ncontract,A,,wp,,2026-01-01,\n", "Line 3, starts_on: makes"),
        ("contract,Northfield,,wp,,2026-06-01,2026-07-01\n", "Line 2, starts_on: makes this prime"),
        (
            "prime,A,,,,,\nsubcontractor,A,B,,,2025-01-01,2025-06-30\nsubcontractor,A,B,,,2025-06-30,\n",
            "Line 3, starts_on: makes",
        ),
        ("prime,A,,,,,\ncaller,A,B,,Ann Bell,2025-01-01,\n", "Line 3, company: is neither"),
        (
            "prime,A,,,,,\nprime,B,,,,,\ncaller,A,B,,Ann Bell,2025-01-01,\n",
            "Line 4, company: has never been",
        ),
        (
            "prime,A,,,,,\ncaller,A,A,,Ann Bell,2025-01-01,\ncaller,A,A,,ann bell,2025-02-01,\n",
            "caller: is an authorised caller already",
        ),
        ("prime,A,,,,\n", "Line 2, row: has 6 columns"),
        ('prime,"A,,,,,\n', "Line 2, row: is not proper CSV"),
    ],
)  # fmt: skip
def test_bad_rows_are_told_by_line_and_nothing_changes(load, rows: str, report: str) -> None:
    load(GOOD)
    before, events = everything(), AuditEvent.objects.count()
    with pytest.raises(CommandError) as refused:
        load(rows)
    assert report in str(refused.value)
    assert "Nothing was changed" in str(refused.value)
    assert refused.value.returncode == 1
    assert "Ann Bell" not in str(refused.value)
    assert (everything(), AuditEvent.objects.count()) == (before, events)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        HEADER.encode(),
        HEADER.encode() + b"prime,A\x00,,,,,\n",
        b"record,prime\nprime,A\n",
        HEADER.encode("utf-16"),
    ],
)
def test_a_broken_file_changes_nothing(load, content: bytes) -> None:
    with pytest.raises(CommandError, match="Nothing was changed"):
        load(content)
    assert not AuditEvent.objects.exists()


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("load_providers", str(path))


@pytest.mark.parametrize("content", ["\ufeff" + HEADER + GOOD, (HEADER + GOOD).replace("\n", "\r\n")])
def test_files_as_spreadsheets_write_them(load, content: str) -> None:
    assert "7 added" in load(content.encode())


def test_a_good_row_beside_a_bad_one_is_not_written(load) -> None:
    with pytest.raises(CommandError):
        load("prime,Good One,,,,,\nprime,,,,,,\n")
    assert not Provider.objects.exists()


def test_a_load_takes_the_same_reads_whatever_the_size(load, django_assert_max_num_queries) -> None:
    rows = "".join(
        f"prime,P{n},,,,,\ncontract,P{n},,wp,,2025-01-01,\nsubcontractor,P{n},S{n},,,2025-01-01,\n"
        f"caller,P{n},S{n},,Ann Bell,2025-01-01,\n"
        for n in range(200)
    )
    with django_assert_max_num_queries(400 + 20):  # one audit row for each of 400 organisations
        load(rows)
    with django_assert_max_num_queries(12):
        load(rows)
