"""Each event is hashed onto the last of its chain as it is written, and never changed after (G2)."""

from django.db import migrations

from core.guards import append_only

HASH = """
CREATE FUNCTION audit_event_hash(event audit_auditevent) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(
        event.previous_hash || convert_to(
            jsonb_build_array(
                event.chain, event.position, extract(epoch FROM event.at), event.action,
                event.actor_id, event.subject, event.detail
            )::text,
            'UTF8'
        )
    )
$$
"""

CHAIN = """
CREATE FUNCTION audit_chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last audit_auditevent;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.chain, 0));
    SELECT * INTO last FROM audit_auditevent WHERE chain = NEW.chain ORDER BY position DESC LIMIT 1;
    NEW.position := coalesce(last.position, 0) + 1;
    NEW.previous_hash := coalesce(last.hash, '\\x'::bytea);
    NEW.written_at := clock_timestamp();
    NEW.hash := audit_event_hash(NEW);
    RETURN NEW;
END $$
"""

TRIGGER = (
    "CREATE TRIGGER audit_auditevent_chain BEFORE INSERT ON audit_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_chain_event()"
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0001_guards")]
    operations = [
        migrations.RunSQL(HASH, "DROP FUNCTION audit_event_hash"),
        migrations.RunSQL(CHAIN, "DROP FUNCTION audit_chain_event"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER audit_auditevent_chain ON audit_auditevent"),
        append_only("audit_auditevent"),
        append_only("audit_seal"),
        append_only("audit_sealedhead"),
    ]
