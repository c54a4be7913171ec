"""Nothing is added to a call that has ended: after participants (0002), neither a try at finding one nor advice."""

from django.db import migrations

SOUGHT = (
    "CREATE TRIGGER calls_sought_goes_on BEFORE INSERT ON calls_sought "
    "FOR EACH ROW EXECUTE FUNCTION calls_call_goes_on()"
)
ADVICE = """
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
ADVICE_TRIGGER = (
    "CREATE TRIGGER calls_advice_goes_on BEFORE INSERT ON calls_advice "
    "FOR EACH ROW EXECUTE FUNCTION calls_advice_while_it_goes_on()"
)


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_neither_true_nor_false")]
    operations = [
        migrations.RunSQL(SOUGHT, "DROP TRIGGER calls_sought_goes_on ON calls_sought"),
        migrations.RunSQL(ADVICE, "DROP FUNCTION calls_advice_while_it_goes_on"),
        migrations.RunSQL(ADVICE_TRIGGER, "DROP TRIGGER calls_advice_goes_on ON calls_advice"),
    ]
