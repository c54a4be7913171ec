"""The checks' own reach: no address in a lock file, every room under the import contracts."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dev import check
from dev.paths import CHECKOUT


def test_the_lock_files_hold_no_address() -> None:
    assert check.no_addresses() == check.Outcome(passed=True)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("package-lock.json", '      "resolved": "https://packages.example/sass.tgz",'),
        ("requirements/base.txt", "--index-url https://packages.example/simple"),
        (".npmrc", "registry = packages.example"),
    ],
)
def test_an_address_in_a_lock_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / name).write_text(f"{{\n{line}\n}}\n")
    monkeypatch.setattr(check, "CHECKOUT", tmp_path)
    outcome = check.no_addresses()
    assert not outcome.passed
    assert f"{name}:2" in outcome.said


def test_a_failing_check_shows_what_its_tool_said() -> None:
    outcome = check.command(sys.executable, "-c", "print('out'); raise SystemExit('err')")()
    assert outcome == check.Outcome(passed=False, said="out\nerr")


def test_every_room_is_under_the_import_contracts() -> None:
    rooms = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} - {"dev", "tests", "bench"}
    tracked = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    rooms &= {line.split("/")[0] for line in tracked.splitlines()}
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"])
    assert set(contracts["root_packages"]) == rooms
    assert all(room in layers for room in rooms)
