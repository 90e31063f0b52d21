"""Spearman's correlation: orders alone count, and ties share their rank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.feedback.rank_correlation import rank_correlation

_SERIES = st.lists(st.integers(0, 9), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1)


def test_a_known_value_with_ties() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4.
    assert rank_correlation([10, 20, 20, 30], [1, 3, 2, 4]) == pytest.approx(0.9486832981)


@given(_SERIES)
def test_a_series_agrees_with_itself_and_with_any_stretching_of_it(values: list[int]) -> None:
    assert rank_correlation(values, [value**3 + 1 for value in values]) == pytest.approx(1.0)
    assert rank_correlation(values, [-value for value in values]) == pytest.approx(-1.0)


@pytest.mark.parametrize(("one", "other"), [([1], [1]), ([1, 2], [1]), ([1, 1], [1, 2])])
def test_where_there_is_no_order_there_is_no_correlation(one: list[float], other: list[float]) -> None:
    with pytest.raises(ValueError, match="series"):
        rank_correlation(one, other)
