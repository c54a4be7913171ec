"""A synthetic extract is believable, loads clean, and is the same for the same arguments (G4)."""

import csv
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from circumstances.extract.columns import Kind
from circumstances.models import Address, Claim, Person, Referral
from circumstances.rules import nino
from circumstances.rules.benefit import Benefit
from circumstances.synthetic.words import DEFAULT_PRIMES, NINO_PREFIXES, POSTCODE_LETTERS
from programmes.types import PAYMENT_GROUPS, Programme, Weekday
from tests.providers.factories import ProviderFactory

pytestmark = pytest.mark.req("G4")
TODAY = date(2026, 11, 2)


def made(**options: object) -> str:
    out = StringIO()
    call_command("make_extract", **{"participants": 40, "seed": 1, **options}, stdout=out, stderr=StringIO())
    return out.getvalue()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_same_arguments_give_the_same_file_to_the_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    made(output=first)
    with time_machine.travel("2031-05-06"):
        made(output=second)
    assert first.read_bytes() == second.read_bytes()
    assert made() == first.read_text("utf-8")


@pytest.mark.parametrize("options", [{"seed": 2}, {"today": "2026-11-03"}, {"primes": ["Other"]}])
def test_other_arguments_give_another_file(options: dict[str, object]) -> None:
    assert made(**options) != made()


def test_even_a_small_extract_holds_every_kind_of_case() -> None:
    found = rows(made(participants=120))
    held = {column: {row[column] for row in found} - {""} for column in found[0]}
    assert held["record"] == set(Kind)
    assert held["programme"] == set(Programme)
    assert held["payment_group"] == {str(group) for group in PAYMENT_GROUPS}
    assert held["signing_day"] == set(Weekday)
    assert held["signing_cycle"] == {"1", "2"}
    assert held["special_handling"] == {"none", "mappa", "scr"}
    assert held["benefit"] == set(Benefit)
    assert held["prime"] == set(DEFAULT_PRIMES)
    assert held["dormant_from"]
    people = [row for row in found if row["record"] == "person"]
    assert any(row["special_handling"] == "" for row in people)
    counts = Counter((row["record"], row["nino"]) for row in found)
    for kind in (Kind.QUALIFICATION, Kind.EMPLOYMENT, Kind.CLAIM, Kind.PHONE, Kind.ADDRESS):
        of_each = {counts[kind, row["nino"]] for row in people}
        assert 0 in of_each
        assert max(of_each) > 1
    assert any(counts[Kind.REFERRAL, row["nino"]] == 2 for row in people)


def test_no_number_is_anybodys() -> None:
    for row in rows(made(participants=200)):
        assert nino.check(row["nino"])[:2] in NINO_PREFIXES
        assert row["phone"] == "" or row["phone"].startswith(("07700 900", "01632 960", "01"))
        assert set(row["postcode"][-2:]) <= set(POSTCODE_LETTERS)


@pytest.mark.parametrize("seed", range(5))
def test_numbers_and_references_come_once_and_dates_are_not_in_the_future(seed: int) -> None:
    found = rows(made(participants=200, seed=seed))
    for record, column in (("person", "nino"), ("referral", "reference")):
        given = [row[column] for row in found if row["record"] == record]
        assert len(given) == len(set(given))
    for column in ("referred_on", "started_on", "ended_on", "dormant_from", "noted_on"):
        assert max(row[column] for row in found) <= TODAY.isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [0, -3, 2**70])
def test_it_loads_clean(tmp_path: Path, seed: int) -> None:
    for name in DEFAULT_PRIMES:
        ProviderFactory(prime=True, name=name)
    made(participants=300, seed=seed, output=tmp_path / "extract.csv")
    out = StringIO()
    call_command("load_participants", str(tmp_path / "extract.csv"), stdout=out)
    assert "300 participants: 300 new" in out.getvalue()
    assert Person.objects.count() == 300
    assert Referral.objects.count() > 300
    assert Claim.objects.filter(dormant_from__isnull=False).exists()
    assert Address.objects.filter(ended_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"participants": 0}, "--participants must be from 1"),
        ({"participants": -5}, "--participants must be from 1"),
        ({"participants": 10**9}, "--participants must be from 1"),
        ({"today": "2026-02-30"}, "--today must be a real date"),
        ({"today": "soon"}, "--today must be a real date"),
        ({"today": "0001-01-01"}, "--today must be between"),
        ({"primes": [" "]}, "--prime must be the name"),
        ({"primes": ["Harbour\nWorks"]}, "in one line"),
        ({"output": Path("/nowhere/extract.csv")}, "cannot be written"),
        ({"output": Path("/")}, "cannot be written"),
        ({"output": Path("a\x00b")}, "cannot be written"),
    ],
)
def test_bad_arguments_get_a_plain_message(options: dict[str, object], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        made(**options)


@pytest.mark.parametrize("words", [["--participants", "many", "--seed", "1"], ["--participants", "5"]])
def test_arguments_that_cannot_be_read(words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("make_extract", *words)


def test_it_needs_no_settings_and_ends_quietly_when_enough_was_read() -> None:
    unset = {"DEMONSTRATION", "DATABASE_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "FINGERPRINT_KEY", "AUDIT_KEY"}
    done = subprocess.run(
        ["sh", "-c", '"$0" manage.py make_extract --participants 2000 --seed 7 | head -1', sys.executable],
        env={name: value for name, value in os.environ.items() if name not in unset},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("record,nino,")
