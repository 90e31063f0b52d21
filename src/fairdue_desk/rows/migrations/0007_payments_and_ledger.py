"""Payments that wait in a queue, what each file brought, and the ledger, filled from the logs that are there."""

import itertools

from django.db import migrations, models


def fill(apps, schema_editor):
    """Queue what waited for a case without a reason, and fold every log into its lines of the ledger."""
    from fairdue.casefile.event import StoredEvent, open_event
    from fairdue.feedback.ledger import ledger_of
    from fairdue.feedback.payment_terms import payment_terms
    from fairdue_desk.stores.money_ledger import write_lines

    payment = apps.get_model("rows", "Payment")
    waiting = payment.objects.filter(case_id__isnull=True)
    waiting.filter(amount_fen__gte=0).update(outcome="queued", queue="unknown_card")
    waiting.filter(amount_fen__lt=0).update(outcome="queued", queue="reversal")
    terms = payment_terms()
    events = apps.get_model("rows", "CaseEvent").objects.order_by("case_id", "seq")
    rows = events.values_list("case_id", "seq", "kind", "at", "actor", "body", "prev_hash", "hash")
    for _, log in itertools.groupby(rows.iterator(chunk_size=2000), key=lambda row: row[0]):
        write_lines(ledger_of((open_event(StoredEvent(*row)) for row in log), terms))


def drop_pattern_index(apps, schema_editor):
    """PostgreSQL keeps a second index of each text key for LIKE, which nobody asks of a payment's id."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = 'rows_payment' AND indexdef LIKE '%(payment_id varchar_pattern_ops)%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


class Migration(migrations.Migration):
    """Payments and the ledger."""

    dependencies = [
        ('rows', '0006_matters'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerLine',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('case_id', models.CharField(max_length=40)),
                ('seq', models.IntegerField()),
                ('movement', models.CharField(max_length=10)),
                ('valued_on', models.DateField()),
                ('booked_on', models.DateField()),
                ('fees', models.BigIntegerField()),
                ('penalty', models.BigIntegerField()),
                ('interest', models.BigIntegerField()),
                ('unsplit', models.BigIntegerField()),
                ('principal', models.BigIntegerField()),
                ('overpaid', models.BigIntegerField()),
                ('handed_back', models.BigIntegerField()),
                ('placed', models.BigIntegerField()),
                ('restated', models.BigIntegerField()),
                ('received', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='PaymentTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_digest', models.CharField(max_length=64)),
                ('creditor', models.CharField(max_length=120)),
                ('day', models.DateField()),
                ('received_lines', models.IntegerField()),
                ('received_fen', models.BigIntegerField()),
                ('posted_lines', models.IntegerField()),
                ('posted_fen', models.BigIntegerField()),
                ('reversed_lines', models.IntegerField()),
                ('reversed_fen', models.BigIntegerField()),
                ('queued_lines', models.IntegerField()),
                ('queued_fen', models.BigIntegerField()),
                ('duplicate_lines', models.IntegerField()),
                ('duplicate_fen', models.BigIntegerField()),
                ('refused_lines', models.IntegerField()),
                ('refused_fen', models.BigIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='payment',
            name='payment_by_card',
        ),
        migrations.RemoveIndex(
            model_name='payment',
            name='payment_by_reversed',
        ),
        migrations.RemoveIndex(
            model_name='payment',
            name='payment_by_amount',
        ),
        migrations.AddField(
            model_name='payment',
            name='booked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='case_no',
            field=models.CharField(db_default='', max_length=80),
        ),
        migrations.AddField(
            model_name='payment',
            name='currency',
            field=models.CharField(db_default='CNY', max_length=8),
        ),
        migrations.AddField(
            model_name='payment',
            name='decided_by',
            field=models.CharField(db_default='', max_length=150),
        ),
        migrations.AddField(
            model_name='payment',
            name='file_line',
            field=models.IntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name='payment',
            name='meant',
            field=models.CharField(max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='names',
            field=models.CharField(max_length=120, null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='outcome',
            field=models.CharField(db_default='posted', max_length=10),
        ),
        migrations.AddField(
            model_name='payment',
            name='proposed_by',
            field=models.CharField(db_default='', max_length=150),
        ),
        migrations.AddField(
            model_name='payment',
            name='queue',
            field=models.CharField(db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='payment',
            name='why',
            field=models.TextField(db_default=''),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('reverses__isnull', False)), fields=['reverses'], name='payment_by_reversed'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('outcome', 'queued')), fields=['queue', 'posted_on'], name='payment_waiting'),
        ),
        migrations.AddIndex(
            model_name='paymenttally',
            index=models.Index(fields=['day', 'creditor'], name='tally_by_day'),
        ),
        migrations.RunPython(drop_pattern_index, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
