"""A span of civil days, months or years, and what day it leads to.

Room: foundation. Months and years keep the day of the month, and where that month is shorter they end on its
last day: a year from 29 February is 28 February. The same holds in DuckDB and PostgreSQL.

>>> Span(months=12).after(date(2024, 2, 29))
datetime.date(2025, 2, 28)
>>> Span(days=7).after(date(2026, 12, 28))
datetime.date(2027, 1, 4)
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days or months, one of the two. Raises ValueError for both, neither, or less than nothing."""

    days: int = 0
    months: int = 0

    def __post_init__(self) -> None:
        if self.days < 0 or self.months < 0 or (self.days > 0) is (self.months > 0):
            raise ValueError("a span is some days or some months, more than none, and not both")

    def after(self, day: date) -> date:
        """The day on which the span that began on ``day`` is over."""
        if self.days:
            return day + timedelta(days=self.days)
        years, month0 = divmod(day.month - 1 + self.months, 12)
        year, month = day.year + years, month0 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def in_words(self) -> tuple[str, str]:
        """The span in Chinese and in English."""
        if self.days:
            return f"{self.days} 天", f"{self.days} day{'s' if self.days > 1 else ''}"
        if self.months % 12 == 0:
            years = self.months // 12
            return f"{years} 年", f"{years} year{'s' if years > 1 else ''}"
        return f"{self.months} 个月", f"{self.months} month{'s' if self.months > 1 else ''}"
