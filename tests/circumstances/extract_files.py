"""Extracts for tests: rows by name of column, written as a file."""

import csv
from pathlib import Path

from circumstances.extract.columns import COLUMNS

Cells = dict[str, str]
NINO = "PP123456C"


def person(**cells: str) -> Cells:
    return {"record": "person", "nino": NINO, "full_name": "Ann Lee", "special_handling": "none", **cells}


def referral(**cells: str) -> Cells:
    return {
        "record": "referral", "nino": NINO, "reference": "R1", "programme": "wp", "prime": "Harbour Works",
        "referred_on": "2026-09-21", "payment_group": "2", "officer_name": "Jane Smith", "officer_initials": "JS",
        "signing_day": "tuesday", "signing_cycle": "1", **cells,
    }  # fmt: skip


def row(record: str, **cells: str) -> Cells:
    return {"record": record, "nino": NINO, **cells}


WHOLE = [
    person(),
    referral(),
    row("qualification", reference="R1", qualification="GCSE English"),
    row("employment", employer="Crown Bakery", job_title="Baker", started_on="2020-01-06", ended_on="2021-03-05"),
    row(
        "address", line_1="1 Old Road", town="Leeds", postcode="LS2 7CK", started_on="2019-01-01", ended_on="2026-10-01"
    ),
    row("address", line_1="Flat 2", line_2="3 New Street", town="Hull", postcode="HU1 2CV", started_on="2026-10-02"),
    row("phone", phone="07700 900001"),
    row("phone", phone="01632 960001"),
    row("claim", benefit="JSA", started_on="2026-01-05", ended_on="2026-11-03", reason_ended="moved abroad"),
    row("change", noted_on="2026-10-05", description="Began a training course."),
]


def write(path: Path, rows: list[Cells]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
