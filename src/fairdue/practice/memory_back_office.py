"""The back office of a house in memory: runs, sent files, an outbox, own templates, settled commissions.

Room: practice. The promises are those of the database's: rows that are added and not changed, one run at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from fairdue.operations.run_ports import (
    BackOffice,
    OwnTemplate,
    RunRecord,
    RunUnderWay,
    SentFile,
    SettledStatement,
    StepRecord,
)
from fairdue.practice.memory_journal import Journal


class MemoryRunBook:
    """``RunBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._runs: dict[str, RunRecord] = {}
        self._steps: dict[tuple[str, str], StepRecord] = {}
        self._held_by = ""

    @contextmanager
    def hold(self, *, owner: str, wait_s: float) -> Iterator[None]:
        """There is one thread, so that waiting would be for ever: a second run is refused at once."""
        if self._held_by:
            raise RunUnderWay(f"{self._held_by} closes a day just now")
        self._held_by = owner
        try:
            yield
        finally:
            self._held_by = ""

    def last_finished_on(self) -> date | None:
        """The latest day that was closed."""
        return max((run.on for run in self._runs.values() if run.finished_at), default=None)

    def first_unfinished_on(self) -> date | None:
        """The earliest day that was begun and not closed."""
        closed = {run.on for run in self._runs.values() if run.finished_at}
        return min((run.on for run in self._runs.values() if run.on not in closed), default=None)

    def of_day(self, on: date) -> Sequence[RunRecord]:
        """In the order of their rounds."""
        return [self._whole(run) for run in self._runs.values() if run.on == on]

    def recent(self, limit: int) -> Sequence[RunRecord]:
        """The newest first."""
        runs = sorted(self._runs.values(), key=lambda run: (run.on, run.round), reverse=True)
        return [self._whole(run) for run in runs[:limit]]

    def begin(self, run: RunRecord) -> None:
        """Keep a new run."""
        self._runs[run.run_id] = run
        self._journal.wrote(lambda: self._runs.pop(run.run_id))

    def begin_step(self, step: StepRecord) -> None:
        """Keep a step."""
        self._keep(step)

    def progress(self, step: StepRecord) -> None:
        """Keep how far it has come."""
        self._keep(step)

    def end_step(self, step: StepRecord) -> None:
        """Keep how it ended."""
        self._keep(step)

    def finish(self, run_id: str, *, at: datetime) -> None:
        """Keep that it is over."""
        before = self._runs[run_id]
        self._runs[run_id] = replace(before, finished_at=at)
        self._journal.wrote(lambda: self._runs.__setitem__(run_id, before))

    def _keep(self, step: StepRecord) -> None:
        key = (step.run_id, step.step)
        before = self._steps.get(key)
        self._steps[key] = step
        self._journal.wrote(
            lambda: self._steps.pop(key) if before is None else self._steps.__setitem__(key, before)
        )

    def _whole(self, run: RunRecord) -> RunRecord:
        steps = [step for step in self._steps.values() if step.run_id == run.run_id]
        return replace(run, steps=tuple(sorted(steps, key=lambda step: step.place)))


class MemorySentBook:
    """``SentBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._sent: list[SentFile] = []

    def record(self, sent: SentFile) -> None:
        """Keep one."""
        self._sent.append(sent)
        self._journal.wrote(self._sent.pop)

    def of_run(self, run_id: str) -> Sequence[SentFile]:
        """In the order of sending."""
        return [one for one in self._sent if one.run_id == run_id]

    def last(self, *, creditor: str, template: str, before: datetime) -> SentFile | None:
        """The latest of the chain before a moment."""
        chain = [
            one
            for one in self._sent
            if (one.creditor, one.template) == (creditor, template) and one.moves_chain and one.as_of < before
        ]
        return max(chain, key=lambda one: one.as_of, default=None)

    def recent(self, limit: int) -> Sequence[SentFile]:
        """The newest first."""
        return self._sent[: -limit - 1 : -1]


class MemoryOutbox:
    """``Outbox`` in memory."""

    def __init__(self) -> None:
        self.files: dict[tuple[str, str], bytes] = {}

    def put(self, *, folder: str, name: str, content: bytes) -> None:
        """Keep a file."""
        self.files[folder, name] = content

    def digest_of(self, *, folder: str, name: str) -> str | None:
        """The digest of a kept file."""
        content = self.files.get((folder, name))
        return None if content is None else hashlib.sha256(content).hexdigest()


class MemoryTemplateBook:
    """``TemplateBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._saved: list[OwnTemplate] = []

    def own(self) -> Sequence[OwnTemplate]:
        """The latest text of each."""
        latest = {one.template_id: one for one in self._saved}
        return [latest[name] for name in sorted(latest)]

    def save(self, template: OwnTemplate) -> None:
        """Keep one."""
        self._saved.append(template)
        self._journal.wrote(self._saved.pop)


class MemoryCommissionBook:
    """``CommissionBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._settled: list[SettledStatement] = []

    def settled(self, creditor: str) -> Sequence[SettledStatement]:
        """The earliest first."""
        own = [one for one in self._settled if one.creditor == creditor]
        return sorted(own, key=lambda one: (one.since_on, one.until_on))

    def settle(self, statement: SettledStatement) -> None:
        """Keep one."""
        self._settled.append(statement)
        self._journal.wrote(self._settled.pop)


def memory_back_office(journal: Journal) -> BackOffice:
    """All five, empty."""
    return BackOffice(
        runs=MemoryRunBook(journal),
        sent=MemorySentBook(journal),
        outbox=MemoryOutbox(),
        templates=MemoryTemplateBook(journal),
        commissions=MemoryCommissionBook(journal),
    )
