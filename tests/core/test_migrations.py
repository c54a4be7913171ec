"""Migrations run on tables that hold rows, whatever the tests' own empty tables bear."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

ROOT = Path(__file__).parents[2]


def added_fields() -> Iterator[tuple[str, migrations.AddField]]:
    """Each field of ours that is added to a table that was there before this migration."""
    for (room, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if Path(apps.get_app_config(room).path).parent != ROOT:
            continue
        made = {operation.name_lower for operation in migration.operations if hasattr(operation, "bases")}
        for operation in migration.operations:
            if isinstance(operation, migrations.AddField) and operation.model_name_lower not in made:
                yield f"{room}.{name}", operation


@pytest.mark.req("G2")
def test_no_migration_gives_every_row_the_same_unique_value() -> None:
    alike = [
        f"{where}: {operation.model_name}.{operation.name}"
        for where, operation in added_fields()
        if operation.field.unique and (operation.field.default is not NOT_PROVIDED or not operation.field.null)
    ]
    assert alike == []
