"""The payment desk: what persons do with money that waits, and how a day ties to the creditor's figure.

Room: operations. A queued payment is placed on a case by hand with a reason, sent back to the creditor with a
reason, or tried again. What is far above the debt takes two persons where the terms say so, in every queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fairdue.casefile.happening import PaymentPosted
from fairdue.compliance.override import same_person
from fairdue.feedback.payment_queue import PaymentOutcome, Queue
from fairdue.feedback.payment_terms import payment_terms
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.foundation.reason import Reason
from fairdue.operations.follow_up import watch_case
from fairdue.operations.house import House
from fairdue.operations.payment_ports import PaymentRecord, PaymentTally
from fairdue.operations.place_report import PlaceReport
from fairdue.operations.posting import Posting

LONGEST_WHY = 500


def place_by_hand(
    house: House, *, payment_id: PaymentId, case_id: CaseId, why: str, as_of: datetime, actor: str
) -> PaymentRecord | Reason:
    """Post a waiting payment on the case that a person names.

    Where two persons are needed the first call keeps the proposal and the second, by somebody else and on the
    same case, posts it. Returns the payment as it is now, or the reason why nothing was done. Raises
    UnknownPayment, UnknownCase.
    """
    why = why.strip()[:LONGEST_WHY]
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        payment = house.payments.get(payment_id)
        refused = _refused(payment, why)
        if refused is None and payment.creditor and payment.creditor != case.account.creditor:
            refused = _reason("other_creditor", _OTHER_CREDITOR)
        if refused is None and payment.queue is Queue.CURRENCY:
            refused = _reason("not_yuan", _NOT_YUAN)
        if refused is None and payment.queue is Queue.FUTURE and payment.posted_on > civil_date(as_of):
            refused = _reason("not_yet", _NOT_YET)
        if refused is not None:
            return refused
        if _takes_two(payment, balance_fen=case.balance_fen):
            if not payment.proposed_by or payment.meant != case_id:
                proposed = payment._replace(meant=case_id, why=why, proposed_by=actor)
                house.payments.change(proposed)
                return proposed
            if same_person(payment.proposed_by, actor):
                return _reason("same_person", _SAME_PERSON)
        posted = PaymentPosted(
            payment.payment_id,
            payment.amount_fen,
            payment.posted_on,
            payment.channel,
            why=why,
            proposed_by=payment.proposed_by,
        )
        house.book.append(case, [posted], at=as_of, actor=actor)
        done = payment._replace(
            case_id=case_id,
            creditor=payment.creditor or case.account.creditor,
            outcome=PaymentOutcome.POSTED,
            queue=None,
            booked_on=civil_date(as_of),
            why=why,
            decided_by=actor,
        )
        house.payments.change(done)
        watch_case(house, case_id=case_id, as_of=as_of, actor=actor)
        return done


def send_back(house: House, *, payment_id: PaymentId, why: str, actor: str) -> PaymentRecord | Reason:
    """Give a waiting payment back to its creditor: it will be on no case. Raises UnknownPayment."""
    why = why.strip()[:LONGEST_WHY]
    with house.book.transaction():
        payment = house.payments.get(payment_id)
        refused = _refused(payment, why)
        if refused is not None:
            return refused
        done = payment._replace(outcome=PaymentOutcome.RETURNED, why=why, decided_by=actor)
        house.payments.change(done)
        return done


def try_again(house: House, *, as_of: datetime, actor: str) -> int:
    """Try all that waits once more, by the rules; returns how many payments found their case.

    What a person proposed already is left to the second one.
    """
    with house.book.transaction():
        waiting = [one for one in house.payments.queued() if not one.proposed_by]
        report = PlaceReport(file="", digest="", kind=None, dry_run=False)
        posting = Posting(house, report, None, as_of, actor)
        posted = posting.retry(waiting)
        posting.finish()
        return posted


@dataclass(frozen=True, slots=True)
class Tie:
    """A day of one creditor (or of all): what its files brought, and whether that is what it states.

    ``new_fen`` is what was received less what was known before: the figure to compare. ``apart_fen`` is the
    stated total less that; None where nothing was stated.
    """

    day: date
    creditor: str | None
    total: PaymentTally
    files: tuple[PaymentTally, ...]
    stated_fen: int | None

    @property
    def new_fen(self) -> int:
        """Received without duplicates."""
        return self.total.received_fen - self.total.duplicate_fen

    @property
    def booked_fen(self) -> int:
        """Posted, less what was reversed."""
        return self.total.posted_fen + self.total.reversed_fen

    @property
    def apart_fen(self) -> int | None:
        """By how much the creditor states more than its lines brought."""
        return None if self.stated_fen is None else self.stated_fen - self.new_fen

    @property
    def ties(self) -> bool:
        """Does every fen have its place, and is the stated total met where there is one?"""
        total = self.total
        placed = self.booked_fen + total.queued_fen + total.duplicate_fen + total.refused_fen
        return placed == total.received_fen and self.apart_fen in (None, 0)


def tie(house: House, *, day: date, creditor: str | None = None, stated_fen: int | None = None) -> Tie:
    """Add up what the files of a day brought; a file that came again refused the lines that it had refused before."""
    files = house.payments.tallies(day=day, creditor=creditor)
    total = PaymentTally("", creditor or "", day)
    for name in PaymentTally.__slots__[3:]:
        setattr(total, name, sum(getattr(one, name) for one in files))
    known: set[tuple[str, str]] = set()
    for one in files:
        if (one.file_digest, one.creditor) in known:
            total.refused_lines -= one.refused_lines
            total.refused_fen -= one.refused_fen
            total.duplicate_lines += one.refused_lines
            total.duplicate_fen += one.refused_fen
        known.add((one.file_digest, one.creditor))
    return Tie(day, creditor, total, tuple(files), stated_fen)


def beside(house: House, waiting: Sequence[PaymentRecord]) -> dict[PaymentId, PaymentRecord]:
    """For each line that says something else under a known serial number: the first line of that number."""
    changed = [one for one in waiting if one.queue is Queue.CHANGED]
    known = house.payments.by_serials(sorted({one.serial_no for one in changed}))
    found: dict[PaymentId, PaymentRecord] = {}
    for one in changed:
        first = [
            other
            for other in known.get(one.serial_no, ())
            if other.queue is not Queue.CHANGED and other.creditor in (one.creditor, "")
        ]
        if first:
            found[one.payment_id] = first[0]
    return found


def _takes_two(payment: PaymentRecord, *, balance_fen: int) -> bool:
    """Is the sum far above what is owed on the case that is named now, whatever queue the line waited in?"""
    terms = payment_terms()
    far = terms.far_overpaid(amount_fen=payment.amount_fen, balance_fen=balance_fen)
    return terms.overpaid_two_persons and (far or payment.queue is Queue.OVERPAID)


def _refused(payment: PaymentRecord, why: str) -> Reason | None:
    if payment.outcome is not PaymentOutcome.QUEUED:
        return _reason("not_waiting", _NOT_WAITING)
    return None if why else _reason("no_reason", _NO_REASON)


def _reason(code: str, text: Bilingual) -> Reason:
    return Reason(f"payment.{code}", text)


_NOT_WAITING = Bilingual("该笔已处理，不在队列中", "this payment is decided already; it waits no longer")
_NO_REASON = Bilingual("请写明理由", "write the reason")
_OTHER_CREDITOR = Bilingual(
    "该笔属于另一委托方，不能登到此案件", "this payment is another creditor's; it cannot go on this case"
)
_NOT_YUAN = Bilingual(
    "非人民币金额不能登帐；退回委托方，请其以人民币重发",
    "an amount that is not in yuan cannot be posted; send it back and ask for it in yuan",
)
_NOT_YET = Bilingual("入账日未到，到期后再登", "its day has not come; post it then")
_SAME_PERSON = Bilingual("须由另一人确认", "another person must confirm it")
