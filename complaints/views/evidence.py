"""The files that come with a complaint."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.permissions import allow
from accounts.rules import Role
from accounts.views.whose import person_of
from core import clock
from core.methods import get_or_post

from .. import selectors, services
from ..forms import MoreEvidenceForm
from .shared import DEALERS, dealers_only, file_of, found


@dealers_only
@get_or_post
@sensitive_post_parameters()
def add(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """Attach one more file (WP 55)."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MoreEvidenceForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach(
                complaint_id=complaint_id, file=file_of(form.cleaned_data["evidence"]), actor=user, at=clock.now()
            )
        except services.TooMuch:
            form.add_error("evidence", f"A complaint holds {services.MOST_FILES} files, and this one is full")
        else:
            messages.success(request, "The file is attached")
            return redirect("complaints-one", complaint_id)
    return render(request, "complaints/evidence.html", {"complaint": complaint, "form": form})


@allow(*DEALERS, Role.AUDITOR)
@require_safe
def download(request: HttpRequest, complaint_id: int, evidence_id: int) -> HttpResponse:
    """A file, to keep and not to run: the browser is told that it is bytes."""
    user = person_of(request)
    complaint = found(selectors.visible_to(user), complaint_id)
    kept = selectors.evidence_of(complaint, evidence_id)
    if kept is None:
        raise Http404
    content = services.open_evidence(evidence=kept, actor=user)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": _attached(kept.name), "X-Content-Type-Options": "nosniff"},
    )


def _attached(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
