"""A case as posting needs it: what matching and the ledger ask, without its whole log.

Room: operations. A file of a million payments cannot replay every log, so the book hands these out, keeps them
right while it records, and brings the list rows up at the end. ``append_money`` says in the plainest way what
recording means; a faster road must end in the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.happening import CaseClosed, CaseReopened, PaymentPosted
from fairdue.feedback.allocation import Order, Parts, Position, position_of
from fairdue.feedback.ledger import case_position, counted_fen, payment_amounts, stated_parts
from fairdue.feedback.payment_terms import PaymentTerms
from fairdue.foundation.ids import CaseId
from fairdue.operations.ports import CaseBook


@dataclass(slots=True, eq=False)
class MoneyCase:
    """One case under posting; ``is_plain`` is one on which money changes nothing but money.

    A case with promises, claims, plans or holds is not plain: it is judged and projected from its whole log.
    """

    case_id: CaseId
    creditor: str
    case_no: str = field(repr=False)
    card: str = field(repr=False)
    placed_on: date
    status: CaseStatus
    balance_fen: int
    paid_fen: int
    stated_on: date
    balance_restated: bool
    parts: Parts
    order: Order
    counted_fen: int
    position: Position
    in_call: bool
    is_plain: bool
    event_count: int
    head_hash: str
    read_hash: str

    @property
    def is_open(self) -> bool:
        """Is the case ours to work?"""
        return self.status is CaseStatus.OPEN

    @property
    def is_handed_back(self) -> bool:
        """Did the case go back to its creditor?"""
        return self.status in (CaseStatus.RECALLED, CaseStatus.RETURNED)

    def post(self, payment: PaymentPosted) -> tuple[int, ...]:
        """Take a payment in, as the fold of the log would; returns its line of the ledger."""
        fen, on = payment.amount_fen, payment.posted_on
        self.paid_fen += fen
        before = self.position
        if on > self.stated_on or (on == self.stated_on and not self.balance_restated):
            self.balance_fen -= fen
            self.counted_fen += fen
            self.position = position_of(stated=self.parts, order=self.order, paid_fen=self.counted_fen)
        return payment_amounts(before, self.position, amount_fen=fen, handed_back=self.is_handed_back)


class MoneyEntry(NamedTuple):
    """What is to be recorded on a case: a payment with its line of the ledger, or that nothing is owed, or again."""

    case: MoneyCase
    happened: PaymentPosted | CaseClosed | CaseReopened
    amounts: tuple[int, ...] = ()


def money_case(case: CaseFile, *, terms: PaymentTerms, is_plain: bool) -> MoneyCase:
    """Make one from the whole case."""
    account = case.account
    return MoneyCase(
        case_id=case.case_id,
        creditor=account.creditor,
        case_no=account.case_no,
        card=account.card,
        placed_on=account.placed_on,
        status=case.status,
        balance_fen=case.balance_fen,
        paid_fen=case.paid_fen,
        stated_on=case.stated_on,
        balance_restated=case.balance_restated,
        parts=stated_parts(case),
        order=terms.order_of(creditor=account.creditor, placed_on=account.placed_on),
        counted_fen=counted_fen(case),
        position=case_position(case, terms),
        in_call=case.open_call is not None,
        is_plain=is_plain,
        event_count=case.event_count,
        head_hash=case.head_hash,
        read_hash=case.head_hash,
    )


def append_money(book: CaseBook, entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
    """Record money one by one, each on the whole case; the cases handed in are moved on with their logs."""
    for entry in entries:
        case = entry.case
        after = book.append(book.load(case.case_id), [entry.happened], at=at, actor=actor)
        case.status = after.status
        case.event_count, case.head_hash = after.event_count, after.head_hash
        case.read_hash = after.head_hash
