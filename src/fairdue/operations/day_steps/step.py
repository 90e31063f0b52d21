"""A step of the end of a day: its name, what it is called, what it does; and how it tells how far it has come.

Room: operations. A step may die at any moment and is then called again with what it had counted. So it keeps its
``progress`` in the very transaction of what it did, and counts only what would be counted the same had it not died.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.house import House
from fairdue.operations.run_ports import RunRecord, StepRecord


class StepFailed(RuntimeError):
    """A step found that the day must not be closed as things are; the message says what to mend."""


class Progress:
    """What a step has counted and made so far; ``save`` keeps it in the transaction under way.

    ``saved`` is what was kept last: where a step that failed is taken up again.
    """

    def __init__(self, house: House, record: StepRecord) -> None:
        self._house = house
        self._record = record
        self.saved = record
        self._counts = dict(record.counts)
        self._digest = record.digest
        self._done = list(record.done)
        self._note = record.note

    def count(self, name: str, number: int = 1) -> None:
        """Add to a count."""
        self._counts[name] = self._counts.get(name, 0) + number

    def set_once(self, name: str, number: int) -> None:
        """Set a count that a later attempt must not set anew."""
        self._counts.setdefault(name, number)

    def made(self, text: str) -> None:
        """Take something that was made into the digest."""
        self._digest = hashlib.sha256(f"{self._digest}\x1f{text}".encode()).hexdigest()

    def mark(self, part: str) -> None:
        """Remember that a part is done."""
        if part not in self._done:
            self._done.append(part)

    def has(self, part: str) -> bool:
        """Is a part done?"""
        return part in self._done

    def note(self, text: str) -> None:
        """Say something for whoever reads the run; without a person in it."""
        self._note = text

    def save(self) -> None:
        """Keep it all."""
        self._house.back_office.runs.progress(self.record)
        self.saved = self.record

    @property
    def record(self) -> StepRecord:
        """The step as it stands."""
        return replace(
            self._record, counts=self._counts, digest=self._digest, done=tuple(self._done), note=self._note
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """What was counted so far."""
        return self._counts


@dataclass(frozen=True, slots=True)
class Day:
    """What every step is handed: the house, the day, the moment all go by, who acts, and the steps before.

    ``judges`` is False where a day is closed again after later ones: then nothing is judged anew.
    """

    house: House
    run: RunRecord
    actor: str
    judges: bool
    before: Callable[[], tuple[StepRecord, ...]]

    @property
    def on(self) -> date:
        """The day that is closed."""
        return self.run.on

    @property
    def as_of(self) -> datetime:
        """The moment that all steps of the run go by."""
        return self.run.as_of

    @property
    def folder(self) -> str:
        """Where in the outbox the files of this run lie."""
        return self.run.run_id


@dataclass(frozen=True, slots=True)
class DayStep:
    """One step. ``judging`` ones are left out where a day is closed again after later ones."""

    name: str
    title: Bilingual
    run: Callable[[Day, Progress], None]
    judging: bool = False
