"""The email to a SPoC who complained here: there is an answer to read. It says nothing of what it is."""

from django.conf import settings
from django.urls import reverse

from core import clock
from notices.kinds import Content, NotWanted, register
from notices.models import Notice
from providers.selectors import present_spocs

from .models import Complaint

ANSWERED = "complaint answered"


def register_all() -> None:
    """Let the outbox know who writes this."""
    register(ANSWERED, answered)


def answered(notice: Notice) -> Content:
    """To whoever sent the complaint, as long as they are a SPoC of that prime (G1): nobody else could read it."""
    number = notice.about.split(":")[1]
    prime = Complaint.objects.values_list("prime", flat=True).get(pk=number)
    if not present_spocs(clock.now()).filter(user=notice.recipient_id, prime=prime).exists():
        raise NotWanted
    page = f"{settings.SITE_URL}{reverse('complaints-mine-one', args=[number])}" if settings.SITE_URL else ""
    text = (
        f"Your complaint {number} has an answer. Sign in{f' at {page}' if page else ''} to read it, and to say whether "
        "you are satisfied. If you are not, it goes to the next stage, where there is one.\n"
    )
    return Content("Provider Direct: an answer to your complaint", text)
