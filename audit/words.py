"""What the record holds, in words for whoever reads it (G2). The record itself keeps its short values."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from core.clock import LONDON
from core.dates import in_words
from programmes.policy import POLICIES
from programmes.rows import ROW_WORDS

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")
NAMES: Mapping[str, Mapping[str, str]] = {
    "programme": {programme.value: policy.name for programme, policy in POLICIES.items()},
    "row": {row.value: words for row, words in ROW_WORDS.items()},
}
"""By the name of the fact: the words for its values."""


def told(detail: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each fact of an event with its name."""
    for name, value in detail.items():
        yield _plain(name), _value(name, value)


def reference(text: str) -> str:
    """What an event is about, and the chain that it is in: "provider:15" is provider 15."""
    return text.replace(":", " ", 1)


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {each}" for key, each in told(value)) or "none"
    if isinstance(value, str):
        return NAMES.get(name, {}).get(value) or (_moment(value) if MOMENT.fullmatch(value) else _plain(value))
    return str(value)


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _moment(text: str) -> str:
    here = datetime.fromisoformat(text).astimezone(LONDON)
    return f"{in_words(here)}, {here:%H:%M}"
