"""The queues: where money waits that cannot be posted, why, and what a person does about it.

Room: feedback. A closed list. Nothing is guessed onto a case and nothing is lost: a line of a payment file is
posted, queued here, refused with a reason, or known as a duplicate.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from fairdue.casefile.case import CaseStatus
from fairdue.feedback.payment_terms import PaymentTerms
from fairdue.foundation.bilingual import Bilingual


class Queue(StrEnum):
    """Why a line waits."""

    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_CARD = "unknown_card"
    NO_KEY = "no_key"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    REVERSAL = "reversal"
    SIGN = "sign"
    RECALLED = "recalled"
    RETURNED = "returned"
    PAID_UP = "paid_up"
    FUTURE = "future"
    CURRENCY = "currency"
    OVERPAID = "overpaid"
    CHANGED = "changed"


class PaymentOutcome(StrEnum):
    """Where a line of a payment file is now."""

    POSTED = "posted"
    QUEUED = "queued"
    RETURNED = "returned"


_OF_REASON = {
    "payment.zero_amount": Queue.SIGN,
    "payment.sign": Queue.SIGN,
    "payment.no_key": Queue.NO_KEY,
    "payment.unknown_case_no": Queue.UNKNOWN_CASE,
    "payment.unknown_card": Queue.UNKNOWN_CARD,
    "payment.conflict": Queue.CONFLICT,
    "payment.ambiguous": Queue.AMBIGUOUS,
    "payment.reverses_unknown": Queue.REVERSAL,
    "payment.reverses_more": Queue.REVERSAL,
    "payment.nothing_to_reverse": Queue.REVERSAL,
}


def queue_of_reason(code: str) -> Queue:
    """The queue of a line that matching could not place, by the code of its reason."""
    return _OF_REASON[code]


def queue_of_line(*, currency: str, posted_on: date, last_day: date) -> Queue | None:
    """Must the line wait whatever its case is? A currency that is no yuan, or a day after the last that is posted."""
    if currency != "CNY":
        return Queue.CURRENCY
    if posted_on > last_day:
        return Queue.FUTURE
    return None


def queue_of_case(
    *, status: CaseStatus, balance_fen: int, amount_fen: int, terms: PaymentTerms
) -> Queue | None:
    """Must a payment that found its case wait all the same? Reversals are not asked: they undo what is booked."""
    if status is CaseStatus.RECALLED:
        return Queue.RECALLED
    if status is CaseStatus.RETURNED:
        return Queue.RETURNED
    if balance_fen <= 0:
        return Queue.PAID_UP
    if terms.far_overpaid(amount_fen=amount_fen, balance_fen=balance_fen):
        return Queue.OVERPAID
    return None


QUEUE_NAMES: dict[Queue, Bilingual] = {
    Queue.UNKNOWN_CASE: Bilingual("案件号未知", "unknown case number"),
    Queue.UNKNOWN_CARD: Bilingual("卡号未知", "unknown card"),
    Queue.NO_KEY: Bilingual("缺案件号和卡号", "no case number, no card"),
    Queue.CONFLICT: Bilingual("案件号与卡号不符", "case number against card"),
    Queue.AMBIGUOUS: Bilingual("多件案件", "several cases"),
    Queue.REVERSAL: Bilingual("冲正无对应入账", "reversal without its payment"),
    Queue.SIGN: Bilingual("正负号不符", "sign does not fit"),
    Queue.RECALLED: Bilingual("案件已收回", "case recalled"),
    Queue.RETURNED: Bilingual("案件已退案", "case returned"),
    Queue.PAID_UP: Bilingual("案件已无欠款", "nothing is owed"),
    Queue.FUTURE: Bilingual("日期过于超前", "day too far ahead"),
    Queue.CURRENCY: Bilingual("非人民币", "foreign currency"),
    Queue.OVERPAID: Bilingual("远超欠款", "far above the debt"),
    Queue.CHANGED: Bilingual("同流水号内容不同", "same serial, other content"),
}
REMEDIES: dict[Queue, Bilingual] = {
    Queue.UNKNOWN_CASE: Bilingual(
        "先导入其委案文件，再重试；不属于本所的，退回委托方",
        "place the file that brings the case, then try again; what is not ours goes back",
    ),
    Queue.UNKNOWN_CARD: Bilingual(
        "请委托方提供案件号，再人工登帐；不属于本所的，退回",
        "ask the creditor for the case number and place it by hand; what is not ours goes back",
    ),
    Queue.NO_KEY: Bilingual(
        "请委托方提供案件号，再人工登帐", "ask the creditor for the case number, then place it by hand"
    ),
    Queue.CONFLICT: Bilingual("请委托方确认属于哪一件", "ask the creditor which of the two is meant"),
    Queue.AMBIGUOUS: Bilingual(
        "请委托方指明案件，再人工登帐", "ask the creditor which case, then place it by hand"
    ),
    Queue.REVERSAL: Bilingual(
        "原入账到达后自动冲正；核实后也可人工登帐或退回",
        "it is posted once its payment arrives; after a check it can be placed by hand or sent back",
    ),
    Queue.SIGN: Bilingual("请委托方更正后重发", "ask the creditor to correct and send it again"),
    Queue.RECALLED: Bilingual("款项归委托方自行处理，退回", "the creditor handles it; send it back"),
    Queue.RETURNED: Bilingual("款项归委托方自行处理，退回", "the creditor handles it; send it back"),
    Queue.PAID_UP: Bilingual(
        "核对是否重复还款；是溢缴的，由委托方退还客户",
        "check whether it was paid twice; the creditor refunds what is too much",
    ),
    Queue.FUTURE: Bilingual("核对日期；到期后重试", "check the day; try again when it comes"),
    Queue.CURRENCY: Bilingual("请委托方以人民币金额重发", "ask the creditor to send the amount in yuan"),
    Queue.OVERPAID: Bilingual(
        "核对金额是否多写了位数；由两人确认", "check the digits; two persons confirm it"
    ),
    Queue.CHANGED: Bilingual(
        "与先前一笔对照，请委托方说明哪一笔有效",
        "compare it with the first one and ask the creditor which of the two counts",
    ),
}
