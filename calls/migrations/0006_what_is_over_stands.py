"""A call that has ended stands as it is, its participants too, and none begins with an outcome that is not true."""

from importlib import import_module

from django.db import migrations

from core.guards import function

former = import_module("calls.migrations.0003_facts_belong_together")
team = import_module("calls.migrations.0004_team_guards")

# The version still moves on: the form that ended the call is the last one taken. What a caller said of themselves is
# blank until it is taken, so it cannot be written once from the start; it stands as soon as it is judged.
CALL = """
CREATE FUNCTION calls_call_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND to_jsonb(NEW) - 'version' IS DISTINCT FROM to_jsonb(OLD) - 'version' THEN
        RAISE EXCEPTION 'The call has ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.eligible IS NOT NULL AND (NEW.company_said, NEW.caller_said, NEW.prime_said)
        IS DISTINCT FROM (OLD.company_said, OLD.caller_said, OLD.prime_said)
    THEN
        RAISE EXCEPTION 'What the caller said is recorded and cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
CALL_TRIGGER = (
    "CREATE TRIGGER calls_call_stands BEFORE UPDATE ON calls_call FOR EACH ROW EXECUTE FUNCTION calls_call_stands()"
)
PARTICIPANT_TRIGGER = (
    "CREATE TRIGGER calls_callparticipant_over BEFORE UPDATE ON calls_callparticipant "
    "FOR EACH ROW EXECUTE FUNCTION calls_call_goes_on()"
)
# An outcome is looked at however it comes: one that a call begins with, too.
OUTCOME_TRIGGER = team.OUTCOME_TRIGGER.replace("BEFORE UPDATE OF outcome", "BEFORE INSERT OR UPDATE OF outcome")
NO_OUTCOME_TRIGGER = "DROP TRIGGER calls_call_outcome_is_true ON calls_call"


class Migration(migrations.Migration):
    dependencies = [("calls", "0005_own_tables")]
    operations = [
        function("calls_call_stands()", CALL),
        migrations.RunSQL(CALL_TRIGGER, "DROP TRIGGER calls_call_stands ON calls_call"),
        # The recording's reference is one of the facts that stand.
        migrations.RunSQL(
            ["DROP TRIGGER calls_call_reference_stands ON calls_call", "DROP FUNCTION calls_reference_stands()"],
            [former.REFERENCE, former.REFERENCE_TRIGGER],
        ),
        migrations.RunSQL(PARTICIPANT_TRIGGER, "DROP TRIGGER calls_callparticipant_over ON calls_callparticipant"),
        migrations.RunSQL([NO_OUTCOME_TRIGGER, OUTCOME_TRIGGER], [NO_OUTCOME_TRIGGER, team.OUTCOME_TRIGGER]),
    ]
