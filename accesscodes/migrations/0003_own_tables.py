"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0002_guards")]
    operations = [
        own_tables(
            "accesscodes_copy_of_one_prime()",
            "accesscodes_not_on_hold()",
            "accesscodes_last_months_stands()",
        ),
    ]
