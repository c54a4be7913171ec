"""A prime's contracts for one programme never overlap (E2), whether they have ended or not: as in a supply chain.

The exclusion holds what two unique constraints held in part (one contract without a last day, one from each day).
"""

from django.db import migrations

OVERLAPPING = """
SELECT provider.name, earlier.programme, earlier.starts_on, earlier.ends_on, later.starts_on
FROM providers_contract AS earlier
JOIN providers_contract AS later
    ON later.prime_id = earlier.prime_id AND later.programme = earlier.programme AND later.starts_on > earlier.starts_on
    AND (earlier.ends_on IS NULL OR earlier.ends_on >= later.starts_on)
JOIN providers_provider AS provider ON provider.id = earlier.prime_id
ORDER BY provider.name, earlier.programme, earlier.starts_on, later.starts_on
"""
# Ranges of one number each stand for the prime and, by its hash, for the programme: a range of words would need a type.
NO_OVERLAP = """
ALTER TABLE providers_contract ADD CONSTRAINT contract_no_overlap EXCLUDE USING gist (
    int8range(prime_id, prime_id, '[]') WITH &&,
    int8range(hashtext(programme), hashtext(programme), '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
)
"""


class ContractsOverlap(Exception):
    """Contracts of the list overlap: which of them is right is for people to say, so nothing is changed."""


def refuse_overlaps(apps, schema_editor):
    """Raise ContractsOverlap with the contracts to mend and how; the constraint itself would only name two numbers."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OVERLAPPING)
        found = cursor.fetchall()
    if found:
        told = "\n".join(
            f"  {prime}, {programme}: from {first} to {last or 'no last day'}, and again from {again}"
            for prime, programme, first, last, again in found
        )
        message = (
            "These contracts overlap. In the release that runs now, on the provider's page, give the earlier contract "
            "a last day before the first day of the later one. Then migrate again.\n"
        )
        raise ContractsOverlap(message + told)


class Migration(migrations.Migration):
    dependencies = [("providers", "0002_guards")]
    operations = [
        migrations.RunPython(refuse_overlaps, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="contract", name="contract_one_open"),
        migrations.RemoveConstraint(model_name="contract", name="contract_once"),
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE providers_contract DROP CONSTRAINT contract_no_overlap"),
    ]
