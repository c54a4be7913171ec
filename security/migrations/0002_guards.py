"""What Django has no word for: facts written once, a pass that rests on a right answer, no question after the end."""

from django.db import migrations

from core.guards import write_once

ONLY_A_RIGHT_ANSWER_PASSES = """
CREATE FUNCTION security_only_a_right_answer_passes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.passed AND NOT EXISTS (
        SELECT FROM security_drawnquestion WHERE participant_check_id = NEW.id AND marked_right
    ) THEN
        RAISE EXCEPTION 'a participant check passes on a right answer only'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
NO_QUESTION_AFTER_THE_END = """
CREATE FUNCTION security_no_question_after_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM security_participantcheck WHERE id = NEW.participant_check_id AND decided_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a decided participant check draws no question'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
# An answer may be emptied (it is, once marked), and never replaced or put back.
ANSWERED_ONCE = """
CREATE FUNCTION security_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answer IS NOT NULL AND NEW.answer IS DISTINCT FROM OLD.answer
        AND (OLD.answer IS NOT NULL OR OLD.answered_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a question is answered once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


def trigger(name: str, table: str, when: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("security", "0001_initial"), ("core", "0001_guards")]
    operations = [
        migrations.RunSQL(ONLY_A_RIGHT_ANSWER_PASSES, "DROP FUNCTION security_only_a_right_answer_passes()"),
        migrations.RunSQL(NO_QUESTION_AFTER_THE_END, "DROP FUNCTION security_no_question_after_the_end()"),
        migrations.RunSQL(ANSWERED_ONCE, "DROP FUNCTION security_answered_once()"),
        trigger("check_passes", "security_participantcheck", "INSERT OR UPDATE", "security_only_a_right_answer_passes"),
        trigger("check_ended", "security_drawnquestion", "INSERT", "security_no_question_after_the_end"),
        trigger("answered_once", "security_drawnquestion", "UPDATE", "security_answered_once"),
        write_once(
            "security_participantcheck",
            "about", "opened_at", "opened_by_id", "decided_at", "passed", "reason",
        ),
        # Not the answer: it is emptied once it is marked.
        write_once(
            "security_drawnquestion",
            "participant_check_id", "order", "kind", "drawn_at", "answered_at", "set_aside_at", "set_aside_reason",
            "marked_right",
        ),
    ]  # fmt: skip
