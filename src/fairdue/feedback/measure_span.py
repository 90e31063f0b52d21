"""The span of a measurement: a half-open period, what is known of it, and the days on which positions are taken.

Room: feedback.

>>> from datetime import date
>>> span = MeasureSpan.of(period_from=date(2026, 1, 1), period_until=date(2026, 4, 1), as_of_on=date(2026, 3, 10))
>>> span.day_until, span.eve, [day.isoformat() for day in span.month_ends]
(datetime.date(2026, 3, 11), datetime.date(2025, 12, 31), ['2026-01-31', '2026-02-28'])
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairdue.foundation.civil import civil_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MeasureSpan:
    """``[day_from, day_until)`` is the known part of the period; ``period_until`` where it was to end."""

    day_from: date
    day_until: date
    period_until: date
    as_of_on: date
    month_ends: tuple[date, ...]

    @classmethod
    def of(cls, *, period_from: date, period_until: date, as_of_on: date) -> MeasureSpan:
        """Make a span. Raises ValueError when the period ends before it begins."""
        if period_until < period_from:
            raise ValueError("the period ends before it begins; period_until is the day after its last")
        day_until = min(period_until, as_of_on + _DAY)
        ends = []
        end = month_end(period_from)
        while end < day_until:
            ends.append(end)
            end = month_end(end + _DAY)
        return cls(period_from, day_until, period_until, as_of_on, tuple(ends))

    @property
    def eve(self) -> date:
        """The day before the period: positions at its beginning are those at the end of this day."""
        return self.day_from - _DAY

    @property
    def close(self) -> date:
        """The last known day of the period."""
        return self.day_until - _DAY

    def holds(self, day: date) -> bool:
        """Is a day in the known part?"""
        return self.day_from <= day < self.day_until

    def holds_moment(self, moment: datetime) -> bool:
        """Is a moment in the known part?"""
        return self.holds(civil_date(moment))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def month_end_before(end: date) -> date:
    """The last day of the month before a day's month."""
    return end.replace(day=1) - _DAY


def months_between(earlier: date, later: date) -> int:
    """How many calendar months lie between the months of two days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month
