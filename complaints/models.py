"""Complaints as they came, the stages that each went through, and the evidence. Nothing is changed afterwards."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from calls.models import Call
from core.crypto import Sealed
from programmes.policy import POLICIES
from programmes.types import ComplaintStage
from providers.models import Provider

from .rules import BY_TEMPLATE, LONGEST, LONGEST_NAME, About, How, StageFacts, State, stages, state

SAYS_SOMETHING = r"\S"


class Complaint(models.Model):
    """One complaint by a provider, as it came. It is dealt with in stages, and never changed itself."""

    prime = models.ForeignKey(Provider, models.PROTECT, related_name="complaints")
    programme = models.CharField(max_length=20)
    about = models.CharField(max_length=10)
    how = models.CharField(max_length=30)
    contact = models.CharField(max_length=LONGEST_NAME, help_text="Who complains.")
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="complaints")
    agent_said = models.CharField(
        max_length=LONGEST_NAME, blank=True, help_text="The agent's name as the provider says."
    )
    what = models.TextField(max_length=LONGEST)
    wants = models.TextField(max_length=LONGEST, blank=True)
    received_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token = models.UUIDField(help_text="The page it was sent from: sent twice, it is entered once.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["prime", "token"], name="complaint_sent_once"),
            models.CheckConstraint(condition=Q(about__in=[each.value for each in About]), name="complaint_about_known"),
            models.CheckConstraint(condition=Q(how__in=[each.value for each in How]), name="complaint_how_known"),
            models.CheckConstraint(condition=Q(what__regex=SAYS_SOMETHING), name="complaint_says_what"),
            models.CheckConstraint(condition=Q(contact__regex=SAYS_SOMETHING), name="complaint_names_who"),
        ]

    def __str__(self) -> str:
        return f"Complaint {self.pk}"

    @property
    def subject(self) -> str:
        """How audit rows and emails name it."""
        return f"complaint:{self.pk}"

    @property
    def route(self) -> tuple[ComplaintStage, ...]:
        return stages(POLICIES[self.programme].complaint_route, About(self.about))  # type: ignore[index]

    @property
    def state(self) -> State:
        """Where it stands. Reads the stages: prefetch them for many."""
        return state([stage.facts for stage in self.stages.all()], self.route)


class Stage(models.Model):
    """One stage of a complaint: with whom it is, the answer given, and what the provider says of the answer."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    opened_at = models.DateTimeField()
    template_sent_on = models.DateField(null=True)
    template_sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(max_length=LONGEST, null=True)  # noqa: DJ001 - null until there is one
    answered_on = models.DateField(null=True, help_text="The day on which the provider was told.")
    owner = models.CharField(max_length=LONGEST_NAME, null=True, help_text="Who gave the answer.")  # noqa: DJ001
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    satisfied = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["complaint", "number"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_stage_once"),
            models.UniqueConstraint(fields=["complaint", "kind"], name="complaint_stage_of_a_kind_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="complaint_stage_counted_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ComplaintStage]), name="complaint_stage_known"
            ),
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(answer__isnull=True), name="complaint_one_stage_waits"
            ),
            models.CheckConstraint(
                condition=Q(
                    answer__isnull=True, answered_on__isnull=True, owner__isnull=True,
                    recorded_at__isnull=True, recorded_by__isnull=True,
                )
                | Q(
                    answer__isnull=False, answer__regex=SAYS_SOMETHING,
                    owner__isnull=False, owner__regex=SAYS_SOMETHING,
                    answered_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False,
                ),
                name="complaint_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(satisfied__isnull=True, settled_at__isnull=True, settled_by__isnull=True)
                | Q(satisfied__isnull=False, settled_at__isnull=False, settled_by__isnull=False, answer__isnull=False),
                name="complaint_settled_after_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in BY_TEMPLATE])
                | Q(answer__isnull=True) | Q(template_sent_on__isnull=False),
                name="complaint_template_before_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(template_sent_on__isnull=True, template_sent_by__isnull=True)
                | Q(template_sent_on__isnull=False, template_sent_by__isnull=False),
                name="complaint_template_sent_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(template_sent_on__isnull=True)
                | Q(answered_on__gte=F("template_sent_on")),
                name="complaint_answered_after_its_template",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Stage {self.number} of {self.complaint_id}"

    @property
    def facts(self) -> StageFacts:
        return StageFacts(
            kind=ComplaintStage(self.kind), template_sent=self.template_sent_on is not None,
            answered=self.answer is not None, satisfied=self.satisfied,
        )  # fmt: skip


class Evidence(models.Model):
    """A file that came with a complaint, sealed: it may hold anything (WP 55)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="evidence")
    mark = models.UUIDField(default=uuid4, unique=True)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    key_id = models.CharField(max_length=60)
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="evidence_has_a_name")]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"

    @property
    def bound_to(self) -> str:
        """What its seal is bound to: this row and no other."""
        return f"complaints.evidence:{self.mark}"

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes(self.nonce), bytes(self.ciphertext))
