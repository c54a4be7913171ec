"""What several pages here need: whose request it is, and a moment in words."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import localtime

from core.dates import in_words

from ..models import User


def person_of(request: HttpRequest) -> User:
    """The person who is signed in. Raises PermissionDenied for nobody, which the middleware has ruled out."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def moment(at: datetime | None) -> str:
    """A moment as people write it, or "Never"."""
    if at is None:
        return "Never"
    there = localtime(at)
    return f"{in_words(there)} at {there:%H:%M}"
