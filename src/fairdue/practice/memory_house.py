"""A house in memory: every port of the operations without a database, to practise in and to soak.

Room: practice. The ports keep the promises of the real ones: transactions that roll back, a permit that opens one
contact, a log that is chained, sealed details that only a key opens. Nothing here survives the process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.rulebook import Rulebook
from fairdue.conversation.flow import Flow
from fairdue.conversation.session import Speaker
from fairdue.foundation.fold import fold
from fairdue.foundation.ids import AttemptId, CaseId, DecisionId, PermitId, PersonId, SessionId
from fairdue.intake.layouts import Layouts
from fairdue.operations.house import House
from fairdue.operations.ports import (
    AttemptRecord,
    Channel,
    ContactCounts,
    CountedAttempt,
    DecisionRecord,
    FileRecord,
    PermitSpent,
)
from fairdue.operations.training_ports import TrainingOffice
from fairdue.practice.memory_back_office import memory_back_office
from fairdue.practice.memory_book import MemoryCaseBook
from fairdue.practice.memory_journal import Journal
from fairdue.practice.memory_payments import MemoryMoneyLedger, MemoryPaymentBook
from fairdue.practice.memory_reviews import memory_reviews
from fairdue.practice.memory_standing import (
    MemoryAttestationBook,
    MemoryExportBook,
    MemoryFlowVersionBook,
    MemoryTokenBook,
)
from fairdue.practice.memory_training import MemoryTrainingBook
from fairdue.practice.training_ground import PracticeGround

_HOUR, _WEEK_BEFORE = timedelta(hours=1), timedelta(days=6)


@dataclass(slots=True)
class KeptAttempt:
    """An attempt as the ledger holds it; the last two fields are set once, when it ends."""

    record: AttemptRecord
    result: CallResult | None = None
    answered_by: AnsweredBy | None = None


class MemoryContactLedger:
    """``ContactLedger`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self.attempts: dict[AttemptId, KeptAttempt] = {}
        self.decisions: list[DecisionRecord] = []
        self._journal = journal
        self._spent: set[PermitId] = set()
        self._permits: set[PermitId] = set()
        self._of_person: dict[PersonId, list[KeptAttempt]] = {}
        self._of_number: dict[str, list[KeptAttempt]] = {}

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
        """Count what the database counts; a contact under way counts as if it will reach the customer."""
        notify = effective = visits = unanswered = hour = week = 0
        for kept in reversed(self._of_person.get(person_id, ())):
            one, result = kept.record, kept.result
            day = one.started_at.astimezone(zone).date()
            if day < on - _WEEK_BEFORE:
                break
            if fold(one.creditor) != fold(creditor) or day > on:
                continue
            by_agent, today = one.initiated_by == "agent", day == on
            called = by_agent and one.channel == "phone"
            under_way, connected = result is None, result is CallResult.ANSWERED
            reached = connected and kept.answered_by in (AnsweredBy.DEBTOR, AnsweredBy.UNKNOWN_PERSON)
            visits += today and one.channel == "in_person"
            notify += today and called and one.call_type == "notify" and (under_way or connected)
            effective += today and called and one.call_type == "interactive" and (under_way or reached)
            hour += called and one.started_at > as_of - _HOUR and one.callee_role != "third_party"
            week += by_agent and one.callee_role != "third_party"
        for kept in reversed(self._of_number.get(number_key, ()) if number_key is not None else ()):
            one = kept.record
            day = one.started_at.astimezone(zone).date()
            if day < on:
                break
            called = one.initiated_by == "agent" and one.channel == "phone"
            spoken = kept.result is CallResult.ANSWERED and kept.answered_by is not AnsweredBy.MACHINE
            unanswered += day == on and called and not spoken
        return ContactCounts(notify, effective, unanswered, visits, hour, week)

    def record_decision(self, decision: DecisionRecord) -> None:
        """Keep an answer; a permit id is given once."""
        permit = decision.permit_id
        if permit is not None:
            if permit in self._permits:
                raise ValueError("a permit id was given twice")
            self._permits.add(permit)
            self._journal.wrote(lambda: self._permits.discard(permit))
        self.decisions.append(decision)
        self._journal.wrote(self.decisions.pop)

    def open_attempt(self, attempt: AttemptRecord) -> None:
        """Store it and spend its permit."""
        self._journal.must_be_open("an attempt is opened, with its permit,")
        if attempt.permit_id in self._spent or attempt.permit_id not in self._permits:
            raise PermitSpent(
                "this permit has opened a contact before, or was never given; ask for a new one"
            )
        kept = KeptAttempt(attempt)
        lists = [self._of_person.setdefault(attempt.person_id, [])]
        if attempt.number_key is not None:
            lists.append(self._of_number.setdefault(attempt.number_key, []))

        def undo() -> None:
            self._spent.discard(attempt.permit_id)
            del self.attempts[attempt.attempt_id]
            for kept_list in lists:
                kept_list.pop()

        self._spent.add(attempt.permit_id)
        self.attempts[attempt.attempt_id] = kept
        for kept_list in lists:
            kept_list.append(kept)
        self._journal.wrote(undo)

    def close_attempt(
        self, attempt_id: AttemptId, *, result: CallResult, answered_by: AnsweredBy, at: datetime
    ) -> None:
        """Store how it ended; a contact ends once."""
        kept = self.attempts.get(attempt_id)
        if kept is None or kept.result is not None:
            return
        kept.result, kept.answered_by = result, answered_by

        def undo() -> None:
            kept.result = kept.answered_by = None

        self._journal.wrote(undo)

    def decisions_of(self, case_id: CaseId) -> list[DecisionRecord]:
        """The newest first."""
        return [one for one in reversed(self.decisions) if one.case_id == case_id]

    def attempts_of(self, case_ids: Sequence[CaseId]) -> dict[CaseId, list[CountedAttempt]]:
        """In the order of their ids."""
        found: dict[CaseId, list[CountedAttempt]] = {}
        for _, kept in sorted(self.attempts.items()):
            if kept.record.case_id in case_ids:
                counted = CountedAttempt(kept.record, kept.result, kept.answered_by)
                found.setdefault(kept.record.case_id, []).append(counted)
        return found


class MemoryFileBook:
    """``FileBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._files: dict[str, FileRecord] = {}

    def record(self, file: FileRecord) -> None:
        """Keep the first record of a digest."""
        if file.digest not in self._files:
            self._files[file.digest] = file
            self._journal.wrote(lambda: self._files.pop(file.digest))

    def recent(self, limit: int) -> list[FileRecord]:
        """The newest first."""
        return sorted(self._files.values(), key=lambda file: file.at, reverse=True)[:limit]


_PRACTICE_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"practice").digest())


class MemorySealer:
    """``Sealer`` in memory: a token says nothing, and every opening is counted."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self._sealed: dict[str, str] = {}

    def seal(self, text: str) -> str:
        """The same text twice gives different tokens."""
        token = f"memory.{len(self._sealed) + 1}"
        self._sealed[token] = text
        return token

    def unseal(self, token: str) -> str:
        """Open one token, and remember that it was opened."""
        self.opened.append(token)
        return self._sealed[token]

    def keyed_digest(self, purpose: str, text: str) -> str:
        """20 hexadecimal digits."""
        return hashlib.blake2b(f"{purpose}\x1f{text}".encode(), key=b"practice", digest_size=10).hexdigest()

    def sign(self, content: bytes) -> bytes:
        """With a key that is no secret."""
        return _PRACTICE_KEY.sign(content)

    def public_key(self) -> bytes:
        """That key's public half."""
        return _PRACTICE_KEY.public_key().public_bytes_raw()


class CountedIds:
    """``Ids`` that are counted, so that one seed makes one story. ``prefix`` keeps two houses apart."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._count = 0

    def _next(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._prefix}{self._count:08d}"

    def permit_id(self) -> PermitId:
        """A new permit id."""
        return PermitId(self._next("pm"))

    def decision_id(self) -> DecisionId:
        """A new decision id."""
        return DecisionId(self._next("dc"))

    def attempt_id(self) -> AttemptId:
        """A new attempt id."""
        return AttemptId(self._next("at"))

    def session_id(self) -> SessionId:
        """A new session id."""
        return SessionId(self._next("se"))

    def attestation_id(self) -> str:
        """A new attestation id."""
        return self._next("as")

    def override_id(self) -> str:
        """A new override id."""
        return self._next("ov")


@dataclass(frozen=True, slots=True)
class MemoryHouse:
    """A house and its stores, for whoever wants to look into them past the operations."""

    house: House
    book: MemoryCaseBook
    ledger: MemoryContactLedger
    attestations: MemoryAttestationBook
    sealer: MemorySealer
    journal: Journal = field(repr=False)


def memory_house(
    *,
    rulebook: Rulebook,
    layouts: Layouts,
    flow: Flow,
    channels: Mapping[str, Channel],
    now: datetime,
    jurisdiction: str = "CN",
    sees: Callable[[CaseFile], CaseFile] = lambda case: case,
) -> MemoryHouse:
    """Build an empty house in memory. ``now`` is what its clock says; the operations are handed their moments.

    ``sees`` is for a soak that plants a bug: what readers of the book see of a case.
    """
    journal = Journal()
    book, ledger = MemoryCaseBook(journal, sees), MemoryContactLedger(journal)
    attestations, sealer = MemoryAttestationBook(journal), MemorySealer()
    house = House(
        book=book,
        ledger=ledger,
        payments=MemoryPaymentBook(journal, book),
        money=MemoryMoneyLedger(book),
        files=MemoryFileBook(journal),
        attestations=attestations,
        exports=MemoryExportBook(journal),
        back_office=memory_back_office(journal),
        tokens=MemoryTokenBook(),
        flow_versions=MemoryFlowVersionBook(journal),
        training=TrainingOffice(MemoryTrainingBook(journal), PracticeGround()),
        reviews=memory_reviews(journal),
        sealer=sealer,
        ids=CountedIds(jurisdiction),
        channels=channels,
        rulebook=rulebook,
        layouts=layouts,
        flow=flow,
        speaker=Speaker(agency="约还演示服务", staff_no="0001"),
        now=lambda: now,
        jurisdiction=jurisdiction,
    )
    return MemoryHouse(house, book, ledger, attestations, sealer, journal)
