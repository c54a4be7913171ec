"""A code that stops later already can be stopped now (decision 0185). No other moment that was recorded can change."""

from django.db import migrations

from core.guards import OTHER_LIST, function

TABLE = "accesscodes_accesscode"
ALL, BUT_STOPPED = ", 'stopped_at', 'destroyed_at')", ", 'destroyed_at')"

# Sooner and not before it began; and only where another code begins then, in place of the one that was to follow,
# which is given up at that moment and was never used.
ONLY_SOONER = """
CREATE FUNCTION accesscodes_stops_only_sooner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stopped_at IS NULL OR NEW.stopped_at IS NOT DISTINCT FROM OLD.stopped_at THEN
        RETURN NEW;
    END IF;
    IF NEW.stopped_at >= OLD.in_force_from AND NEW.stopped_at < OLD.stopped_at AND EXISTS (
        SELECT FROM accesscodes_accesscode WHERE prime_id = OLD.prime_id AND in_force_from = NEW.stopped_at
    ) AND EXISTS (
        SELECT FROM accesscodes_accesscode c WHERE c.prime_id = OLD.prime_id AND c.in_force_from = OLD.stopped_at
        AND c.stopped_at = NEW.stopped_at
        AND NOT EXISTS (SELECT FROM accesscodes_challenge WHERE code_id = c.id)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'accesscodes_accesscode.stopped_at is recorded and cannot change'
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ONLY_SOONER_TRIGGER = (
    f"CREATE TRIGGER accesscodes_code_stops_only_sooner BEFORE UPDATE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION accesscodes_stops_only_sooner()"
)


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0003_own_tables")]
    operations = [
        function("accesscodes_stops_only_sooner()", ONLY_SOONER),
        migrations.RunSQL(ONLY_SOONER_TRIGGER, f"DROP TRIGGER accesscodes_code_stops_only_sooner ON {TABLE}"),
        migrations.RunSQL(
            OTHER_LIST.format(table=TABLE, end=ALL, other=BUT_STOPPED),
            OTHER_LIST.format(table=TABLE, end=BUT_STOPPED, other=ALL),
        ),
    ]
