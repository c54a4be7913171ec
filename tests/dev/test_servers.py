"""The bundled PostgreSQL and Valkey: started for whoever asks, stopped by the last one out, also in deep folders."""

import os
import stat
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from dev import broker, paths, postgres
from dev.messages import Stop


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, and nothing named that would replace the bundled servers."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("PD_LOCAL_DIR", str(tmp_path / "local"))
    return tmp_path / "local"


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A folder whose path is too long for a unix socket."""
    deep = folder.with_name("a" * 110) / "local"
    monkeypatch.setenv("PD_LOCAL_DIR", str(deep))
    return deep


def answers(address: str) -> bool:
    try:
        with psycopg.connect(address) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_the_last_user_stops_the_database(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with postgres.running() as address:
        with postgres.running() as same:
            assert same == address
        assert answers(address)
    assert not answers(address)
    # As root it runs as another user, who has to get there: nobody else may for that.
    assert stat.S_IMODE(folder.parent.stat().st_mode) in {0o700, 0o710}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away, and has to let anybody pass")
def test_somebody_elses_private_folder_can_be_passed_and_not_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    os.chown(private, 54321, 54321)
    postgres.let_pass(private / "postgres")
    assert stat.S_IMODE(private.stat().st_mode) == 0o701
    assert f"{private} can be passed by anybody now, but not listed" in capsys.readouterr().out


@pytest.mark.usefixtures("deep")
def test_a_deep_folder_will_do_for_both() -> None:
    with postgres.running() as address, broker.running() as broker_address:
        assert answers(address)
        assert len(broker_address) < len("redis+socket://") + 107


def test_a_named_database_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/database")
    with postgres.running() as address:
        assert address == "postgresql://elsewhere/database"


def test_a_folder_with_a_space_in_its_path_is_refused_with_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PD_LOCAL_DIR", str(folder.with_name("my folder")))
    with pytest.raises(Stop, match=r"(?s)has a space in it.*DATABASE_URL"), postgres.running():
        pass


def test_a_database_left_half_made_is_refused_with_what_to_do(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("18\n")
    with pytest.raises(Stop, match=r"(?s)did not start.*remove .*postgres"), postgres.running():
        pass


def test_the_broker_is_private_has_no_port_and_ends_with_its_owner(folder: Path) -> None:
    with broker.running() as address:
        place = Path(address.removeprefix("redis+socket://"))
        assert broker.answers(place)
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        with pytest.raises(Stop, match="Another command of this checkout"), broker.running():
            pass
    assert not broker.answers(place)
    assert not place.exists()
    assert (folder / "broker.log").exists()


def test_a_short_folder_that_is_not_private_is_refused(deep: Path) -> None:
    place = paths.socket_path("broker.sock")
    assert not place.is_relative_to(deep)
    assert len(os.fsencode(place)) <= 107
    place.parent.chmod(0o755)
    with pytest.raises(Stop, match="is not private to you"):
        paths.socket_path("broker.sock")
    place.parent.rmdir()


def test_a_query_that_never_ends_is_given_up() -> None:
    assert "statement_timeout=30000" in settings.DATABASES["default"]["OPTIONS"]["options"]
    assert "lock_timeout=10000" in settings.DATABASES["default"]["OPTIONS"]["options"]
