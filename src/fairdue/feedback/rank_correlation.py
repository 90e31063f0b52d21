"""How alike two orders are: Spearman's rank correlation, with equal values sharing their rank.

Room: feedback. It tells whether a score orders calls as people do, whatever its scale.

>>> rank_correlation([1, 2, 3, 4], [10, 20, 30, 40]), rank_correlation([1, 2, 3], [3, 2, 1])
(1.0, -1.0)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's correlation of two series of equal length, from -1 to 1.

    Raises ValueError where there is none: another length, fewer than two values, or all values of a series equal.
    """
    if len(one) != len(other) or len(one) < 2:
        raise ValueError("give two series of equal length with two values at least")
    first, second = _ranks(one), _ranks(other)
    mean = (len(one) + 1) / 2
    shared = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    spread = sqrt(sum((a - mean) ** 2 for a in first) * sum((b - mean) ** 2 for b in second))
    if not spread:
        raise ValueError("a series whose values are all equal has no order")
    return shared / spread


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 1; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks
