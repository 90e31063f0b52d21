"""``fairdue payments`` and ``fairdue ledger``: money that waits, days that tie, the ledger proved.

Room: cli. ``FAIRDUE_ACTOR`` says who acts; whoever proposed a payment far above the debt cannot confirm it.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import date as civil
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.feedback.payment_queue import QUEUE_NAMES, REMEDIES, PaymentOutcome, Queue
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import DateUnreadable, civil_date, read_date
from fairdue.foundation.ids import PaymentId
from fairdue.foundation.money import MoneyUnreadable, read_money, show_yuan
from fairdue.foundation.reason import Reason
from fairdue.operations.ledger_check import check_ledger
from fairdue.operations.payment_desk import beside, place_by_hand, send_back, tie, try_again
from fairdue.operations.payment_ports import PaymentRecord, UnknownPayment

NOT_PERMITTED = 3

payments = App(name="payments", help="Money that waits for a case, and whether a day ties to the creditor's.")
ledger = App(name="ledger", help="The double-entry ledger under the cases.")
app.command(payments)
app.command(ledger)


@payments.command
def queue(
    name: str | None = None,
    *,
    creditor: str | None = None,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """List the payments that wait, with their reason and what to do; cards and case numbers are not shown.

    Parameters
    ----------
    name
        Only this queue, like ``unknown_card`` or ``overpaid``.
    creditor
        Only this creditor's.
    json
        Print one JSON object a line.
    """
    try:
        wanted = None if name is None else Queue(name)
    except ValueError as error:
        known = ", ".join(one.value for one in Queue)
        raise ExpectedFailure(f"no queue is called {name!r}; there are {known}", code=2) from error
    house, lang = open_house(), language()
    waiting = house.payments.queued(queue=wanted, creditor=creditor)
    first = beside(house, waiting)
    for one in waiting:
        assert one.queue is not None, "what waits has a queue"
        earlier = first.get(one.payment_id)
        if json:
            print(json_text.dumps(_as_json(one, earlier), ensure_ascii=False))
            continue
        why = QUEUE_NAMES[one.queue].in_language(lang)
        todo = REMEDIES[one.queue].in_language(lang)
        print(f"{one.payment_id}  {_figures(one)}  {why}; {todo}")
        if earlier is not None:
            print(f"    = {earlier.payment_id}  {_figures(earlier)}")
        if one.proposed_by:
            waits = Bilingual(
                f"由 {one.proposed_by} 提议,待第二人", f"proposed by {one.proposed_by}, needs a second"
            )
            print(f"    {waits.in_language(lang)}")
    return 0


@payments.command
def assign(payment_id: str, case: str, *, why: str, creditor: str | None = None) -> int:
    """Post a waiting payment on a case by hand; one far above the debt takes a second person.

    Parameters
    ----------
    payment_id
        The id, from ``fairdue payments queue``.
    case
        A case id or case number.
    why
        The reason, in a sentence; it stays in the log of the case.
    creditor
        Which creditor's case, when several use the same case number.
    """
    house = open_house()
    case_id = house.book.resolve(case, creditor=creditor)
    try:
        done = place_by_hand(
            house,
            payment_id=PaymentId(payment_id),
            case_id=case_id,
            why=why,
            as_of=house.now(),
            actor=actor(),
        )
    except UnknownPayment as error:
        raise ExpectedFailure(str(error), code=2) from error
    return _told(done)


@payments.command(name="return")
def return_payment(payment_id: str, *, why: str) -> int:
    """Send a waiting payment back to its creditor: it goes on no case.

    Parameters
    ----------
    payment_id
        The id, from ``fairdue payments queue``.
    why
        The reason, in a sentence.
    """
    house = open_house()
    try:
        done = send_back(house, payment_id=PaymentId(payment_id), why=why, actor=actor())
    except UnknownPayment as error:
        raise ExpectedFailure(str(error), code=2) from error
    return _told(done)


@payments.command
def retry() -> int:
    """Try everything that waits once more: cases that were placed since, days that have come."""
    house = open_house()
    print(json_text.dumps({"posted": try_again(house, as_of=house.now(), actor=actor())}))
    return 0


@payments.command(name="tie")
def tie_day(*, creditor: str | None = None, date: str | None = None, stated_total: str | None = None) -> int:
    """Add up what a day's files brought and compare it with the creditor's figure; ends with 1 when it differs.

    Parameters
    ----------
    creditor
        The creditor, all of them otherwise.
    date
        The day on which the files were placed, like 2026-03-02; the business date otherwise.
    stated_total
        The total that the creditor states, in yuan.
    """
    house, lang = open_house(), language()
    try:
        stated = None if stated_total is None else read_money(stated_total)
    except MoneyUnreadable as error:
        raise ExpectedFailure(f"--stated-total: {error}; write it like 12345.67", code=2) from error
    found = tie(house, day=_day(date, house.now().date()), creditor=creditor, stated_fen=stated)
    total = found.total
    for words, lines, fen in (
        (Bilingual("收到", "received"), total.received_lines, total.received_fen),
        (Bilingual("已入账", "posted"), total.posted_lines, total.posted_fen),
        (Bilingual("冲正", "reversed"), total.reversed_lines, total.reversed_fen),
        (Bilingual("待处理", "queued"), total.queued_lines, total.queued_fen),
        (Bilingual("重复", "duplicates"), total.duplicate_lines, total.duplicate_fen),
        (Bilingual("拒收", "refused"), total.refused_lines, total.refused_fen),
    ):
        print(f"{words.in_language(lang):<12}{lines:>10}{show_yuan(fen):>22}")
    new = Bilingual("应与委托方相符", "to compare").in_language(lang)
    print(f"{new:<12}{'':>10}{show_yuan(found.new_fen):>22}")
    if found.apart_fen:
        apart = show_yuan(found.apart_fen)
        said = Bilingual(f"与委托方相差 {apart} 元", f"the creditor states {apart} yuan more")
        print(said.in_language(lang), file=sys.stderr)
    return 0 if found.ties else 1


@ledger.command
def check(*, date: str | None = None) -> int:
    """Prove the ledger at the end of a day: debits equal credits, each case owes what its log says, and what was
    received is what the payments add up to. Ends with 1 and names every place that does not hold.

    Parameters
    ----------
    date
        The day, like 2026-03-02; the business date otherwise.
    """
    house, lang = open_house(), language()
    found = check_ledger(house, until=_day(date, civil_date(house.now())))
    for fault in found.findings:
        print(f"{fault.case_id or '-'}:{fault.seq}: {fault.fault.in_language(lang)}")
    for account, fen in found.balances.items():
        print(f"{account.value:<20}{show_yuan(fen):>24}", file=sys.stderr)
    debits = show_yuan(found.debits_fen)
    said = Bilingual(
        f"截至 {found.until}:{found.cases} 件,{found.lines} 行分录,借方合计 {debits} 元,问题 {len(found.findings)}",
        f"by {found.until}: {found.cases} cases, {found.lines} lines, debits {debits} yuan, "
        f"{len(found.findings)} faults",
    )
    print(said.in_language(lang), file=sys.stderr)
    return 1 if found.findings else 0


def _day(text: str | None, otherwise: civil) -> civil:
    if text is None:
        return otherwise
    try:
        return read_date(text)
    except DateUnreadable as error:
        raise ExpectedFailure(f"--date: {error}; write it like 2026-03-02", code=2) from error


def _figures(one: PaymentRecord) -> str:
    currency = "" if one.currency == "CNY" else f" {one.currency}"
    return f"{one.serial_no}  {one.posted_on}  {show_yuan(one.amount_fen)}{currency}"


def _as_json(one: PaymentRecord, earlier: PaymentRecord | None) -> dict[str, object]:
    return {
        "payment_id": one.payment_id,
        "serial_no": one.serial_no,
        "creditor": one.creditor,
        "queue": one.queue,
        "amount_fen": one.amount_fen,
        "currency": one.currency,
        "posted_on": one.posted_on.isoformat(),
        "meant": one.meant,
        "proposed_by": one.proposed_by or None,
        "first": None if earlier is None else earlier.payment_id,
    }


def _told(done: PaymentRecord | Reason) -> int:
    lang = language()
    if isinstance(done, Reason):
        print(done.text.in_language(lang), file=sys.stderr)
        return NOT_PERMITTED
    said = {
        PaymentOutcome.POSTED: Bilingual("已入账", "posted"),
        PaymentOutcome.RETURNED: Bilingual("已退回委托方", "sent back"),
        PaymentOutcome.QUEUED: Bilingual("已提议,待第二人确认", "proposed; a second person must confirm it"),
    }[done.outcome]
    print(f"{done.payment_id}  {said.in_language(lang)}")
    return 0
