"""Commission statements: composed from the logs, tied to the payment book, sent as an export, settled once.

Room: operations. A draft can be made as often as one likes; settling keeps what was paid for each payment, so that
none is ever paid for twice and a later reversal takes back exactly what was paid.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.commission import (
    CommissionStatement,
    Posting,
    SettledLine,
    commission_statement,
    postings_of,
)
from fairdue.feedback.commission_file import write_commission
from fairdue.feedback.commission_terms import terms_of
from fairdue.foundation.civil import civil_date
from fairdue.operations.export import Exported, export_to_creditor
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie
from fairdue.operations.house import House
from fairdue.operations.run_ports import SettledStatement


class PeriodNotSettled(ValueError):
    """The period cannot be settled: it is not over, or overlaps one that is settled."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with its workbook."""

    statement: CommissionStatement
    content: bytes = field(repr=False)


def state_commission(
    house: House, *, creditor: str, since_on: date, until_on: date, as_of: datetime, language: str
) -> Stated:
    """Compose one creditor's statement of a half-open period.

    Raises ValueError for a period that is none, NothingToTell for a creditor without cases, CommissionFault where the
    terms name no rate, TotalsDoNotTie when the statement and the payment book differ.
    """
    if until_on <= since_on:
        raise ValueError("the period is half open: its end lies after its first day")
    terms = terms_of(creditor)
    postings: list[Posting] = []
    some = False
    for case in house.book.iterate(creditor=creditor):
        some = True
        postings += postings_of(case)
    if not some:
        known = ", ".join(house.book.creditors()) or "none"
        raise NothingToTell(f"this creditor has no case here; creditors with cases: {known}")
    earlier = house.back_office.commissions.settled(creditor)
    statement = commission_statement(
        terms=terms,
        postings=postings,
        since_on=since_on,
        until_on=until_on,
        settled={line.payment_id: line for one in earlier for line in one.lines},
        settled_periods=[(one.since_on, one.until_on) for one in earlier],
    )
    _tie(house, statement)
    content = write_commission(statement=statement, language=language, created_on=civil_date(as_of))
    return Stated(statement, content)


def send_commission(
    house: House, stated: Stated, *, as_of: datetime, actor: str
) -> Exported | Defer | Refuse:
    """Let the workbook go to its creditor, if the gate permits it now."""
    statement = stated.statement
    return export_to_creditor(
        house,
        creditor=statement.creditor,
        content=stated.content,
        rows=len(statement.lines) + len(statement.excluded),
        as_of=as_of,
        actor=actor,
    )


def check_settling(house: House, stated: Stated, *, as_of: datetime) -> None:
    """Raise PeriodNotSettled where the period is not over, or overlaps one that is settled."""
    statement = stated.statement
    if civil_date(as_of) < statement.until_on:
        raise PeriodNotSettled("a period is settled when it is over: choose an end that is not after today")
    for one in house.back_office.commissions.settled(statement.creditor):
        if one.since_on < statement.until_on and statement.since_on < one.until_on:
            raise PeriodNotSettled(
                f"{one.since_on.isoformat()} until {one.until_on.isoformat()} is settled already; begin after it"
            )


def settle_commission(house: House, stated: Stated, *, as_of: datetime, actor: str) -> SettledStatement:
    """Keep a statement as settled with its creditor. Raises PeriodNotSettled."""
    statement = stated.statement
    lines = [
        SettledLine(line.posting.payment_id, line.posting.amount_fen, line.commission_fen)
        for line in statement.lines
    ]
    lines += [SettledLine(line.posting.payment_id, line.posting.amount_fen, 0) for line in statement.excluded]
    settled = SettledStatement(
        creditor=statement.creditor,
        since_on=statement.since_on,
        until_on=statement.until_on,
        digest=hashlib.sha256(stated.content).hexdigest(),
        base_fen=statement.base_fen,
        commission_fen=statement.commission_fen,
        at=as_of,
        actor=actor,
        lines=tuple(lines),
    )
    with house.book.transaction():
        check_settling(house, stated, as_of=as_of)
        house.back_office.commissions.settle(settled)
    return settled


def _tie(house: House, statement: CommissionStatement) -> None:
    """Every line of the statement is a payment of the book, of the same amount; and none of the period is missing."""
    booked = {one.payment_id: one for one in house.payments.posted(creditor=statement.creditor)}
    postings = [line.posting for line in statement.lines] + [line.posting for line in statement.excluded]
    stated = {one.payment_id: one.amount_fen for one in postings}
    settled = {
        line.payment_id
        for one in house.back_office.commissions.settled(statement.creditor)
        for line in one.lines
    }
    wanted = {
        name
        for name, one in booked.items()
        if statement.since_on <= one.posted_on < statement.until_on and name not in settled
    }
    in_book = sum(booked[name].amount_fen for name in stated if name in booked)
    if wanted - stated.keys() or in_book != statement.posted_fen:
        raise TotalsDoNotTie(
            f"the statement looks at {statement.posted_fen} fen, the payment book holds {in_book} fen of the same "
            f"payments, and {len(wanted - stated.keys())} payments of the period stand in the book alone; run "
            "`fairdue audit verify`"
        )
