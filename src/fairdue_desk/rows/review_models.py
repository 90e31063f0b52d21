"""The tables of call review: reviews, their steps, the words of calls under seal, and drills with their runs.

Written by the stores alone, like all tables; ``rows.models`` hands them on to Django. Reviews, steps, drills and runs
are append-only by trigger. ``ReviewStanding`` is their projection for lists; the words stand in a table of their own
without a trigger, because what is personal must be erasable.
"""

from __future__ import annotations

from django.db import models


class CallReview(models.Model):
    """What the machine found in one call; ``body`` is the canonical text of ``casefile.call_review.CallReview``."""

    review_id = models.CharField(max_length=40, primary_key=True)
    session_id = models.CharField(max_length=40, null=True)
    attempt_id = models.CharField(max_length=40, null=True)
    collector = models.CharField(max_length=150)
    held_at = models.DateTimeField()
    words = models.CharField(max_length=10)
    risk = models.IntegerField()
    body = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["-risk", "held_at"], name="review_by_risk"),
            models.Index(fields=["collector", "-held_at"], name="review_by_collector"),
            models.Index(
                fields=["attempt_id"],
                name="review_by_attempt",
                condition=models.Q(attempt_id__isnull=False),
            ),
        ]


class ReviewStanding(models.Model):
    """Where a review stands: the projection of its steps. ``codes`` are the classes found, as ``,C01,C18,``."""

    review = models.OneToOneField(
        CallReview, on_delete=models.PROTECT, related_name="standing", primary_key=True
    )
    state = models.CharField(max_length=10)
    reviewer = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True)
    red_line = models.BooleanField()
    awaits_second = models.BooleanField()
    codes = models.CharField(max_length=200)
    steps = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["state"], name="review_by_state")]


class ReviewStep(models.Model):
    """One human act on a review. ``body`` is sealed: it may hold what somebody wrote about a person."""

    review = models.ForeignKey(CallReview, on_delete=models.PROTECT, related_name="steps")
    seq = models.IntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "seq"], name="one_step_per_place_in_a_review")
        ]


class CallWords(models.Model):
    """What was said in a call, sealed. Erased when it is not needed any more."""

    review = models.OneToOneField(
        CallReview, on_delete=models.PROTECT, related_name="spoken", primary_key=True
    )
    sealed = models.TextField()


class AwaitingReview(models.Model):
    """A guided call that was wrapped up and has no review yet; the row goes when it has one."""

    session_id = models.CharField(max_length=40, primary_key=True)
    case_id = models.CharField(max_length=40)
    closed_at = models.DateTimeField()


class AssignedDrill(models.Model):
    """One drill that a finding led to, as it was assigned."""

    drill_id = models.CharField(max_length=60, primary_key=True)
    review = models.ForeignKey(CallReview, on_delete=models.PROTECT, related_name="drills")
    finding = models.IntegerField()
    login = models.CharField(max_length=150)
    code = models.CharField(max_length=8)
    lesson = models.CharField(max_length=80)
    persona = models.CharField(max_length=80)
    assigned_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["login"], name="drill_by_login")]


class DrillRun(models.Model):
    """What became of an assigned drill, one row an act: done, passed, failed, withdrawn."""

    drill = models.ForeignKey(AssignedDrill, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    score = models.IntegerField(null=True)
