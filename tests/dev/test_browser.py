"""Which Chromium the tests drive."""

from pathlib import Path

import pytest

from dev import browser


def test_the_headless_shell_comes_first_then_chromium_then_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find() is None
    for name in ("chromium", "chromium-headless-shell"):
        program = tmp_path / name
        program.touch(mode=0o755)
        assert browser.find() == str(program)
