"""The promise watch: was a promise kept? A pure function of the promises, the money and a day.

Room: followup. It judges and proposes ``PromiseJudged``; it records nothing and contacts nobody. The rules
in full, each of them a row of ``tests/core/followup/promise_truth_table.yaml``:

1.  *Window.* Money counts when it was posted from the day the promise was made (where the customer is) to
    ``due_on`` plus the days of grace, both days inside. A last day that is a rest day of the banks moves to
    the next day that is none.
2.  *Money* is what stands after reversals (``standing_money``), of this case only: two debts of one person
    are two sets of payments.
3.  *Chain.* Each day's money goes to the promise that falls due first among those whose window holds that
    day, up to its amount; what is over goes to the next. No fen counts twice, over-payment counts once.
4.  *Kept* as soon as the promised amount is reached, also before it is due.
5.  While the window runs and the amount is not reached there is no verdict. The last day is over only when
    ``as_of_on`` is later than it.
6.  After the window: something, but less than promised, is *partly kept*; nothing is *broken*.
7.  *Recalled or returned* before the window was over: *cancelled*, because we no longer see whether money
    came; unless the amount was reached before.
8.  *Settled* before the window was over: *kept* when money counted towards it, however much, since nothing
    is left to pay; *cancelled* when none did (an open case that is only paid up waits for the window's end).
9.  *Later knowledge.* A verdict stays, and keeps the money it was given, until the money says otherwise: a
    reversal that brings a promise below its amount makes it partly kept or broken, or open again while its
    window still runs; money inside the window that a later file brings makes a broken promise kept.
10. A cancelled promise stays cancelled and takes no money. Words without amount and day are no promise and
    never come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.happening import PromiseJudged
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.standing_money import StandingPayment, standing_payments
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import PromiseId
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """What the house grants: days after the due day, and the days on which banks post nothing."""

    grace_days: int = 1
    rest_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.grace_days < 0:
            raise ValueError("grace_days counts from 0; a promise cannot end before it is due")


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


@dataclass(frozen=True, slots=True)
class PromiseVerdict:
    """One verdict; ``paid_fen`` is the money that counted, never more than was promised."""

    state: PromiseState
    paid_fen: int
    on: date
    reason: Reason


def last_day_of(*, promise: Promise, terms: PromiseTerms) -> date:
    """The last day on which money still counts towards a promise."""
    day = promise.due_on + timedelta(days=terms.grace_days)
    while day in terms.rest_days:
        day += timedelta(days=1)
    return day


def judge_promise(
    *,
    promise: Promise,
    payments: Iterable[Payment],
    as_of_on: date,
    terms: PromiseTerms = PromiseTerms(),
    other_promises: Iterable[Promise] = (),
    ending: CaseEnd | None = None,
) -> PromiseVerdict | None:
    """Judge one promise among the others of its case; None while there is nothing to say yet."""
    money = allot_money(
        promises=(promise, *(p for p in other_promises if p.promise_id != promise.promise_id)),
        standing=standing_payments(payments=payments, as_of_on=as_of_on),
        terms=terms,
    )
    return _verdict(
        promise, paid_fen=money[promise.promise_id], as_of_on=as_of_on, terms=terms, ending=ending
    )


def watch_promises(
    *, case: CaseFile, as_of_on: date, terms: PromiseTerms = PromiseTerms()
) -> tuple[PromiseJudged, ...]:
    """The verdicts that are new or have changed, earliest due first; empty when all is as recorded.

    A verdict that falls frees the money it was founded on, and that may decide another promise: so all are
    judged again until nothing moves, and watching a second time finds nothing.
    """
    if not case.promises:
        return ()
    standing = standing_payments(payments=case.payments, as_of_on=as_of_on)
    ending = case_end(case=case, standing=standing)
    found: dict[PromiseId, PromiseJudged] = {}
    promises = case.promises
    for _ in range(len(promises) + 1):
        money = allot_money(promises=promises, standing=standing, terms=terms)
        moved = {}
        for promise in promises:
            if promise.state is PromiseState.CANCELLED:
                continue
            paid_fen = money[promise.promise_id]
            verdict = _verdict(promise, paid_fen=paid_fen, as_of_on=as_of_on, terms=terms, ending=ending)
            state, paid, on = (
                (PromiseState.OPEN, 0, as_of_on)
                if verdict is None
                else (verdict.state, verdict.paid_fen, verdict.on)
            )
            if (state, paid) != (promise.state, 0 if state is PromiseState.OPEN else promise.paid_fen):
                moved[promise.promise_id] = PromiseJudged(promise.promise_id, state, paid, on)
        if not moved:
            break
        found |= moved
        promises = tuple(_as_judged(promise, moved.get(promise.promise_id)) for promise in promises)
    return tuple(
        found[promise.promise_id]
        for promise in sorted(case.promises, key=_by_due)
        if promise.promise_id in found and _differs(promise, found[promise.promise_id])
    )


def _as_judged(promise: Promise, judged: PromiseJudged | None) -> Promise:
    return promise if judged is None else replace(promise, state=judged.state, paid_fen=judged.paid_fen)


def _differs(promise: Promise, judged: PromiseJudged) -> bool:
    return (judged.state, judged.paid_fen) != (promise.state, promise.paid_fen)


def allot_money(
    *, promises: Iterable[Promise], standing: Iterable[StandingPayment], terms: PromiseTerms = PromiseTerms()
) -> Mapping[PromiseId, int]:
    """Give each day's money to the promises it counts for; the shares never add up to more than the money.

    What a verdict was founded on is given to that promise again first, so that a promise made later cannot
    undo it; what remains goes to the earliest due. Giving each day's money to the earliest end among the
    open windows serves as much as can be served, so no founded verdict is lost by the way of dealing out.
    """
    in_order = [p for p in sorted(promises, key=_by_due) if p.state is not PromiseState.CANCELLED]
    by_day: dict[date, int] = {}
    for payment in standing:
        by_day[payment.posted_on] = by_day.get(payment.posted_on, 0) + payment.amount_fen
    given = {promise.promise_id: 0 for promise in promises}
    founded = {p.promise_id: min(p.paid_fen, p.amount_fen) for p in in_order}
    wanted = {promise.promise_id: promise.amount_fen for promise in in_order}
    for ceiling in (founded, wanted):
        for day in sorted(by_day):
            for promise in in_order:
                if by_day[day] == 0:
                    break
                if _counts(promise, day, terms):
                    share = min(by_day[day], ceiling[promise.promise_id] - given[promise.promise_id])
                    given[promise.promise_id] += share
                    by_day[day] -= share
    return given


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


def _counts(promise: Promise, day: date, terms: PromiseTerms) -> bool:
    return civil_date(promise.made_at) <= day <= last_day_of(promise=promise, terms=terms)


def _verdict(
    promise: Promise, *, paid_fen: int, as_of_on: date, terms: PromiseTerms, ending: CaseEnd | None
) -> PromiseVerdict | None:
    last_day = last_day_of(promise=promise, terms=terms)
    if paid_fen >= promise.amount_fen:
        state, code = PromiseState.KEPT, "reached"
    elif _ends_it(ending, paid_fen=paid_fen, last_day=last_day, as_of_on=as_of_on):
        assert ending is not None, "only an end ends it"
        settled = ending.kind is EndKind.SETTLED
        state = PromiseState.KEPT if settled and paid_fen > 0 else PromiseState.CANCELLED
        code = ending.kind.value
    elif as_of_on <= last_day:
        return None
    elif paid_fen > 0:
        state, code = PromiseState.PARTLY_KEPT, "partly"
    else:
        state, code = PromiseState.BROKEN, "nothing"
    text = _TEXTS[code]
    paid, promised = show_yuan(paid_fen), show_yuan(promise.amount_fen)
    return PromiseVerdict(
        state,
        paid_fen,
        as_of_on,
        Reason(
            f"followup.promise.{code}",
            Bilingual(
                text.zh.format(paid=paid, promised=promised, last=last_day.isoformat()),
                text.en.format(paid=paid, promised=promised, last=last_day.isoformat()),
            ),
        ),
    )


def _ends_it(ending: CaseEnd | None, *, paid_fen: int, last_day: date, as_of_on: date) -> bool:
    """Did the case end while the promise ran? Money that a reversal may still take back ends nothing early."""
    if ending is None or ending.on > min(last_day, as_of_on):
        return False
    return ending.final or paid_fen > 0 or as_of_on > last_day


_TEXTS = {
    "reached": Bilingual(
        "已入账 {paid} 元，达到承诺的 {promised} 元", "{paid} of {promised} yuan came in: reached"
    ),
    "settled": Bilingual("案件已结清，计入 {paid} 元", "the case was settled; {paid} yuan counted"),
    "recalled": Bilingual(
        "承诺到期前案件已收回，计入 {paid} 元", "the case was recalled before the end; {paid} yuan counted"
    ),
    "returned": Bilingual(
        "承诺到期前案件已退案，计入 {paid} 元", "the case was returned before the end; {paid} yuan counted"
    ),
    "partly": Bilingual(
        "截至 {last} 入账 {paid} 元，少于承诺的 {promised} 元",
        "{paid} of {promised} yuan came in by {last}: less than promised",
    ),
    "nothing": Bilingual(
        "截至 {last} 没有入账，承诺 {promised} 元", "nothing came in by {last}; {promised} yuan were promised"
    ),
}
