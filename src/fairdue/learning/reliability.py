"""How far a stated share can be taken at its word: of the labels given a share of 0.8, do eight in ten hold?

Room: learning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Stated = tuple[float, bool]
"""A share that was stated, and whether what it was stated of holds."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements whose share lies from ``least`` to below ``most``."""

    least: float
    most: float
    count: int
    mean_share: float
    right: float

    def as_json(self) -> dict[str, object]:
        """The bin with its numbers rounded to four places."""
        return {
            "from": self.least,
            "to": self.most,
            "count": self.count,
            "stated": round(self.mean_share, 4),
            "holds": round(self.right, 4),
        }


def reliability(stated: Iterable[Stated]) -> tuple[Bin, ...]:
    """The statements in ten bins of equal width; empty bins are left out."""
    bins: list[list[Stated]] = [[] for _ in range(BINS)]
    for share, holds in stated:
        bins[min(int(share * BINS), BINS - 1)].append((share, holds))
    return tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(each),
            sum(share for share, _ in each) / len(each),
            sum(holds for _, holds in each) / len(each),
        )
        for number, each in enumerate(bins)
        if each
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between what was stated and what holds, weighted by the number of statements."""
    count = sum(one.count for one in bins)
    return sum(abs(one.mean_share - one.right) * one.count for one in bins) / count if count else 0.0
