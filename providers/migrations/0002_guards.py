"""What Django has no word for: rows of a prime belong to a prime, times do not overlap, and what was said stays."""

from django.db import migrations

from core.guards import append_only, write_once

OF_PRIME = ("contract", "supplychain", "authorisedcaller", "spoc", "securityplan", "withdrawal")


def belongs_to_a_prime(row: str) -> migrations.RunSQL:
    """A second foreign key, with the kind in it: it refuses a row of another, and a prime that stops being one."""
    return migrations.RunSQL(
        f"ALTER TABLE providers_{row} ADD CONSTRAINT {row}_of_a_prime FOREIGN KEY (prime_id, of_prime) "
        "REFERENCES providers_provider (id, is_prime)",
        f"ALTER TABLE providers_{row} DROP CONSTRAINT {row}_of_a_prime",
    )


# Ranges of one number each stand for the ids: a GiST index over plain integers would need an extension.
NO_OVERLAP = """
ALTER TABLE providers_supplychain ADD CONSTRAINT supply_chain_no_overlap EXCLUDE USING gist (
    int8range(prime_id, prime_id, '[]') WITH &&,
    int8range(subcontractor_id, subcontractor_id, '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
)
"""
# A person serves one prime after another (A10).
ONE_AT_A_TIME = """
ALTER TABLE providers_spoc ADD CONSTRAINT spoc_one_at_a_time EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&,
    daterange(started_on, ended_on) WITH &&
)
"""
# A security plan is sent by the prime's own SPoC (E4).
SENT_BY_ITS_OWN = (
    "ALTER TABLE providers_securityplan ADD CONSTRAINT plan_sent_by_own_spoc FOREIGN KEY (sent_by_id, prime_id) "
    "REFERENCES providers_spoc (id, prime_id)"
)


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial"), ("core", "0001_guards")]
    operations = [
        *[belongs_to_a_prime(row) for row in OF_PRIME],
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE providers_supplychain DROP CONSTRAINT supply_chain_no_overlap"),
        migrations.RunSQL(ONE_AT_A_TIME, "ALTER TABLE providers_spoc DROP CONSTRAINT spoc_one_at_a_time"),
        migrations.RunSQL(SENT_BY_ITS_OWN, "ALTER TABLE providers_securityplan DROP CONSTRAINT plan_sent_by_own_spoc"),
        write_once(
            "providers_withdrawal", "prime_id", "reason", "withdrawn_at", "assurance", "assured_by", "assured_on",
            "reinstated_at",
        ),
        write_once(
            "providers_securityplan",
            *("prime_id", "how_kept", "what_changes", "needs_updating", "received_on", "sent_by_id"),
            *("deed_asked_on", "deed_received_on", "accepted_on", "replaced_on"),
        ),
        append_only("providers_planassessment"),
        append_only("providers_why"),
    ]  # fmt: skip
