"""Where a team leader comes into a call, and by whom advice was given: holders change, so the call does not tell."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The record knows who gave earlier advice.
GIVEN_BY = """
UPDATE calls_advice advice SET given_by_id = COALESCE(
    (SELECT actor_id FROM audit_auditevent event WHERE event.chain = 'call:' || call.ref
        AND event.action = 'advice recorded' AND event.subject = 'participant ' || participant.number
        ORDER BY position DESC LIMIT 1),
    call.holder_id
)
FROM calls_callparticipant participant JOIN calls_call call ON call.id = participant.call_id
WHERE participant.id = advice.participant_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0009_no_more_and_the_recording"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="advice",
            name="given_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunSQL(GIVEN_BY, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="closing",
                        serialize=False,
                        to="calls.call",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="closing_has_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartureReview",
            fields=[
                (
                    "advice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="review",
                        serialize=False,
                        to="calls.advice",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="departure_review_has_note"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="calls.call"
                    ),
                ),
                (
                    "from_holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["call", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_holder", models.F("to_holder")), _negated=True),
                        name="hand_over_to_somebody_else",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("advice", "advice"),
                            ("check", "check"),
                            ("caller", "caller"),
                            ("console", "console"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_requests", to="calls.call"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("withdrawn_at", None)),
                        fields=("call",),
                        name="help_one_open_for_each_call",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["advice", "check", "caller", "console", "other"])),
                        name="help_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="help_answered_or_withdrawn",
                    ),
                ],
            },
        ),
    ]
