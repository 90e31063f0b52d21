"""Schedules: the parts add up, the days exist and follow one another, whatever the rounding and the month."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.conversation.negotiation.schedule import (
    Every,
    Rounding,
    build_schedule,
    due_days,
    split_total,
    years_after,
)

TOTALS = st.integers(1, 10**11)
PARTS = st.integers(1, 60)
DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))


@given(total=TOTALS, parts=PARTS, rounding=st.sampled_from(Rounding))
def test_the_parts_add_up_to_the_fen_under_every_rounding(total: int, parts: int, rounding: Rounding) -> None:
    if total < parts:
        with pytest.raises(ValueError, match="cannot be split"):
            split_total(total_fen=total, parts=parts, rounding=rounding)
        return
    amounts = split_total(total_fen=total, parts=parts, rounding=rounding)
    assert sum(amounts) == total and len(amounts) == parts and min(amounts) >= 1


@given(total=st.integers(6_000, 10**11), parts=PARTS)
def test_no_two_parts_are_further_apart_than_the_rounding_must(total: int, parts: int) -> None:
    spread = split_total(total_fen=total, parts=parts, rounding=Rounding.SPREAD)
    assert max(spread) - min(spread) <= 1
    yuan = split_total(total_fen=total, parts=parts, rounding=Rounding.WHOLE_YUAN)
    assert max(yuan) - min(yuan) < 200
    assert all(amount % 100 == 0 for amount in yuan[:-1])


@given(total=TOTALS, parts=PARTS)
def test_what_does_not_divide_goes_to_the_first_or_the_last(total: int, parts: int) -> None:
    if total < parts:
        return
    last = split_total(total_fen=total, parts=parts, rounding=Rounding.LAST)
    assert last == tuple(reversed(split_total(total_fen=total, parts=parts, rounding=Rounding.FIRST)))
    assert len(set(last[:-1])) <= 1


@given(first=DAYS, parts=PARTS, every=st.sampled_from(Every), rest=st.sets(st.integers(0, 400), max_size=3))
def test_the_days_follow_one_another_and_none_is_a_day_of_rest(
    first: date, parts: int, every: Every, rest: set[int]
) -> None:
    rest_days = frozenset(first + timedelta(days=number) for number in rest)
    days = [
        part.due_on
        for part in build_schedule(
            total_fen=10**6, parts=parts, first_due_on=first, every=every, rest_days=rest_days
        )
    ]
    assert all(earlier < later for earlier, later in pairwise(days))
    assert not rest_days & set(days)
    assert all(
        day >= nominal
        for day, nominal in zip(days, due_days(first=first, parts=parts, every=every), strict=True)
    )


@given(first=DAYS, months=st.integers(1, 60))
def test_a_monthly_day_is_that_of_the_first_or_the_end_of_a_shorter_month(first: date, months: int) -> None:
    for number, day in enumerate(due_days(first=first, parts=months, every=Every.MONTH)):
        assert (day.year * 12 + day.month) - (first.year * 12 + first.month) == number
        assert day.day == first.day or (day.day < first.day and (day + timedelta(days=1)).day == 1)


def test_the_last_day_of_january_comes_back_after_february() -> None:
    days = due_days(first=date(2028, 1, 31), parts=3, every=Every.MONTH)
    assert [day.isoformat() for day in days] == ["2028-01-31", "2028-02-29", "2028-03-31"]


def test_so_many_rest_days_that_two_instalments_fall_together_are_refused() -> None:
    first = date(2026, 3, 2)
    rest = frozenset(first + timedelta(days=number) for number in range(8))
    with pytest.raises(ValueError, match="onto one day"):
        build_schedule(total_fen=1000, parts=2, first_due_on=first, every=Every.WEEK, rest_days=rest)


def test_a_schedule_of_no_instalment_is_misuse() -> None:
    with pytest.raises(ValueError, match="at least one"):
        build_schedule(total_fen=1000, parts=0, first_due_on=date(2026, 3, 2))


def test_five_years_after_the_29th_of_february_is_the_28th() -> None:
    assert years_after(date(2028, 2, 29), 5) == date(2033, 2, 28)
