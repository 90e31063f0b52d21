"""The ledger (复式账): every event of money as one balanced line over a closed chart of accounts.

Room: feedback. It is a pure function of a case's log, like every projection. The house holds no money: the
accounts say what customers owe to the creditor through us, and what the creditor told us that it received.
A line holds for each account what it is debited (above zero) or credited (below zero); its sum is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.event import Event
from fairdue.casefile.fold import apply_event, open_case
from fairdue.casefile.happening import (
    BalanceUpdated,
    CaseClosed,
    CasePlaced,
    CaseRecalled,
    CaseRestated,
    Happening,
    PaymentPosted,
)
from fairdue.feedback.allocation import Parts, Position, parts_of, position_of
from fairdue.feedback.payment_terms import PaymentTerms
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId


class LedgerAccount(StrEnum):
    """The chart. What is owed: five parts, less what is overpaid, and what was handed back with a case.

    On the other side stand the creditor's placements, its later statements, what it received, what waits for
    a case, and the commission that is earned on confirmed money.
    """

    FEES = "fees"
    PENALTY = "penalty"
    INTEREST = "interest"
    UNSPLIT = "unsplit"
    PRINCIPAL = "principal"
    OVERPAID = "overpaid"
    HANDED_BACK = "handed_back"
    PLACED = "placed"
    RESTATED = "restated"
    RECEIVED = "received"
    SUSPENSE = "suspense"
    COMMISSION_DUE = "commission_due"
    COMMISSION_EARNED = "commission_earned"


CASE_ACCOUNTS = tuple(LedgerAccount)[:10]
"""The accounts that the log of a case moves; a payment without a case and a commission move the others."""
BALANCE_ACCOUNTS = tuple(LedgerAccount)[:7]
"""The accounts that add up to the balance of a case."""


class Movement(StrEnum):
    """What moved the accounts."""

    PLACED = "placed"
    RESTATED = "restated"
    BALANCE = "balance"
    PAYMENT = "payment"
    REVERSAL = "reversal"
    RECALLED = "recalled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One event's line, at its place in the log. ``valued_on`` is the day that the creditor names for it,
    ``booked_on`` the day on which we recorded it. ``amounts`` follow ``CASE_ACCOUNTS``.
    """

    case_id: CaseId
    seq: int
    movement: Movement
    valued_on: date
    booked_on: date
    amounts: tuple[int, ...]

    @property
    def is_balanced(self) -> bool:
        """Do debits equal credits?"""
        return sum(self.amounts) == 0


def counted_fen(case: CaseFile) -> int:
    """What was posted and is not yet part of the creditor's last statement."""
    return case.stated_balance_fen - case.balance_fen


def stated_parts(case: CaseFile) -> Parts:
    """The parts of the last statement; a later statement of the balance is one sum, and is not taken apart."""
    if case.balance_restated:
        return Parts(unsplit=case.stated_balance_fen)
    return parts_of(case.account)


def case_position(case: CaseFile, terms: PaymentTerms) -> Position:
    """What stands on a case, by part."""
    account = case.account
    order = terms.order_of(creditor=account.creditor, placed_on=account.placed_on)
    return position_of(stated=stated_parts(case), order=order, paid_fen=counted_fen(case))


def payment_amounts(
    before: Position, after: Position, *, amount_fen: int, handed_back: bool
) -> tuple[int, ...]:
    """The line of a payment or of its reversal, between two positions of its case.

    What the balance does not show of it, since the creditor's statement holds it already, goes against that
    statement.
    """
    changed = _changed(before, after, handed_back, handed_back)
    return (*changed, 0, -amount_fen - sum(changed), amount_fen)


def ledger_line(
    before: CaseFile | None, after: CaseFile, event: Event, terms: PaymentTerms
) -> LedgerLine | None:
    """The line of one event, from the case before and after it; None for one that moves no money."""
    moved = _movement(event.happened)
    if moved is None:
        return None
    movement, valued_on = moved
    start = Position() if before is None else case_position(before, terms)
    changed = _changed(
        start,
        case_position(after, terms),
        before is not None and _is_handed_back(before),
        _is_handed_back(after),
    )
    placed = restated = received = 0
    if isinstance(event.happened, PaymentPosted):
        received = event.happened.amount_fen
        restated = -received - sum(changed)
    elif isinstance(event.happened, CasePlaced):
        placed = -sum(changed)
    else:
        restated = -sum(changed)
    amounts = (*changed, placed, restated, received)
    if not any(amounts):
        return None
    return LedgerLine(event.case_id, event.seq, movement, valued_on, civil_date(event.at), amounts)


def ledger_of(events: Iterable[Event], terms: PaymentTerms) -> list[LedgerLine]:
    """All lines of one case, in the order of its log."""
    lines: list[LedgerLine] = []
    case: CaseFile | None = None
    for event in events:
        before, case = case, open_case(event) if case is None else apply_event(case, event)
        line = ledger_line(before, case, event, terms)
        if line is not None:
            lines.append(line)
    return lines


def commission_accrual(fen: int) -> dict[LedgerAccount, int]:
    """The movement of a commission on confirmed money; who states commissions records it with its statement."""
    return {LedgerAccount.COMMISSION_DUE: fen, LedgerAccount.COMMISSION_EARNED: -fen}


def suspense(fen: int) -> dict[LedgerAccount, int]:
    """The movement of money that was received and waits for a case."""
    return {LedgerAccount.RECEIVED: fen, LedgerAccount.SUSPENSE: -fen}


def _is_handed_back(case: CaseFile) -> bool:
    return case.status in (CaseStatus.RECALLED, CaseStatus.RETURNED)


def _movement(happened: Happening) -> tuple[Movement, date] | None:
    match happened:
        case PaymentPosted():
            moved = Movement.REVERSAL if happened.amount_fen < 0 else Movement.PAYMENT
            return moved, happened.posted_on
        case CasePlaced():
            return Movement.PLACED, happened.account.placed_on
        case CaseRestated():
            return Movement.RESTATED, happened.account.placed_on
        case BalanceUpdated():
            return Movement.BALANCE, happened.as_of_on
        case CaseRecalled():
            return Movement.RECALLED, happened.on
        case CaseClosed():
            return Movement.CLOSED, happened.on
        case _:
            return None


def _changed(
    before: Position, after: Position, was_handed_back: bool, is_handed_back: bool
) -> tuple[int, int, int, int, int, int, int]:
    """The difference of two positions on ``BALANCE_ACCOUNTS``."""
    if was_handed_back or is_handed_back:
        old, new = _figures(before, was_handed_back), _figures(after, is_handed_back)
        a, b, c, d, e, f, g = (now - was for was, now in zip(old, new, strict=True))
        return a, b, c, d, e, f, g
    # Written out: this runs for each line of a file of a million.
    return (
        after.fees - before.fees,
        after.penalty - before.penalty,
        after.interest - before.interest,
        after.unsplit - before.unsplit,
        after.principal - before.principal,
        before.overpaid - after.overpaid,
        0,
    )


def _figures(position: Position, handed_back: bool) -> tuple[int, ...]:
    owed = (position.fees, position.penalty, position.interest, position.unsplit, position.principal)
    if handed_back:
        return (0, 0, 0, 0, 0, -position.overpaid, sum(owed))
    return (*owed, -position.overpaid, 0)
