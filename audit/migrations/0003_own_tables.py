"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        own_tables(
            "audit_event_hash(audit_auditevent)",
            "audit_chain_event()",
        ),
    ]
