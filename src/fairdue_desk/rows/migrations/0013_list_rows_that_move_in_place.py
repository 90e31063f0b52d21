"""Rows of the list of cases move in their page when money comes, and no index of theirs has to follow.

PostgreSQL leaves the indexes alone when no indexed column changes and the page has room for the new row. The index of
the work list held the balance and the status; nobody asked for it, since the work list says which cases it leaves out
and not which it wants, and no database uses an index for that. Room is left on pages that are filled from now on:
a file that moves every row once left as many dead rows behind before.
"""

from django.db import migrations


def leave_room(apps, schema_editor):
    """For one more version of each row."""
    _fill(schema_editor, "SET (fillfactor = 45)")


def leave_none(apps, schema_editor):
    """As it was."""
    _fill(schema_editor, "RESET (fillfactor)")


def _fill(schema_editor, how):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE rows_case {how}")


class Migration(migrations.Migration):
    """The list of cases without an index of columns that change with every payment."""

    dependencies = [("rows", "0012_case_ids_without_like")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_by_work"),
        migrations.RunPython(leave_room, leave_none),
    ]
