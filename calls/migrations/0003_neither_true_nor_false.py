"""An outcome and its moment, a challenge and what it rests on: refused also where a part is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_guards")]

    operations = [
        migrations.RemoveConstraint(
            model_name="call",
            name="call_ends_with_one_outcome",
        ),
        migrations.RemoveConstraint(
            model_name="call",
            name="call_challenge_after_eligibility",
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome__isnull", True)),
                    models.Q(
                        (
                            "outcome__in",
                            [
                                "completed",
                                "not_eligible",
                                "access_code_failed",
                                "failed_check",
                                "purpose_declined",
                                "abandoned",
                            ],
                        ),
                        ("ended_at__isnull", False),
                        ("outcome__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="call_ends_with_one_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("challenge__isnull", True),
                    models.Q(("eligible", True), ("eligible__isnull", False), ("route__isnull", False)),
                    _connector="OR",
                ),
                name="call_challenge_after_eligibility",
            ),
        ),
    ]
