"""What Django has no word for: rising positions, rows of one prime, no pass on hold, and facts that are written once."""

from django.db import migrations

from core.guards import append_only, sealed, write_once

# IS TRUE: a missing position would make the comparison unknown, which a CHECK lets pass.
POSITIONS = """
ALTER TABLE accesscodes_challenge ADD CONSTRAINT challenge_three_rising_positions CHECK (
    array_ndims(positions) = 1 AND array_length(positions, 1) = 3 AND (
        1 <= positions[1] AND positions[1] < positions[2] AND positions[2] < positions[3] AND positions[3] <= 8
    ) IS TRUE
)
"""
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
OF_THE_SAME_PRIME = (
    "ALTER TABLE {table} ADD CONSTRAINT {name} "
    "FOREIGN KEY (code_id, prime_id) REFERENCES accesscodes_accesscode (id, prime_id)"
)
# A hold ends at a stated moment, which may lie ahead.
NOT_ON_HOLD = """
CREATE FUNCTION accesscodes_not_on_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.passed AND EXISTS (
        SELECT FROM accesscodes_hold WHERE code_id = NEW.code_id AND held_at <= NEW.answered_at
        AND (ended_at IS NULL OR ended_at > NEW.answered_at)
    ) THEN
        RAISE EXCEPTION 'The code is on hold' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
NOT_ON_HOLD_TRIGGER = (
    "CREATE TRIGGER accesscodes_challenge_not_on_hold BEFORE INSERT OR UPDATE ON accesscodes_challenge "
    "FOR EACH ROW EXECUTE FUNCTION accesscodes_not_on_hold()"
)
# Said with the answer, and not changed after it.
SAID_WITH_THE_ANSWER = """
CREATE FUNCTION accesscodes_last_months_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL AND NEW.last_months IS DISTINCT FROM OLD.last_months THEN
        RAISE EXCEPTION 'accesscodes_challenge.last_months is recorded and cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
SAID_WITH_THE_ANSWER_TRIGGER = (
    "CREATE TRIGGER accesscodes_challenge_last_months BEFORE UPDATE ON accesscodes_challenge "
    "FOR EACH ROW EXECUTE FUNCTION accesscodes_last_months_stands()"
)


def _of_the_same_prime(table: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        OF_THE_SAME_PRIME.format(table=table, name=name), f"ALTER TABLE {table} DROP CONSTRAINT {name}"
    )


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0001_initial"), ("core", "0002_sealed")]
    operations = [
        migrations.RunSQL(
            POSITIONS, "ALTER TABLE accesscodes_challenge DROP CONSTRAINT challenge_three_rising_positions"
        ),
        _of_the_same_prime("accesscodes_challenge", "challenge_code_of_the_prime"),
        # Not the sealed parts: they are sealed anew under another key, and emptied when the code is destroyed.
        write_once(
            "accesscodes_accesscode",
            "prime_id", "issued_on", "in_force_from", "made_at", "made_by_id", "stopped_at", "destroyed_at",
        ),
        write_once(
            "accesscodes_challenge",
            "prime_id", "code_id", "positions", "drawn_at", "drawn_by_id", "answered_at", "passed",
        ),
        migrations.RunSQL(OF_ONE_PRIME, "DROP FUNCTION accesscodes_copy_of_one_prime()"),
        migrations.RunSQL(OF_ONE_PRIME_TRIGGER, "DROP TRIGGER accesscodes_copy_of_one_prime ON accesscodes_copy"),
        # Not the sealed parts: they are sealed anew under another key, and emptied when the code is destroyed.
        write_once(
            "accesscodes_copy",
            "spoc_id", "code_id", "number", "made_at", "made_by_id", "acknowledged_at", "acknowledged_how",
            "acknowledged_by_id", "destroyed_at",
        ),
        append_only("accesscodes_replacement"),
        _of_the_same_prime("accesscodes_alert", "alert_code_of_the_prime"),
        _of_the_same_prime("accesscodes_hold", "hold_code_of_the_prime"),
        migrations.RunSQL(NOT_ON_HOLD, "DROP FUNCTION accesscodes_not_on_hold()"),
        migrations.RunSQL(
            NOT_ON_HOLD_TRIGGER, "DROP TRIGGER accesscodes_challenge_not_on_hold ON accesscodes_challenge"
        ),
        migrations.RunSQL(SAID_WITH_THE_ANSWER, "DROP FUNCTION accesscodes_last_months_stands()"),
        migrations.RunSQL(
            SAID_WITH_THE_ANSWER_TRIGGER, "DROP TRIGGER accesscodes_challenge_last_months ON accesscodes_challenge"
        ),
        append_only("accesscodes_heard"),
        write_once(
            "accesscodes_alert",
            "kind", "prime_id", "code_id", "challenge_id", "agent_id", "raised_at", "seen_at", "seen_by_id",
        ),
        write_once(
            "accesscodes_hold",
            "prime_id", "code_id", "challenge_id", "held_at", "ended_at", "ended_by_id", "ended_how", "reason",
        ),
        sealed("accesscodes_accesscode"),
        sealed("accesscodes_copy"),
    ]  # fmt: skip
