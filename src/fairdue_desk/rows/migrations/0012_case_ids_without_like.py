"""One index fewer on the list of cases, since a payment file moves each of its rows and with it every index.

PostgreSQL keeps a second index of each text key for LIKE; nobody asks for a part of a case's id.
"""

from django.db import migrations


def drop_pattern_index(apps, schema_editor):
    """Drop it by what it is, since Django gives it a name of its own."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = 'rows_case' AND indexdef LIKE '%(case_id varchar_pattern_ops)%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


class Migration(migrations.Migration):
    """The list of cases with the indexes that are asked."""

    dependencies = [("rows", "0011_flow_versions")]

    operations = [migrations.RunPython(drop_pattern_index, migrations.RunPython.noop)]
