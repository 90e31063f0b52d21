"""The ports of the back office: runs of the end of a day, files that were sent, own templates, settled commissions.

Room: operations. Beside ``ports.py``: the same kind of promise, kept apart because it is about files and days and
not about cases. Everything that writes stands inside ``CaseBook.transaction``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from fairdue.feedback.commission import SettledLine
from fairdue.foundation.ids import PermitId


class RunUnderWay(RuntimeError):
    """Another process closes a day just now; the message says who and since when."""


class StepState(StrEnum):
    """How far a step of a run has come. A step whose process died stays ``running`` until it is taken up again."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step of one run: what it counted, the digest of what it made, and which parts of it are done."""

    run_id: str
    place: int
    step: str
    state: StepState
    started_at: datetime
    finished_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
    done: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of one day. ``round`` above 1 is a day that was closed again; ``as_of`` is what all steps go by."""

    run_id: str
    on: date
    round: int
    as_of: datetime
    version: str
    actor: str
    started_at: datetime
    finished_at: datetime | None = None
    steps: tuple[StepRecord, ...] = ()


class RunBook(Protocol):
    """The runs and their steps. What a finished step recorded is never changed."""

    def hold(self, *, owner: str, wait_s: float) -> AbstractContextManager[None]:
        """Let nobody else run until this ends; a process that dies lets go by dying. Raises RunUnderWay."""

    def last_finished_on(self) -> date | None:
        """The latest day that was closed to its end."""

    def first_unfinished_on(self) -> date | None:
        """The earliest day that was begun and not closed."""

    def of_day(self, on: date) -> Sequence[RunRecord]:
        """The runs of a day in the order of their rounds."""

    def recent(self, limit: int) -> Sequence[RunRecord]:
        """The latest runs, the newest first."""

    def begin(self, run: RunRecord) -> None:
        """Keep a new run, without steps."""

    def begin_step(self, step: StepRecord) -> None:
        """Keep that a step began; one that began before goes on with what it counted."""

    def progress(self, step: StepRecord) -> None:
        """Keep how far a step has come, in the transaction of what it did."""

    def end_step(self, step: StepRecord) -> None:
        """Keep how a step ended."""

    def finish(self, run_id: str, *, at: datetime) -> None:
        """Keep that every step of a run ended well."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that was permitted to go to a creditor, with its control totals in fen.

    ``run_id`` is "" for a file that somebody took by hand. ``moves_chain``: the next file of changes begins here.
    """

    permit_id: PermitId
    run_id: str
    creditor: str
    template: str
    name: str
    digest: str
    rows: int
    paid_in_period_fen: int
    paid_fen: int
    balance_fen: int
    as_of: datetime
    at: datetime
    actor: str
    moves_chain: bool


class SentBook(Protocol):
    """The files that were sent. Rows are added, never changed."""

    def record(self, sent: SentFile) -> None:
        """Keep a file beside the permit that it spent."""

    def of_run(self, run_id: str) -> Sequence[SentFile]:
        """The files of one run."""

    def last(self, *, creditor: str, template: str, before: datetime) -> SentFile | None:
        """The latest file of a chain that says how things stood before a moment."""

    def recent(self, limit: int) -> Sequence[SentFile]:
        """The newest first."""


class Outbox(Protocol):
    """The folder from which files are carried to their creditors."""

    def put(self, *, folder: str, name: str, content: bytes) -> None:
        """Write a file whole or not at all, over one of the same name."""

    def digest_of(self, *, folder: str, name: str) -> str | None:
        """The digest of a file that lies there, or None."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template that the house saved as its own, as the YAML that the playbook would hold."""

    template_id: str
    text: str
    saved_at: datetime
    saved_by: str


class TemplateBook(Protocol):
    """The house's own templates. Saving one again keeps the old text and lets the new one count."""

    def own(self) -> Sequence[OwnTemplate]:
        """The text that counts of each, in the order of their ids."""

    def save(self, template: OwnTemplate) -> None:
        """Keep one."""


@dataclass(frozen=True, slots=True)
class SettledStatement:
    """One commission statement that was settled with its creditor: its period and what it paid line by line."""

    creditor: str
    since_on: date
    until_on: date
    digest: str
    base_fen: int
    commission_fen: int
    at: datetime
    actor: str
    lines: tuple[SettledLine, ...]


class CommissionBook(Protocol):
    """The settled statements. No payment is settled twice, which the database itself refuses."""

    def settled(self, creditor: str) -> Sequence[SettledStatement]:
        """The statements of one creditor, the earliest first."""

    def settle(self, statement: SettledStatement) -> None:
        """Keep one."""


@dataclass(frozen=True, slots=True)
class BackOffice:
    """The five ports in one value, as the house holds them."""

    runs: RunBook
    sent: SentBook
    outbox: Outbox
    templates: TemplateBook
    commissions: CommissionBook
