"""The mail catcher as a process of its own, and an email of ours that goes through it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from dev import mail
from dev.paths import CHECKOUT
from dev.processes import stop_all
from notices import caught, services
from notices.rules import State
from tests.notices.factories import NoticeFactory


@pytest.fixture
def catcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The settings that point at a running catcher."""
    monkeypatch.setenv("PD_LOCAL_DIR", str(tmp_path))
    child, address = mail.start()
    yield address
    stop_all([child])
    assert child.ended()


@pytest.mark.django_db
@pytest.mark.req("A7", "A9")
def test_what_we_send_is_kept_and_shown(catcher: dict[str, str]) -> None:
    notices = [NoticeFactory(text=f"Hello {number} § é") for number in range(3)]
    with override_settings(
        **catcher | {"EMAIL_PORT": int(catcher["EMAIL_PORT"]), "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}
    ):
        for notice in notices:
            services.send(notice_id=notice.pk)
            notice.refresh_from_db()
            assert notice.state == State.SENT
        letters = [caught.letter(name) for name in caught.names()]
    assert [letter.text.strip() for letter in letters] == ["Hello 2 § é", "Hello 1 § é", "Hello 0 § é"]
    assert notices[2].recipient.email in letters[0].to
    assert (letters[0].subject, letters[0].attachments) == ("About a thing", ())
    folder = Path(catcher["MAIL_CATCHER_FOLDER"])
    assert not list(folder.glob(".*"))
    assert folder.stat().st_mode & 0o077 == 0


def test_killed_and_started_again_it_keeps_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "1-a.eml").write_text("kept")
    for _ in range(2):
        (tmp_path / "port").unlink(missing_ok=True)
        catcher = subprocess.Popen(
            [sys.executable, "-m", "dev.mail", str(tmp_path)], cwd=CHECKOUT, env=os.environ, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 30
        while not (tmp_path / "port").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        catcher.kill()
        catcher.wait(10)
    assert (tmp_path / "1-a.eml").read_text() == "kept"
