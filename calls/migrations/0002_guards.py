"""What Django has no word for: facts that are written once and belong together, and rows that rest on a passed check."""

from django.db import migrations

from core.guards import append_only, write_once

# Each of these points at both halves of a fact, so that the second half cannot be anything else.
RESTS_ON = {
    "participant_access_code_passed": (
        "calls_callparticipant", "challenge_id, challenge_passed", "accesscodes_challenge (id, passed)"
    ),
    "participant_access_code_of_the_call": (
        "calls_callparticipant", "call_id, challenge_id", "calls_call (id, challenge_id)"
    ),
    "advice_check_passed": ("calls_advice", "security_check_id, check_passed", "security_participantcheck (id, passed)"),
    "advice_check_of_the_participant": (
        "calls_advice", "participant_id, security_check_id", "calls_callparticipant (id, security_check_id)"
    ),
}  # fmt: skip

# Until advice is recorded the agent may put right what was heard wrongly; after that it stands.
STANDS = """
CREATE FUNCTION calls_circumstances_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.failed_on, OLD.told_in_advance, OLD.asked, OLD.accepted, OLD.address, OLD.phone)
        IS DISTINCT FROM (NEW.failed_on, NEW.told_in_advance, NEW.asked, NEW.accepted, NEW.address, NEW.phone)
        AND EXISTS (SELECT FROM calls_advice WHERE participant_id = NEW.id)
    THEN
        RAISE EXCEPTION 'What advice rests on is recorded and cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
STANDS_TRIGGER = (
    "CREATE TRIGGER calls_callparticipant_stands BEFORE UPDATE ON calls_callparticipant "
    "FOR EACH ROW EXECUTE FUNCTION calls_circumstances_stand()"
)

# Nothing is added to a call that has ended.
OVER = """
CREATE FUNCTION calls_call_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM calls_call WHERE id = NEW.call_id AND ended_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The call has ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
OVER_TRIGGER = (
    "CREATE TRIGGER calls_callparticipant_goes_on BEFORE INSERT ON calls_callparticipant "
    "FOR EACH ROW EXECUTE FUNCTION calls_call_goes_on()"
)
SOUGHT_TRIGGER = (
    "CREATE TRIGGER calls_sought_goes_on BEFORE INSERT ON calls_sought "
    "FOR EACH ROW EXECUTE FUNCTION calls_call_goes_on()"
)
ADVICE_WHILE = """
CREATE FUNCTION calls_advice_while_it_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM calls_call
        WHERE id = (SELECT call_id FROM calls_callparticipant WHERE id = NEW.participant_id) AND ended_at IS NULL
        FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The call has ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
ADVICE_WHILE_TRIGGER = (
    "CREATE TRIGGER calls_advice_goes_on BEFORE INSERT ON calls_advice "
    "FOR EACH ROW EXECUTE FUNCTION calls_advice_while_it_goes_on()"
)


def _constraint(name: str, table: str, columns: str, target: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0001_initial"),
        ("core", "0001_guards"),
        ("accesscodes", "0002_guards"),
        ("security", "0002_guards"),
    ]
    operations = [
        *(_constraint(name, *parts) for name, parts in RESTS_ON.items()),
        migrations.RunSQL(STANDS, "DROP FUNCTION calls_circumstances_stand"),
        migrations.RunSQL(STANDS_TRIGGER, "DROP TRIGGER calls_callparticipant_stands ON calls_callparticipant"),
        migrations.RunSQL(OVER, "DROP FUNCTION calls_call_goes_on"),
        migrations.RunSQL(OVER_TRIGGER, "DROP TRIGGER calls_callparticipant_goes_on ON calls_callparticipant"),
        write_once(
            "calls_call", "ref", "programme", "opened_at", "company_id", "prime_id", "caller_id", "eligible",
            "reasons_against", "route", "declined", "challenge_id", "no_more_at", "outcome", "ended_at",
        ),
        write_once(
            "calls_callparticipant", "call_id", "challenge_id", "challenge_passed", "number", "nino_key", "identified",
            "person_id", "referral_id", "security_check_id", "identified_at", "universal_credit", "then",
        ),
        write_once(
            "calls_advice", "security_check_id", "check_passed", "row", "raise_doubt", "facts", "table_version",
            "given_raise_doubt", "departure_reason", "given_at",
        ),
        append_only("calls_sought"),
        append_only("calls_submission"),
        migrations.RunSQL(SOUGHT_TRIGGER, "DROP TRIGGER calls_sought_goes_on ON calls_sought"),
        migrations.RunSQL(ADVICE_WHILE, "DROP FUNCTION calls_advice_while_it_goes_on"),
        migrations.RunSQL(ADVICE_WHILE_TRIGGER, "DROP TRIGGER calls_advice_goes_on ON calls_advice"),
    ]  # fmt: skip
