"""The table of training: one row a happening, sealed login by login. Written by its store alone."""

from __future__ import annotations

from django.db import models


class TrainingEvent(models.Model):
    """One row of somebody's training log; text and numbers exactly as sealed. Append-only by trigger."""

    trainee = models.CharField(max_length=150)
    seq = models.IntegerField()
    kind = models.CharField(max_length=40)
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    body = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "seq"], name="one_training_event_per_place")
        ]
