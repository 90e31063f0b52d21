"""How reviewed calls move over the weeks: for each collector, and for each class of wording.

Room: feedback. A trend is a row of weeks, each with its calls, and one word about the change: the second half of
the calls is held against the first, and only a difference that chance alone would rarely make counts. For shares
that is the two-proportion z test, for scores the difference of the means over its standard error (Welch), both at
1.96, which chance passes one time in twenty. No collector is ranked here, and a few calls are called a few calls.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST_CALLS = 20
"""Calls that a trend needs before its change is named, ten in each half."""
_RARE = 1.96


@dataclass(frozen=True, slots=True)
class ReviewedCall:
    """One reviewed call as far as a trend needs it.

    ``collector`` is an opaque id; ``codes`` the classes of wording found, each once; ``missing`` the points of the
    checklist that were missing; ``score`` 0 to 100, None where it could not be judged.
    """

    collector: str
    on: date
    score: int | None
    codes: frozenset[str]
    missing: frozenset[str] = frozenset()


class Change(StrEnum):
    """Which way it goes; better means fewer findings, or a higher score."""

    BETTER = "better"
    STEADY = "steady"
    WORSE = "worse"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday: calls reviewed, calls with a finding, and the mean score (None without a score)."""

    monday: date
    calls: int
    with_finding: int
    mean_score: float | None

    @property
    def share(self) -> float:
        """The share of the calls with a finding, 0 to 1."""
        return self.with_finding / self.calls if self.calls else 0.0


@dataclass(frozen=True, slots=True)
class Trend:
    """The weeks of one collector or of one class. ``key`` is the collector's id or the class (C01 to C25).

    For a class, ``with_finding`` counts the calls with this class among all calls; ``by_finding`` is the change of
    the share of calls with a finding, ``by_score`` that of the scores.
    """

    key: str
    weeks: tuple[Week, ...]
    by_finding: Change
    by_score: Change

    @property
    def calls(self) -> int:
        """All calls of the trend."""
        return sum(week.calls for week in self.weeks)

    @property
    def with_finding(self) -> int:
        """All calls of the trend with a finding."""
        return sum(week.with_finding for week in self.weeks)


def trend(calls: Iterable[ReviewedCall], *, key: str = "", code: str | None = None) -> Trend:
    """The trend of ``calls``; with ``code`` only findings of that class count."""
    kept = sorted(calls, key=lambda call: call.on)

    def found(call: ReviewedCall) -> bool:
        return bool(call.codes) if code is None else code in call.codes

    return Trend(key or code or "", _weeks(kept, found), _by_share(kept, found), _by_score(kept))


def trend_of_collectors(calls: Iterable[ReviewedCall]) -> tuple[Trend, ...]:
    """One trend for each collector, by their ids."""
    by_collector: dict[str, list[ReviewedCall]] = {}
    for call in calls:
        by_collector.setdefault(call.collector, []).append(call)
    return tuple(trend(own, key=collector) for collector, own in sorted(by_collector.items()))


def trend_of_classes(calls: Iterable[ReviewedCall]) -> tuple[Trend, ...]:
    """One trend for each class of wording that was found at all, by its code, over all calls."""
    kept = list(calls)
    codes = sorted({code for call in kept for code in call.codes})
    return tuple(trend(kept, key=code, code=code) for code in codes)


def _weeks(calls: Sequence[ReviewedCall], found: Callable[[ReviewedCall], bool]) -> tuple[Week, ...]:
    by_monday: dict[date, list[ReviewedCall]] = {}
    for call in calls:
        by_monday.setdefault(call.on - timedelta(days=call.on.weekday()), []).append(call)
    return tuple(
        Week(
            monday, len(own), sum(map(found, own)), _mean([one.score for one in own if one.score is not None])
        )
        for monday, own in sorted(by_monday.items())
    )


def _halves(calls: Sequence[ReviewedCall]) -> tuple[Sequence[ReviewedCall], Sequence[ReviewedCall]]:
    middle = len(calls) // 2
    return calls[:middle], calls[middle:]


def _by_share(calls: Sequence[ReviewedCall], found: Callable[[ReviewedCall], bool]) -> Change:
    if len(calls) < LEAST_CALLS:
        return Change.TOO_FEW
    before, after = _halves(calls)
    one, other = sum(map(found, before)), sum(map(found, after))
    pooled = (one + other) / len(calls)
    error = math.sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after)))
    return _named(one / len(before) - other / len(after), error)


def _by_score(calls: Sequence[ReviewedCall]) -> Change:
    scored = [call for call in calls if call.score is not None]
    if len(scored) < LEAST_CALLS:
        return Change.TOO_FEW
    before, after = ([call.score or 0 for call in half] for half in _halves(scored))
    error = math.sqrt(_variance(before) / len(before) + _variance(after) / len(after))
    return _named(sum(after) / len(after) - sum(before) / len(before), error)


def _named(gain: float, error: float) -> Change:
    if abs(gain) <= _RARE * error or gain == 0.0:
        return Change.STEADY
    return Change.BETTER if gain > 0 else Change.WORSE


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _variance(values: Sequence[int]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)
