"""What the room of codes does by itself. Every run makes what is missing: one that was missed is caught up (A6, A9)."""

from datetime import date, datetime, timedelta

import structlog
from celery import shared_task
from django.conf import settings

from core import clock
from core.broker import line_to_workers

from . import services
from .rules.runs import Run, What, runs_due

log = structlog.get_logger(__name__)


@shared_task  # type: ignore[untyped-decorator]  # Celery carries no types
def run_what_is_due() -> None:
    """Every minute: issues and reminders that are due. With nothing to do it reads a little and ends.

    A prime that one issue fails for keeps nobody from the next issue and its reminders (A6, A9, A10): all that is due
    is run before it is told. Raises services.IssueIncomplete.
    """
    now = clock.now()
    incomplete = []
    for run in runs_due(now):
        try:
            _run(run, now)
        except services.IssueIncomplete as error:
            incomplete.append(f"{run.issue.issued_on}: {error}")
    if incomplete:
        raise services.IssueIncomplete(" ".join(incomplete))


def _run(run: Run, now: datetime) -> None:
    if run.what is What.ISSUE:
        services.issue_codes(issued_on=run.issue.issued_on, at=now, actor=None)
    else:
        services.send_reminders(issued_on=run.issue.issued_on, what=run.what, at=now, since=run.at)


@shared_task  # type: ignore[untyped-decorator]
def issue(issued_on: str) -> None:
    """Run an issue that somebody asked for by hand (an ISO date)."""
    services.issue_codes(issued_on=date.fromisoformat(issued_on), at=clock.now(), actor=None)


@shared_task  # type: ignore[untyped-decorator]
def destroy_old_codes() -> None:
    """Destroy what is kept of codes older than CODES_KEPT_DAYS (A11). Run again, it finds nothing to do."""
    now = clock.now()
    services.destroy_codes(older_than=now - timedelta(days=settings.CODES_KEPT_DAYS), at=now, actor=None)


def ask_for_issue(issued_on: date) -> bool:
    """Ask the workers to run an issue now. False where the queue is away: it then waits for beat, as any other."""
    try:
        with line_to_workers() as line:
            issue.apply_async(args=[issued_on.isoformat()], connection=line, retry=False)
    except Exception as error:  # noqa: BLE001 - a broker fails in many ways, and none may reach whoever asked
        log.warning("queue_is_away", error=type(error).__name__)
        return False
    return True
