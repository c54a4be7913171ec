"""Complaints: enter, attach, send the template, answer, settle. Each locks the complaint, checks, saves and records."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from audit import services as audit
from audit.actions import Action
from calls.models import Call
from core import crypto
from core.uploads import LARGEST_FILE
from notices import services as notices

from . import emails
from .models import Complaint, Evidence, Stage
from .rules import About, How, Received, may_answer, may_settle, needs_template, next_stage

MOST_FILES = 10


class NotYours(Exception):
    """This stage is dealt with by somebody else, or the complaint is about whoever would answer it."""


class TooLate(Exception):
    """Somebody else has done it since the page was opened."""


class TemplateFirst(Exception):
    """The complaints template goes to the Complaints Resolution Team before it can answer (MWA 48)."""


class TooMuch(Exception):
    """A file over LARGEST_FILE, or more than MOST_FILES."""


@dataclass(frozen=True)
class File:
    """A file as it was sent. Its content is in nobody's `repr`."""

    name: str
    content: bytes = field(repr=False)


@transaction.atomic
def enter(
    *, prime_id: int, received: Received, token: UUID, actor: User, at: datetime, file: File | None = None
) -> Complaint:
    """Put a complaint on record with its file, and open the first stage of its route (K1 to K3).

    Sent twice, it is entered once. The reference of a call is left out where it is none of that prime and programme.
    Raises TooMuch.
    """
    facts = asdict(received)
    ref = facts.pop("call_ref")
    calls = Call.objects.filter(ref=ref, prime=prime_id, programme=received.programme.value)
    facts["call"] = calls.first() if ref else None
    complaint, new = Complaint.objects.get_or_create(
        prime_id=prime_id, token=token, defaults=facts | {"entered_at": at, "entered_by": actor}
    )
    if new:
        detail = {"about": received.about.value, "how": received.how.value}
        _record(Action.COMPLAINT_ENTERED, complaint, actor, detail)
        _open(complaint, number=1, at=at)
        if file:
            _keep(complaint, file, actor, at)
    return complaint


@transaction.atomic
def attach(*, complaint_id: int, file: File, actor: User, at: datetime) -> Evidence:
    """Keep one more file with the complaint, sealed (WP 55). Raises TooMuch, Complaint.DoesNotExist."""
    return _keep(Complaint.objects.select_for_update().get(pk=complaint_id), file, actor, at)


def _keep(complaint: Complaint, file: File, actor: User, at: datetime) -> Evidence:
    if len(file.content) > LARGEST_FILE or complaint.evidence.count() >= MOST_FILES:
        raise TooMuch
    evidence = Evidence(complaint=complaint, name=file.name, size=len(file.content), added_at=at, added_by=actor)
    seal = crypto.seal(file.content, bound_to=evidence.bound_to)
    evidence.key_id, evidence.nonce, evidence.ciphertext = seal.key_id, seal.nonce, seal.ciphertext
    evidence.save()
    _record(Action.COMPLAINT_EVIDENCE_ADDED, complaint, actor, {"evidence": evidence.pk})
    return evidence


@transaction.atomic
def open_evidence(*, evidence: Evidence, actor: User) -> bytes:
    """The file, for somebody who may see the complaint; that it was opened goes on record."""
    _record(Action.COMPLAINT_EVIDENCE_OPENED, evidence.complaint, actor, {"evidence": evidence.pk})
    return crypto.unseal(evidence.sealed, bound_to=evidence.bound_to)


@transaction.atomic
def send_template(*, complaint_id: int, sent_on: date, actor: User) -> None:
    """Record that the completed template went to the Complaints Resolution Team (MWA 48). Raises NotYours, TooLate."""
    complaint, stage = _present_stage(complaint_id)
    if not needs_template(stage.facts):
        raise TooLate
    _refuse_others(complaint, stage, actor)
    stage.template_sent_on, stage.template_sent_by = sent_on, actor
    stage.save(update_fields=["template_sent_on", "template_sent_by"])
    _record(Action.COMPLAINT_TEMPLATE_SENT, complaint, actor, {"stage": stage.number})


@transaction.atomic
def answer(
    *, complaint_id: int, number: int, text: str, owner: str, answered_on: date, satisfied: bool | None,
    actor: User, at: datetime,
) -> None:  # fmt: skip
    """Record the answer of a stage, and what the provider says of it where it has said so.

    Raises NotYours, TemplateFirst, or TooLate where the stage has an answer already.
    """
    complaint, stage = _present_stage(complaint_id, number)
    if stage.facts.answered:
        raise TooLate
    _refuse_others(complaint, stage, actor)
    if needs_template(stage.facts):
        raise TemplateFirst
    stage.answer, stage.owner, stage.answered_on = text, owner, answered_on
    stage.recorded_at, stage.recorded_by = at, actor
    stage.save(update_fields=["answer", "owner", "answered_on", "recorded_at", "recorded_by"])
    _record(Action.COMPLAINT_ANSWERED, complaint, actor, {"stage": stage.number})
    if satisfied is None and complaint.entered_by.role == Role.SPOC:
        about = f"complaint:{complaint.pk}:{stage.number}"
        notices.post(kind=emails.ANSWERED, recipient_id=complaint.entered_by_id, about=about, at=at)
    if satisfied is not None:
        _settle(complaint, stage, satisfied=satisfied, actor=actor, at=at)


@transaction.atomic
def settle(*, complaint_id: int, number: int, satisfied: bool, actor: User, at: datetime) -> None:
    """Record whether the provider is satisfied with an answer: closed, or on to the next stage.

    Raises TooLate; NotYours for whoever is complained of, who records it of their own answer only.
    """
    complaint, stage = _present_stage(complaint_id, number)
    if not stage.facts.answered or stage.satisfied is not None:
        raise TooLate
    if complained_of(complaint, actor) and stage.recorded_by_id != actor.pk:
        raise NotYours
    _settle(complaint, stage, satisfied=satisfied, actor=actor, at=at)


def complained_of(complaint: Complaint, person: User) -> bool:
    """Whether the call complained about was this person's, also for a part of it only."""
    if complaint.about != About.AGENT or complaint.call is None:
        return False
    return complaint.call.holder_id == person.pk or complaint.call.hand_overs.filter(from_holder=person.pk).exists()


def _settle(complaint: Complaint, stage: Stage, *, satisfied: bool, actor: User, at: datetime) -> None:
    if not may_settle(How(complaint.how), role=Role(actor.role)):
        raise NotYours
    stage.satisfied, stage.settled_at, stage.settled_by = satisfied, at, actor
    stage.save(update_fields=["satisfied", "settled_at", "settled_by"])
    _record(Action.COMPLAINT_SETTLED, complaint, actor, {"stage": stage.number, "satisfied": satisfied})
    recorded = [each.facts for each in complaint.stages.order_by("number")]
    if next_stage(recorded, complaint.route) is not None:
        _open(complaint, number=len(recorded) + 1, at=at)


def _open(complaint: Complaint, *, number: int, at: datetime) -> None:
    Stage.objects.create(complaint=complaint, number=number, kind=complaint.route[number - 1].value, opened_at=at)


def _present_stage(complaint_id: int, number: int | None = None) -> tuple[Complaint, Stage]:
    """The complaint, locked, and its newest stage. Raises TooLate where that is not the one meant."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    stage = complaint.stages.order_by("-number").first()
    if stage is None or number not in (None, stage.number):
        raise TooLate
    return complaint, stage


def _refuse_others(complaint: Complaint, stage: Stage, actor: User) -> None:
    if not may_answer(stage.facts, role=Role(actor.role), complained_of=complained_of(complaint, actor)):
        raise NotYours


def _record(action: Action, complaint: Complaint, actor: User, detail: Mapping[str, object]) -> None:
    audit.record(action, chain=complaint.subject, actor=actor, subject=complaint.subject, detail=dict(detail))
