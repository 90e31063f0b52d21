"""The case record: read from the log up to a day, it agrees with the fold, and its past does not change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.casefile.case import replay
from fairdue.feedback.case_record import CaseRecord, counted_payments, record_of
from fairdue.foundation.civil import civil_date
from fairdue.practice.year import YearCase, made_up_year

YEAR = tuple(made_up_year(seed=11, size=400))
LAST = date(2025, 12, 31)
cases = st.sampled_from(YEAR)
days = st.integers(0, 364).map(lambda number: date(2025, 1, 1) + timedelta(days=number))


def record(case: YearCase, as_of_on: date = LAST) -> CaseRecord:
    found = record_of(case.events, as_of_on=as_of_on)
    assert found is not None
    return found


@pytest.mark.parametrize("case", YEAR[:200], ids=lambda case: case.case_no)
def test_at_the_end_of_its_log_a_case_owes_what_the_fold_says(case: YearCase) -> None:
    state, found = replay(case.events), record(case)
    assert found.balance_on(LAST) == state.balance_fen
    assert found.held_after(LAST) == state.is_open
    assert {p.promise_id: (p.state, p.paid_fen) for p in found.promises} == {
        p.promise_id: (p.state, p.paid_fen) for p in state.promises
    }
    assert [call.attempt for call in found.calls] == list(state.attempts)
    assert (found.assignments[-1][1] if found.assignments else None) == state.collector


@given(cases, days)
@settings(max_examples=200)
def test_a_record_as_of_a_day_knows_what_the_fold_up_to_that_day_knows(case: YearCase, day: date) -> None:
    known = [event for event in case.events if civil_date(event.at) <= day]
    found = record_of(case.events, as_of_on=day)
    if not known:
        assert found is None
        return
    state = replay(known)
    assert found is not None and len(found.payments) == len(state.payments)
    assert {p.promise_id: p.state for p in found.promises} == {p.promise_id: p.state for p in state.promises}


@given(cases, days)
@settings(max_examples=200)
def test_the_balance_of_a_day_moves_only_by_what_has_that_value_day(case: YearCase, day: date) -> None:
    found = record(case)
    touched = {p.posted_on for p in found.payments} | {s.counts_from for s in found.statements}
    after = day + timedelta(days=1)
    if after not in touched and day >= found.placements[0].account.placed_on:
        assert found.balance_on(after) == found.balance_on(day)


@given(cases)
@settings(max_examples=200)
def test_money_that_counts_is_never_taken_back_twice(case: YearCase) -> None:
    counted = {p.payment_id: p for p in counted_payments(record(case))}
    for payment in counted.values():
        if payment.amount_fen < 0 and payment.reverses is not None:
            assert payment.reverses in counted, "a reversal follows the payment that it names"


def test_a_log_that_begins_in_the_middle_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with CasePlaced"):
        record_of(YEAR[0].events[1:], as_of_on=LAST)


def test_a_year_is_the_same_again_and_does_not_depend_on_its_size() -> None:
    assert tuple(made_up_year(seed=11, size=50)) == YEAR[:50]
    assert tuple(made_up_year(seed=12, size=50)) != YEAR[:50]
    with pytest.raises(ValueError, match="no fewer than 0"):
        tuple(made_up_year(seed=1, size=-1))
