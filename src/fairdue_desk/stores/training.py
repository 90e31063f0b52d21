"""The book of training on Django's database: one sealed log a login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from fairdue.casefile.training_log import (
    StoredTraining,
    TrainingRecord,
    apply_training,
    replay_training,
    seal_training,
)
from fairdue.casefile.training_record import TrainingHappening
from fairdue.operations.ports import ConcurrentChange
from fairdue_desk.rows.models import TrainingEvent

_LOCK_OF_TRAINING = 70419  # any number that no other advisory lock of the house uses
_COLUMNS = ("trainee", "seq", "kind", "at", "actor", "body", "prev_hash", "hash")


class DjangoTrainingBook:
    """``TrainingBook`` on SQLite or PostgreSQL."""

    def lock(self, trainee: str) -> None:
        """By an advisory lock, as a log has no row of its own. SQLite has one writer at a time already."""
        if not connection.in_atomic_block:
            raise RuntimeError("a lock lasts as long as its transaction; open book.transaction() first")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_OF_TRAINING, trainee])

    def load(self, trainee: str) -> TrainingRecord:
        """Replay one log."""
        rows = TrainingEvent.objects.filter(trainee=trainee).order_by("seq").values_list(*_COLUMNS)
        return replay_training(trainee, (StoredTraining(*row) for row in rows))

    def append(
        self, record: TrainingRecord, happenings: Sequence[TrainingHappening], *, at: datetime, actor: str
    ) -> TrainingRecord:
        """One further row a happening; the place in the log is taken by one writer only."""
        for happened in happenings:
            row = seal_training(record, at=at, actor=actor, happened=happened)
            try:
                with transaction.atomic():
                    TrainingEvent.objects.create(**{name: getattr(row, name) for name in _COLUMNS})
            except IntegrityError as error:
                raise ConcurrentChange("this training log moved on meanwhile; load the page again") from error
            record = apply_training(record, row)
        return record

    def trainees(self) -> Sequence[str]:
        """The logins, in order."""
        return list(TrainingEvent.objects.order_by("trainee").values_list("trainee", flat=True).distinct())
