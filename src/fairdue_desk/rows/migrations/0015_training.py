"""The log of training, in a table that cannot be changed: a licence to dial rests on it.

The triggers are those of ``append_only``.
"""

from django.db import migrations, models

from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "what happened in training is never changed: a licence rests on it"
_TABLES = ("rows_trainingevent",)


class Migration(migrations.Migration):
    """Training."""

    dependencies = [("rows", "0014_call_reviews")]

    operations = [
        migrations.CreateModel(
            name="TrainingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trainee", models.CharField(max_length=150)),
                ("seq", models.IntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("at", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=150)),
                ("body", models.TextField()),
                ("prev_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("trainee", "seq"), name="one_training_event_per_place")
                ],
            },
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
