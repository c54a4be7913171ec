"""What an agent reads out of somebody's circumstances, in plain sentences (C4, C7, C8). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.dates import in_words

from .benefit import Claim, Position

SIGNED_OFF_ON = "Signed off on "
MOVED_ON = "Changed address on "


@dataclass(frozen=True)
class Job:
    """An employment as LMS holds it."""

    employer: str
    started_on: date
    job_title: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class Noted:
    """Another change that LMS notes, in words of its own."""

    noted_on: date
    description: str


def work_taken_up(jobs: Iterable[Job], *, since: date, today: date) -> Job | None:
    """The job someone is in today that they began after the referral, the latest of several (C7, C8)."""
    taken_up = (
        job for job in jobs if since < job.started_on <= today and (job.ended_on is None or job.ended_on >= today)
    )
    return max(taken_up, key=lambda job: (job.started_on, job.employer), default=None)


def signed_off(position: Position, work: Job | None) -> str:
    """When the claim closed and, of someone not in work, why if that is known (C7, C8); "" of a claim that is live."""
    if position.signed_off_on is None:
        return ""
    when = f"{SIGNED_OFF_ON}{in_words(position.signed_off_on)}."
    return f"{when} Reason: {position.reason_ended}." if position.reason_ended and work is None else when


def employment_lines(position: Position, work: Job | None) -> tuple[str, ...]:
    """Employer, start date and job title if held; nothing while the claim is live (C7, C8)."""
    if work is None or position.live_now:
        return ()
    lines = (f"Employer: {work.employer}", f"Start date: {in_words(work.started_on)}")
    return (*lines, f"Job title: {work.job_title}") if work.job_title else lines


def other_changes(
    *, moved_on: date | None, position: Position, work: Job | None, noted: Iterable[Noted], since: date, today: date
) -> tuple[str, ...]:
    """The other obvious changes since the referral, the oldest first (C4)."""
    dated = [
        *_derived(moved_on, position, work, since),
        *((change.noted_on, _noted(change)) for change in noted if since <= change.noted_on <= today),
    ]
    return tuple(sentence for _, sentence in sorted(dated))


def _noted(change: Noted) -> str:
    """LMS often leaves out who it is: "Is expecting a child." is said after the day on which that was noted."""
    return f"Noted on {in_words(change.noted_on)}: {change.description}"


def _derived(moved_on: date | None, position: Position, work: Job | None, since: date) -> Iterator[tuple[date, str]]:
    if moved_on and moved_on > since:
        yield moved_on, f"{MOVED_ON}{in_words(moved_on)}."
    if work and position.live_now:
        yield work.started_on, f"Started work on {in_words(work.started_on)}."
    yield from ((claim.started_on, _claimed(claim)) for claim in position.claimed_since)


def _claimed(claim: Claim) -> str:
    return f"Made a new claim to {claim.benefit} from {in_words(claim.started_on)}."
