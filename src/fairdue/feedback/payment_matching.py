"""Payment matching (登帐): to which case does a line of the creditor's payment file belong, and why?

Room: feedback. It decides one line at a time and books nothing; whether a serial number is here already is
asked before. Money that cannot be placed with a reason is never guessed onto a case: it goes unmatched, and
a person places it. The rules:

1. The case number is the creditor's own key and comes first; a known card must then belong to that case, or
   the two conflict. A card that is not known here does not undo a known case number (cards get replaced).
2. A case number that is not known here is never overruled by the card: the money is for another debt.
3. A card alone finds its case. With several cases on one card (共债) the money goes to the earliest placed
   among the open ones with a balance; two placed on one day are ambiguous.
4. A reversal (冲正) takes back a booked payment: the one it names, else the latest one of the same case or
   card with exactly the amount that is not reversed yet. Without such a payment it goes unmatched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from fairdue.casefile.happening import PaymentPosted
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.foundation.reason import Reason


@dataclass(frozen=True, slots=True)
class IncomingPayment:
    """One line of a payment file. A reversal has a negative amount; ``reverses`` is the serial it names."""

    serial_no: str
    card: str | None = field(repr=False)
    case_no: str | None
    posted_on: date
    amount_fen: int
    channel: str | None = None
    reverses: str | None = None
    is_reversal: bool = False


class PaymentLine(Protocol):
    """What matching asks of a line: an ``IncomingPayment``, or the row of a file as it was read."""

    @property
    def serial_no(self) -> str:
        """The creditor's number of the line."""
        ...

    @property
    def card(self) -> str | None:
        """The account it names."""
        ...

    @property
    def case_no(self) -> str | None:
        """The case it names."""
        ...

    @property
    def posted_on(self) -> date:
        """Its day."""
        ...

    @property
    def amount_fen(self) -> int:
        """Its sum, below zero for a reversal."""
        ...

    @property
    def channel(self) -> str | None:
        """By which way the money came."""
        ...

    @property
    def reverses(self) -> str | None:
        """The serial number that it takes back."""
        ...

    @property
    def is_reversal(self) -> bool:
        """Does it say that it takes money back?"""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that a key leads to, with what choosing among several cases of one card needs to know."""

    case_id: CaseId
    placed_on: date
    balance_fen: int
    is_open: bool


class MayBeMeant(Protocol):
    """What matching asks of a case, whatever holds it."""

    @property
    def case_id(self) -> CaseId:
        """Which case."""
        ...

    @property
    def placed_on(self) -> date:
        """The day it was placed."""
        ...

    @property
    def balance_fen(self) -> int:
        """What is owed, in fen."""
        ...

    @property
    def is_open(self) -> bool:
        """Is it ours to work?"""
        ...


@dataclass(frozen=True, slots=True)
class BookedPayment:
    """A payment that is booked already; ``reversed_fen`` of it has been taken back."""

    payment_id: PaymentId
    serial_no: str
    case_id: CaseId | None
    amount_fen: int
    posted_on: date
    reversed_fen: int = 0


class Confidence(StrEnum):
    """How sure a match is: two keys agree, one key decides, or a rule chose among several."""

    CERTAIN = "certain"
    LIKELY = "likely"
    CHOSEN = "chosen"


class Matched(NamedTuple):
    """The line belongs to this case; a reversal also says what it takes back."""

    case_id: CaseId
    reason: Reason
    confidence: Confidence
    reverses: PaymentId | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """The line belongs to no case that is known with a reason; ``reason.code`` names the queue."""

    reason: Reason


CaseLookup = Callable[[str], Sequence[MayBeMeant]]
BookedLookup = Callable[[PaymentLine], Sequence[BookedPayment]]


def payment_id_of(*, creditor: str, serial_no: str) -> PaymentId:
    """The payment's own id: the same creditor and serial number give the same id on every machine."""
    digest = hashlib.sha256(f"{creditor}\x1f{serial_no}".encode()).hexdigest()
    return PaymentId("py" + digest[:20])


def match_payment(
    *,
    payment: PaymentLine,
    by_case_no: CaseLookup,
    by_card: CaseLookup,
    booked: BookedLookup | None = None,
) -> Matched | Unmatched:
    """Find the case of one line.

    ``booked`` is asked only for a reversal and returns the payments that it may mean; without it a reversal
    stays unmatched.
    """
    amount_fen, is_reversal = payment.amount_fen, payment.is_reversal
    if amount_fen == 0:
        return _unmatched("zero_amount")
    if is_reversal != (amount_fen < 0):
        return _unmatched("sign")
    if is_reversal:
        return _match_reversal(payment, by_case_no, by_card, booked)
    return _match_by_keys(payment, by_case_no, by_card)


def posting_of(*, payment: PaymentLine, matched: Matched, payment_id: PaymentId) -> PaymentPosted:
    """What is to be recorded on the case for a matched line."""
    card = payment.card or ""
    digits = card if card.isdigit() else "".join(sign for sign in card if sign.isdigit())
    return PaymentPosted(
        payment_id,
        payment.amount_fen,
        payment.posted_on,
        payment.channel,
        matched.reverses,
        card_tail=digits[-4:] if len(digits) >= 4 else "",
    )


def _match_by_keys(payment: PaymentLine, by_case_no: CaseLookup, by_card: CaseLookup) -> Matched | Unmatched:
    card, case_no = payment.card, payment.case_no
    on_card = by_card(card) if card else ()
    if not case_no:
        return _match_by_card(on_card) if card else _unmatched("no_key")
    numbered = [case.case_id for case in by_case_no(case_no)]
    if not numbered:
        return _unmatched("conflict" if on_card else "unknown_case_no")
    if on_card:
        if len(numbered) == len(on_card) == 1 and numbered[0] == on_card[0].case_id:
            return _matched(numbered[0], "case_no_and_card", Confidence.CERTAIN)  # nearly every line
        carded = {case.case_id for case in on_card}
        both = [case_id for case_id in numbered if case_id in carded]
        if len(both) == 1:
            return _matched(both[0], "case_no_and_card", Confidence.CERTAIN)
        return _unmatched("ambiguous" if both else "conflict")
    if len(numbered) > 1:
        return _unmatched("ambiguous")
    return _matched(numbered[0], "card_not_known" if card else "case_no", Confidence.LIKELY)


def _match_by_card(on_card: Sequence[MayBeMeant]) -> Matched | Unmatched:
    if not on_card:
        return _unmatched("unknown_card")
    if len(on_card) == 1:
        return _matched(on_card[0].case_id, "card", Confidence.LIKELY)
    owing = [case for case in on_card if case.is_open and case.balance_fen > 0]
    owing.sort(key=lambda case: (case.placed_on, case.case_id))
    if not owing or (len(owing) > 1 and owing[0].placed_on == owing[1].placed_on):
        return _unmatched("ambiguous")
    return _matched(owing[0].case_id, "earliest_of_card", Confidence.CHOSEN)


def _match_reversal(
    payment: PaymentLine, by_case_no: CaseLookup, by_card: CaseLookup, booked: BookedLookup | None
) -> Matched | Unmatched:
    named = {case.case_id for case in by_case_no(payment.case_no)} if payment.case_no else set()
    carded = {case.case_id for case in by_card(payment.card)} if payment.card else set()
    if payment.case_no and not named:
        return _unmatched("conflict" if carded else "unknown_case_no")
    if named and carded and not named & carded:
        return _unmatched("conflict")
    allowed = named & carded if named and carded else named or carded
    earlier = [
        known
        for known in (booked(payment) if booked is not None else ())
        if known.case_id is not None and known.amount_fen > 0 and known.posted_on <= payment.posted_on
    ]
    taken = _named(payment, earlier) if payment.reverses else _same_amount(payment, earlier, allowed)
    if isinstance(taken, Unmatched):
        return taken
    assert taken.case_id is not None, "payments without a case were left out above"
    if allowed and taken.case_id not in allowed:
        return _unmatched("conflict")
    if payment.reverses:
        return _matched(taken.case_id, "reverses_named", Confidence.CERTAIN, taken.payment_id)
    return _matched(taken.case_id, "reverses_same", Confidence.LIKELY, taken.payment_id)


def _named(payment: PaymentLine, earlier: Sequence[BookedPayment]) -> BookedPayment | Unmatched:
    found = [known for known in earlier if known.serial_no == payment.reverses]
    if not found:
        return _unmatched("reverses_unknown")
    if found[0].amount_fen - found[0].reversed_fen < -payment.amount_fen:
        return _unmatched("reverses_more")
    return found[0]


def _same_amount(
    payment: PaymentLine, earlier: Sequence[BookedPayment], allowed: set[CaseId]
) -> BookedPayment | Unmatched:
    if not allowed:
        return _unmatched("unknown_card" if payment.card else "no_key")
    found = [
        known
        for known in earlier
        if known.amount_fen == -payment.amount_fen and known.reversed_fen == 0 and known.case_id in allowed
    ]
    if not found:
        return _unmatched("nothing_to_reverse")
    return max(found, key=lambda known: (known.posted_on, known.payment_id))


def _matched(
    case_id: CaseId, code: str, confidence: Confidence, reverses: PaymentId | None = None
) -> Matched:
    return Matched(case_id, _REASONS[code], confidence, reverses)


def _unmatched(code: str) -> Unmatched:
    return Unmatched(_REASONS[code])


_WHY = {
    "case_no_and_card": Bilingual("案件号与卡号一致", "case number and card agree"),
    "case_no": Bilingual("按案件号匹配", "matched by the case number"),
    "card_not_known": Bilingual(
        "按案件号匹配，该卡号此处未登记", "matched by the case number; the card is not known here"
    ),
    "card": Bilingual("按卡号匹配，该卡只有一件案件", "matched by the card, which has one case only"),
    "earliest_of_card": Bilingual(
        "该卡有多件案件，计入最早委案且有余额的一件",
        "the card has several cases; taken for the earliest placed one with a balance",
    ),
    "reverses_named": Bilingual("冲正文件指明的入账", "it takes back the payment that it names"),
    "reverses_same": Bilingual(
        "冲正同一案件或卡号下最近一笔同额入账", "it takes back the latest payment of the same amount there"
    ),
}
_WHY_NOT = {
    "zero_amount": Bilingual("金额为零，无可入账", "the amount is zero; there is nothing to post"),
    "sign": Bilingual(
        "金额正负与是否冲正不符，请向委托方核实",
        "the sign of the amount does not fit the kind of line; ask the creditor",
    ),
    "no_key": Bilingual("没有案件号也没有卡号", "there is neither a case number nor a card"),
    "unknown_case_no": Bilingual("案件号在此处不存在", "the case number is not known here"),
    "unknown_card": Bilingual("卡号在此处没有案件", "the card has no case here"),
    "conflict": Bilingual(
        "案件号与卡号指向不同案件，请人工核对",
        "case number and card point to different cases; compare them by hand",
    ),
    "ambiguous": Bilingual(
        "可能属于多件案件，请人工选定", "it may belong to several cases; choose one by hand"
    ),
    "reverses_unknown": Bilingual(
        "冲正指明的入账在此处不存在或未匹配", "the payment that it takes back is not booked on a case here"
    ),
    "reverses_more": Bilingual(
        "冲正金额大于该笔入账的余额", "it takes back more than is left of that payment"
    ),
    "nothing_to_reverse": Bilingual(
        "没有同额且未冲正的入账可冲正", "there is no payment of that amount left to take back"
    ),
}
_REASONS = {code: Reason(f"payment.{code}", text) for code, text in (_WHY | _WHY_NOT).items()}
