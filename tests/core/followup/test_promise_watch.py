"""The promise watch over whole cases, and its algebra: order, conservation, reversal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.followup.money_builders import claimed, on, owing, paid, promised
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.happening import PromiseJudged
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.promise_verdict import PromiseRule
from fairdue.followup.promise_watch import allot_money, judge_promise, watch_promises
from fairdue.followup.standing_money import standing_payments
from fairdue.followup.terms import Dated, PromiseTerms
from fairdue.foundation.ids import PaymentId

FIRST = on("03-01")


def _judged(case: CaseFile, *found: PromiseJudged) -> CaseFile:
    """The case after these verdicts, as the log would fold them."""
    by_id = {verdict.promise_id: verdict for verdict in found}
    promises = tuple(
        replace(p, state=v.state, paid_fen=v.paid_fen, judged_on=v.on)
        if (v := by_id.get(p.promise_id)) is not None
        else p
        for p in case.promises
    )
    return replace(case, promises=promises)


def test_a_case_without_promises_has_nothing_to_judge() -> None:
    assert watch_promises(case=owing(), as_of_on=on("03-12")) == ()


def test_a_verdict_is_recorded_once_and_not_again_the_next_day() -> None:
    case = owing(promises=[promised()])
    found = watch_promises(case=case, as_of_on=on("03-12"))
    assert [(v.state, v.paid_fen, v.on) for v in found] == [(PromiseState.BROKEN, 0, on("03-12"))]
    assert watch_promises(case=_judged(case, *found), as_of_on=on("03-13")) == ()


def test_a_broken_promise_becomes_kept_when_the_file_came_late() -> None:
    case = owing(promises=[promised(state="broken")], payments=[paid("03-10", 1000)])
    (found,) = watch_promises(case=case, as_of_on=on("03-16"))
    assert (found.state, found.paid_fen) == (PromiseState.KEPT, 1000)


def test_a_kept_promise_is_open_again_when_its_money_is_taken_back_in_time() -> None:
    money = [paid("03-05", 1000), paid("03-07", -1000, "p2", reverses="p1")]
    case = owing(promises=[promised(state="kept", paid_fen=1000)], payments=money)
    (found,) = watch_promises(case=case, as_of_on=on("03-08"))
    assert (found.state, found.paid_fen) == (PromiseState.OPEN, 0)
    (later,) = watch_promises(case=_judged(case, found), as_of_on=on("03-12"))
    assert later.state is PromiseState.BROKEN


def test_a_recall_cancels_what_is_open_and_leaves_what_was_judged() -> None:
    case = owing(promises=[promised("a", due="03-04", state="broken"), promised("b", due="03-20")])
    case = replace(case, status=CaseStatus.RECALLED, closed_on=on("03-10"))
    (found,) = watch_promises(case=case, as_of_on=on("03-10"))
    assert (found.promise_id, found.state) == ("b", PromiseState.CANCELLED)


def test_a_promise_above_the_balance_is_kept_when_the_balance_is_paid() -> None:
    case = owing(fen=600, promises=[promised(fen=1000)], payments=[paid("03-05", 600)])
    (found,) = watch_promises(case=case, as_of_on=on("03-05"))
    assert (found.state, found.paid_fen) == (PromiseState.KEPT, 600)


def test_a_case_paid_up_before_the_promise_waits_since_the_money_may_be_taken_back() -> None:
    case = owing(fen=600, promises=[promised(made="03-03")], payments=[paid("03-02", 600)])
    assert watch_promises(case=case, as_of_on=on("03-05")) == ()
    (found,) = watch_promises(case=case, as_of_on=on("03-12"))
    assert found.state is PromiseState.CANCELLED


def test_money_freed_by_a_verdict_that_falls_decides_the_other_promise_at_once() -> None:
    kept = promised("b", fen=2, made="03-01", due="03-01", state="kept")
    case = owing(promises=[promised("a", fen=1, made="03-01", due="03-01"), replace(kept, paid_fen=2)])
    case = replace(case, payments=(paid("03-01", 1),))
    found = {judged.promise_id: judged for judged in watch_promises(case=case, as_of_on=on("03-01"))}
    assert found["a"].state is PromiseState.KEPT
    assert found["b"].state is not PromiseState.KEPT


def test_grace_below_zero_is_misuse() -> None:
    with pytest.raises(ValueError, match="grace_days"):
        PromiseTerms(grace_days=-1)


def test_a_verdict_says_why_in_both_languages() -> None:
    verdict = judge_promise(promise=promised(), payments=[paid("03-05", 400)], as_of_on=on("03-12"))
    assert verdict.rule is PromiseRule.PARTLY
    assert verdict.reason.code == "followup.promise.partly"
    assert "4.00" in verdict.reason.text.zh and "2026-03-11" in verdict.reason.text.en


days = st.integers(0, 30).map(lambda number: f"03-{number + 1:02d}")


@st.composite
def moneys(draw: st.DrawFn) -> list[Payment]:
    """Payments, some taken back in whole or part, some reversals that name nothing."""
    payments = [paid(draw(days), draw(st.integers(1, 2000)), f"p{n}") for n in range(draw(st.integers(0, 6)))]
    reversals = []
    for number in range(draw(st.integers(0, 4))):
        names: list[str | None] = [None, *(payment.payment_id for payment in payments)]
        back = -draw(st.integers(1, 2500))
        reversals.append(paid(draw(days), back, f"r{number}", reverses=draw(st.sampled_from(names))))
    return payments + reversals


@st.composite
def chains(draw: st.DrawFn) -> list[Promise]:
    """Up to four promises, some judged before on money that may or may not be there."""
    chain = []
    for number in range(draw(st.integers(1, 4))):
        made = draw(st.integers(1, 25))
        due = min(31, made + draw(st.integers(0, 10)))
        fen = draw(st.integers(1, 1500))
        state = draw(st.sampled_from(["open", "open", "kept", "partly_kept", "broken", "cancelled"]))
        had = {"kept": fen, "partly_kept": fen // 2}.get(state, 0)
        chain.append(promised(f"q{number}", f"03-{made:02d}", f"03-{due:02d}", fen, state, had))
    return chain


@given(moneys(), chains(), st.integers(0, 40), st.randoms(use_true_random=False))
def test_the_order_of_payments_and_of_promises_changes_no_verdict(
    payments: list[Payment], chain: list[Promise], later: int, chance: object
) -> None:
    as_of_on = FIRST + timedelta(days=later)
    case = owing(payments=payments, promises=chain)
    shuffled, rechained = list(payments), list(chain)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(rechained)  # type: ignore[attr-defined]
    again = owing(payments=shuffled, promises=rechained)
    assert watch_promises(case=case, as_of_on=as_of_on) == watch_promises(case=again, as_of_on=as_of_on)


@given(moneys(), st.integers(0, 40))
def test_what_stands_is_the_sum_of_all_postings_or_nothing(payments: list[Payment], later: int) -> None:
    as_of_on = FIRST + timedelta(days=later)
    standing = standing_payments(payments=payments, as_of_on=as_of_on)
    posted = sum(payment.amount_fen for payment in payments if payment.posted_on <= as_of_on)
    assert sum(payment.amount_fen for payment in standing) == max(0, posted)
    assert all(payment.amount_fen > 0 for payment in standing)


@given(moneys(), chains(), st.integers(0, 40), st.lists(st.tuples(days, days), max_size=3))
def test_what_is_dealt_out_and_what_is_left_is_all_the_money(
    payments: list[Payment], chain: list[Promise], later: int, said: list[tuple[str, str]]
) -> None:
    claims = [
        replace(claimed(f"c{n}", day), state=ClaimState.CONFIRMED, payment_ids=(PaymentId(f"p{n}"),))
        for n, (day, _) in enumerate(said)
    ]
    standing = standing_payments(payments=payments, as_of_on=FIRST + timedelta(days=later))
    dealt = allot_money(promises=chain, standing=standing, claims=claims)
    assert sum(dealt.given.values()) + dealt.left_fen == sum(payment.amount_fen for payment in standing)
    assert all(0 <= dealt.given[promise.promise_id] <= promise.amount_fen for promise in chain)
    assert all(dealt.given[p.promise_id] == 0 for p in chain if p.state is PromiseState.CANCELLED)


@given(moneys(), chains(), st.integers(0, 40))
def test_reversing_everything_returns_to_the_start(
    payments: list[Payment], chain: list[Promise], later: int
) -> None:
    as_of_on = FIRST + timedelta(days=later)
    fresh = [replace(p, state=PromiseState.OPEN, paid_fen=0) for p in chain]
    start = owing(promises=fresh)
    given_money = [payment for payment in payments if payment.amount_fen > 0]
    back = [
        Payment(PaymentId(f"x{p.payment_id}"), -p.amount_fen, p.posted_on, reverses=p.payment_id)
        for p in given_money
    ]
    paid_up = replace(start, payments=tuple(given_money))
    judged = _judged(paid_up, *watch_promises(case=paid_up, as_of_on=as_of_on))
    undone = replace(judged, payments=(*given_money, *back))
    undone = _judged(undone, *watch_promises(case=undone, as_of_on=as_of_on))
    untouched = _judged(start, *watch_promises(case=start, as_of_on=as_of_on))
    assert [(p.state, p.paid_fen) for p in undone.promises] == [
        (p.state, p.paid_fen) for p in untouched.promises
    ]


@given(moneys(), chains(), st.integers(0, 40))
def test_watching_twice_finds_nothing_the_second_time(
    payments: list[Payment], chain: list[Promise], later: int
) -> None:
    as_of_on = FIRST + timedelta(days=later)
    case = owing(payments=payments, promises=chain)
    case = _judged(case, *watch_promises(case=case, as_of_on=as_of_on))
    assert watch_promises(case=case, as_of_on=as_of_on) == ()


@given(moneys(), chains(), st.integers(0, 40), st.integers(0, 20))
def test_what_was_kept_stays_kept_on_every_later_day_without_a_reversal(
    payments: list[Payment], chain: list[Promise], first: int, more: int
) -> None:
    money = [payment for payment in payments if payment.amount_fen > 0]
    fresh = [replace(p, state=PromiseState.OPEN, paid_fen=0) for p in chain]
    case, day = owing(payments=money, promises=fresh), FIRST + timedelta(days=first)
    case = _judged(case, *watch_promises(case=case, as_of_on=day))
    kept = {p.promise_id for p in case.promises if p.state is PromiseState.KEPT}
    later = watch_promises(case=case, as_of_on=day + timedelta(days=more))
    assert not [judged for judged in later if judged.promise_id in kept]


@given(moneys(), chains(), st.integers(0, 40), st.integers(0, 20))
def test_a_verdict_changes_later_only_when_money_was_posted_since(
    payments: list[Payment], chain: list[Promise], first: int, more: int
) -> None:
    day = FIRST + timedelta(days=first)
    money = [payment for payment in payments if payment.posted_on <= day]
    fresh = [replace(p, state=PromiseState.OPEN, paid_fen=0) for p in chain]
    case = owing(payments=money, promises=fresh)
    case = _judged(case, *watch_promises(case=case, as_of_on=day))
    said = {p.promise_id for p in case.promises if p.state is not PromiseState.OPEN}
    later = watch_promises(case=case, as_of_on=day + timedelta(days=more))
    assert not [judged for judged in later if judged.promise_id in said]


@given(moneys(), moneys(), chains(), chains(), st.integers(0, 40))
def test_two_debts_never_share_money(
    here: list[Payment], there: list[Payment], first: list[Promise], second: list[Promise], later: int
) -> None:
    as_of_on = FIRST + timedelta(days=later)
    dealt = [
        allot_money(promises=chain, standing=standing_payments(payments=money, as_of_on=as_of_on))
        for money, chain in ((here, first), (there, second))
    ]
    for one, money in zip(dealt, (here, there), strict=True):
        posted = sum(payment.amount_fen for payment in money if payment.posted_on <= as_of_on)
        assert sum(one.given.values()) <= max(0, posted)
    alone = watch_promises(case=owing(payments=here, promises=first), as_of_on=as_of_on)
    watch_promises(case=owing(payments=there, promises=second), as_of_on=as_of_on)
    assert watch_promises(case=owing(payments=here, promises=first), as_of_on=as_of_on) == alone


def test_a_later_version_of_the_terms_undoes_no_promise_made_before_it() -> None:
    terms = Dated(((on("01-01"), PromiseTerms(2)), (on("03-05"), PromiseTerms(0))))
    case = owing(promises=[promised()], payments=[paid("03-12", 1000)])
    (found,) = watch_promises(case=case, as_of_on=on("03-12"), terms=terms)
    assert (found.state, found.rule) == (PromiseState.KEPT, "reached")
    made_later = owing(promises=[promised(made="03-06")], payments=[paid("03-12", 1000)])
    (found,) = watch_promises(case=made_later, as_of_on=on("03-12"), terms=terms)
    assert (found.state, found.rule) == (PromiseState.BROKEN, "nothing")
