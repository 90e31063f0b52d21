"""The tables of the back office: runs of the end of a day, files that were sent, templates, commissions, tokens.

Written by the stores alone, like all tables; ``rows.models`` hands them on to Django.
"""

from __future__ import annotations

from django.db import models


class DayRun(models.Model):
    """One run of the end of a day; ``round`` above 1 closes a day again. ``finished_at`` is set once."""

    run_id = models.CharField(max_length=20, primary_key=True)
    on = models.DateField()
    round = models.IntegerField()
    as_of = models.DateTimeField()
    version = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "round"], name="one_run_per_day_and_round")]


class DayRunStep(models.Model):
    """One step of a run: counts as JSON, the digest of what it made, the parts that are done."""

    run = models.ForeignKey(DayRun, on_delete=models.PROTECT, related_name="steps")
    place = models.IntegerField()
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.TextField()
    digest = models.CharField(max_length=64)
    done = models.TextField()
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="one_record_per_run_and_step")]


class SentFile(models.Model):
    """One file that was sent to a creditor, beside the permit that it spent. Append-only by trigger."""

    permit = models.OneToOneField(
        "rows.Decision",
        to_field="permit_id",
        db_column="permit_id",
        on_delete=models.PROTECT,
        related_name="sent_file",
        primary_key=True,
    )
    run_id = models.CharField(max_length=20)
    creditor = models.CharField(max_length=120)
    template = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    paid_in_period_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    balance_fen = models.BigIntegerField()
    as_of = models.DateTimeField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    moves_chain = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run_id", "creditor", "template"],
                name="one_file_per_run_creditor_template",
                condition=~models.Q(run_id=""),
            )
        ]
        indexes = [models.Index(fields=["creditor", "template", "-as_of"], name="sent_file_chain")]


class OwnTemplate(models.Model):
    """One saved text of a template of the house's own; the latest of an id counts. Append-only by trigger."""

    template_id = models.CharField(max_length=60)
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)


class CommissionSettled(models.Model):
    """One commission statement that was settled with its creditor. Append-only by trigger."""

    creditor = models.CharField(max_length=120)
    since_on = models.DateField()
    until_on = models.DateField()
    digest = models.CharField(max_length=64)
    base_fen = models.BigIntegerField()
    commission_fen = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creditor", "since_on"], name="one_settlement_per_begin")
        ]


class CommissionLine(models.Model):
    """What a settled statement paid for one payment; no payment is settled twice. Append-only by trigger."""

    payment_id = models.CharField(max_length=40, primary_key=True)
    statement = models.ForeignKey(CommissionSettled, on_delete=models.PROTECT, related_name="lines")
    amount_fen = models.BigIntegerField()
    commission_fen = models.BigIntegerField()


class AccessToken(models.Model):
    """A personal token for the REST API. Only its keyed digest is kept; it ends by its day or by being revoked."""

    token_id = models.CharField(max_length=40, primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150)
    label = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150)
