"""What the database sees to itself: a holder changes by a hand-over that is on record, and an outcome is what the facts say."""

from django.db import migrations

from core.guards import append_only, write_once

OVER = {
    table: (
        f"CREATE TRIGGER {table}_goes_on BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION calls_call_goes_on()",
        f"DROP TRIGGER {table}_goes_on ON {table}",
    )
    for table in ("calls_helprequest", "calls_handover", "calls_closing")
}
HANDED = """
CREATE FUNCTION calls_handed_by_its_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM calls_call WHERE id = NEW.call_id AND holder_id = NEW.from_holder_id) THEN
        RAISE EXCEPTION 'The call is not held by the one it is said to come from'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
HANDED_TRIGGER = (
    "CREATE TRIGGER calls_handover_by_its_holder BEFORE INSERT ON calls_handover "
    "FOR EACH ROW EXECUTE FUNCTION calls_handed_by_its_holder()"
)
HOLDER = """
CREATE FUNCTION calls_holder_changes_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.holder_id IS DISTINCT FROM OLD.holder_id AND NOT EXISTS (
        SELECT FROM calls_handover
        WHERE id = (SELECT max(id) FROM calls_handover WHERE call_id = NEW.id)
        AND from_holder_id = OLD.holder_id AND to_holder_id = NEW.holder_id
    ) THEN
        RAISE EXCEPTION 'A call changes hands only by a hand-over that is on record'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
HOLDER_TRIGGER = (
    "CREATE TRIGGER calls_call_holder_on_record BEFORE UPDATE OF holder_id ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION calls_holder_changes_on_record()"
)
# A comparison with what is not known is itself not known, so each side is made true or false first.
OUTCOME = """
CREATE FUNCTION calls_outcome_is_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    code_passed boolean := (SELECT passed FROM accesscodes_challenge WHERE id = NEW.challenge_id);
BEGIN
    IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL THEN
        RETURN NEW;
    END IF;
    IF (NEW.outcome = 'not_eligible') <> (NEW.eligible IS FALSE)
        OR (NEW.outcome = 'purpose_declined') <> (NEW.declined IS NOT NULL)
        OR (code_passed IS FALSE AND NEW.outcome <> 'access_code_failed')
        OR (NEW.outcome = 'access_code_failed' AND (NEW.route IS NULL OR code_passed IS TRUE))
        OR (NEW.outcome = 'failed_check' AND NOT EXISTS (
            SELECT FROM calls_callparticipant participant
            JOIN security_participantcheck held ON held.id = participant.security_check_id
            WHERE participant.call_id = NEW.id AND held.passed IS FALSE))
        OR (NEW.outcome = 'completed' AND NOT EXISTS (
            SELECT FROM calls_callparticipant participant WHERE participant.call_id = NEW.id
            AND (NEW.no_more_at IS NOT NULL OR participant."then" = 'finish')))
    THEN
        RAISE EXCEPTION 'The facts of the call do not allow this outcome'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
OUTCOME_TRIGGER = (
    "CREATE TRIGGER calls_call_outcome_is_true BEFORE UPDATE OF outcome ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION calls_outcome_is_true()"
)
DEPARTED = """
CREATE FUNCTION calls_review_of_a_departure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM calls_advice WHERE participant_id = NEW.advice_id AND departure_reason <> ''
        AND given_by_id <> NEW.by_id
    ) THEN
        RAISE EXCEPTION 'Only somebody else''s departure is reviewed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
DEPARTED_TRIGGER = (
    "CREATE TRIGGER calls_departurereview_of_a_departure BEFORE INSERT ON calls_departurereview "
    "FOR EACH ROW EXECUTE FUNCTION calls_review_of_a_departure()"
)


class Migration(migrations.Migration):
    replaces = [("calls", "0010_team"), ("calls", "0011_team_guards")]
    dependencies = [("calls", "0003_facts_belong_together")]
    operations = [
        *(migrations.RunSQL(*there_and_back) for there_and_back in OVER.values()),
        migrations.RunSQL(HANDED, "DROP FUNCTION calls_handed_by_its_holder"),
        migrations.RunSQL(HANDED_TRIGGER, "DROP TRIGGER calls_handover_by_its_holder ON calls_handover"),
        migrations.RunSQL(HOLDER, "DROP FUNCTION calls_holder_changes_on_record"),
        migrations.RunSQL(HOLDER_TRIGGER, "DROP TRIGGER calls_call_holder_on_record ON calls_call"),
        migrations.RunSQL(OUTCOME, "DROP FUNCTION calls_outcome_is_true"),
        migrations.RunSQL(OUTCOME_TRIGGER, "DROP TRIGGER calls_call_outcome_is_true ON calls_call"),
        migrations.RunSQL(DEPARTED, "DROP FUNCTION calls_review_of_a_departure"),
        migrations.RunSQL(DEPARTED_TRIGGER, "DROP TRIGGER calls_departurereview_of_a_departure ON calls_departurereview"),
        write_once(
            "calls_helprequest", "call_id", "asked_by_id", "asked_at", "reason", "words", "answered_at",
            "answered_by_id", "withdrawn_at",
        ),
        append_only("calls_handover"),
        append_only("calls_closing"),
        append_only("calls_departurereview"),
    ]  # fmt: skip
