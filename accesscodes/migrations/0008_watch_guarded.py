"""What was watched stands: alerts and holds are of the prime's own code, and a code on hold lets nobody through."""

from django.db import migrations

from core.guards import append_only, write_once

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
    dependencies = [("accesscodes", "0007_watch")]
    operations = [
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
    ]  # fmt: skip
