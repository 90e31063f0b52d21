"""Claimed payments against the creditor's money."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.followup.money_builders import claimed, held, on, owing, paid
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.happening import ClaimResolved, HoldReleased
from fairdue.casefile.payment import Payment
from fairdue.followup.claim_watch import findings_of, match_claims
from fairdue.followup.terms import ClaimTerms
from fairdue.foundation.ids import PaymentId


def _outcomes(case: CaseFile, day: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
    found = match_claims(case=case, as_of_on=on(day))
    return [
        (f.claim_id, f.state.value, f.confirmed_fen, f.payment_ids)
        for f in found
        if isinstance(f, ClaimResolved)
    ]


def _resolved(case: CaseFile, day: str) -> CaseFile:
    found = {f.claim_id: f for f in match_claims(case=case, as_of_on=on(day)) if isinstance(f, ClaimResolved)}
    return replace(
        case,
        claims=tuple(
            replace(c, state=f.state, confirmed_fen=f.confirmed_fen, payment_ids=f.payment_ids)
            if (f := found.get(c.claim_id)) is not None
            else c
            for c in case.claims
        ),
    )


def test_the_exact_amount_confirms_at_once_and_releases_the_hold() -> None:
    case = owing(claims=[claimed()], holds=[held()], payments=[paid("03-03", 1000, channel="wechat")])
    found = match_claims(case=case, as_of_on=on("03-03"))
    assert found == (
        ClaimResolved(claimed().claim_id, ClaimState.CONFIRMED, 1000, (PaymentId("p1"),)),
        HoldReleased(held().hold_id),
    )


def test_nothing_is_said_before_the_last_day_of_checking_is_over() -> None:
    case = owing(claims=[claimed()], holds=[held()], payments=[paid("03-03", 400)])
    assert match_claims(case=case, as_of_on=on("03-05")) == ()


def test_a_part_is_partly_confirmed_and_nothing_is_not_found_when_the_check_is_over() -> None:
    partly = owing(claims=[claimed()], payments=[paid("03-03", 400)])
    assert _outcomes(partly, "03-06") == [("c1", "partly_confirmed", 400, ("p1",))]
    assert _outcomes(owing(claims=[claimed()]), "03-06") == [("c1", "not_found", 0, ())]


def test_a_hold_that_has_ended_by_itself_is_not_released_again() -> None:
    case = owing(claims=[claimed()], holds=[held(ends="03-06")])
    assert not [f for f in match_claims(case=case, as_of_on=on("03-06")) if isinstance(f, HoldReleased)]


def test_a_hold_stays_while_another_claim_of_that_day_is_still_checked() -> None:
    case = owing(
        claims=[claimed("c1", fen=1000), claimed("c2", fen=500)],
        holds=[held()],
        payments=[paid("03-03", 1000)],
    )
    found = match_claims(case=case, as_of_on=on("03-03"))
    assert [type(f) for f in found] == [ClaimResolved]


def test_several_payments_add_up_and_a_larger_one_covers() -> None:
    both = owing(claims=[claimed()], payments=[paid("03-02", 400), paid("03-04", 600, "p2")])
    assert _outcomes(both, "03-04") == [("c1", "confirmed", 1000, ("p1", "p2"))]
    larger = owing(claims=[claimed()], payments=[paid("03-02", 1200)])
    assert _outcomes(larger, "03-02") == [("c1", "confirmed", 1000, ("p1",))]


@pytest.mark.parametrize(
    ("day", "fits"), [("02-27", False), ("02-28", True), ("03-04", True), ("03-05", False)]
)
def test_two_days_of_tolerance_on_each_side(day: str, fits: bool) -> None:
    case = owing(claims=[claimed()], payments=[paid(day, 1000)])
    assert [outcome[1] for outcome in _outcomes(case, "03-09")] == ["confirmed" if fits else "not_found"]


def test_an_exact_payment_is_kept_for_the_claim_that_it_fits() -> None:
    case = owing(claims=[claimed("c1", fen=1000), claimed("c2", fen=700)], payments=[paid("03-02", 700)])
    assert _outcomes(case, "03-09") == [("c1", "not_found", 0, ()), ("c2", "confirmed", 700, ("p1",))]


def test_the_channel_that_was_named_is_taken_before_another() -> None:
    case = owing(
        claims=[claimed(channel="wechat")],
        payments=[paid("03-02", 1000, "p1", channel="atm"), paid("03-03", 1000, "p2", channel="wechat")],
    )
    assert _outcomes(case, "03-03") == [("c1", "confirmed", 1000, ("p2",))]


def test_a_payment_taken_back_confirms_nothing_and_undoes_a_confirmation() -> None:
    case = _resolved(owing(claims=[claimed()], payments=[paid("03-03", 1000)]), "03-03")
    assert case.claims[0].state is ClaimState.CONFIRMED
    case = replace(case, payments=(*case.payments, paid("03-09", -1000, "p2", reverses="p1")))
    assert _outcomes(case, "03-09") == [("c1", "not_found", 0, ())]


def test_nobody_stays_not_found_because_a_file_came_late() -> None:
    case = _resolved(owing(claims=[claimed()]), "03-06")
    assert case.claims[0].state is ClaimState.NOT_FOUND
    case = replace(case, payments=(paid("03-03", 1000),))
    assert _outcomes(case, "03-10") == [("c1", "confirmed", 1000, ("p1",))]


def test_a_match_is_explained_by_amount_day_channel_and_card() -> None:
    claim = replace(claimed(), card_tail="4321")
    case = owing(claims=[claim], payments=[paid("03-03", 1000, channel="atm")])
    (found,) = findings_of(case=case, as_of_on=on("03-09"))
    assert [reason.code.removeprefix("followup.claim.") for reason in found.reasons] == [
        "amount_exact",
        "day",
        "channel_differs",
        "tail_untold",
    ]
    (nothing,) = findings_of(case=owing(claims=[claim]), as_of_on=on("03-09"))
    assert [reason.code for reason in nothing.reasons] == ["followup.claim.no_payment"]


def test_a_reason_never_repeats_the_digits_of_a_card() -> None:
    claim = replace(claimed(), card_tail="4321")
    case = owing(claims=[claim], payments=[replace(paid("03-03", 1000), card_tail="8765")])
    (found,) = findings_of(case=case, as_of_on=on("03-09"))
    assert "4321" not in repr((found, case)) and "8765" not in repr((found, case))


def test_a_tolerance_below_zero_is_misuse() -> None:
    with pytest.raises(ValueError, match="counts from 0"):
        ClaimTerms(date_tolerance_days=-1)


amounts = st.sampled_from([300, 500, 700, 1000, 1200])
near_days = st.integers(1, 9).map(lambda day: f"03-0{day}")


@given(
    st.lists(st.tuples(near_days, amounts), max_size=6),
    st.lists(st.tuples(near_days, amounts), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_no_payment_serves_two_claims_and_the_order_of_payments_changes_nothing(
    money: list[tuple[str, int]], said: list[tuple[str, int]], chance: object
) -> None:
    payments: list[Payment] = [paid(day, fen, f"p{n}") for n, (day, fen) in enumerate(money)]
    claims: list[ClaimedPayment] = [claimed(f"c{n}", day, fen) for n, (day, fen) in enumerate(said)]
    found = _outcomes(owing(claims=claims, payments=payments), "03-20")
    used = [payment_id for outcome in found for payment_id in outcome[3]]
    assert len(used) == len(set(used))
    assert sum(outcome[2] for outcome in found) <= sum(p.amount_fen for p in payments)
    chance.shuffle(payments)  # type: ignore[attr-defined]
    assert _outcomes(owing(claims=claims, payments=payments), "03-20") == found
    assert _outcomes(_resolved(owing(claims=claims, payments=payments), "03-20"), "03-21") == []
