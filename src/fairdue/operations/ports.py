"""The ports: what the operations need of the world, said as protocols. The desk implements them.

Room: operations. Nothing here knows a database or a network. Every write stands inside
``CaseBook.transaction``; what was committed there is acknowledged and survives a crash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.event import Event, StoredEvent
from fairdue.casefile.happening import CasePlaced, Happening
from fairdue.foundation.ids import AttemptId, CaseId, DecisionId, PermitId, PersonId, SessionId
from fairdue.operations.standing_ports import Line

if TYPE_CHECKING:
    from fairdue.operations.money_case import MoneyCase, MoneyEntry


class UnknownCase(LookupError):
    """No case answers to that id or number; the message says where to look."""


class AmbiguousCase(LookupError):
    """The case number exists with several creditors; the message says how to choose."""


class ConcurrentChange(RuntimeError):
    """The case changed between reading and writing; read it again and decide anew."""


class RowRefused(RuntimeError):
    """The store refused one row of many; nothing of the batch is kept. It tells where, and never the value.

    ``column`` and ``case_id`` are "" and ``file_line`` is None where they are not known.
    """

    def __init__(
        self, *, table: str, column: str, kind: str, file_line: int | None = None, case_id: str = ""
    ) -> None:
        self.table, self.column, self.kind = table, column, kind
        self.file_line, self.case_id = file_line, case_id
        place = [f"column {column}"] if column else []
        place += [f"line {file_line} of the file"] if file_line else []
        place += [f"case {case_id}"] if case_id else []
        super().__init__(
            f"the store refused a row of {table} ({', '.join(place) or 'place not known'}): {kind}; what stood "
            "there is not repeated, as it may be personal. Look at it in the file, mend it and place the file again"
        )


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be placed: its first event's content and the digest that recognises it again."""

    case_id: CaseId
    placed: CasePlaced
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What the book holds of a case that a file names again."""

    case_id: CaseId
    fingerprint: str


class CaseBook(Protocol):
    """Where cases and their logs lie."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is stored together or, on an error or a crash, not at all."""

    def lock_person(self, person_id: PersonId) -> None:
        """Let nobody else act on this person's cases until the transaction ends."""

    def lock_number(self, number_key: str) -> None:
        """Let nobody else act on this number until the transaction ends; people may share one.

        Call it after ``lock_person``, never before: one order for all, so that no two wait for each other.
        """

    def load(self, case_id: CaseId) -> CaseFile:
        """Replay one case's log. Raises UnknownCase."""

    def load_locked(self, case_id: CaseId) -> CaseFile:
        """Lock the case's person (as ``lock_person``), then replay the log. Raises UnknownCase."""

    def events(self, case_id: CaseId) -> list[StoredEvent]:
        """One case's rows in order; empty when there is no such case."""

    def resolve(self, reference: str, *, creditor: str | None = None) -> CaseId:
        """Find a case by its id or its case number. Raises UnknownCase or AmbiguousCase."""

    def known(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownCase]:
        """Which of these cases are here already, with the fingerprint of their last placement."""

    def find_by_case_nos(self, case_nos: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """All cases that carry these case numbers, whoever the creditor is."""

    def find_by_cards(self, cards: Sequence[str]) -> Mapping[str, tuple[CaseId, ...]]:
        """All cases that carry these account numbers."""

    def cases_of_person(self, person_id: PersonId) -> tuple[CaseId, ...]:
        """All cases of one person, the oldest first (共债)."""

    def place_new(self, cases: Sequence[NewCase], *, at: datetime, actor: str) -> None:
        """Store new cases with their first events, in bulk."""

    def append(
        self,
        case: CaseFile,
        happenings: Sequence[Happening],
        *,
        at: datetime,
        actor: str,
        fingerprint: str | None = None,
    ) -> CaseFile:
        """Append happenings to the log of a case as it was read, and return the new state.

        Raises ConcurrentChange when the log has moved on since ``case`` was loaded.
        """

    def written_behind(self) -> AbstractContextManager[None]:
        """Inside, bulk rows may be on their way while the caller goes on: what is read waits for them, and they are
        there when it ends. It is opened inside the transaction that they belong to.
        """

    def money_cases(self, *, case_nos: Sequence[str], cards: Sequence[str]) -> Sequence[MoneyCase]:
        """The cases that carry these numbers or cards, as posting needs them; nobody else changes them until
        the transaction ends.
        """

    def record_money(self, entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
        """Append payments and closings in their order, as ``money_case.append_money`` says it, and move the
        cases that were handed in on with them. Their list rows follow with ``bring_up``.
        """

    def bring_up(self, cases: Sequence[MoneyCase]) -> None:
        """Bring the list rows of these cases up to their logs. Raises ConcurrentChange as ``append`` does."""

    def iterate(
        self, *, status: str | None = None, creditor: str | None = None, until: datetime | None = None
    ) -> Iterator[CaseFile]:
        """Stream case files in the order of their ids; with ``until`` as they stood at that moment.

        ``status`` is that of now. A case that was placed later is left out.
        """

    def iterate_ending(self, *, on: date) -> Iterator[CaseFile]:
        """Stream the open cases whose term ends by a day (预计退案日), in the order of their ids."""

    def work_candidates(self, *, collector: str | None, as_of: datetime, limit: int) -> list[CaseFile]:
        """Open cases worth a look now: what is due first, then those never tried, then the larger sums.

        ``collector`` None means everybody's; else the collector's own and those nobody has.
        """

    def load_many(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, CaseFile]:
        """Replay several logs at once; unknown ids are left out."""

    def cases_with_overrides(self) -> tuple[CaseId, ...]:
        """The cases on which an override was ever asked for."""

    def cases_with_matters(self, *, open_only: bool) -> tuple[CaseId, ...]:
        """The cases with a complaint, dispute, hardship or objection, whatever their status; or with an open one."""

    def iterate_logs(self, *, case_id: CaseId | None = None) -> Iterator[StoredLog]:
        """Stream every case as stored, logs without a case row included; or one case alone."""

    def iterate_events(
        self, *, kinds: frozenset[str], creditor: str | None = None
    ) -> Iterator[tuple[Event, ...]]:
        """Stream the logs case by case in the order of their ids, read, with only these kinds of event."""

    def creditors(self) -> list[str]:
        """The creditors that have cases here, in order."""

    def iterate_due(self, *, on: date) -> Iterator[CaseFile]:
        """Stream the open cases on which something may be judged by a day: promise, claim, plan, balance."""

    def due_cases(self, *, on: date, collector: str | None, limit: int) -> list[CaseFile]:
        """Open cases with something in the diary by a week after a day, the earliest first."""


@dataclass(frozen=True, slots=True)
class StoredLog:
    """One case as it lies in the database: the projected row's columns and the rows of its log.

    ``columns`` is None for a log whose case row is gone; then only the log can be checked.
    """

    case_id: CaseId
    columns: Mapping[str, object] | None = field(repr=False)
    events: tuple[StoredEvent, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """The counters as of one moment, each in its own unit; contacts under way count in full."""

    connected_notify_calls: int
    effective_calls: int
    unanswered_on_number: int
    visits: int
    calls_last_hour: int = 0
    contacts_last_7_days: int = 0


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One answer of the gate, as it is kept for compliance; ``trace`` is JSON text without a person."""

    decision_id: DecisionId
    at: datetime
    actor: str
    case_id: CaseId
    person_id: PersonId
    action: str
    verdict: str
    until: datetime | None
    permit_id: PermitId | None
    rules: tuple[str, ...]
    trace: str


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One contact attempt as the counters see it; it cannot be stored without its permit."""

    attempt_id: AttemptId
    permit_id: PermitId
    case_id: CaseId
    person_id: PersonId
    creditor: str
    channel: str
    number_key: str | None
    call_type: str | None
    initiated_by: str
    callee_role: str
    started_at: datetime
    civil_on: date


@dataclass(frozen=True, slots=True)
class CountedAttempt:
    """A row that the counters read, as it lies in the tables: the words are not judged, whatever was written there."""

    record: AttemptRecord
    result: str | None
    answered_by: str | None


class ContactLedger(Protocol):
    """Decisions, permits and attempts; the counters are read from here."""

    def counts(
        self,
        *,
        person_id: PersonId,
        creditor: str,
        number_key: str | None,
        on: date,
        as_of: datetime,
        zone: ZoneInfo,
    ) -> ContactCounts:
        """Count a person's contacts with a creditor (all its agencies): of the civil day ``on``, of the hour
        before ``as_of``, and of the seven days that end with ``on``.

        Days are those of ``zone``, also for contacts begun while another was stated: a person who is found to live
        elsewhere has no fresh day. One creditor's name in other widths is the same creditor.
        """

    def record_decision(self, decision: DecisionRecord) -> None:
        """Keep an answer of the gate."""

    def open_attempt(self, attempt: AttemptRecord) -> None:
        """Store an attempt and spend its permit; a permit spent before raises PermitSpent."""

    def close_attempt(
        self, attempt_id: AttemptId, *, result: CallResult, answered_by: AnsweredBy, at: datetime
    ) -> None:
        """Store how an attempt ended."""

    def decisions_of(self, case_id: CaseId) -> list[DecisionRecord]:
        """The gate's answers on one case, the newest first."""

    def attempts_of(self, case_ids: Sequence[CaseId]) -> dict[CaseId, list[CountedAttempt]]:
        """The counted rows of these cases; a case without one is left out."""


class PermitSpent(RuntimeError):
    """A permit was offered a second time; each opens one contact only."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file that was placed: what it was and what became of it, in numbers."""

    digest: str
    name: str
    kind: str
    at: datetime
    actor: str
    taken: int
    rejected: int
    total_fen: int


class FileBook(Protocol):
    """The files that came in, by the digest of their content."""

    def record(self, file: FileRecord) -> None:
        """Keep what became of a file; the same digest again keeps the first record."""

    def recent(self, limit: int) -> list[FileRecord]:
        """The latest files, the newest first."""


class Sealer(Protocol):
    """The key of the house: seals third-party details and makes keyed digests. The core never has it."""

    def seal(self, text: str) -> str:
        """Encrypt a text; the same text twice gives different tokens."""

    def unseal(self, token: str) -> str:
        """Decrypt a token. Call it only behind a spent ``reveal_sealed_contact`` permit."""

    def keyed_digest(self, purpose: str, text: str) -> str:
        """A digest that only the holder of the key can make, 20 hexadecimal digits."""

    def sign(self, content: bytes) -> bytes:
        """The house's Ed25519 signature of some bytes; the same bytes have the same one."""

    def public_key(self) -> bytes:
        """The 32 bytes with which anybody can check what ``sign`` made."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """What a channel is asked to deliver. ``to`` and ``body`` are personal and never logged."""

    attempt_id: AttemptId
    channel: str
    to: str = field(repr=False)
    body: str = field(default="", repr=False)
    language: str = "zh"
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a channel says of a delivery. ``result`` None: under way, a person will report how it ended."""

    result: CallResult | None
    answered_by: AnsweredBy = AnsweredBy.NOBODY


class Channel(Protocol):
    """A way out. Only ``operations.send`` calls it; ``line`` says over which line or account it goes."""

    name: str
    line: Line

    def deliver(self, outbound: Outbound) -> Delivery:
        """Carry it out. Raises nothing that names a person."""


class Ids(Protocol):
    """Where new ids come from: random in the house, counted in tests."""

    def permit_id(self) -> PermitId:
        """A new permit id."""

    def decision_id(self) -> DecisionId:
        """A new decision id."""

    def attempt_id(self) -> AttemptId:
        """A new attempt id."""

    def session_id(self) -> SessionId:
        """A new session id."""

    def attestation_id(self) -> str:
        """A new attestation id."""

    def override_id(self) -> str:
        """A new override id."""
