"""Database guards for migrations: facts that are written once, and rows that are never changed.

Use in a migration's `operations` after the table is created:

    write_once("calls_call", "challenge_id", "outcome")
    append_only("audit_auditevent")
    sealed("calls_advice", prefix="told_")
"""

from django.db.migrations import RunSQL


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
