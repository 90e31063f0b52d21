"""The ledger check: do debits equal credits, does each case owe what its log says, does all money have its place?

Room: operations. It folds every log up to a day and compares it with the stored lines; it changes nothing. A
finding names case, place and kind of fault, never a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from fairdue.casefile.case import replay
from fairdue.casefile.event import Event, open_event
from fairdue.feedback.ledger import (
    BALANCE_ACCOUNTS,
    CASE_ACCOUNTS,
    LedgerAccount,
    LedgerLine,
    ledger_of,
    suspense,
)
from fairdue.feedback.payment_queue import PaymentOutcome
from fairdue.feedback.payment_terms import PaymentTerms, payment_terms
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.money import show_yuan
from fairdue.operations.house import House
from fairdue.operations.ports import StoredLog

FINDINGS_SHOWN = 1_000
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """One fault; ``seq`` is the place in the log, 0 for the case or (with an empty case) the whole ledger."""

    case_id: CaseId
    seq: int
    fault: Bilingual


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What was checked. ``balances`` is the trial balance: debits above zero, credits below."""

    until: date
    cases: int
    lines: int
    balances: dict[LedgerAccount, int]
    findings: tuple[LedgerFinding, ...]

    @property
    def debits_fen(self) -> int:
        """All debit balances together; they equal the credits when nothing is found."""
        return sum(fen for fen in self.balances.values() if fen > 0)


def check_ledger(house: House, *, until: date) -> LedgerCheck:
    """Prove the ledger as of the end of a day."""
    terms = payment_terms()
    totals = [0] * len(CASE_ACCOUNTS)
    cases = lines = stored = 0
    findings: list[LedgerFinding] = []
    logs = house.book.iterate_logs()
    while chunk := list(islice(logs, _AT_ONCE)):
        found = house.money.lines_of([log.case_id for log in chunk])
        for log in chunk:
            cases += 1
            own = found.get(log.case_id, ())
            stored += len(own)
            known = tuple(line for line in own if line.booked_on <= until)
            lines += len(known)
            for line in known:
                totals = [total + fen for total, fen in zip(totals, line.amounts, strict=True)]
            if len(findings) < FINDINGS_SHOWN:
                findings.extend(_check_case(log, known, until, terms))
    findings.extend(_check_whole(house, until=until, stored=stored, totals=totals))
    balances = dict(zip(CASE_ACCOUNTS, totals, strict=True))
    for account, fen in suspense(house.payments.outcome_fen(PaymentOutcome.QUEUED)).items():
        balances[account] = balances.get(account, 0) + fen
    return LedgerCheck(until, cases, lines, balances, tuple(findings[:FINDINGS_SHOWN]))


def _check_whole(house: House, *, until: date, stored: int, totals: list[int]) -> Iterator[LedgerFinding]:
    whole = CaseId("")
    surplus = house.money.count() - stored
    if surplus:
        yield LedgerFinding(
            whole,
            0,
            Bilingual(f"有 {surplus} 行分录不属于任何案件", f"{surplus} lines belong to no case"),
        )
    if sum(totals):
        apart = show_yuan(sum(totals))
        yield LedgerFinding(
            whole, 0, Bilingual(f"借贷相差 {apart} 元", f"debits and credits are {apart} yuan apart")
        )
    received = totals[CASE_ACCOUNTS.index(LedgerAccount.RECEIVED)]
    posted = house.payments.posted_fen(until=until)
    if received != posted:
        one, other = show_yuan(received), show_yuan(posted)
        yield LedgerFinding(
            whole,
            0,
            Bilingual(
                f"分录收款 {one} 元,还款表已入账 {other} 元",
                f"the ledger received {one} yuan, the payments that are posted add up to {other}",
            ),
        )


def _check_case(
    log: StoredLog, lines: tuple[LedgerLine, ...], until: date, terms: PaymentTerms
) -> Iterator[LedgerFinding]:
    case_id = log.case_id
    for line in lines:
        if not line.is_balanced:
            apart = show_yuan(sum(line.amounts))
            yield LedgerFinding(
                case_id, line.seq, Bilingual(f"借贷不平,差 {apart} 元", f"out of balance by {apart} yuan")
            )
    try:
        events: list[Event] = []
        for row in log.events:
            event = open_event(row)
            if civil_date(event.at) > until:
                break
            events.append(event)
        expected = {line.seq: line for line in ledger_of(events, terms)}
    except ValueError:
        yield LedgerFinding(case_id, 0, _UNREADABLE)
        return
    known = {line.seq: line for line in lines}
    for seq in sorted(expected.keys() | known.keys()):
        if seq not in known:
            yield LedgerFinding(case_id, seq, _MISSING)
        elif seq not in expected:
            yield LedgerFinding(case_id, seq, _INVENTED)
        elif known[seq] != expected[seq]:
            yield LedgerFinding(case_id, seq, _DIFFERS)
    if not events:
        return
    owed = sum(sum(line.amounts[: len(BALANCE_ACCOUNTS)]) for line in lines)
    balance = replay(events).balance_fen
    if owed != balance:
        one, other = show_yuan(owed), show_yuan(balance)
        yield LedgerFinding(
            case_id,
            0,
            Bilingual(
                f"分录余额 {one} 元,日志余额 {other} 元", f"the ledger says {one} yuan, the log {other}"
            ),
        )


_UNREADABLE = Bilingual("日志无法重放", "the log cannot be replayed")
_MISSING = Bilingual("缺少该事件的分录", "the line of this event is missing")
_INVENTED = Bilingual("该分录没有对应事件", "no event stands behind this line")
_DIFFERS = Bilingual("分录与日志推得的不同", "the line is not what the log gives")
