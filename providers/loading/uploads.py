"""A file between its preview and its confirmation: one a person, for an hour."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from core import extracts
from core.clock import LONDON
from core.extracts import Extract, Problems
from core.uploads import LARGEST_FILE, LARGEST_FILE_MB

from ..models import Upload
from .entries import COLUMNS
from .load import Loaded, load

KEPT_FOR = timedelta(hours=1)
LARGEST_MB, LARGEST = LARGEST_FILE_MB, LARGEST_FILE


class NothingKept(LookupError):
    """No file of this person waits: it was loaded, thrown away, or is too old."""


@transaction.atomic
def keep(*, name: str, raw: bytes, actor: User, now: datetime) -> Upload:
    """Keep a file for its preview, in place of the person's last one. Raises BrokenExtract."""
    extract = extracts.parse(raw, columns=COLUMNS)
    sweep(now=now)
    upload, _ = Upload.objects.update_or_create(
        uploaded_by=actor,
        defaults={"name": name[:200], "sha256": extract.sha256, "text": extract.text, "uploaded_at": now},
    )
    return upload


def kept(user_id: int, *, now: datetime) -> Upload:
    """The person's file that waits. Raises NothingKept."""
    found = Upload.objects.filter(uploaded_by=user_id, uploaded_at__gt=now - KEPT_FOR).first()
    if found is None:
        raise NothingKept
    return found


def extract_of(upload: Upload) -> Extract:
    return Extract(upload.sha256, upload.text, COLUMNS)


@transaction.atomic
def confirm(*, actor: User, shown: str, now: datetime) -> Loaded:
    """Load the file as it was shown, and throw it away. Confirmed twice, it is loaded once.

    Raises NothingKept, NotAsShown, BadRows or BrokenExtract, writing nothing.
    """
    Upload.objects.select_for_update().filter(uploaded_by=actor).first()
    upload = kept(actor.pk, now=now)
    loaded = load(
        extract_of(upload), Problems(), today=now.astimezone(LONDON).date(), actor=actor, shown=shown
    )  # fmt: skip
    upload.delete()
    return loaded


def forget(*, user_id: int) -> None:
    """Throw the person's file away."""
    Upload.objects.filter(uploaded_by=user_id).delete()


def sweep(*, now: datetime) -> int:
    """Throw away what has waited too long. Returns how many files."""
    count, _ = Upload.objects.filter(uploaded_at__lte=now - KEPT_FOR).delete()
    return count
