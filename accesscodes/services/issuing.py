"""A month's issue: a code for each prime, a copy for each SPoC, an email for each copy (A6, A7, A9; WP 44, 47)."""

from datetime import date, datetime

import structlog
from django.db import transaction

from accounts.models import User
from audit.actions import Action
from audit.services import record
from notices.services import post
from providers.models import Spoc

from .. import emails, issuing, sealing, selectors
from ..models import AccessCode, Copy
from ..rules.calendar import Issue, in_force_from, issue_of
from ..rules.runs import What
from ..rules.unlock import make_unlock_code
from .locks import lock_prime
from .making import make_code

log = structlog.get_logger(__name__)
REMINDER = {What.FIRST_REMINDER: emails.FIRST_REMINDER, What.SECOND_REMINDER: emails.SECOND_REMINDER}


class NotAnIssueDay(ValueError):
    """Codes are issued on the last Wednesday of a month (A6)."""


class IssueIncomplete(RuntimeError):
    """Some primes could not be done; they are done when the issue is run again."""


def issue_codes(*, issued_on: date, at: datetime, actor: User | None) -> int:
    """Make and send whatever is still missing of an issue; how many primes were dealt with.

    Each prime is a transaction of its own: killed at any point and run again, or run twice at once, it ends with one
    code a prime, one copy a SPoC and one document email a copy (A9). Raises NotAnIssueDay and IssueIncomplete.
    """
    issue = issue_on(issued_on)
    primes, failed = issuing.primes_lacking(issue, at), 0
    for prime_id in primes:
        try:
            issue_to_prime(prime_id=prime_id, issue=issue, at=at, actor=actor)
        except Exception as error:  # noqa: BLE001 - one prime's trouble must not keep the others from their codes
            failed += 1
            log.error("issue_to_prime_failed", prime=prime_id, error=type(error).__name__)  # noqa: TRY400
    if failed:
        raise IssueIncomplete(f"{failed} of {len(primes)} primes could not be dealt with.")
    return len(primes)


@transaction.atomic
def issue_to_prime(*, prime_id: int, issue: Issue, at: datetime, actor: User | None) -> None:
    """One prime's part of an issue: what is there is left as it is."""
    lock_prime(prime_id)
    codes = list(issuing.codes_of(issue, [prime_id]))
    if not codes:
        if not issuing.primes_of(issue, at).filter(pk=prime_id).exists():
            return
        codes = [
            make_code(
                prime_id=prime_id, issued_on=issue.issued_on, in_force_from=issue.in_force_from, actor=actor
            )
        ]  # fmt: skip
    for code in codes:
        if selectors.is_live(code, at):
            copy_to_all(code=code, at=at, actor=actor)


def copy_to_all(*, code: AccessCode, at: datetime, actor: User | None) -> None:
    """A first copy for each of the prime's SPoCs who may be sent it. The prime's row is locked by the caller."""
    have = set(Copy.objects.filter(code=code).values_list("spoc_id", flat=True))
    for spoc in selectors.spocs_to_send_to(at).filter(prime_id=code.prime_id).exclude(pk__in=have).order_by("pk"):
        make_copy(spoc=spoc, code=code, number=1, at=at, actor=actor)


def make_copy(*, spoc: Spoc, code: AccessCode, number: int, at: datetime, actor: User | None) -> Copy:
    """A copy with its own unlock code, and the email that brings the document (A7). Within a transaction."""
    sealed = sealing.seal_unlock_code(make_unlock_code(), spoc_id=spoc.pk, code_id=code.pk, number=number)
    copy = Copy.objects.create(
        spoc=spoc, code=code, number=number, made_at=at, made_by=actor,
        key_id=sealed.key_id, nonce=sealed.nonce, ciphertext=sealed.ciphertext,
    )  # fmt: skip
    record(
        Action.CODE_ISSUED, chain=f"provider:{code.prime_id}", actor=actor, at=at, subject=copy.about,
        detail={"code": code.pk, "spoc": spoc.pk, "number": number},
    )  # fmt: skip
    post(kind=emails.DOCUMENT, recipient_id=spoc.user_id, about=copy.about, at=at)
    return copy


def send_reminders(*, issued_on: date, what: What, at: datetime, since: datetime) -> int:
    """Remind whoever was sent the issue's code before `since` and has not acknowledged it (A10); how many.

    Run again it reminds nobody twice. Raises NotAnIssueDay.
    """
    issue = issue_on(issued_on)
    silent = Copy.objects.filter(code__in=issuing.codes_of(issue), acknowledged_at=None, made_at__lt=since)
    reminded = 0
    for copy in silent.select_related("spoc", "code").order_by("pk"):
        if emails.still_wanted(copy, user_id=copy.spoc.user_id, at=at):
            post(kind=REMINDER[what], recipient_id=copy.spoc.user_id, about=copy.about, at=at)
            reminded += 1
    return reminded


def issue_on(issued_on: date) -> Issue:
    """The issue of that day. Raises NotAnIssueDay."""
    issue = issue_of(issued_on.year, issued_on.month)
    if issue.issued_on != issued_on:
        raise NotAnIssueDay(f"No codes are issued on {issued_on}.")
    return Issue(issued_on, in_force_from(issued_on))
