"""Affordability: never more than is left, never with the food money, and nothing guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.conversation.negotiation.affordability import (
    ASK_AT_HAND,
    ASK_INCOME,
    Budget,
    LivingCosts,
    assess,
    living_costs,
    read_living_costs,
)
from fairdue.foundation.strict_yaml import YamlError

FEN = st.integers(0, 10**8)
COSTS = LivingCosts(adult_fen=150_000, child_fen=80_000, keep_percent=20, keep_percent_unsteady=40)
BUDGETS = st.builds(
    Budget,
    income_fen=st.none() | FEN,
    living_fen=st.none() | FEN,
    other_debts_fen=st.none() | FEN,
    at_hand_fen=st.none() | FEN,
    adults=st.integers(1, 4),
    children=st.integers(0, 4),
    income_is_steady=st.none() | st.booleans(),
)


@given(BUDGETS)
def test_no_more_than_what_is_left_above_the_living_of_the_household(budget: Budget) -> None:
    found = assess(budget=budget, costs=COSTS)
    if budget.income_fen is None:
        assert found.monthly_fen is None and ASK_INCOME in found.missing
        return
    assert found.monthly_fen is not None
    floor = COSTS.floor_fen(adults=budget.adults, children=budget.children)
    living = max(floor, budget.living_fen or 0)
    assert 0 <= found.monthly_fen <= max(0, budget.income_fen - living - (budget.other_debts_fen or 0))
    assert found.monthly_fen % 100 == 0


@given(BUDGETS, FEN)
def test_more_income_never_lowers_it_and_more_costs_never_raise_it(budget: Budget, more: int) -> None:
    before = assess(budget=budget, costs=COSTS).monthly_fen
    if before is None or budget.income_fen is None:
        return
    richer = assess(budget=replace(budget, income_fen=budget.income_fen + more), costs=COSTS).monthly_fen
    assert richer is not None and richer >= before
    for name in ("living_fen", "other_debts_fen"):
        dearer = replace(budget, **{name: (getattr(budget, name) or 0) + more})
        poorer = assess(budget=dearer, costs=COSTS).monthly_fen
        assert poorer is not None and poorer <= before
    larger = assess(budget=replace(budget, children=budget.children + 1), costs=COSTS).monthly_fen
    assert larger is not None and larger <= before


@given(BUDGETS)
def test_an_unsteady_income_never_affords_more_than_a_steady_one(budget: Budget) -> None:
    steady = assess(budget=replace(budget, income_is_steady=True), costs=COSTS).monthly_fen
    unsteady = assess(budget=replace(budget, income_is_steady=False), costs=COSTS).monthly_fen
    assert (steady is None) == (unsteady is None)
    assert steady is None or unsteady is None or unsteady <= steady


def test_a_small_number_told_for_food_does_not_take_the_food_money() -> None:
    told = assess(budget=Budget(income_fen=200_000, living_fen=10_000, adults=1), costs=COSTS)
    assert told.monthly_fen == (200_000 - 150_000) * 80 // 100
    assert [reason.code for reason in told.reasons][1] == "negotiation.living_floor"


def test_what_was_not_asked_is_asked_next_in_order() -> None:
    found = assess(budget=Budget(income_fen=500_000), costs=COSTS)
    assert ASK_INCOME not in found.missing and found.missing[-1] == ASK_AT_HAND and len(found.missing) == 3


def test_the_living_costs_of_the_playbook_are_read() -> None:
    assert living_costs().floor_fen(adults=1, children=1) > 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("adult_yuan: 1500", "exactly"),
        (
            "owner: c\napproved_on: 2026-01-01\nbasis: b\nadult_yuan: x\nchild_yuan: 1\nkeep_percent: 1\nkeep_percent_unsteady: 2",
            "whole numbers",
        ),
        (
            "owner: c\napproved_on: 2026-01-01\nbasis: b\nadult_yuan: 1\nchild_yuan: 1\nkeep_percent: 50\nkeep_percent_unsteady: 20",
            "no less",
        ),
    ],
)
def test_a_file_at_fault_is_named_with_what_to_mend(text: str, told: str) -> None:
    with pytest.raises(YamlError, match=rf"costs\.yaml.*{told}"):
        read_living_costs(text, source="costs.yaml")


def test_a_negative_figure_is_misuse() -> None:
    with pytest.raises(ValueError, match="from 0"):
        Budget(income_fen=-1)
    with pytest.raises(ValueError, match="adult"):
        Budget(adults=0)
