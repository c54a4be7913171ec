"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("line", "0002_guards")]
    operations = [
        own_tables(
            "line_outage_goes_on()",
        ),
    ]
