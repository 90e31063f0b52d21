"""The versions of flows on which calls were opened, in a table that cannot be changed.

The triggers are those of ``append_only``.
"""

from django.db import migrations, models

from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "a version of a flow is never changed: a call was held on it"
_TABLES = ("rows_flowversion",)


class Migration(migrations.Migration):
    """Versions of flows."""

    dependencies = [("rows", "0010_back_office")]

    operations = [
        migrations.CreateModel(
            name="FlowVersion",
            fields=[
                ("version", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("flow_id", models.CharField(max_length=80)),
                ("kept_at", models.DateTimeField()),
                ("text", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["flow_id", "kept_at"], name="flow_version_by_flow")],
            },
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
