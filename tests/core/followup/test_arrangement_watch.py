"""The algebra of plans: order, reversal, conservation and looking twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.followup.money_builders import on, owing, paid
from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseFile
from fairdue.casefile.payment import Payment
from fairdue.conversation.negotiation.schedule import Rounding, build_schedule
from fairdue.followup.arrangement_watch import instalments_of, judge_plan, watch_arrangements
from fairdue.followup.standing_money import standing_payments
from fairdue.followup.terms import ArrangementTerms
from fairdue.foundation.working_days import china_working_days

days = st.integers(2, 31).map(lambda day: f"03-{day:02d}")
terms_of_a_plan = st.builds(
    ArrangementTerms,
    grace_days=st.integers(0, 5),
    calendar=st.sampled_from([None, china_working_days()]),
    missed_to_default=st.integers(1, 3),
    revivals=st.integers(0, 2),
)


@st.composite
def plans(draw: st.DrawFn) -> CaseFile:
    """A case with one signed plan of up to four instalments and some payments, one perhaps taken back."""
    due = sorted(draw(st.sets(st.integers(5, 31), min_size=1, max_size=4)))
    parts = tuple(Instalment(on(f"03-{day:02d}"), draw(st.integers(1, 600))) for day in due)
    money = [paid(draw(days), draw(st.integers(1, 900)), f"p{n}") for n in range(draw(st.integers(0, 5)))]
    if money and draw(st.booleans()):
        money.append(paid(draw(days), -draw(st.integers(1, 900)), "r", reverses="p0"))
    return replace(owing(payments=money), arrangements=(Arrangement("a", on("03-02"), parts),))


def _judged(case: CaseFile, day: date, terms: ArrangementTerms) -> CaseFile:
    changed = {one.arrangement_id: one for one in watch_arrangements(case=case, as_of_on=day, terms=terms)}
    return replace(
        case,
        arrangements=tuple(
            replace(plan, state=changed[plan.arrangement_id].state)
            if plan.arrangement_id in changed
            else plan
            for plan in case.arrangements
        ),
    )


@given(plans(), st.integers(0, 45), terms_of_a_plan, st.randoms(use_true_random=False))
def test_the_order_of_payments_changes_no_plan(
    case: CaseFile, later: int, terms: ArrangementTerms, chance: object
) -> None:
    day, shuffled = on("03-02") + timedelta(days=later), list(case.payments)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = replace(case, payments=tuple(shuffled))
    plan = case.arrangements[0]
    assert judge_plan(case=case, arrangement=plan, as_of_on=day, terms=terms) == judge_plan(
        case=again, arrangement=plan, as_of_on=day, terms=terms
    )


@given(plans(), st.integers(0, 45), terms_of_a_plan)
def test_looking_twice_finds_nothing_the_second_time(
    case: CaseFile, later: int, terms: ArrangementTerms
) -> None:
    day = on("03-02") + timedelta(days=later)
    assert watch_arrangements(case=_judged(case, day, terms), as_of_on=day, terms=terms) == ()


@given(plans(), st.integers(0, 45), terms_of_a_plan)
def test_reversing_everything_returns_a_plan_to_where_no_money_had_left_it(
    case: CaseFile, later: int, terms: ArrangementTerms
) -> None:
    day = on("03-02") + timedelta(days=later)
    money = [payment for payment in case.payments if payment.amount_fen > 0]
    back = [Payment(f"x{p.payment_id}", -p.amount_fen, p.posted_on, reverses=p.payment_id) for p in money]  # type: ignore[arg-type]
    judged = _judged(replace(case, payments=tuple(money)), day, terms)
    undone = _judged(replace(judged, payments=(*money, *back)), day, terms)
    untouched = _judged(replace(case, payments=()), day, terms)
    assert undone.arrangements == untouched.arrangements


@given(plans(), st.integers(0, 45))
def test_no_instalment_takes_more_than_its_own_and_no_fen_is_made(case: CaseFile, later: int) -> None:
    day = on("03-02") + timedelta(days=later)
    parts = instalments_of(case=case, arrangement=case.arrangements[0], as_of_on=day)
    stands = sum(p.amount_fen for p in standing_payments(payments=case.payments, as_of_on=day))
    assert sum(part.paid_fen for part in parts) == min(stands, sum(part.amount_fen for part in parts))
    assert all(0 <= part.paid_fen <= part.amount_fen for part in parts)


@given(plans(), st.integers(0, 45), st.integers(0, 5), terms_of_a_plan)
def test_more_revivals_or_more_patience_never_makes_a_plan_worse(
    case: CaseFile, later: int, more: int, terms: ArrangementTerms
) -> None:
    day, plan = on("03-02") + timedelta(days=later), case.arrangements[0]
    kinder = replace(
        terms, revivals=terms.revivals + more, missed_to_default=terms.missed_to_default + (more > 2)
    )
    strict = judge_plan(case=case, arrangement=plan, as_of_on=day, terms=terms).state
    kind = judge_plan(case=case, arrangement=plan, as_of_on=day, terms=kinder).state
    if strict is not ArrangementState.DEFAULTED:
        assert kind is strict


@given(st.integers(100, 5_000_000), st.integers(1, 60), st.sampled_from(list(Rounding)), st.integers(1, 31))
def test_a_schedule_paid_part_by_part_on_its_days_performs_to_the_end_and_loses_no_fen(
    total_fen: int, parts: int, rounding: Rounding, day: int
) -> None:
    schedule = build_schedule(
        total_fen=total_fen, parts=parts, first_due_on=date(2025, 1, day), rounding=rounding
    )
    assert sum(part.amount_fen for part in schedule) == total_fen
    money = [Payment(f"p{n}", part.amount_fen, part.due_on) for n, part in enumerate(schedule)]  # type: ignore[arg-type]
    plan = Arrangement("a", date(2025, 1, 1), schedule)
    case = replace(owing(fen=total_fen + 1, payments=money), arrangements=(plan,))
    for part in schedule[:-1]:
        verdict = judge_plan(case=case, arrangement=plan, as_of_on=part.due_on)
        assert (verdict.state, verdict.defaults) == (ArrangementState.PERFORMING, 0)
    done = judge_plan(case=case, arrangement=plan, as_of_on=schedule[-1].due_on)
    assert done.state is ArrangementState.COMPLETED
