"""What Django has no word for: rows of a prime belong to a prime, and times in a supply chain do not overlap."""

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]
    operations = [
        *[belongs_to_a_prime(row) for row in OF_PRIME],
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE providers_supplychain DROP CONSTRAINT supply_chain_no_overlap"),
    ]
