"""What the pages of complaints share."""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404
from django.views.decorators.http import require_http_methods

from accounts.permissions import allow
from accounts.rules import Role
from core import clock
from programmes.policy import policy
from programmes.types import ComplaintStage

from .. import services
from ..models import Complaint, Stage
from ..rules import About, State, may_answer, needs_template

if TYPE_CHECKING:
    from accounts.models import User

BIGGEST = 2**63
DEALERS = (Role.AGENT, Role.TEAM_LEADER, Role.BMT, Role.PERFORMANCE_MANAGER)
either = require_http_methods(["GET", "HEAD", "POST"])
dealers_only = allow(*DEALERS)
CHANGED = "Somebody else has done that since you opened the page. Nothing was changed. This is how it stands."


def found(complaints: QuerySet[Complaint], complaint_id: int) -> Complaint:
    """The complaint, where it is among these. Raises Http404."""
    complaint = complaints.filter(pk=complaint_id).first() if complaint_id < BIGGEST else None
    if complaint is None:
        raise Http404
    return complaint


def last_stage(complaint: Complaint) -> Stage:
    return list(complaint.stages.all())[-1]


def words_of(complaint: Complaint) -> dict[ComplaintStage, str]:
    """Who deals with each stage, in the programme's words."""
    route = policy(complaint.programme).complaint_route
    return dict(route.agent_stages if complaint.about == About.AGENT else route.service_stages)


def sheet(complaint: Complaint, user: "User") -> dict[str, Any]:
    """What a page of one complaint shows: its route, what is recorded of each stage, and what this person may do."""
    recorded, words = list(complaint.stages.all()), words_of(complaint)
    last = recorded[-1]
    mine = may_answer(last.facts, role=Role(user.role), complained_of=services.complained_of(complaint, user))
    return {
        "complaint": complaint,
        "programme": policy(complaint.programme).name,
        "stages": [(words[ComplaintStage(stage.kind)], stage) for stage in recorded],
        "to_come": [words[kind] for kind in complaint.route[len(recorded) :]],
        "evidence": complaint.evidence.defer("ciphertext"),
        "state": complaint.state,
        "closed": complaint.state is State.CLOSED,
        "may_answer": mine and not needs_template(last.facts),
        "may_send_template": mine and needs_template(last.facts),
        "may_settle": last.facts.answered and last.satisfied is None,
        "last": last,
    }  # fmt: skip


def keep_file(complaint: Complaint, file: "UploadedFile[bytes] | None", actor: "User") -> None:
    """Keep an uploaded file with a complaint. Raises TooMuch."""
    if file is None:
        return
    name = (file.name or "file")[-120:]
    services.attach(complaint_id=complaint.pk, name=name, content=file.read(), actor=actor, at=clock.now())
