"""There is no Docker where the tests run: what its files name must exist, and nothing may be left to chance."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from core import uploads
from dev import keys
from dev.paths import CHECKOUT
from providerdirect import server

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
COMPOSE = (CHECKOUT / "docker-compose.yml").read_text()
EXAMPLE = dict(
    line.split("=", 1) for line in (CHECKOUT / ".env.example").read_text().splitlines() if re.match(r"\w+=", line)
)
OURS = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE)["services"])


def test_no_secret_has_a_default() -> None:
    secrets = {*keys.fresh(), "OWNER_PASSWORD", "APPLICATION_ROLE_PASSWORD"}
    assert {name for name in secrets if EXAMPLE[name]} == set()
    assert all(f"${{{name}:?" in COMPOSE and f"${{{name}:-" not in COMPOSE for name in secrets)


def test_everything_that_the_issue_names_is_there(services: dict[str, Any]) -> None:
    assert set(services) == {*OURS, "database", "broker", "mail"}
    assert not any("demonstration" in str(service).lower() for service in services.values())


def test_emails_go_to_a_server_that_was_named_and_never_unasked_to_the_catcher(services: dict[str, Any]) -> None:
    """What the catcher takes counts as sent, and its page shows the unlock codes to whoever opens it."""
    assert services["mail"]["profiles"] == ["mail-catcher"]
    assert "${EMAIL_HOST:?" in COMPOSE
    assert EXAMPLE["EMAIL_HOST"] == EXAMPLE["EMAIL_WITHOUT_TLS"] == ""
    assert services["web"]["environment"]["EMAIL_WITHOUT_TLS"] == "${EMAIL_WITHOUT_TLS:-}"
    assert EXAMPLE["EMAIL_USE_TLS"] == "1"


def test_only_migrating_uses_the_owner_of_the_tables(services: dict[str, Any]) -> None:
    users = {name: services[name]["environment"]["DATABASE_URL"].split("//")[1].split(":")[0] for name in OURS}
    assert users.pop("migrate") == services["database"]["environment"]["POSTGRES_USER"]
    assert set(users.values()) == {"provider_direct_app"}
    assert "grant_application_role provider_direct_app --create" in services["migrate"]["command"][-1]
    assert services["migrate"]["environment"]["STATEMENT_TIMEOUT_SECONDS"] == "0"


def test_nothing_starts_before_what_it_needs(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "broker": {"condition": "service_healthy"},
        }
    assert all("healthcheck" in services[name] for name in ("database", "broker", "worker"))


def test_the_database_is_well_once_it_can_be_connected_to(services: dict[str, Any]) -> None:
    """While its image makes it, a server listens on the socket only: `migrate` would be refused, and all stay down."""
    asked = services["database"]["healthcheck"]["test"]
    assert asked[asked.index("--host") + 1] == "127.0.0.1"
    assert services["migrate"]["restart"].startswith("on-failure")


def test_the_memory_for_uploads_has_an_end_and_holds_as_many_as_can_come_at_once(services: dict[str, Any]) -> None:
    at_once = server.workers * server.threads
    for name in OURS:
        [place] = services[name]["tmpfs"]
        assert int(re.fullmatch(r"/tmp:size=(\d+)m", place)[1]) * 1024**2 > at_once * uploads.LARGEST_REQUEST  # type: ignore[index] # noqa: S108


def test_only_this_machine_reaches_the_ports(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_image_has_a_version(services: dict[str, Any]) -> None:
    images = [service["image"] for service in services.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(":" in image and not image.endswith(":latest") for image in images)


@pytest.mark.parametrize("command", ["migrate", "grant_application_role", "collectstatic"])
def test_the_management_commands_exist(command: str) -> None:
    assert f"manage.py {command}" in COMPOSE + DOCKERFILE
    from django.core.management import get_commands

    assert command in get_commands()


def test_what_the_image_copies_exists_and_is_let_through() -> None:
    let_through = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (CHECKOUT / source).exists(), source
            assert source in let_through


def test_the_image_holds_every_room() -> None:
    from django.apps import apps

    rooms = {Path(app.path).name for app in apps.get_app_configs() if Path(app.path).parent == CHECKOUT}
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert rooms | {"programmes", "templates"} <= copied


def test_the_image_runs_as_nobody_in_particular() -> None:
    last_stage = DOCKERFILE.rsplit("FROM ", 1)[1]
    assert re.search(r"^USER provider-direct$", last_stage, re.MULTILINE)
    assert last_stage.index("\nUSER ") < last_stage.index("\nCMD ")
    assert "HEALTHCHECK" in last_stage
    assert "--require-hashes" in DOCKERFILE


def test_the_static_files_can_be_collected_as_the_image_does(tmp_path: Path) -> None:
    """Also under their hashed names: every file that a style or script refers to is there."""
    for folder in ("providerdirect", "static", *_rooms()):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "manage.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=tmp_path, env={"SECRET_KEY": "for-collecting-only"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    manifest = (tmp_path / "staticfiles" / "staticfiles.json").read_text()
    assert "built/console.css" in manifest
    assert "built/govuk-frontend.min.js" in manifest


def _rooms() -> set[str]:
    return set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE)) - {"providerdirect"}
