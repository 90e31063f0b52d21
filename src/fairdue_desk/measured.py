"""The measures as screens and programs are given them: one reckoning for both, kept for a minute.

A large portfolio takes a while to be read through, and a page with its charts asks for the same period several
times; so a report is kept for ``KEPT_SECONDS``, under a key that holds no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from fairdue.feedback.measure_span import MeasureSpan, month_end
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.operations.house import House
from fairdue.operations.measuring import MeasureReport, measure

LONGEST_PERIOD_DAYS = 366
KEPT_SECONDS = 60
CURVE_MONTHS = 12
PERIOD_UNREADABLE = Bilingual(
    "请选择起止日期，起始日不晚于截止日，且不超过一年。",
    "Choose a first and a last day, in that order and within a year.",
)


class PeriodUnreadable(ValueError):
    """The days of a period are missing, out of order or too far apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A period and a creditor, as asked for by a page or a program; both days are inside."""

    first: date
    last: date
    creditor: str | None
    today: date

    @property
    def span(self) -> MeasureSpan:
        """The period as it is known today."""
        return MeasureSpan.of(
            period_from=self.first, period_until=self.last + timedelta(days=1), as_of_on=self.today
        )

    @property
    def curves(self) -> Asked:
        """The year of whole months that ends with this period: what roll rates and vintages need to be seen."""
        end = month_end(self.last)
        begin = end.replace(day=1)
        for _ in range(CURVE_MONTHS - 1):
            begin = (begin - timedelta(days=1)).replace(day=1)
        return Asked(begin, end, self.creditor, self.today)


def asked_of(house: House, *, first: str, last: str, creditor: str) -> Asked:
    """Read a period; without any day it is this month so far. Raises PeriodUnreadable."""
    today = civil_date(house.now())
    chosen = creditor if creditor in house.book.creditors() else None
    if not first and not last:
        return Asked(today.replace(day=1), today, chosen, today)
    if not first or not last:
        raise PeriodUnreadable("a period needs its first day and its last, or neither for this month so far")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise PeriodUnreadable("a day is written like 2026-03-01") from error
    if not timedelta(0) <= end - begin <= timedelta(days=LONGEST_PERIOD_DAYS):
        raise PeriodUnreadable(
            f"the first day comes before the last, and at most {LONGEST_PERIOD_DAYS} days lie between them"
        )
    return Asked(begin, end, chosen, today)


def report_of(house: House, asked: Asked) -> MeasureReport:
    """The report of a period, from the last minute where there is one."""
    place = house.book.creditors().index(asked.creditor) if asked.creditor is not None else "-"
    key = f"measures/{asked.first}/{asked.last}/{asked.today}/{place}"
    report = cache.get(key)
    if not isinstance(report, MeasureReport):
        report = measure(house, span=asked.span, creditor=asked.creditor)
        cache.set(key, report, KEPT_SECONDS)
    return report
