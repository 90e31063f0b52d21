"""What was found of a claimed payment: the reasons one by one, how sure, and the next step, from a closed list.

Room: followup. Amount, day, channel and card tail are compared each by itself; nothing here matches or records. The
step says what comes next, ``claim_talk`` what may then be said; nobody is accused, whatever was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.followup.standing_money import StandingPayment
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import ClaimId, PaymentId
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason

_UNTOLD_CHANNELS = frozenset({None, "", "other"})


class Agreement(StrEnum):
    """Does one element of the claim agree with a payment? Untold is neither."""

    SAME = "same"
    UNTOLD = "untold"
    DIFFERS = "differs"

    @property
    def rank(self) -> int:
        """The better first."""
        return list(Agreement).index(self)


class MatchConfidence(StrEnum):
    """How sure a match is; weak is compared by a person before the customer is told."""

    CERTAIN = "certain"
    LIKELY = "likely"
    WEAK = "weak"


class ClaimStep(StrEnum):
    """What comes next with a claim."""

    WAIT_FOR_FILE = "wait_for_file"
    THANK = "thank"
    COMPARE_BY_HAND = "compare_by_hand"
    TELL_PART_FOUND = "tell_part_found"
    ASK_FOR_RECEIPT = "ask_for_receipt"


@dataclass(frozen=True, slots=True)
class Agreements:
    """Channel and card tail of one payment, held against the claim."""

    channel: Agreement
    tail: Agreement


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """Of one claim: the state by now, the money found, why, how sure (None where nothing was found), what next."""

    claim_id: ClaimId
    state: ClaimState
    found_fen: int
    payment_ids: tuple[PaymentId, ...]
    reasons: tuple[Reason, ...]
    confidence: MatchConfidence | None
    step: ClaimStep


def agreement_of(*, claim: ClaimedPayment, payment: StandingPayment, own_tail: str = "") -> Agreements:
    """Hold channel and card tail against each other; ``own_tail`` is the account's own, which tells of no other card."""
    untold = claim.channel in _UNTOLD_CHANNELS or payment.channel in _UNTOLD_CHANNELS
    channel = Agreement.SAME if claim.channel == payment.channel else Agreement.DIFFERS
    tail = Agreement.UNTOLD
    if claim.card_tail and payment.card_tail:
        if claim.card_tail == payment.card_tail:
            tail = Agreement.SAME
        elif payment.card_tail != own_tail:
            tail = Agreement.DIFFERS
    return Agreements(Agreement.UNTOLD if untold else channel, tail)


def finding_of(
    *,
    claim: ClaimedPayment,
    payments: Sequence[StandingPayment],
    state: ClaimState,
    own_tail: str = "",
    tolerance_days: int,
) -> ClaimFinding:
    """Say of a claim and the payments that serve it why they do, how sure that is and what comes next."""
    worst = _worst(claim, payments, own_tail)
    total = sum(payment.amount_fen for payment in payments)
    confidence = _confidence(claim, payments, total, worst) if payments else None
    return ClaimFinding(
        claim.claim_id,
        state,
        min(total, claim.amount_fen),
        tuple(payment.payment_id for payment in payments),
        _reasons(claim, payments, total, worst, tolerance_days),
        confidence,
        _step(state, confidence),
    )


def _worst(claim: ClaimedPayment, payments: Sequence[StandingPayment], own_tail: str) -> Agreements:
    """Of several payments the one that agrees least."""
    each = [agreement_of(claim=claim, payment=payment, own_tail=own_tail) for payment in payments]
    return Agreements(
        max((one.channel for one in each), key=lambda found: found.rank, default=Agreement.UNTOLD),
        max((one.tail for one in each), key=lambda found: found.rank, default=Agreement.UNTOLD),
    )


def _confidence(
    claim: ClaimedPayment, payments: Sequence[StandingPayment], total: int, worst: Agreements
) -> MatchConfidence:
    if Agreement.DIFFERS in (worst.channel, worst.tail) or total > claim.amount_fen:
        return MatchConfidence.WEAK
    named = Agreement.SAME in (worst.channel, worst.tail)
    if named and len(payments) == 1 and total == claim.amount_fen:
        return MatchConfidence.CERTAIN
    return MatchConfidence.LIKELY


def _step(state: ClaimState, confidence: MatchConfidence | None) -> ClaimStep:
    match state:
        case ClaimState.OPEN:
            return ClaimStep.WAIT_FOR_FILE
        case ClaimState.CONFIRMED:
            weak = confidence is MatchConfidence.WEAK
            return ClaimStep.COMPARE_BY_HAND if weak else ClaimStep.THANK
        case ClaimState.PARTLY_CONFIRMED:
            return ClaimStep.TELL_PART_FOUND
        case ClaimState.NOT_FOUND:
            return ClaimStep.ASK_FOR_RECEIPT
        case _:
            assert_never(state)


def _reasons(
    claim: ClaimedPayment,
    payments: Sequence[StandingPayment],
    total: int,
    worst: Agreements,
    tolerance_days: int,
) -> tuple[Reason, ...]:
    """Amount, day, channel and card tail, in this order; or that nothing is there."""
    if not payments:
        zh = f"声称付款日前后 {tolerance_days} 天内没有可用的入账"
        en = f"no free payment was posted within {tolerance_days} days of the day that was named"
        return (Reason("followup.claim.no_payment", Bilingual(zh, en)),)
    claimed = claim.amount_fen
    code, zh, en = (
        ("amount_exact", "相符", "the same")
        if total == claimed
        else ("amount_covered", "已覆盖", "covered")
        if total > claimed
        else ("amount_short", "不足", "less")
    )
    amount = Bilingual(
        f"声称 {show_yuan(claimed)} 元，入账 {show_yuan(total)} 元：{zh}",
        f"{show_yuan(claimed)} yuan claimed, {show_yuan(total)} posted: {en}",
    )
    apart = max(abs((payment.posted_on - claim.paid_on).days) for payment in payments)
    day = Bilingual(f"入账日与所说日期相差 {apart} 天", f"posted {apart} days from the day that was named")
    reasons = [
        Reason(f"followup.claim.{code}", amount),
        Reason("followup.claim.day", day),
        Reason(f"followup.claim.channel_{worst.channel.value}", _CHANNEL[worst.channel]),
    ]
    if claim.card_tail:
        reasons.append(Reason(f"followup.claim.tail_{worst.tail.value}", _TAIL[worst.tail]))
    return tuple(reasons)


_CHANNEL = {
    Agreement.SAME: Bilingual("渠道一致", "the channel is the same"),
    Agreement.UNTOLD: Bilingual("渠道未注明", "the channel is not told"),
    Agreement.DIFFERS: Bilingual("渠道不同", "the channel differs"),
}
_TAIL = {
    Agreement.SAME: Bilingual("卡尾号一致", "the card ends in the same digits"),
    Agreement.UNTOLD: Bilingual("入账文件未注明付款卡", "the file does not tell the card that paid"),
    Agreement.DIFFERS: Bilingual("卡尾号不同", "the card ends in other digits"),
}
