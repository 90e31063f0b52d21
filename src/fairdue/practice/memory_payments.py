"""Payments and the ledger in memory: the same promises as the database's, for practice and for the soak.

Room: practice. The ledger is folded from the logs each time it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from fairdue.casefile.event import open_event
from fairdue.feedback.ledger import LedgerLine, ledger_of
from fairdue.feedback.payment_queue import PaymentOutcome, Queue
from fairdue.feedback.payment_terms import payment_terms
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.operations.payment_ports import PaymentRecord, PaymentTally, UnknownPayment
from fairdue.practice.memory_book import MemoryCaseBook
from fairdue.practice.memory_journal import Journal


class MemoryPaymentBook:
    """``PaymentBook`` in memory."""

    def __init__(self, journal: Journal, book: MemoryCaseBook) -> None:
        self._journal = journal
        self._book = book
        self._payments: dict[PaymentId, PaymentRecord] = {}
        self._tallies: list[PaymentTally] = []

    def by_serials(self, serial_nos: Sequence[str]) -> Mapping[str, tuple[PaymentRecord, ...]]:
        """By serial number."""
        wanted, found = set(serial_nos), dict[str, tuple[PaymentRecord, ...]]()
        for one in self._payments.values():
            if one.serial_no in wanted:
                found[one.serial_no] = (*found.get(one.serial_no, ()), one)
        return found

    def of_amounts(self, amounts: Sequence[int], case_ids: Sequence[CaseId]) -> Sequence[PaymentRecord]:
        """By amount and case."""
        return [
            one for one in self._payments.values() if one.case_id in case_ids and one.amount_fen in amounts
        ]

    def taken_back(self, payment_ids: Sequence[PaymentId]) -> Mapping[PaymentId, int]:
        """By what the reversals name."""
        back: dict[PaymentId, int] = {}
        for one in self._payments.values():
            if one.reverses is not None and one.reverses in payment_ids:
                back[one.reverses] = back.get(one.reverses, 0) - one.amount_fen
        return back

    def add(self, payments: Iterable[PaymentRecord]) -> None:
        """Keep new payments."""
        for one in payments:
            self._payments[one.payment_id] = one
            self._journal.wrote(lambda one=one: self._payments.pop(one.payment_id))  # type: ignore[misc]

    def change(self, payment: PaymentRecord) -> None:
        """Keep what became of one."""
        before = self.get(payment.payment_id)
        self._payments[payment.payment_id] = payment
        self._journal.wrote(lambda: self._payments.__setitem__(payment.payment_id, before))

    def get(self, payment_id: PaymentId) -> PaymentRecord:
        """One payment."""
        try:
            return self._payments[payment_id]
        except KeyError:
            raise UnknownPayment("no payment has this id") from None

    def queued(
        self, *, queue: Queue | None = None, creditor: str | None = None, limit: int | None = None
    ) -> list[PaymentRecord]:
        """Those that wait, the oldest first."""
        waiting = [
            one
            for one in self._payments.values()
            if one.outcome is PaymentOutcome.QUEUED
            and queue in (None, one.queue)
            and creditor in (None, one.creditor)
        ]
        return sorted(waiting, key=lambda one: (one.posted_on, one.payment_id))[:limit]

    def queue_sizes(self) -> Mapping[Queue, tuple[int, int]]:
        """Counted from those that wait."""
        sizes: dict[Queue, tuple[int, int]] = {}
        for one in self.queued():
            assert one.queue is not None, "what waits has a queue"
            lines, fen = sizes.get(one.queue, (0, 0))
            sizes[one.queue] = (lines + 1, fen + one.amount_fen)
        return sizes

    def posted(self, *, creditor: str) -> list[PaymentRecord]:
        """Those on the cases of one creditor, which a payment's own file may have left unsaid."""
        own = {case.case_id for case in self._book.iterate(creditor=creditor)}
        found = [
            one
            for one in self._payments.values()
            if one.case_id in own and one.outcome is PaymentOutcome.POSTED
        ]
        return sorted(found, key=lambda one: (one.posted_on, one.payment_id))

    def posted_fen(self, *, until: date) -> int:
        """Those booked by a day."""
        return sum(
            one.amount_fen
            for one in self._payments.values()
            if one.outcome is PaymentOutcome.POSTED and (one.booked_on is None or one.booked_on <= until)
        )

    def outcome_fen(self, outcome: PaymentOutcome) -> int:
        """Those in an outcome."""
        return sum(one.amount_fen for one in self._payments.values() if one.outcome is outcome)

    def record_tallies(self, tallies: Iterable[PaymentTally]) -> None:
        """Keep what a file brought."""
        added = list(tallies)
        had = len(self._tallies)
        self._tallies.extend(added)

        def undo() -> None:
            del self._tallies[had:]

        self._journal.wrote(undo)

    def tallies(self, *, day: date, creditor: str | None = None) -> list[PaymentTally]:
        """Those of a day."""
        return [one for one in self._tallies if one.day == day and creditor in (None, one.creditor)]


class MemoryMoneyLedger:
    """``MoneyLedger`` over a case book in memory."""

    def __init__(self, book: MemoryCaseBook) -> None:
        self._book = book

    def lines_of(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, tuple[LedgerLine, ...]]:
        """Folded from the logs."""
        terms = payment_terms()
        return {
            one: tuple(ledger_of((open_event(row) for row in self._book.events(one)), terms))
            for one in case_ids
        }

    def count(self) -> int:
        """All lines."""
        ids = [log.case_id for log in self._book.iterate_logs()]
        return sum(len(lines) for lines in self.lines_of(ids).values())
