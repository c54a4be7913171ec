"""What was sent of a security plan and what was decided about it stay as they are; its own SPoC sent it (E4)."""

from django.db import migrations

from core.guards import append_only, write_once

SENT_BY_ITS_OWN = (
    "ALTER TABLE providers_securityplan ADD CONSTRAINT plan_sent_by_own_spoc FOREIGN KEY (sent_by_id, prime_id) "
    "REFERENCES providers_spoc (id, prime_id)"
)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_guards"), ("providers", "0005_security_plans_assessed")]
    operations = [
        migrations.RunSQL(SENT_BY_ITS_OWN, "ALTER TABLE providers_securityplan DROP CONSTRAINT plan_sent_by_own_spoc"),
        write_once(
            "providers_securityplan",
            *("prime_id", "how_kept", "what_changes", "needs_updating", "received_on", "sent_by_id"),
            *("deed_asked_on", "deed_received_on", "accepted_on", "replaced_on"),
        ),
        append_only("providers_planassessment"),
    ]
