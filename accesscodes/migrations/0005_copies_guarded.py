"""A copy goes to a SPoC of the code's own prime, its acknowledgement is written once, and a replacement stands."""

from django.db import migrations

from core.guards import append_only, write_once

# The worst that could happen: one prime's code in the hands of another's SPoC.
OF_ONE_PRIME = """
CREATE FUNCTION accesscodes_copy_of_one_prime() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM providers_spoc s JOIN accesscodes_accesscode c ON c.prime_id = s.prime_id
        WHERE s.id = NEW.spoc_id AND c.id = NEW.code_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A code goes to SPoCs of its own prime' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
OF_ONE_PRIME_TRIGGER = (
    "CREATE TRIGGER accesscodes_copy_of_one_prime BEFORE INSERT ON accesscodes_copy "
    "FOR EACH ROW EXECUTE FUNCTION accesscodes_copy_of_one_prime()"
)


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0004_copies")]
    operations = [
        migrations.RunSQL(OF_ONE_PRIME, "DROP FUNCTION accesscodes_copy_of_one_prime()"),
        migrations.RunSQL(OF_ONE_PRIME_TRIGGER, "DROP TRIGGER accesscodes_copy_of_one_prime ON accesscodes_copy"),
        # Not the sealed parts: they are sealed anew under another key, and emptied when the code is destroyed.
        write_once(
            "accesscodes_copy",
            "spoc_id", "code_id", "number", "made_at", "made_by_id", "acknowledged_at", "acknowledged_how",
            "acknowledged_by_id", "destroyed_at",
        ),
        append_only("accesscodes_replacement"),
    ]  # fmt: skip
