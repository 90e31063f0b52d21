"""Memory: what was said and agreed last time, as far as the case holds it, for a call that follows another.

Room: conversation. Every value is a fact of the debt, so it is said after the identity check alone.
"""

from __future__ import annotations

from datetime import date

from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.conversation.said_words import REASON_NAMES, named, say_channel, say_date, say_money
from fairdue.conversation.wording import Slot
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import AttemptId
from fairdue.understanding.spoken_channel import PayChannel

REMEMBERED = frozenset(
    {
        Slot.LAST_PROMISE_ON,
        Slot.LAST_PROMISE_AMOUNT,
        Slot.LAST_CLAIM_ON,
        Slot.LAST_CLAIM_AMOUNT,
        Slot.LAST_CLAIM_CHANNEL,
        Slot.LAST_TALK_ON,
        Slot.LAST_REASON,
        Slot.PLAN_SHORT,
        Slot.PLAN_DUE_ON,
    }
)


def broken_promise(case: CaseFile) -> Promise | None:
    """The last promise, when it came short in part or whole; None when the last one was kept or still runs."""
    now = _attempt_now(case)
    judged = [p for p in case.promises if p.state is not PromiseState.CANCELLED and p.attempt_id not in now]
    if judged and judged[-1].state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT):
        return judged[-1]
    return None


def claim_not_found(case: CaseFile) -> ClaimedPayment | None:
    """The last claimed payment, when the creditor's files do not show it, or not all of it."""
    now = _attempt_now(case)
    claims = [c for c in case.claims if c.state is not ClaimState.WITHDRAWN and c.attempt_id not in now]
    if claims and claims[-1].state in (ClaimState.NOT_FOUND, ClaimState.PARTLY_CONFIRMED):
        return claims[-1]
    return None


def _attempt_now(case: CaseFile) -> tuple[AttemptId, ...]:
    """The attempt of the call under way: what is agreed in it is no memory of it."""
    return (case.open_call.attempt_id,) if case.open_call else ()


def plan_in_arrears(case: CaseFile, *, today: date) -> tuple[Arrangement, Instalment, int] | None:
    """The running or failed plan that payments do not cover: its first open instalment, and what is short in fen."""
    for plan in reversed(case.arrangements):
        if plan.state not in (ArrangementState.PERFORMING, ArrangementState.DEFAULTED):
            continue
        paid = sum(payment.amount_fen for payment in case.payments if payment.posted_on >= plan.signed_on)
        first: Instalment | None = None
        short = 0
        for instalment in plan.instalments:
            if instalment.due_on >= today:
                break
            covered = min(max(paid, 0), instalment.amount_fen)
            paid -= instalment.amount_fen
            if covered < instalment.amount_fen:
                first = first or instalment
                short += instalment.amount_fen - covered
        if first is not None:
            return plan, first, short
    return None


def remembered(slot: Slot, case: CaseFile, language: str, today: date) -> str | None:
    """The words for one remembered fact; None when there is none."""
    promise, claim = broken_promise(case), claim_not_found(case)
    arrears = plan_in_arrears(case, today=today)
    match slot:
        case Slot.LAST_PROMISE_ON:
            return say_date(promise.due_on if promise else None, language)
        case Slot.LAST_PROMISE_AMOUNT:
            return say_money(promise.amount_fen if promise else None, language)
        case Slot.LAST_CLAIM_ON:
            return say_date(claim.paid_on if claim else None, language)
        case Slot.LAST_CLAIM_AMOUNT:
            return say_money(claim.amount_fen if claim else None, language)
        case Slot.LAST_CLAIM_CHANNEL:
            known = claim is not None and claim.channel in set(PayChannel)
            return say_channel(PayChannel(claim.channel) if claim and known else None, language)
        case Slot.LAST_TALK_ON:
            return say_date(_last_talk(case), language)
        case Slot.LAST_REASON:
            return named(REASON_NAMES.get(case.reasons[-1]) if case.reasons else None, language)
        case Slot.PLAN_SHORT:
            return say_money(arrears[2] if arrears else None, language)
        case Slot.PLAN_DUE_ON:
            return say_date(arrears[1].due_on if arrears else None, language)
        case _:
            raise ValueError(f"{slot} is nothing that is remembered from an earlier call")


def _last_talk(case: CaseFile) -> date | None:
    """The day of the last earlier call in which the customer was verified."""
    verified = set(case.verified_attempts) - set(_attempt_now(case))
    talks = [attempt.started_at for attempt in case.attempts if attempt.attempt_id in verified]
    return civil_date(max(talks)) if talks else None
