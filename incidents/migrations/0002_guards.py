"""What Django has no word for: a proforma is whole and stays as it was sent, and a decision is about one prime."""

from django.db import migrations

from core.guards import append_only

OF_THE_PRIME = {
    "decision_prime_of_the_incident": ("incident_id, prime_id", "incidents_incident (id, prime_id)"),
    # The worst that could happen: a decision about one prime that rests on another's new code.
    "decision_new_code_of_the_prime": ("new_code_id, prime_id", "accesscodes_accesscode (id, prime_id)"),
}

# Looked at when the transaction ends: none without rows, and none that gets another row later.
WHOLE = """
CREATE FUNCTION incidents_proforma_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM incidents_incident i WHERE i.id = CASE TG_TABLE_NAME
            WHEN 'incidents_incident' THEN (to_jsonb(NEW) ->> 'id')::bigint
            ELSE (to_jsonb(NEW) ->> 'incident_id')::bigint END
        AND i.row_count = (SELECT count(*) FROM incidents_incidentrow r WHERE r.incident_id = i.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A proforma has the rows that it was sent with' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def _whole(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {table}_whole AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION incidents_proforma_is_whole()",
        f"DROP TRIGGER {table}_whole ON {table}",
    )


def _same_prime(name: str, columns: str, target: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE incidents_decision ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
        f"ALTER TABLE incidents_decision DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("core", "0001_guards"), ("accesscodes", "0002_guards")]
    operations = [
        *(_same_prime(name, *parts) for name, parts in OF_THE_PRIME.items()),
        migrations.RunSQL(WHOLE, "DROP FUNCTION incidents_proforma_is_whole()"),
        _whole("incidents_incident"),
        _whole("incidents_incidentrow"),
        *(append_only(f"incidents_{table}") for table in ("incident", "incidentrow", "decision", "breach")),
    ]
