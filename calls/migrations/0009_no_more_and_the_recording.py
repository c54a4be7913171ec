"""That nobody else is asked about is written once, and the recording's reference stands when the call has ended."""

from django.db import migrations

NO_MORE = (
    "CREATE TRIGGER calls_call_no_more_once BEFORE UPDATE ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION core_write_once('no_more_at')"
)
REFERENCE = """
CREATE FUNCTION calls_reference_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND NEW.telephony_reference IS DISTINCT FROM OLD.telephony_reference THEN
        RAISE EXCEPTION 'The call has ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
REFERENCE_TRIGGER = (
    "CREATE TRIGGER calls_call_reference_stands BEFORE UPDATE ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION calls_reference_stands()"
)


class Migration(migrations.Migration):
    dependencies = [("calls", "0008_sealed")]
    operations = [
        migrations.RunSQL(NO_MORE, "DROP TRIGGER calls_call_no_more_once ON calls_call"),
        migrations.RunSQL(REFERENCE, "DROP FUNCTION calls_reference_stands()"),
        migrations.RunSQL(REFERENCE_TRIGGER, "DROP TRIGGER calls_call_reference_stands ON calls_call"),
    ]
