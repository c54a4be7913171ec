"""Whom a check is about, so that ringing back draws no easier question; written once, as the rest of it."""

from django.db import migrations, models

ONCE = (
    "CREATE TRIGGER security_participantcheck_about_once BEFORE UPDATE ON security_participantcheck "
    "FOR EACH ROW EXECUTE FUNCTION core_write_once('about')"
)
# Checks from before say nothing of whom they are about: each is about itself alone.
OWN = """
UPDATE security_participantcheck SET about = 'check:' || id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("security", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="participantcheck",
            name="about",
            field=models.CharField(
                default="", max_length=60, help_text="Whom the question is about, as the caller of open_check names it."
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="participantcheck",
            index=models.Index(fields=["about", "-id"], name="check_about"),
        ),
        migrations.RunSQL(ONCE, "DROP TRIGGER security_participantcheck_about_once ON security_participantcheck"),
    ]
