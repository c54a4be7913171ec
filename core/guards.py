"""Database guards for migrations: facts that are written once, and rows that are never changed.

Use in a migration's `operations` after the table is created:

    write_once("calls_call", "challenge_id", "outcome")
    written_once_too("calls_call", "route")
    append_only("audit_auditevent")
    sealed("calls_advice", prefix="told_")
    function("calls_call_goes_on()", "CREATE FUNCTION calls_call_goes_on() RETURNS trigger ...")

Every function of ours is made with `function`: it looks for tables where it stands itself, never among the temporary
ones of whoever sets it off (decision 0170). A test finds one that does not.
"""

from django.db.migrations import RunSQL

# The schema is the function's own: it is not called public everywhere. The temporary tables come last, where they hide
# nothing; left out, they would come first.
PATH = "pg_catalog, %s, pg_temp"
OWN_TABLES = """
DO $path$ BEGIN
    EXECUTE format(
        'ALTER FUNCTION {function} SET search_path = {path}',
        (SELECT pronamespace::regnamespace FROM pg_proc WHERE oid = '{function}'::regprocedure)
    );
END $path$
"""

OTHER_LIST = """
DO $list$
DECLARE
    made text := (
        SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgrelid = '{table}'::regclass AND tgname = '{table}_write_once'
    );
BEGIN
    DROP TRIGGER {table}_write_once ON {table};
    EXECUTE left(made, -length($end${end}$end$)) || $end${other}$end$;
END $list$
"""


def function(signature: str, statement: str, *, formerly: str = "") -> RunSQL:
    """Make a function that finds our tables and no others; `formerly` is the statement that made it before."""
    former = _made(signature, formerly) if formerly else f"DROP FUNCTION {signature}"
    return RunSQL(_made(signature, statement), former)


def own_tables(*signatures: str) -> RunSQL:
    """Have functions that were made without `function` find our tables and no others."""
    return RunSQL(
        [OWN_TABLES.format(function=signature, path=PATH) for signature in signatures],
        [f"ALTER FUNCTION {signature} RESET search_path" for signature in signatures],
    )


def _made(signature: str, statement: str) -> tuple[str, str]:
    """A function that is there already is replaced and loses its path by that, so the path is always set."""
    replacing = statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    return replacing, OWN_TABLES.format(function=signature, path=PATH)


def write_once(table: str, *columns: str) -> RunSQL:
    """Refuse a change to any of these columns once it holds a value, and refuse to delete the row."""
    arguments = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        sql=[
            f"CREATE TRIGGER {table}_write_once BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION core_write_once({arguments})",
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION core_refuse()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse()",
        ],
        reverse_sql=[f"DROP TRIGGER {table}_{name} ON {table}" for name in ("write_once", "kept", "not_emptied")],
    )


def written_once_too(table: str, *columns: str) -> RunSQL:
    """Add columns that an earlier `write_once` of the table left out."""
    added = "".join(f", '{column}'" for column in columns)
    return RunSQL(_write_once_with(table, ")", f"{added})"), _write_once_with(table, f"{added})", ")"))


def _write_once_with(table: str, end: str, other: str) -> str:
    """The trigger anew, with another end to its list of columns."""
    return OTHER_LIST.format(table=table, end=end, other=other)


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE."""
    return RunSQL(
        sql=[
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse()",
        ],
        reverse_sql=[f"DROP TRIGGER {table}_{name} ON {table}" for name in ("append_only", "not_emptied")],
    )


def sealed(table: str, *, prefix: str = "", when: str = "") -> RunSQL:
    """Refuse any change to a sealed column but to another key, the same length (a reseal), or to nothing (destroyed).

    `when` is SQL over OLD that says for which rows; the table's own constraints say when nothing may be left.
    """
    columns = ", ".join(f"{prefix}{part}" for part in ("key_id", "nonce", "ciphertext"))
    condition = f"WHEN ({when}) " if when else ""
    return RunSQL(
        sql=f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW {condition}EXECUTE FUNCTION core_sealed('{prefix}')",
        reverse_sql=f"DROP TRIGGER {table}_sealed ON {table}",
    )
