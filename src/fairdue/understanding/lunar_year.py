"""The farmers' calendar of 2019 to 2035: which civil day is 腊月二十八, 正月十五 or 八月十五.

Room: understanding. The facts are the first day of each lunar year, the length of its months and its leap
month, by the rules of GB/T 33661-2017. They were taken from the packages lunardate and lunar_python, which
agree with each other on every day of these years; the Hong Kong Observatory publishes the same tables
(https://www.hko.gov.hk/en/gts/time/conversion.htm), not compared here. Outside these years nothing is known
and the answer is None.

>>> lunar_day(year=2026, month=8, day=15)
datetime.date(2026, 9, 25)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class _LunarYear:
    """The first day, the lengths of the months in order (1 is 30 days, 0 is 29), the month that is doubled."""

    first_day: date
    long_months: str
    leap_month: int = 0


_YEARS: dict[int, _LunarYear] = {
    2019: _LunarYear(date(2019, 2, 5), "101010010011"),
    2020: _LunarYear(date(2020, 1, 25), "0111010010101", 4),
    2021: _LunarYear(date(2021, 2, 12), "011010101010"),
    2022: _LunarYear(date(2022, 2, 1), "101011010101"),
    2023: _LunarYear(date(2023, 1, 22), "0100110110101", 2),
    2024: _LunarYear(date(2024, 2, 10), "010010110110"),
    2025: _LunarYear(date(2025, 1, 29), "1010010101110", 6),
    2026: _LunarYear(date(2026, 2, 17), "101001001110"),
    2027: _LunarYear(date(2027, 2, 6), "110100100110"),
    2028: _LunarYear(date(2028, 1, 26), "1110100100110", 5),
    2029: _LunarYear(date(2029, 2, 13), "110101010011"),
    2030: _LunarYear(date(2030, 2, 3), "010110101010"),
    2031: _LunarYear(date(2031, 1, 23), "0110101101010", 3),
    2032: _LunarYear(date(2032, 2, 11), "100101101101"),
    2033: _LunarYear(date(2033, 1, 31), "0100101011101", 11),
    2034: _LunarYear(date(2034, 2, 19), "010010101101"),
    2035: _LunarYear(date(2035, 2, 8), "101001001101"),
}
LAST_OF_MONTH = 30
"""Asked for as the day, it means the month's last day, the 29th where the month is short."""


def new_year(year: int) -> date | None:
    """The first day of the lunar year that begins in the civil ``year``."""
    known = _YEARS.get(year)
    return known.first_day if known else None


def lunar_day_of_any_month(*, day: int, today: date, step: int) -> date | None:
    """The nearest civil day that is the ``day`` of some lunar month, doubled months included.

    With ``step`` 1 it lies strictly after ``today``, with -1 on it or before it, as a 15号 without a month does.
    None outside the known years and where the day is none of 1 to 30.
    """
    if not 1 <= day <= LAST_OF_MONTH:
        return None
    found = [
        first + timedelta(days=day - 1)
        for year in range(today.year - 1, today.year + 2)
        for first, length in _months(year)
        if day <= length
    ]
    if step > 0:
        return min((one for one in found if one > today), default=None)
    return max((one for one in found if one <= today), default=None)


def _months(year: int) -> Iterator[tuple[date, int]]:
    """The first day and the length of each month of a lunar year."""
    known = _YEARS.get(year)
    if known is None:
        return
    first = known.first_day
    for mark in known.long_months:
        yield first, 29 + int(mark)
        first += timedelta(days=29 + int(mark))


def lunar_day(*, year: int, month: int, day: int) -> date | None:
    """The civil day of a lunar month and day; ``year`` is the civil year in which the lunar year begins.

    Of a doubled month the first one is meant. A day 30 in a short month is its 29th in the twelfth month
    (大年三十 is the last day whatever its number) and None in the others.
    """
    known = _YEARS.get(year)
    if known is None or not 1 <= month <= 12 or not 1 <= day <= LAST_OF_MONTH:
        return None
    place = month - 1 if not known.leap_month or month <= known.leap_month else month
    length = 29 + int(known.long_months[place])
    if day > length:
        if month != 12:
            return None
        day = length
    before = sum(29 + int(mark) for mark in known.long_months[:place])
    return known.first_day + timedelta(days=before + day - 1)
