"""Reviews of calls, the human steps on them, the words of calls under seal, and drills with their runs.

What was found, decided and assigned cannot be changed: the triggers are those of ``append_only``. The standing of a
review is a projection and the words must be erasable, so those tables have none.
"""

import django.db.models.deletion
from django.db import migrations, models
from fairdue_desk.rows.append_only import refuse_changes

_REFUSAL = "a review, its steps and its drills are never changed: corrections are annotations"
_TABLES = ("rows_callreview", "rows_reviewstep", "rows_assigneddrill", "rows_drillrun")


class Migration(migrations.Migration):
    """Call review."""

    dependencies = [
        ('rows', '0013_list_rows_that_move_in_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignedDrill',
            fields=[
                ('drill_id', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('finding', models.IntegerField()),
                ('login', models.CharField(max_length=150)),
                ('code', models.CharField(max_length=8)),
                ('lesson', models.CharField(max_length=80)),
                ('persona', models.CharField(max_length=80)),
                ('assigned_at', models.DateTimeField()),
                ('due_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='AwaitingReview',
            fields=[
                ('session_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('case_id', models.CharField(max_length=40)),
                ('closed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CallReview',
            fields=[
                ('review_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('session_id', models.CharField(max_length=40, null=True)),
                ('attempt_id', models.CharField(max_length=40, null=True)),
                ('collector', models.CharField(max_length=150)),
                ('held_at', models.DateTimeField()),
                ('words', models.CharField(max_length=10)),
                ('risk', models.IntegerField()),
                ('body', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='DrillRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('score', models.IntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.IntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=150)),
                ('body', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='CallWords',
            fields=[
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='spoken', serialize=False, to='rows.callreview')),
                ('sealed', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='ReviewStanding',
            fields=[
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='standing', serialize=False, to='rows.callreview')),
                ('state', models.CharField(max_length=10)),
                ('reviewer', models.CharField(max_length=150)),
                ('decided_at', models.DateTimeField(null=True)),
                ('red_line', models.BooleanField()),
                ('awaits_second', models.BooleanField()),
                ('codes', models.CharField(max_length=200)),
                ('steps', models.IntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name='callreview',
            index=models.Index(fields=['-risk', 'held_at'], name='review_by_risk'),
        ),
        migrations.AddIndex(
            model_name='callreview',
            index=models.Index(fields=['collector', '-held_at'], name='review_by_collector'),
        ),
        migrations.AddIndex(
            model_name='callreview',
            index=models.Index(condition=models.Q(('attempt_id__isnull', False)), fields=['attempt_id'], name='review_by_attempt'),
        ),
        migrations.AddField(
            model_name='assigneddrill',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='rows.callreview'),
        ),
        migrations.AddField(
            model_name='drillrun',
            name='drill',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='rows.assigneddrill'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rows.callreview'),
        ),
        migrations.AddIndex(
            model_name='reviewstanding',
            index=models.Index(fields=['state'], name='review_by_state'),
        ),
        migrations.AddIndex(
            model_name='assigneddrill',
            index=models.Index(fields=['login'], name='drill_by_login'),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.UniqueConstraint(fields=('review', 'seq'), name='one_step_per_place_in_a_review'),
        ),
        refuse_changes(_TABLES, refusal=_REFUSAL),
    ]
