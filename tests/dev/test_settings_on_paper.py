"""README.md, .env.example and docker-compose.yml say what the service reads: no setting is lost on the way to it."""

import re
from typing import Any

import pytest
import yaml

from dev.paths import CHECKOUT
from tests.dev import settings_read

# What the tools, `make run` and the tests set for themselves.
NOT_FOR_PEOPLE = {"CLOCK_AHEAD_SECONDS", "MAIL_CATCHER_FOLDER", "TEST_DATABASE_NAME", "PD_LOCAL_DIR"}
NOT_FOR_PEOPLE |= {"DJANGO_SETTINGS_MODULE"}
OF_DOCKER_COMPOSE = {"OWNER_PASSWORD"}
NEVER_CHANGED_IN_PRODUCTION = {"DEMONSTRATION", "DEBUG", "HTTPS", "BIND"}
ROWS = re.findall(r"^\| (`[A-Z`, _]+`) \|(.*)\|$", (CHECKOUT / "README.md").read_text(), re.MULTILINE)
COMPOSE = (CHECKOUT / "docker-compose.yml").read_text()


def in_the_readme() -> set[str]:
    return {name for names, _ in ROWS for name in re.findall(r"`(\w+)`", names)}


def test_the_readme_lists_every_setting_that_is_read_and_no_other() -> None:
    assert in_the_readme() == (settings_read.names() - NOT_FOR_PEOPLE) | OF_DOCKER_COMPOSE


def test_the_readme_gives_every_number_its_default_and_its_limits() -> None:
    said = {names.strip("`"): re.findall(r"(?<=\| )-?\d+(?= \|)", f"|{rest}|") for names, rest in ROWS}
    read = settings_read.numbers()
    assert {name: tuple(map(int, said[name])) for name in read.keys() - NOT_FOR_PEOPLE} == {
        name: limits for name, limits in read.items() if name not in NOT_FOR_PEOPLE
    }


@pytest.mark.parametrize("service", ["web", "worker", "beat", "migrate"])
def test_docker_compose_passes_every_setting_on_and_no_other(service: str) -> None:
    passed_on: dict[str, Any] = yaml.safe_load(COMPOSE)["services"][service]["environment"]
    wanted = in_the_readme() - OF_DOCKER_COMPOSE - NEVER_CHANGED_IN_PRODUCTION
    assert set(passed_on) == (wanted if service == "migrate" else wanted - {"APPLICATION_ROLE_PASSWORD"})


def test_what_is_passed_on_can_be_set_in_the_file_that_people_fill_in() -> None:
    example = set(re.findall(r"^(\w+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) == example
    assert in_the_readme() - example == NEVER_CHANGED_IN_PRODUCTION | {"DATABASE_URL", "REDIS_URL"}
