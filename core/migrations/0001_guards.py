"""The two trigger functions that `core.guards` puts on tables."""

from django.db import migrations

WRITE_ONCE = """
CREATE FUNCTION core_write_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fact text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH fact IN ARRAY TG_ARGV LOOP
        IF NOT before ? fact THEN
            RAISE EXCEPTION 'core_write_once: % has no column %', TG_TABLE_NAME, fact;
        END IF;
        IF before -> fact <> 'null'::jsonb AND before -> fact IS DISTINCT FROM after -> fact THEN
            RAISE EXCEPTION '%.% is recorded and cannot change', TG_TABLE_NAME, fact
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$
"""

REFUSE = """
CREATE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what was recorded: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(WRITE_ONCE, "DROP FUNCTION core_write_once()"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION core_refuse()"),
    ]
