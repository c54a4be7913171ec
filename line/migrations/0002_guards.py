"""What an outage was is written once, what was expected of it is never changed, and nothing is expected of one that is
over (L5)."""

from django.db import migrations

from core.guards import append_only, write_once

OVER = """
CREATE FUNCTION line_outage_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM line_outage WHERE id = NEW.outage_id AND ended_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The outage is over' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
OVER_TRIGGER = (
    "CREATE TRIGGER line_expectation_goes_on BEFORE INSERT ON line_expectation "
    "FOR EACH ROW EXECUTE FUNCTION line_outage_goes_on()"
)


class Migration(migrations.Migration):
    replaces = [("line", "0002_outages"), ("line", "0003_outages_guarded")]
    dependencies = [("line", "0001_initial"), ("core", "0001_guards")]
    operations = [
        migrations.RunSQL(OVER, "DROP FUNCTION line_outage_goes_on"),
        migrations.RunSQL(OVER_TRIGGER, "DROP TRIGGER line_expectation_goes_on ON line_expectation"),
        write_once("line_outage", "nature", "declared_at", "declared_by_id", "ended_at", "ended_by_id", "done"),
        append_only("line_expectation"),
    ]
