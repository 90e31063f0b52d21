"""The claim watch: is the money that a customer says they paid (CP, 待银行查账) in the creditor's files?

Room: followup. It matches and proposes ``ClaimResolved``, and ``HoldReleased`` for the hold that the claim
opened and that still runs. The rules:

* A payment fits a claim when it stands after reversals and was posted within the tolerance of the day the
  customer named. No payment serves two claims.
* A payment of exactly the amount comes first, for every claim, before sums are tried. Then payments are
  added up, the best channel and the nearest day first, until the amount is covered.
* Covered is *confirmed*, at once. The end of ``check_on`` with less is *partly confirmed*, with nothing
  *not found*. The day is over only when ``as_of_on`` is later.
* A channel that differs does not undo an exact amount: people mix channels up, and the payment is on this
  very account. It ranks last and is said among the reasons.
* A resolved claim keeps its payments. It is resolved anew when a reversal takes one back, or when a later
  file brings what was missing: nobody stays "not found" because a file came late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.happening import ClaimResolved, Happening, HoldReleased
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.followup.standing_money import StandingPayment, standing_payments
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import ClaimId, HoldId, PaymentId
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason

_UNTOLD_CHANNELS = frozenset({None, "", "other"})


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """How long a claim is checked, and how far the posting day may lie from the day the customer named."""

    hold_days: int = 3
    date_tolerance_days: int = 2

    def __post_init__(self) -> None:
        if self.hold_days < 0 or self.date_tolerance_days < 0:
            raise ValueError("hold_days and date_tolerance_days count from 0")

    def check_on(self, *, claimed_on: date) -> date:
        """The last day of checking for a claim made on a day."""
        return claimed_on + timedelta(days=self.hold_days)


def match_claims(
    *, case: CaseFile, as_of_on: date, terms: ClaimTerms = ClaimTerms()
) -> tuple[Happening, ...]:
    """What the money says of each claim, where that is new; with the release of its hold."""
    if not case.claims:
        return ()
    claims = tuple(claim for claim in case.claims if claim.state is not ClaimState.WITHDRAWN)
    standing = standing_payments(payments=case.payments, as_of_on=as_of_on)
    used = _serve(claims, standing, terms)
    found: list[Happening] = []
    still_open: set[ClaimId] = set()
    resolved: list[ClaimedPayment] = []
    for claim in claims:
        outcome = _outcome(claim, used[claim.claim_id], as_of_on)
        if outcome is None:
            still_open.add(claim.claim_id)
            continue
        if outcome != ClaimResolved(claim.claim_id, claim.state, claim.confirmed_fen, claim.payment_ids):
            found.append(outcome)
            resolved.append(claim)
    needed = {hold for c in claims if c.claim_id in still_open for hold in [_hold_of(c, case)] if hold}
    released: set[HoldId] = set()
    for claim in resolved:
        hold = _hold_of(claim, case)
        if hold is None or hold in needed or hold.hold_id in released or not _runs(hold, as_of_on):
            continue
        found.append(HoldReleased(hold.hold_id))
        released.add(hold.hold_id)
    return tuple(found)


def explain_match(
    *, claim: ClaimedPayment, payments: Sequence[StandingPayment], terms: ClaimTerms = ClaimTerms()
) -> tuple[Reason, ...]:
    """Why these payments fit the claim, or what is missing: amount, day and channel, in this order."""
    if not payments:
        last = terms.date_tolerance_days
        zh = f"声称付款日前后 {last} 天内没有可用的入账"
        en = f"no free payment was posted within {last} days of the day that was named"
        return (Reason("followup.claim.no_payment", Bilingual(zh, en)),)
    total, claimed = sum(payment.amount_fen for payment in payments), claim.amount_fen
    code, zh_word, en_word = (
        ("amount_exact", "相符", "the same")
        if total == claimed
        else ("amount_covered", "已覆盖", "covered")
        if total > claimed
        else ("amount_short", "不足", "less")
    )
    money = Bilingual(
        f"声称 {show_yuan(claimed)} 元，入账 {show_yuan(total)} 元：{zh_word}",
        f"{show_yuan(claimed)} yuan claimed, {show_yuan(total)} posted: {en_word}",
    )
    apart = max(abs((payment.posted_on - claim.paid_on).days) for payment in payments)
    day = Bilingual(f"入账日与所说日期相差 {apart} 天", f"posted {apart} days from the day that was named")
    rank = max(_channel_rank(claim, payment) for payment in payments)
    code_of_channel, channel = _CHANNEL_REASONS[rank]
    return (
        Reason(f"followup.claim.{code}", money),
        Reason("followup.claim.day", day),
        Reason(f"followup.claim.{code_of_channel}", channel),
    )


_CHANNEL_REASONS = (
    ("channel_same", Bilingual("渠道一致", "the channel is the same")),
    ("channel_untold", Bilingual("渠道未注明", "the channel is not told")),
    ("channel_differs", Bilingual("渠道不同", "the channel differs")),
)


def _serve(
    claims: Sequence[ClaimedPayment], standing: Sequence[StandingPayment], terms: ClaimTerms
) -> dict[ClaimId, list[StandingPayment]]:
    """Which payments serve which claim; the older claim chooses first."""
    free: dict[PaymentId, StandingPayment] = {payment.payment_id: payment for payment in standing}
    in_order = sorted(claims, key=lambda claim: (claim.claimed_at, claim.claim_id))
    serving: dict[ClaimId, list[StandingPayment]] = {}
    for claim in in_order:
        serving[claim.claim_id] = [free.pop(known) for known in claim.payment_ids if known in free]
    for claim in in_order:
        if not serving[claim.claim_id]:
            exact = [p for p in _fitting(claim, free, terms) if p.amount_fen == claim.amount_fen]
            if exact:
                serving[claim.claim_id].append(free.pop(exact[0].payment_id))
    for claim in in_order:
        for payment in _fitting(claim, free, terms):
            if _total(serving[claim.claim_id]) >= claim.amount_fen:
                break
            serving[claim.claim_id].append(free.pop(payment.payment_id))
    return serving


def _fitting(
    claim: ClaimedPayment, free: dict[PaymentId, StandingPayment], terms: ClaimTerms
) -> list[StandingPayment]:
    """The free payments near the claimed day: the best channel first, then the nearest day."""

    def rank(payment: StandingPayment) -> tuple[int, int, date, PaymentId]:
        apart = abs((payment.posted_on - claim.paid_on).days)
        return _channel_rank(claim, payment), apart, payment.posted_on, payment.payment_id

    near = timedelta(days=terms.date_tolerance_days)
    return sorted((p for p in free.values() if abs(p.posted_on - claim.paid_on) <= near), key=rank)


def _channel_rank(claim: ClaimedPayment, payment: StandingPayment) -> int:
    if claim.channel in _UNTOLD_CHANNELS or payment.channel in _UNTOLD_CHANNELS:
        return 1
    return 0 if claim.channel == payment.channel else 2


def _total(payments: Sequence[StandingPayment]) -> int:
    return sum(payment.amount_fen for payment in payments)


def _outcome(
    claim: ClaimedPayment, payments: Sequence[StandingPayment], as_of_on: date
) -> ClaimResolved | None:
    """What is to be recorded of the claim; None while it is still being checked."""
    found = min(_total(payments), claim.amount_fen)
    ids = tuple(payment.payment_id for payment in payments)
    if found >= claim.amount_fen:
        return ClaimResolved(claim.claim_id, ClaimState.CONFIRMED, found, ids)
    if as_of_on <= claim.check_on and claim.state is ClaimState.OPEN:
        return None
    state = ClaimState.PARTLY_CONFIRMED if found else ClaimState.NOT_FOUND
    return ClaimResolved(claim.claim_id, state, found, ids)


def _hold_of(claim: ClaimedPayment, case: CaseFile) -> Hold | None:
    """The hold that was placed with the claim: of its kind, running when it was made, the latest begun."""
    held = [
        hold
        for hold in case.holds
        if hold.kind is HoldKind.CLAIMED_PAYMENT
        and civil_date(hold.period.starts_at) == civil_date(claim.claimed_at)
    ]
    return min(held, key=lambda hold: abs(hold.period.starts_at - claim.claimed_at), default=None)


def _runs(hold: Hold, on: date) -> bool:
    """Does the hold still run on a day? One that has ended needs no release."""
    morning = datetime.combine(on, time.min, tzinfo=CHINA)
    return hold.period.ends_at is None or hold.period.ends_at > morning
