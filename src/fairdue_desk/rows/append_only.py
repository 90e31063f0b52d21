"""Triggers that refuse every change and removal of rows, written out for both databases.

A library's triggers migrate silently to nothing on SQLite; these are plain SQL, made by the migration that makes
the table. What a migration once made must stay as it was: a change here is a new function beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations


def refuse_changes(tables: Sequence[str], *, refusal: str) -> migrations.RunPython:
    """The step of a migration that makes tables append-only; going back takes the triggers away again."""
    return migrations.RunPython(_make(tables, refusal), _drop(tables))


def _make(tables: Sequence[str], refusal: str) -> Callable[[Any, Any], None]:
    def make_triggers(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION '{refusal}'; END $$"""
                )
                schema_editor.execute(
                    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"""
                )
                schema_editor.execute(
                    f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
                        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""
                )
                continue
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                        BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
                )

    return make_triggers


def _drop(tables: Sequence[str]) -> Callable[[Any, Any], None]:
    def drop_triggers(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
                continue
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")

    return drop_triggers
