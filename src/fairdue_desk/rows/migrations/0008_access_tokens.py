"""Personal tokens for the REST API, by their keyed digest; the token itself is nowhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Tokens."""

    dependencies = [("rows", "0007_payments_and_ledger")]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                ("token_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("username", models.CharField(max_length=150)),
                ("label", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(max_length=150)),
            ],
        ),
    ]
