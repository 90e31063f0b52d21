"""The ports of money: payments by serial number, what each file brought, and the lines of the ledger.

Room: operations. As ``ports``: protocols that the desk implements, and every write inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from fairdue.feedback.ledger import LedgerLine
from fairdue.feedback.payment_queue import PaymentOutcome, Queue
from fairdue.foundation.ids import CaseId, PaymentId


class UnknownPayment(LookupError):
    """No payment has that id; the message says where to look."""


class PaymentRecord(NamedTuple):
    """One line of a creditor's payment file, and where it is. ``case_id`` is None until it is posted.

    ``names`` is the serial number that a reversal names, ``meant`` the case it would have gone to. ``why``,
    ``proposed_by`` and ``decided_by`` are of persons who decided about a queued one. ``booked_on`` is None only
    for payments from before it was kept. A named tuple: a file makes a million of them.
    """

    payment_id: PaymentId
    creditor: str
    serial_no: str
    case_id: CaseId | None
    amount_fen: int
    posted_on: date
    channel: str | None
    reverses: PaymentId | None
    file_digest: str
    card: str
    case_no: str = ""
    names: str | None = None
    outcome: PaymentOutcome = PaymentOutcome.POSTED
    queue: Queue | None = None
    booked_on: date | None = None
    file_line: int = 0
    currency: str = "CNY"
    meant: CaseId | None = None
    why: str = ""
    proposed_by: str = ""
    decided_by: str = ""

    def __repr__(self) -> str:
        """Without what is personal: card, case number and what a person wrote."""
        return f"PaymentRecord({self.payment_id!r}, {self.amount_fen}, {self.outcome.value!r})"


@dataclass(slots=True)
class PaymentTally:
    """What one reading of a payment file brought of one creditor: lines and fen, by what became of them.

    ``reversed_fen`` is below zero. Received is always posted, reversed, queued, duplicate and refused together.
    """

    file_digest: str
    creditor: str
    day: date
    received_lines: int = 0
    received_fen: int = 0
    posted_lines: int = 0
    posted_fen: int = 0
    reversed_lines: int = 0
    reversed_fen: int = 0
    queued_lines: int = 0
    queued_fen: int = 0
    duplicate_lines: int = 0
    duplicate_fen: int = 0
    refused_lines: int = 0
    refused_fen: int = 0

    def add(self, what: str, *, lines: int, fen: int) -> None:
        """Count lines: ``posted``, ``reversed``, ``queued``, ``duplicate`` or ``refused``."""
        self.received_lines += lines
        self.received_fen += fen
        setattr(self, f"{what}_lines", getattr(self, f"{what}_lines") + lines)
        setattr(self, f"{what}_fen", getattr(self, f"{what}_fen") + fen)


class PaymentBook(Protocol):
    """Payments by the creditor's serial number, so that no fen is posted twice."""

    def by_serials(self, serial_nos: Sequence[str]) -> Mapping[str, tuple[PaymentRecord, ...]]:
        """The payments that carry these serial numbers, whoever the creditor is, in every outcome."""

    def of_amounts(self, amounts: Sequence[int], case_ids: Sequence[CaseId]) -> Sequence[PaymentRecord]:
        """The posted payments of these amounts on these cases."""

    def taken_back(self, payment_ids: Sequence[PaymentId]) -> Mapping[PaymentId, int]:
        """What was taken back of payments by reversals, in fen above zero; those untouched are left out."""

    def add(self, payments: Iterable[PaymentRecord]) -> None:
        """Keep new payments."""

    def change(self, payment: PaymentRecord) -> None:
        """Keep what became of a payment that is here."""

    def get(self, payment_id: PaymentId) -> PaymentRecord:
        """One payment. Raises UnknownPayment."""

    def queued(
        self, *, queue: Queue | None = None, creditor: str | None = None, limit: int | None = None
    ) -> list[PaymentRecord]:
        """Those that wait, the oldest first."""

    def queue_sizes(self) -> Mapping[Queue, tuple[int, int]]:
        """Of each queue that is not empty: how many wait and their fen."""

    def posted(self, *, creditor: str) -> list[PaymentRecord]:
        """The posted payments on the cases of one creditor, in the order of their posting days and ids."""

    def posted_fen(self, *, until: date) -> int:
        """The sum of the posted payments that were booked by a day."""

    def outcome_fen(self, outcome: PaymentOutcome) -> int:
        """The sum of the payments in an outcome, as they are now."""

    def record_tallies(self, tallies: Iterable[PaymentTally]) -> None:
        """Keep what a file brought."""

    def tallies(self, *, day: date, creditor: str | None = None) -> list[PaymentTally]:
        """What files brought on a day, in the order in which they came."""


class MoneyLedger(Protocol):
    """The lines of the ledger: a projection of the logs, written with them."""

    def lines_of(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, tuple[LedgerLine, ...]]:
        """The lines of some cases in the order of their logs."""

    def count(self) -> int:
        """How many lines there are."""
