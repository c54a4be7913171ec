"""A whole list from a file: choose it, look at what it would change, confirm (G4). All of it or nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import bmt_only
from accounts.views.whose import person_of
from core import clock
from core.extracts import BadRows, BrokenExtract
from core.forms import FileField
from core.methods import get_or_post

from .. import loading

PAGE_SIZE = 100
GONE = "No file of yours is waiting: it was loaded, or has waited for more than an hour. Choose the file again."
MEANWHILE = "The approved list was changed after this page was shown. This is what the file would change now."


class FileForm(forms.Form):
    """A CSV file of the approved list."""

    file = FileField(label="CSV file", help_text=f"{loading.LARGEST_MB} MB at most", missing="Select a CSV file")

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > loading.LARGEST:
            raise ValidationError(f"The file must be {loading.LARGEST_MB} MB or smaller. Load it in parts")
        return file


@bmt_only
@get_or_post
def choose(request: HttpRequest) -> HttpResponse:
    """Take the file, check every line of it, and show what is wrong; or go on to the preview."""
    posted = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if posted else FileForm()
    problems: list[str] = []
    if posted and form.is_valid():
        file, now = form.cleaned_data["file"], clock.now()
        try:
            upload = loading.keep(name=str(file.name), raw=file.read(), actor=person_of(request), now=now)
            loading.preview(loading.extract_of(upload), today=clock.today())
        except BrokenExtract as broken:
            form.add_error("file", f"{broken} Nothing was changed")
        except BadRows as bad:
            loading.forget(user_id=person_of(request).pk)
            form.add_error("file", f"{_lines(bad)} of the file must be mended. Nothing was changed")
            problems = bad.problems.report()
        else:
            return redirect("providers:load-preview")
    return render(request, "providers/load.html", {"form": form, "problems": problems, "columns": loading.COLUMNS})


@bmt_only
@get_or_post
def preview(request: HttpRequest) -> HttpResponse:
    """What the file would change now. What is confirmed is what was shown, or it is shown again."""
    actor, now = person_of(request), clock.now()
    try:
        if "forget" in request.POST:
            loading.forget(user_id=actor.pk)
            messages.info(request, "The file is thrown away. Nothing was changed.")
            return redirect("providers:list")
        if request.method == "POST":
            loaded = loading.confirm(actor=actor, shown=request.POST.get("shown", ""), now=now)
            messages.success(request, str(loaded))
            return redirect("providers:list")
        upload = loading.kept(actor.pk, now=now)
        planned = loading.preview(loading.extract_of(upload), today=clock.today())
    except loading.NothingKept:
        messages.info(request, GONE)
    except loading.NotAsShown:
        messages.info(request, MEANWHILE)
        return redirect("providers:load-preview")
    except (BadRows, BrokenExtract):
        messages.error(request, "The file no longer fits the approved list. Choose it again to see which lines.")
    else:
        page = Paginator(planned.changes, PAGE_SIZE).get_page(request.GET.get("page"))
        context = {"upload": upload, "plan": planned, "page": page, "effects": list(loading.Effect), "query": ""}
        return render(request, "providers/load_preview.html", context)
    return redirect("providers:load")


def _lines(bad: BadRows) -> str:
    count = len({line for line, _, _ in bad.problems.found})
    return "1 line" if count == 1 else f"{count} lines"
