"""The claim watch: is the money that a customer says they paid (CP, 待银行查账) in the creditor's files?

Room: followup. It matches and proposes ``ClaimResolved``, and ``HoldReleased`` for the hold that the claim opened and
that still runs; ``claim_finding`` says of each claim why, how sure, and what comes next. Each rule is rows of the
published truth table (``fairdue_playbook/followup/truth/claim.yaml``):

* A payment fits a claim when it stands after reversals and was posted within the tolerance of the day the customer
  named. No payment serves two claims.
* A payment of exactly the amount comes first, for every claim, before sums are tried. Then payments are added up, the
  best card tail, the best channel and the nearest day first, until the amount is covered.
* Covered is *confirmed*, at once. The end of ``check_on`` with less is *partly confirmed*, with nothing *not found*.
  The day is over only when ``as_of_on`` is later.
* A channel or a card tail that differs does not undo an exact amount: people mix them up, and the payment is on this
  very account. It ranks last, is said among the reasons, and a person compares before anybody is told.
* A resolved claim keeps its payments. It is resolved anew when a reversal takes one back, or when a later file brings
  what was missing: nobody stays "not found" because a file came late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.happening import ClaimResolved, Happening, HoldReleased
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.followup.claim_finding import ClaimFinding, agreement_of, finding_of
from fairdue.followup.standing_money import StandingPayment, standing_payments
from fairdue.followup.terms import PLAIN_CLAIM, ClaimTerms, TermsByDay
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import ClaimId, HoldId, PaymentId


def match_claims(
    *, case: CaseFile, as_of_on: date, terms: TermsByDay[ClaimTerms] = PLAIN_CLAIM
) -> tuple[Happening, ...]:
    """What the money says of each claim, where that is new; with the release of its hold."""
    if not case.claims:
        return ()
    standing = standing_payments(payments=case.payments, as_of_on=as_of_on)
    used = _serve(case, standing, terms)
    found: list[Happening] = []
    still_open: set[ClaimId] = set()
    resolved: list[ClaimedPayment] = []
    for claim in case.claims:
        outcome = _outcome(claim, used[claim.claim_id], as_of_on)
        if outcome is None:
            still_open.add(claim.claim_id)
            continue
        if outcome != ClaimResolved(claim.claim_id, claim.state, claim.confirmed_fen, claim.payment_ids):
            found.append(outcome)
            resolved.append(claim)
    needed = {hold for c in case.claims if c.claim_id in still_open for hold in [_hold_of(c, case)] if hold}
    released: set[HoldId] = set()
    for claim in resolved:
        hold = _hold_of(claim, case)
        if hold is None or hold in needed or hold.hold_id in released or not _runs(hold, as_of_on):
            continue
        found.append(HoldReleased(hold.hold_id))
        released.add(hold.hold_id)
    return tuple(found)


def findings_of(
    *, case: CaseFile, as_of_on: date, terms: TermsByDay[ClaimTerms] = PLAIN_CLAIM
) -> tuple[ClaimFinding, ...]:
    """Of each claim of a case: what was found by a day, why, how sure, and what comes next."""
    standing = standing_payments(payments=case.payments, as_of_on=as_of_on)
    used = _serve(case, standing, terms)
    found = []
    for claim in case.claims:
        outcome = _outcome(claim, used[claim.claim_id], as_of_on)
        found.append(
            finding_of(
                claim=claim,
                payments=used[claim.claim_id],
                state=ClaimState.OPEN if outcome is None else outcome.state,
                own_tail=_own_tail(case),
                tolerance_days=terms.on(civil_date(claim.claimed_at)).date_tolerance_days,
            )
        )
    return tuple(found)


def _own_tail(case: CaseFile) -> str:
    """The last digits of the account itself: a file that names only these says nothing of the card that paid."""
    return case.account.card[-4:] if case.account.card else ""


def _serve(
    case: CaseFile, standing: Sequence[StandingPayment], terms: TermsByDay[ClaimTerms]
) -> Mapping[ClaimId, list[StandingPayment]]:
    """Which payments serve which claim; the older claim chooses first."""
    free: dict[PaymentId, StandingPayment] = {payment.payment_id: payment for payment in standing}
    in_order = sorted(case.claims, key=lambda claim: (claim.claimed_at, claim.claim_id))
    serving: dict[ClaimId, list[StandingPayment]] = {}
    for claim in in_order:
        serving[claim.claim_id] = [free.pop(known) for known in claim.payment_ids if known in free]
    for claim in in_order:
        if not serving[claim.claim_id]:
            exact = [p for p in _fitting(case, claim, free, terms) if p.amount_fen == claim.amount_fen]
            if exact:
                serving[claim.claim_id].append(free.pop(exact[0].payment_id))
    for claim in in_order:
        for payment in _fitting(case, claim, free, terms):
            if _total(serving[claim.claim_id]) >= claim.amount_fen:
                break
            serving[claim.claim_id].append(free.pop(payment.payment_id))
    return serving


def _fitting(
    case: CaseFile,
    claim: ClaimedPayment,
    free: Mapping[PaymentId, StandingPayment],
    terms: TermsByDay[ClaimTerms],
) -> list[StandingPayment]:
    """The free payments near the claimed day: what agrees best first, then the nearest day."""
    own_tail = _own_tail(case)

    def rank(payment: StandingPayment) -> tuple[int, int, int, date, PaymentId]:
        agreed = agreement_of(claim=claim, payment=payment, own_tail=own_tail)
        apart = abs((payment.posted_on - claim.paid_on).days)
        return agreed.tail.rank, agreed.channel.rank, apart, payment.posted_on, payment.payment_id

    near = timedelta(days=terms.on(civil_date(claim.claimed_at)).date_tolerance_days)
    return sorted((p for p in free.values() if abs(p.posted_on - claim.paid_on) <= near), key=rank)


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
