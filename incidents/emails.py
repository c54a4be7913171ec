"""The email that says that a report was assessed (B3). What was decided stays on the portal."""

from django.conf import settings
from django.urls import reverse

from core import clock
from core.dates import in_words
from notices.kinds import Content, NotWanted, register
from notices.models import Notice
from providers.selectors import present_spocs

from .models import Incident

DECIDED = "security incident decided"


def register_all() -> None:
    """Let the outbox know who writes it."""
    register(DECIDED, decided)


def decided(notice: Notice) -> Content:
    """To each SPoC of the prime, as long as they are one (G1). It names no subcontractor, reason or decision."""
    incident = Incident.objects.select_related("prime").get(pk=notice.about.partition(":")[2])
    if not present_spocs(clock.now()).filter(user=notice.recipient_id, prime=incident.prime_id).exists():
        raise NotWanted
    page = f"{settings.SITE_URL}{reverse('incidents-mine')}" if settings.SITE_URL else "your page of Provider Direct"
    text = (
        f"The Potential Security Incident proforma (Annex B) of {incident.prime.name}, received on "
        f"{in_words(incident.received_on)}, has been assessed.\n\n"
        f"The decision is on the portal and not in this email. To read it, sign in at {page}.\n"
    )
    return Content("Provider Direct: your security incident proforma has been assessed", text)
