"""What people vouch for, in two tables that cannot be changed, and an index of the cases with overrides.

A statement is a row, its withdrawal another; the triggers are those of ``append_only``.
"""

from django.db import migrations, models

from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "a statement is never changed: withdraw it, and state anew"
_TABLES = ("rows_attestation", "rows_attestationwithdrawal")


class Migration(migrations.Migration):
    """Statements, withdrawals, and who waits for a second person."""

    dependencies = [("rows", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attestation_id", models.CharField(max_length=40, unique=True)),
                ("fact", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=200)),
                ("scope", models.CharField(max_length=240)),
                ("starts_at", models.CharField(max_length=40)),
                ("ends_at", models.CharField(max_length=40)),
                ("evidence", models.TextField()),
                ("stated_by", models.CharField(max_length=150)),
                ("stated_at", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="AttestationWithdrawal",
            fields=[
                ("attestation_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=150)),
            ],
        ),
        migrations.AddIndex(
            model_name="attestation",
            index=models.Index(fields=["scope", "ends_at"], name="attestation_by_scope"),
        ),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                condition=models.Q(("kind", "OverrideAsked")), fields=["case_id"], name="event_override_asked"
            ),
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
