"""Real files, loaded by the command as it is typed (G4)."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actions import Action
from audit.models import AuditEvent
from circumstances.extract.columns import COLUMNS
from circumstances.models import (
    Address,
    Change,
    Claim,
    Employment,
    Person,
    PhoneNumber,
    Qualification,
    Referral,
)
from tests.circumstances.extract_files import NINO, WHOLE, Cells, person, referral, row, write
from tests.circumstances.factories import participant
from tests.providers.factories import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4")]
OTHER = "PP654321D"
KINDS = (Person, Referral, Qualification, Employment, Address, PhoneNumber, Claim, Change)


@pytest.fixture(autouse=True)
def _prime():
    with time_machine.travel("2026-11-20T10:00:00Z"):
        yield ProviderFactory(prime=True, name="Harbour Works")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "extract.csv"


def load(path: Path) -> str:
    out = StringIO()
    call_command("load_participants", str(path), stdout=out)
    return out.getvalue()


def refused(path: Path) -> str:
    """What is said; and nothing is changed."""
    before = held()
    with pytest.raises(CommandError) as error:
        load(path)
    assert error.value.returncode == 1
    assert held() == before
    assert "Nothing was changed" in str(error.value)
    return str(error.value)


def held() -> list[list[tuple[object, ...]]]:
    return [list(kind.objects.order_by("pk").values_list()) for kind in (*KINDS, AuditEvent)]


def test_every_kind_of_row_is_kept(file: Path) -> None:
    assert "1 participants: 1 new" in load(write(file, WHOLE))
    [ann] = Person.objects.all()
    assert (ann.nino, ann.full_name, ann.special_handling) == (NINO, "Ann Lee", "none")
    [made] = ann.referrals.all()
    assert (made.reference, made.prime.name, made.payment_group) == ("R1", "Harbour Works", 2)
    assert (made.signing_day, made.signing_cycle, made.officer_initials) == ("tuesday", 1, "JS")
    assert made.qualifications.get().name == "GCSE English"
    assert ann.employments.get().employer == "Crown Bakery"
    assert ann.addresses.get(ended_on=None).line_2 == "3 New Street"
    assert [phone.number for phone in ann.phone_numbers.order_by("pk")] == ["07700 900001", "01632 960001"]
    assert ann.claims.get().reason_ended == "moved abroad"
    assert ann.changes.get().description == "Began a training course."


@pytest.mark.req("G2")
def test_one_audit_row_with_counts_and_digest_and_no_values(file: Path) -> None:
    load(write(file, WHOLE))
    event = AuditEvent.objects.get(action=Action.EXTRACT_LOADED)
    assert event.detail["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert event.detail["participants"] == event.detail["new"] == 1
    assert event.detail["rows_added"] == len(WHOLE) - 1
    assert "Ann" not in str(event.detail)


def test_a_second_load_changes_nothing(file: Path) -> None:
    load(write(file, WHOLE))
    before = held()[:-1]
    assert "0 new, 0 changed, 1 as they were" in load(file)
    assert held()[:-1] == before


def test_a_later_extract_replaces_what_it_names_and_leaves_the_rest(file: Path) -> None:
    participant(person={"nino": OTHER})
    load(write(file, WHOLE))
    ids = Referral.objects.get(reference="R1").pk, Person.objects.get(nino=NINO).pk
    later = [
        person(full_name="Ann Lee-Hart", special_handling=""),
        referral(payment_group="", officer_name=""),
        referral(reference="R2", referred_on="2026-11-02"),
        row("address", line_1="4 Newer Street", town="Hull", postcode="HU1 2CV", started_on="2026-11-01"),
        row("phone", phone="01632 960001"),
    ]
    assert "0 new, 1 changed, 0 as they were" in load(write(file, later))
    ann = Person.objects.get(nino=NINO)
    made = ann.referrals.get(reference="R1")
    assert (made.pk, ann.pk) == ids
    assert (ann.full_name, ann.special_handling, made.payment_group) == ("Ann Lee-Hart", None, None)
    assert not made.qualifications.exists()
    assert not ann.employments.exists()
    assert ann.addresses.get().line_1 == "4 Newer Street"
    assert ann.phone_numbers.get().number == "01632 960001"
    assert ann.referrals.count() == 2
    assert Person.objects.get(nino=OTHER).claims.exists()


def test_a_referral_left_out_is_kept_because_calls_point_at_it(file: Path) -> None:
    load(write(file, WHOLE))
    load(write(file, [person()]))
    assert Referral.objects.filter(reference="R1").exists()


@pytest.mark.req("S7")
def test_a_blank_flag_is_kept_as_not_known(file: Path) -> None:
    load(write(file, [person(special_handling="")]))
    assert Person.objects.get().special_handling is None


@pytest.mark.req("S10")
def test_numbers_and_words_are_taken_in_any_case(file: Path) -> None:
    rows = [person(nino="pp 12 34 56 c", special_handling="SCR"), referral(programme="WP", signing_day="Tuesday")]
    load(write(file, [*rows, row("claim", benefit="jsa", started_on="2026-01-05")]))
    assert Claim.objects.get().benefit == "JSA"


BAD = [
    ([person(record="peron")], 2, "record", "must be one of person, referral"),
    ([person(nino="QQ123456C")], 2, "nino", "must be a National Insurance number"),
    ([person(full_name="")], 2, "full_name", "is empty"),
    ([person(full_name="x" * 121)], 2, "full_name", "longer than 120"),
    ([person(full_name="Ann\nLee")], 2, "full_name", "one line"),
    ([person(special_handling="maybe")], 2, "special_handling", "must be one of none, mappa, scr"),
    ([person(town="Leeds")], 2, "town", "must be empty in a person row"),
    ([person(), person()], 3, "nino", "has a person row already"),
    ([referral()], 2, "nino", "is not that of the person row above"),
    ([person(), referral(nino=OTHER)], 3, "nino", "is not that of the person row above"),
    ([person(), referral(programme="other")], 3, "programme", "must be one of wp, mwa"),
    ([person(), referral(prime="Nobody & Sons")], 3, "prime", "on the approved list"),
    ([person(), referral(prime="")], 3, "prime", "on the approved list"),
    ([person(), referral(reference="")], 3, "reference", "is empty"),
    ([person(), referral(), referral()], 4, "reference", "has a referral row already"),
    ([person(), referral(referred_on="2026-11-21")], 3, "referred_on", "must not be in the future"),
    ([person(), referral(referred_on="21/09/2026")], 3, "referred_on", "must be a real date"),
    ([person(), referral(referred_on="2026-02-30")], 3, "referred_on", "must be a real date"),
    ([person(), referral(referred_on="0026-09-21")], 3, "referred_on", "must be between 1900"),
    ([person(), referral(referred_on="")], 3, "referred_on", "is empty"),
    ([person(), referral(payment_group="10")], 3, "payment_group", "must be empty or one of 1, 2"),
    ([person(), referral(signing_day="sunday")], 3, "signing_day", "must be one of monday"),
    ([person(), referral(signing_cycle="3")], 3, "signing_cycle", "must be empty or one of 1, 2"),
    ([person(), row("qualification", reference="R1", qualification="BA")], 3, "reference", "referral row of the same"),
    ([*WHOLE, WHOLE[2]], 12, "qualification", "is given twice"),
    ([*WHOLE, WHOLE[3]], 12, "employer", "is given twice"),
    ([*WHOLE, WHOLE[6]], 12, "phone", "is given twice"),
    ([*WHOLE, WHOLE[8]], 12, "benefit", "is given twice"),
    ([*WHOLE, WHOLE[9]], 12, "description", "is given twice"),
    ([*WHOLE, {**WHOLE[5], "started_on": "2026-11-01"}], 12, "ended_on", "present address is given already"),
    ([person(), {**WHOLE[4], "ended_on": "2018-01-01"}], 3, "ended_on", "must not be before started_on"),
    ([person(), row("phone", phone="none")], 3, "phone", "must be a phone number"),
    ([person(), row("claim", benefit="DLA", started_on="2026-01-05")], 3, "benefit", "must be one of JSA"),
    (
        [person(), row("claim", benefit="JSA", started_on="2026-01-05", dormant_from="2026-01-05")],
        3, "dormant_from", "must be after started_on",
    ),
    ([person(), row("change", noted_on="2026-11-21", description="x")], 3, "noted_on", "must not be in the future"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "column", "reason"), BAD, ids=[f"{bad[2]} {bad[3]}" for bad in BAD])
def test_a_bad_row_is_reported_with_its_line_and_reason_and_changes_nothing(
    file: Path, rows: list[Cells], line: int, column: str, reason: str
) -> None:
    said = refused(write(file, rows))
    assert f"Line {line}, {column}: " in said
    assert reason in said
    for value in ("Ann", "Jane", NINO, OTHER, "R1", "Nobody"):
        assert value not in said


def test_every_bad_row_is_reported_at_once_and_good_ones_are_not_kept(file: Path) -> None:
    said = refused(write(file, [*WHOLE, person(nino="x"), row("phone", nino="y", phone="z"), referral(nino=OTHER)]))
    assert [line.partition(",")[0] for line in said.splitlines()][:4] == ["Line 12", "Line 13", "Line 13", "Line 14"]


def test_a_reference_of_another_person_is_reported(file: Path) -> None:
    participant(reference="R1")
    assert "Line 3, reference: is held already" in refused(write(file, WHOLE))


def test_lines_are_counted_past_line_breaks_in_quotes(file: Path) -> None:
    broken = {**WHOLE[3], "job_title": "Ba\nker"}
    said = refused(write(file, [*WHOLE[:3], broken, row("phone", phone="none")]))
    assert "Line 5, job_title" in said
    assert "Line 7, phone" in said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (",".join(COLUMNS[1:]).encode(), "lacks: record"),
        (",".join([*COLUMNS, "shoe"]).encode(), "unknown columns: shoe"),
        (",".join([*COLUMNS, "nino"]).encode(), "twice: nino"),
        (",".join(COLUMNS).encode() + b"\n", "a header and no rows under it"),
        ("|".join(COLUMNS).encode(), "lacks"),
        ((",".join(COLUMNS) + "\nZo\xeb").encode("latin-1"), "UTF-8"),
        ((",".join(COLUMNS) + "\n\x00").encode(), "NUL"),
        ((",".join(COLUMNS) + '\n"').encode(), "not proper CSV"),
        ((",".join(COLUMNS) + "\nperson\n").encode(), "has 1 columns"),
    ],
)
def test_a_broken_file_is_refused_in_plain_words(file: Path, content: bytes, message: str) -> None:
    file.write_bytes(content)
    assert message in refused(file)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "none.csv")
    assert "folder" in refused(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends(file: Path) -> None:
    text = write(file, WHOLE).read_text("utf-8")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").replace("\r\r", "\r").encode())
    assert "1 new" in load(file)


def test_a_value_that_only_the_database_refuses_is_not_quoted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("circumstances.extract.check.check_nino", lambda text: text)
    said = refused(write(file, [person(nino="SECRET99")]))
    assert said == "The database refused a row of this extract. Nothing was changed."


def test_the_number_of_queries_does_not_grow_with_the_rows_of_a_batch(file: Path) -> None:
    def people(count: int) -> list[Cells]:
        return [
            {**cells, "nino": f"NC{number:06}A", **({"reference": f"R{number}"} if cells.get("reference") else {})}
            for number in range(count) for cells in WHOLE
        ]  # fmt: skip

    counts = []
    for size in (1, 200):
        with CaptureQueriesContext(connection) as queries:
            load(write(file, people(size)))
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2
