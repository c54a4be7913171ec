"""Why an agent called a record unclear (S3), written once. Earlier ones gave no reason."""

from django.db import migrations, models

ONCE = (
    "CREATE TRIGGER security_drawnquestion_reason_once BEFORE UPDATE ON security_drawnquestion "
    "FOR EACH ROW EXECUTE FUNCTION core_write_once('set_aside_reason')"
)


class Migration(migrations.Migration):
    dependencies = [
        ("security", "0003_whom_it_is_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="drawnquestion",
            name="set_aside_reason",
            field=models.CharField(
                choices=[
                    ("cannot be read", "cannot be read"),
                    ("several", "several"),
                    ("incomplete", "incomplete"),
                    ("out of date", "out of date"),
                ],
                max_length=20,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="drawnquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("set_aside_reason", None),
                    models.Q(
                        ("set_aside_at__isnull", False),
                        ("set_aside_reason__in", ["cannot be read", "several", "incomplete", "out of date"]),
                    ),
                    _connector="OR",
                ),
                name="question_reason_when_set_aside",
            ),
        ),
        migrations.RunSQL(ONCE, "DROP TRIGGER security_drawnquestion_reason_once ON security_drawnquestion"),
    ]
