"""Are the guards of the record those that the migrations made? A trigger of the same name may guard nothing (G2)."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.db import connection

from core.guards import PATH

TABLES = ("audit_auditevent", "audit_seal", "audit_sealedhead")
REFUSED = {
    "append_only": "BEFORE DELETE OR UPDATE ON {} FOR EACH ROW",
    "not_emptied": "BEFORE TRUNCATE ON {} FOR EACH STATEMENT",
}
SCHEMA = "SELECT relnamespace, relnamespace::regnamespace::text FROM pg_class WHERE oid = 'audit_auditevent'::regclass"
# Whether each is switched on, all that it is made of, and its function; nothing for a function of another schema.
TRIGGERS = """
SELECT relation.relname, trigger.tgname, trigger.tgenabled IN ('O', 'A'),
       split_part(pg_get_triggerdef(trigger.oid), ' EXECUTE FUNCTION ', 1), function.proname
FROM pg_trigger AS trigger
JOIN pg_class AS relation ON relation.oid = trigger.tgrelid
LEFT JOIN pg_proc AS function ON function.oid = trigger.tgfoid AND function.pronamespace = relation.relnamespace
WHERE relation.relname = ANY (%s) AND relation.relnamespace = %s AND NOT trigger.tgisinternal
"""
FUNCTIONS = "SELECT proname, prosrc, proconfig FROM pg_proc WHERE proname = ANY (%s) AND pronamespace = %s"
Trigger = tuple[str, str]


def faults() -> Iterator[str]:
    """Each guard that is missing, or is another than the migrations made, and each that they did not make."""
    [(place, schema)] = _rows(SCHEMA)
    triggers = {(table, name): made for table, name, *made in _rows(TRIGGERS, [list(TABLES), place])}
    yield from _triggers(_made(schema), triggers)
    yield from _functions([f"search_path={PATH % schema}"], _rows(FUNCTIONS, [list(_sources()), place]))


def _made(schema: str) -> dict[Trigger, list[object]]:
    """What the migrations made: as PostgreSQL writes it, so that a condition or another moment is a difference."""
    made = {
        (table, f"{table}_{name}"): (when.format(f"{schema}.{table}"), "core_refuse")
        for table in TABLES
        for name, when in REFUSED.items()
    }
    chain = f"BEFORE INSERT ON {schema}.audit_auditevent FOR EACH ROW"
    made["audit_auditevent", "audit_auditevent_chain"] = (chain, "audit_chain_event")
    return {key: [True, f"CREATE TRIGGER {key[1]} {when}", function] for key, (when, function) in made.items()}


def _triggers(made: dict[Trigger, list[object]], found: dict[Trigger, list[object]]) -> Iterator[str]:
    for (table, name), as_made in made.items():
        here = found.get((table, name))
        if here is None or not here[0]:
            yield f"the guard {name} of the table {table} is missing or switched off"
        elif here != as_made:
            yield f"the guard {name} of the table {table} is not the one that came with the console"
    for table, name in sorted(found.keys() - made.keys()):
        yield f"the trigger {name} of the table {table} did not come with the console"


def _functions(settings: list[str], found: list[tuple[Any, ...]]) -> Iterator[str]:
    for function, source in _sources().items():
        if [made for name, *made in found if name == function] != [[source, settings]]:
            yield f"the database function {function} is not the one that came with the console"


def _sources() -> dict[str, str]:
    """The bodies of the functions that the record rests on, as the migrations made them."""
    chain = import_module("audit.migrations.0002_chain")
    guards = import_module("core.migrations.0001_guards")
    made = {"audit_event_hash": chain.HASH, "audit_chain_event": chain.CHAIN, "core_refuse": guards.REFUSE}
    return {function: statement.split("$$")[1] for function, statement in made.items()}


def _rows(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
