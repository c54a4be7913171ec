"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("security", "0002_guards")]
    operations = [
        own_tables(
            "security_only_a_right_answer_passes()",
            "security_no_question_after_the_end()",
            "security_answered_once()",
        ),
    ]
