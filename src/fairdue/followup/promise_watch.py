"""The promise watch: was a promise kept? A pure function of the promises, the money and a day.

Room: followup. It judges and proposes ``PromiseJudged``; it records nothing and contacts nobody. Each rule is rows of
the published truth table (``fairdue_playbook/followup/truth/promise.yaml``, printed in ``docs/promise-truth-table.md``):

1.  *Window.* Money counts when it was posted from the day the promise was made (where the customer is) to ``due_on``
    plus the days of grace, both days inside. A last day on which banks rest moves to their next working day.
2.  *Money* is what stands after reversals (``standing_money``), of this case only: two debts of one person are two sets
    of payments. Money that a confirmed claim found counts on the day the customer named as well: a slow bank breaks no
    promise.
3.  *Chain.* Money goes to the promise that falls due first among those whose window holds its day, up to its amount;
    what is over goes to the next. No fen counts twice, over-payment counts once.
4.  *Kept* as soon as the promised amount is reached, also before it is due.
5.  While the window runs and the amount is not reached there is no verdict. The last day is over only when
    ``as_of_on`` is later than it.
6.  After the window: something, but less than promised, is *partly kept*; nothing is *broken*. Neither is said while a
    claimed payment of the window is still checked, nor where the year's working days are not known.
7.  *Recalled or returned* before the window was over: *cancelled*, because we no longer see whether money came; unless
    the amount was reached before.
8.  *Settled* before the window was over: *kept* when money counted towards it, however much, since nothing is left to
    pay; *cancelled* when none did (an open case that is only paid up waits for the window's end).
9.  *Later knowledge.* A verdict stays, and keeps the money it was given, until the money says otherwise: a reversal that
    brings a promise below its amount makes it partly kept or broken, or open again while its window still runs; money
    inside the window that a later file brings makes a broken promise kept. A claim made after the verdict waits for
    its money like everything else.
10. A cancelled promise stays cancelled and takes no money, also when the case is placed again. Words without amount and
    day are no promise and never come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.happening import PromiseJudged
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.promise_verdict import PromiseRule, PromiseVerdict, verdict_by
from fairdue.followup.standing_money import StandingPayment, standing_payments
from fairdue.followup.terms import PLAIN_PROMISE, LastDay, PromiseTerms, TermsByDay
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import PaymentId, PromiseId

_FOUND = frozenset({ClaimState.CONFIRMED, ClaimState.PARTLY_CONFIRMED})
_FALLEN_SHORT = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})


class EndKind(StrEnum):
    """Why a case ended."""

    SETTLED = "settled"
    RECALLED = "recalled"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """That a case ended, and on which day; not ``final`` while it is only paid up and still open."""

    kind: EndKind
    on: date
    final: bool = True


def last_day_of(*, promise: Promise, terms: TermsByDay[PromiseTerms]) -> LastDay:
    """The last day on which money still counts towards a promise, by the terms of the day it was made."""
    return terms.on(civil_date(promise.made_at)).last_day(promise.due_on)


def judge_promise(
    *,
    promise: Promise,
    payments: Iterable[Payment],
    as_of_on: date,
    terms: TermsByDay[PromiseTerms] = PLAIN_PROMISE,
    other_promises: Iterable[Promise] = (),
    claims: Iterable[ClaimedPayment] = (),
    ending: CaseEnd | None = None,
) -> PromiseVerdict:
    """Judge one promise among the others of its case; open, with the rule it waits by, while there is nothing to say."""
    claims = tuple(claims)
    money = allot_money(
        promises=(promise, *(p for p in other_promises if p.promise_id != promise.promise_id)),
        standing=standing_payments(payments=payments, as_of_on=as_of_on),
        terms=terms,
        claims=claims,
    )
    return _verdict(promise, money.given[promise.promise_id], _Light(as_of_on, terms, claims, ending))


def judge_promises(
    *, case: CaseFile, as_of_on: date, terms: TermsByDay[PromiseTerms] = PLAIN_PROMISE
) -> Mapping[PromiseId, PromiseVerdict]:
    """The verdict on every promise of a case, with its rule and reason; what a page shows beside each.

    A verdict that falls frees the money it was founded on, and that may decide another promise: so all are judged
    again until nothing moves, and judging a second time finds nothing new.
    """
    standing = standing_payments(payments=case.payments, as_of_on=as_of_on)
    light = _Light(as_of_on, terms, case.claims, case_end(case=case, standing=standing))
    promises = case.promises
    found: dict[PromiseId, PromiseVerdict] = {}
    for _ in range(len(promises) + 1):
        money = allot_money(promises=promises, standing=standing, terms=terms, claims=case.claims)
        for promise in promises:
            verdict = _verdict(promise, money.given[promise.promise_id], light)
            # What was cancelled a moment ago keeps the rule that cancelled it.
            if verdict.rule is not PromiseRule.STAYS_CANCELLED or promise.promise_id not in found:
                found[promise.promise_id] = verdict
        judged = tuple(_as_judged(p, found[p.promise_id]) for p in promises)
        if judged == promises:
            break
        promises = judged
    return found


def watch_promises(
    *, case: CaseFile, as_of_on: date, terms: TermsByDay[PromiseTerms] = PLAIN_PROMISE
) -> tuple[PromiseJudged, ...]:
    """The verdicts that are new or have changed, earliest due first; empty when all is as recorded."""
    if not case.promises:
        return ()
    found = judge_promises(case=case, as_of_on=as_of_on, terms=terms)
    return tuple(
        PromiseJudged(promise.promise_id, judged.state, judged.paid_fen, as_of_on, verdict.rule.value)
        for promise in sorted(case.promises, key=_by_due)
        for verdict in [found[promise.promise_id]]
        for judged in [_as_judged(promise, verdict)]
        if (judged.state, judged.paid_fen) != (promise.state, promise.paid_fen)
    )


def _as_judged(promise: Promise, verdict: PromiseVerdict) -> Promise:
    """The promise as it would be recorded; while it is open no money is recorded on it."""
    paid_fen = 0 if verdict.state is PromiseState.OPEN else verdict.paid_fen
    if (promise.state, promise.paid_fen) == (verdict.state, paid_fen):
        return promise
    return replace(promise, state=verdict.state, paid_fen=paid_fen)


@dataclass(frozen=True, slots=True)
class Allotment:
    """What each promise was given, and what no promise took; together all the money that stands."""

    given: Mapping[PromiseId, int]
    left_fen: int


def allot_money(
    *,
    promises: Iterable[Promise],
    standing: Iterable[StandingPayment],
    terms: TermsByDay[PromiseTerms] = PLAIN_PROMISE,
    claims: Iterable[ClaimedPayment] = (),
) -> Allotment:
    """Give each day's money to the promises it counts for; no fen is given twice and none is lost.

    What a verdict was founded on is given to that promise again first, so that a promise made later cannot undo it;
    what remains goes to the earliest due.
    """
    promises = tuple(promises)
    in_order = [p for p in sorted(promises, key=_by_due) if p.state is not PromiseState.CANCELLED]
    windows = {
        p.promise_id: (civil_date(p.made_at), last_day_of(promise=p, terms=terms).on) for p in in_order
    }
    said_on = _days_said(claims)
    left: dict[tuple[date, date], int] = {}
    for payment in standing:
        said = min(said_on.get(payment.payment_id, payment.posted_on), payment.posted_on)
        left[payment.posted_on, said] = left.get((payment.posted_on, said), 0) + payment.amount_fen
    given = {promise.promise_id: 0 for promise in promises}
    founded = {p.promise_id: min(p.paid_fen, p.amount_fen) for p in in_order}
    wanted = {promise.promise_id: promise.amount_fen for promise in in_order}
    for ceiling in (founded, wanted):
        for days in sorted(left):
            for promise in in_order:
                if left[days] == 0:
                    break
                first, last = windows[promise.promise_id]
                if any(first <= day <= last for day in days):
                    share = min(left[days], ceiling[promise.promise_id] - given[promise.promise_id])
                    given[promise.promise_id] += share
                    left[days] -= share
    return Allotment(given, sum(left.values()))


def _days_said(claims: Iterable[ClaimedPayment]) -> dict[PaymentId, date]:
    """The day that the customer named for each payment that a claim found."""
    return {
        payment_id: claim.paid_on
        for claim in claims
        if claim.state in _FOUND
        for payment_id in claim.payment_ids
    }


def case_end(*, case: CaseFile, standing: Iterable[StandingPayment]) -> CaseEnd | None:
    """How and when the case ended for its promises; an open case ends when its balance is paid."""
    match case.status:
        case CaseStatus.OPEN:
            days = [payment.posted_on for payment in standing]
            paid_up = bool(days) and case.balance_fen <= 0
            return CaseEnd(EndKind.SETTLED, max(days), final=False) if paid_up else None
        case CaseStatus.SETTLED:
            kind = EndKind.SETTLED
        case CaseStatus.RECALLED:
            kind = EndKind.RECALLED
        case CaseStatus.RETURNED:
            kind = EndKind.RETURNED
        case _:
            assert_never(case.status)
    return None if case.closed_on is None else CaseEnd(kind, case.closed_on)


def _by_due(promise: Promise) -> tuple[date, str, str]:
    return promise.due_on, promise.made_at.isoformat(), promise.promise_id


@dataclass(frozen=True, slots=True)
class _Light:
    """All that a verdict is given in, besides the promise and its money."""

    as_of_on: date
    terms: TermsByDay[PromiseTerms]
    claims: tuple[ClaimedPayment, ...]
    ending: CaseEnd | None


def _verdict(promise: Promise, paid_fen: int, light: _Light) -> PromiseVerdict:
    last_day = last_day_of(promise=promise, terms=light.terms)
    rule = _rule(promise, paid_fen, last_day, light)
    return verdict_by(
        rule,
        paid_fen=promise.paid_fen if rule is PromiseRule.STAYS_CANCELLED else paid_fen,
        promised_fen=promise.amount_fen,
        last_day=last_day.on,
        on=light.as_of_on,
    )


def _rule(promise: Promise, paid_fen: int, last_day: LastDay, light: _Light) -> PromiseRule:
    """The first rule that applies, in the order of the list above."""
    if promise.state is PromiseState.CANCELLED:
        return PromiseRule.STAYS_CANCELLED
    if paid_fen >= promise.amount_fen:
        return PromiseRule.REACHED
    over = light.as_of_on > last_day.on
    ending = light.ending
    if ending is not None and _ends_it(ending, paid_fen=paid_fen, over=over, last_day=last_day, light=light):
        match ending.kind:
            case EndKind.SETTLED:
                return PromiseRule.SETTLED if paid_fen > 0 else PromiseRule.SETTLED_UNPAID
            case EndKind.RECALLED:
                return PromiseRule.RECALLED
            case EndKind.RETURNED:
                return PromiseRule.RETURNED
            case _:
                assert_never(ending.kind)
    if not over:
        return PromiseRule.RUNNING
    if promise.state not in _FALLEN_SHORT:  # what was said before is not taken back by words alone
        if not last_day.known:
            return PromiseRule.CALENDAR_UNKNOWN
        if _still_checked(promise, last_day, light):
            return PromiseRule.CLAIM_OPEN
    return PromiseRule.PARTLY if paid_fen > 0 else PromiseRule.NOTHING


def _ends_it(ending: CaseEnd, *, paid_fen: int, over: bool, last_day: LastDay, light: _Light) -> bool:
    """Did the case end while the promise ran? Money that a reversal may still take back ends nothing early."""
    if ending.on > min(last_day.on, light.as_of_on):
        return False
    return ending.final or paid_fen > 0 or over


def _still_checked(promise: Promise, last_day: LastDay, light: _Light) -> bool:
    """Is a payment inside the window claimed, and not resolved yet?"""
    made_on = civil_date(promise.made_at)
    return any(
        claim.state is ClaimState.OPEN and made_on <= claim.paid_on <= last_day.on for claim in light.claims
    )
