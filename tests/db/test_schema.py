"""What the migrations make is what the models describe."""

from __future__ import annotations

from pathlib import Path

import pytest
from peewee import IntegrityError, Model
from playhouse.schema_diff import diff_models

from db import models
from db.connection import database, reading, writing

TABLES = [
    it
    for it in vars(models).values()
    if isinstance(it, type) and issubclass(it, Model) and it._meta.table_name != "table"
]
KEPT = ("signature", "agreement_version", "agreement_promise", "audit_entry")


def columns(table: str) -> dict[str, tuple[str, bool, bool]]:
    found = database.obj.get_columns(table)
    return {it.name: (it.data_type.upper(), it.null, it.primary_key) for it in found}


def test_migrated_tables_are_those_of_the_models(records: Path) -> None:
    with reading():
        difference = diff_models(database.obj, TABLES)
        assert not difference, str(difference)
        made = set(database.obj.get_tables()) - {"schema_migration"}
        assert made == {it._meta.table_name for it in TABLES}


def test_each_column_is_as_its_model_says(records: Path) -> None:
    """`diff_models` looks at names and indexes; this at types, NULL and foreign keys."""
    with reading():
        migrated = {it._meta.table_name: columns(it._meta.table_name) for it in TABLES}
        foreign = {
            it._meta.table_name: sorted(database.obj.get_foreign_keys(it._meta.table_name))
            for it in TABLES
        }
    with writing():
        database.execute_sql("PRAGMA defer_foreign_keys = 1")
        for table in TABLES:
            name = table._meta.table_name
            table._meta.set_table_name(f"{name}_anew")
            try:
                database.obj.create_tables([table], safe=False)
                assert columns(f"{name}_anew") == migrated[name], name
                keys = database.obj.get_foreign_keys(f"{name}_anew")
                assert [(key.column, key.dest_column) for key in sorted(keys)] == [
                    (key.column, key.dest_column) for key in foreign[name]
                ], name
            finally:
                table._meta.set_table_name(name)


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_r19_r26_what_is_kept_for_ever_has_its_guard(
    records: Path, table: str, change: str
) -> None:
    with reading():
        guards = database.execute_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
    assert any(f"BEFORE {change} ON {table}" in sql for (sql,) in guards)


def test_the_log_cannot_be_changed(here: object) -> None:
    for sql in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError, match="cannot be changed"), writing():
            database.execute_sql(sql)
