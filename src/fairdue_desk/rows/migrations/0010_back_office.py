"""Runs of the end of a day, files that were sent, own templates, settled commissions.

What was sent, saved and settled cannot be changed: the triggers are those of ``append_only``. Runs and steps are
brought up as they go on, so they have none.
"""

import django.db.models.deletion
from django.db import migrations, models
from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "what was sent, saved or settled is never changed: add a new one"
_TABLES = ("rows_sentfile", "rows_owntemplate", "rows_commissionsettled", "rows_commissionline")


class Migration(migrations.Migration):
    """The back office."""

    dependencies = [
        ('rows', '0008_access_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template_id', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name='CommissionSettled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('creditor', models.CharField(max_length=120)),
                ('since_on', models.DateField()),
                ('until_on', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('base_fen', models.BigIntegerField()),
                ('commission_fen', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=150)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('creditor', 'since_on'), name='one_settlement_per_begin')],
            },
        ),
        migrations.CreateModel(
            name='CommissionLine',
            fields=[
                ('payment_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('commission_fen', models.BigIntegerField()),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='rows.commissionsettled')),
            ],
        ),
        migrations.CreateModel(
            name='DayRun',
            fields=[
                ('run_id', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('round', models.IntegerField()),
                ('as_of', models.DateTimeField()),
                ('version', models.CharField(max_length=40)),
                ('actor', models.CharField(max_length=150)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('on', 'round'), name='one_run_per_day_and_round')],
            },
        ),
        migrations.CreateModel(
            name='SentFile',
            fields=[
                ('permit', models.OneToOneField(db_column='permit_id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sent_file', serialize=False, to='rows.decision', to_field='permit_id')),
                ('run_id', models.CharField(max_length=20)),
                ('creditor', models.CharField(max_length=120)),
                ('template', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=160)),
                ('digest', models.CharField(max_length=64)),
                ('rows', models.IntegerField()),
                ('paid_in_period_fen', models.BigIntegerField()),
                ('paid_fen', models.BigIntegerField()),
                ('balance_fen', models.BigIntegerField()),
                ('as_of', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=150)),
                ('moves_chain', models.BooleanField()),
            ],
            options={
                'indexes': [models.Index(fields=['creditor', 'template', '-as_of'], name='sent_file_chain')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('run_id', ''), _negated=True), fields=('run_id', 'creditor', 'template'), name='one_file_per_run_creditor_template')],
            },
        ),
        migrations.CreateModel(
            name='DayRunStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.IntegerField()),
                ('step', models.CharField(max_length=40)),
                ('state', models.CharField(max_length=10)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('counts', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('done', models.TextField()),
                ('note', models.TextField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rows.dayrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'step'), name='one_record_per_run_and_step')],
            },
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
