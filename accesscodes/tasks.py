"""What the room of codes does by itself. Every run makes what is missing: one that was missed is caught up (A6, A9)."""

from datetime import date

from celery import shared_task

from core import clock

from . import services
from .rules.runs import What, runs_due


@shared_task  # type: ignore[untyped-decorator]  # Celery carries no types
def run_what_is_due() -> None:
    """Every few minutes: issues and reminders that are due. With nothing to do it reads a little and ends."""
    now = clock.now()
    for run in runs_due(now):
        if run.what is What.ISSUE:
            services.issue_codes(issued_on=run.issue.issued_on, at=now, actor=None)
        else:
            services.send_reminders(issued_on=run.issue.issued_on, what=run.what, at=now, since=run.at)


@shared_task  # type: ignore[untyped-decorator]
def issue(issued_on: str) -> None:
    """Run an issue that somebody asked for by hand (an ISO date)."""
    services.issue_codes(issued_on=date.fromisoformat(issued_on), at=clock.now(), actor=None)
