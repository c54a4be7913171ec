"""The document of the call's journey is what the flow says."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from calls import journey
from calls.flow import FLOW, ForEachParticipant
from calls.rules import Outcome


def test_the_committed_document_has_not_drifted() -> None:
    call_command("call_journey", check=True)


def test_a_drifted_document_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(journey, "DOCUMENT", tmp_path / "docs" / "call-journey.md")
    with pytest.raises(CommandError, match=r"docs/call-journey\.md is not what the flow says now"):
        call_command("call_journey", check=True)
    call_command("call_journey")
    call_command("call_journey", check=True)


def test_every_step_and_every_outcome_is_in_it() -> None:
    text = journey.document()
    steps = [step for entry in FLOW for step in (entry.steps if isinstance(entry, ForEachParticipant) else (entry,))]
    for number, step in enumerate(steps, start=1):
        assert f"## {number}. {step.label}\n" in text
    for outcome in Outcome:
        assert f"| {outcome.label} | `calls/" in text


@pytest.mark.parametrize(("number", "requirements"), [(1, "E1 to E4, E7"), (6, "S3, S5"), (13, "R1, R2")])
def test_requirements_come_from_the_steps_own_words(number: int, requirements: str) -> None:
    [line] = [line for line in journey.document().splitlines() if line.startswith(f"| {number} |")]
    assert requirements in line
