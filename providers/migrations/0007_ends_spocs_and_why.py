"""Why things end and are changed; SPoCs have telephones, and may serve one prime after another (E2, A10, WP 16)."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.guards import append_only

ONE_AT_A_TIME = """
ALTER TABLE providers_spoc ADD CONSTRAINT spoc_one_at_a_time EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&,
    daterange(started_on, ended_on) WITH &&
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_seals"),
        ("providers", "0006_security_plans_guarded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Why",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.CharField(
                        max_length=200,
                        validators=[
                            django.core.validators.ProhibitNullCharactersValidator(
                                "Remove the characters that cannot be read"
                            )
                        ],
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="provider",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("liquidation", "It has gone into liquidation or ceased trading"),
                    ("termination", "The relationship with the prime provider is terminated"),
                    ("other", "Another reason"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="spoc",
            name="telephone",
            field=models.CharField(
                blank=True,
                max_length=40,
                validators=[
                    django.core.validators.ProhibitNullCharactersValidator("Remove the characters that cannot be read")
                ],
            ),
        ),
        migrations.AddField(
            model_name="supplychain",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("liquidation", "It has gone into liquidation or ceased trading"),
                    ("termination", "The relationship with the prime provider is terminated"),
                    ("other", "Another reason"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="spoc",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_reason", ""),
                    models.Q(
                        (
                            "end_reason__in",
                            ["liquidation", "termination", "other"],
                        ),
                        ("ended_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="provider_ended_for_a_reason",
                violation_error_code="ended_on",
                violation_error_message="Enter the day on which it comes off the list",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplychain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_reason", ""),
                    models.Q(
                        (
                            "end_reason__in",
                            ["liquidation", "termination", "other"],
                        ),
                        ("ends_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="supply_chain_ended_for_a_reason",
                violation_error_code="ends_on",
                violation_error_message="Enter the last day",
            ),
        ),
        migrations.AddField(
            model_name="why",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.auditevent"
            ),
        ),
        migrations.AddConstraint(
            model_name="why",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="why_is_said"),
        ),
        # Ranges of one number stand for the person, as for supply chains: plain integers would need an extension.
        migrations.RunSQL(ONE_AT_A_TIME, "ALTER TABLE providers_spoc DROP CONSTRAINT spoc_one_at_a_time"),
        append_only("providers_why"),
    ]
