"""The book of training of a house in memory: one sealed log a login, which a failed transaction leaves as it was.

Room: practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fairdue.casefile.training_log import StoredTraining, TrainingRecord, replay_training, seal_training
from fairdue.casefile.training_record import TrainingHappening
from fairdue.operations.ports import ConcurrentChange
from fairdue.practice.memory_journal import Journal


class MemoryTrainingBook:
    """``TrainingBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._rows: dict[str, list[StoredTraining]] = {}

    def lock(self, trainee: str) -> None:
        """There is one writer; only the transaction must be open."""
        self._journal.must_be_open("a training log is locked")

    def load(self, trainee: str) -> TrainingRecord:
        """Replay one log."""
        return replay_training(trainee, self._rows.get(trainee, ()))

    def append(
        self, record: TrainingRecord, happenings: Sequence[TrainingHappening], *, at: datetime, actor: str
    ) -> TrainingRecord:
        """Add the rows in their order."""
        kept = self._rows.setdefault(record.trainee, [])
        if len(kept) != record.seq:
            raise ConcurrentChange("this training log moved on meanwhile; load it again")
        for happened in happenings:
            kept.append(seal_training(record, at=at, actor=actor, happened=happened))
            self._journal.wrote(kept.pop)
            record = replay_training(record.trainee, kept)
        return record

    def trainees(self) -> Sequence[str]:
        """The logins, in order."""
        return sorted(trainee for trainee, rows in self._rows.items() if rows)
