"""The event log, the decisions and the attempts' permits cannot be changed, on either database.

Written out for both vendors: a library's triggers migrate silently to nothing on SQLite.
"""

from django.db import migrations

_REFUSAL = "case_event is append-only: corrections are annotations"
_DECISION_REFUSAL = "a decision of the gate is never changed"


def make_triggers(apps, schema_editor):
    """Refuse UPDATE and DELETE on the log and on decisions."""
    for table, refusal in (("rows_caseevent", _REFUSAL), ("rows_decision", _DECISION_REFUSAL)):
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
        else:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
                        BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
                )


def drop_triggers(apps, schema_editor):
    """Take the triggers away again, for a migration backwards."""
    for table in ("rows_caseevent", "rows_decision"):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")


class Migration(migrations.Migration):
    """Append-only by trigger."""

    dependencies = [("rows", "0001_tables")]
    operations = [migrations.RunPython(make_triggers, drop_triggers)]
