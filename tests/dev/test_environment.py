"""The virtual environment: made, kept in step, and mended where it was left halfway."""

import json
import sys
from pathlib import Path

import pytest

from dev.environment import Environment, check_python
from dev.messages import Stop

INSTALLER, LOCAL, TEST = "installer.txt", "local.txt", "test.txt"


def in_folder(folder: Path) -> Environment:
    """An environment whose requirements hold nothing, so that setting it up is quick and needs no network."""
    requirements = folder / "requirements"
    requirements.mkdir()
    for name in (INSTALLER, LOCAL, TEST):
        (requirements / name).write_text(f"# nothing for {name}\n")
    return Environment(folder / "venv", requirements)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return in_folder(tmp_path)


def test_an_environment_left_halfway_is_made_again_and_then_left_alone(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.folder.mkdir()
    environment.unfinished.touch()
    environment.ensure("local")
    assert "broken off" in capsys.readouterr().out
    assert environment.python.exists()
    assert not environment.unfinished.exists()

    environment.ensure("local")
    assert capsys.readouterr().out == ""

    (environment.requirements / LOCAL).write_text("no-such-package==1.0\n")
    with pytest.raises(Stop, match=r"(?s)Could not install the locked requirements.*network"):
        environment.ensure("local")
    assert not environment.stamp.exists()
    assert environment.unfinished.exists()


def test_an_environment_whose_python_has_gone_is_not_whole(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to("/nowhere/python3")
    assert not environment._is_whole()
    assert "does not work" in capsys.readouterr().out


def test_the_test_set_serves_for_running_and_not_the_other_way_round(environment: Environment) -> None:
    environment.folder.mkdir()
    environment.stamp.write_text(json.dumps({"local": environment._digest("local")}))
    assert environment._holds("local")
    assert not environment._holds("test")


@pytest.mark.parametrize("changed", [INSTALLER, TEST])
def test_what_is_installed_is_not_what_is_locked_any_more(environment: Environment, changed: str) -> None:
    environment.folder.mkdir()
    environment.stamp.write_text(json.dumps({name: environment._digest(name) for name in ("local", "test")}))
    assert environment._holds("test")
    (environment.requirements / changed).write_text("pytest==0.0\n")
    assert not environment._holds("test")


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"local": "of older requirements"}'])
def test_a_stamp_that_does_not_say_so_is_no_stamp(environment: Environment, stamp: str) -> None:
    environment.folder.mkdir()
    environment.stamp.write_text(stamp)
    assert not environment._holds("local")


def test_the_test_requirements_hold_everything_that_running_does() -> None:
    folder = Path(__file__).resolve().parents[2] / "requirements"
    pins = {name: _pins(folder / name) for name in (LOCAL, TEST)}
    assert pins[LOCAL] <= pins[TEST]


def test_an_old_python_is_named_and_a_newer_one_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tmp_path / "python3.13"
    newer.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match=r"(?s)3\.11 or newer.*is 3\.9.*PYTHON=python3\.13"):
        check_python((3, 9))


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_enough_python_is_let_pass(version: tuple[int, int]) -> None:
    check_python(version)


def _pins(path: Path) -> set[str]:
    return {line.split(" ")[0] for line in path.read_text().splitlines() if line[:1].isalpha()}
