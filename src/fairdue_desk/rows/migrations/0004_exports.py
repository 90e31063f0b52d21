"""The files that left the house, each with the permit that it spent, in a table that cannot be changed.

The triggers are those of ``append_only``.
"""

import django.db.models.deletion
from django.db import migrations, models

from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "an export is never changed: it has left the house"
_TABLES = ("rows_export",)


class Migration(migrations.Migration):
    """Exports."""

    dependencies = [("rows", "0003_attestations")]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "permit",
                    models.OneToOneField(
                        db_column="permit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="export",
                        serialize=False,
                        to="rows.decision",
                        to_field="permit_id",
                    ),
                ),
                ("creditor", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
            ],
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
