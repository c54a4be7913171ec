"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sealed")]
    operations = [
        own_tables(
            "core_write_once()",
            "core_refuse()",
            "core_sealed()",
        ),
    ]
