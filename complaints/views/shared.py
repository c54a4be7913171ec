"""What the pages of complaints share."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from accounts.permissions import allow
from accounts.rules import Role
from programmes.policy import policy
from programmes.types import ComplaintStage

from .. import services
from ..forms import ComplaintForm
from ..models import Complaint, Stage
from ..rules import About, How, State, may_answer, may_settle, needs_template

if TYPE_CHECKING:
    from accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponse])

DEALERS = (Role.AGENT, Role.TEAM_LEADER, Role.BMT, Role.PERFORMANCE_MANAGER)
dealers_only = allow(*DEALERS)


CHANGED = "Somebody else has done that since you opened the page. Nothing was changed. This is how it stands."


def found(complaints: QuerySet[Complaint], complaint_id: int) -> Complaint:
    """The complaint, where it is among these. Raises Http404."""
    complaint = complaints.filter(pk=complaint_id).first()
    if complaint is None:
        raise Http404
    return complaint


def last_stage(complaint: Complaint) -> Stage:
    return list(complaint.stages.all())[-1]


def words_of(complaint: Complaint, role: Role) -> dict[ComplaintStage, str]:
    """Who deals with each stage, in the programme's words: the provider's own to a SPoC, a provider's to others."""
    route = policy(complaint.programme).complaint_route
    words = dict(route.agent_stages if complaint.about == About.AGENT else route.service_stages)
    if role is Role.SPOC:
        return words
    return {stage: re.sub(r"^Your\b", "The provider's", said) for stage, said in words.items()}


def sheet(complaint: Complaint, user: "User") -> dict[str, Any]:
    """What a page of one complaint shows: its route, what is recorded of each stage, and what this person may do."""
    recorded, words = list(complaint.stages.all()), words_of(complaint, Role(user.role))
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
        "settles": (settles := may_settle(How(complaint.how), role=Role(user.role))),
        "may_settle": settles and last.facts.answered and last.satisfied is None,
        "last": last,
    }  # fmt: skip


def file_of(uploaded: "UploadedFile[bytes]") -> services.File:
    """An uploaded file as the services take it."""
    return services.File((uploaded.name or "file")[-120:], uploaded.read())


def file_with(form: ComplaintForm) -> services.File | None:
    """The file that came with a complaint, or None."""
    uploaded = form.cleaned_data["evidence"]
    return file_of(uploaded) if uploaded else None
