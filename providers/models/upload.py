"""A file of the approved list that waits for someone to confirm what it would change."""

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """One a person, and not for long: `loading.uploads` throws it away. Its text is as it was checked."""

    uploaded_by = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
