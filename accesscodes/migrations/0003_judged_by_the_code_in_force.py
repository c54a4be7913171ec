"""A challenge is judged by the code in force when the answer is given: it has no code before that."""

import django.db.models.deletion
from django.db import migrations, models

# A challenge still open from before loses its code, which the guard would refuse to anybody else.
OPEN_ONES = """
ALTER TABLE accesscodes_challenge DISABLE TRIGGER accesscodes_challenge_write_once;
UPDATE accesscodes_challenge SET code_id = NULL WHERE answered_at IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE accesscodes_challenge ENABLE TRIGGER accesscodes_challenge_write_once;
"""


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0002_guards")]
    operations = [
        migrations.RemoveConstraint(model_name="challenge", name="challenge_answered_together"),
        migrations.AlterField(
            model_name="challenge",
            name="code",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="challenges",
                to="accesscodes.accesscode",
            ),
        ),
        migrations.RunSQL(OPEN_ONES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("code__isnull", True), ("passed__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("code__isnull", False), ("passed__isnull", False)),
                    _connector="OR",
                ),
                name="challenge_answered_together",
            ),
        ),
    ]
