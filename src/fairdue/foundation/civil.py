"""Civil time: dates as files write them, moments with a zone, half-open periods.

Room: foundation. It never asks what time it is. A moment is an aware datetime; a civil date is a date
where the person is; ``_from`` is inside a period, ``_until`` is not.

>>> read_date("2026年1月5日")
datetime.date(2026, 1, 5)
>>> read_date("46027")
datetime.date(2026, 1, 5)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fairdue.foundation.fold import fold

CHINA = ZoneInfo("Asia/Shanghai")

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 18_264, 73_050  # 1950-01-01 to 2099-12-31: what a loan file can mean
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PARTS = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T ]?\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class DateUnreadable(ValueError):
    """The cell holds something, and it is not a date in a shape that files use."""


class DateImpossible(DateUnreadable):
    """The shape is a date, and no calendar has that day (2026-02-30)."""


def read_date(cell: str | int | float | date | datetime) -> date:
    """Read a civil date as it stands in a file.

    Shapes: ``2026-01-05``, ``2026/1/5``, ``2026.1.5``, ``20260105``, ``2026年1月5日``, each with or
    without a time of day, full-width digits, and a spreadsheet's serial number (1950 to 2099).
    Two-digit years and day-first forms are refused: they can be read in two ways.
    Raises DateImpossible for a day that no calendar has, DateUnreadable for anything else.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise DateUnreadable("a yes/no value is not a date")
    if isinstance(cell, int | float):
        return _date_from_number(cell)
    text = cell
    match = _ISO.fullmatch(text)
    if match is None:
        text = fold(cell).lstrip("'").strip()
        match = _PARTS.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        try:
            return date(year, month, day)
        except ValueError as error:
            raise DateImpossible("no calendar has this day") from error
    serial = _SERIAL.fullmatch(text)
    if serial is not None:
        return _date_from_number(int(serial.group(1)))
    raise DateUnreadable("not a date with year, month and day")


def _date_from_number(number: int | float) -> date:
    if number != number or abs(number) > 10**9:
        raise DateUnreadable("not a date with year, month and day")
    whole = int(number)
    if _EXCEL_FIRST <= whole <= _EXCEL_LAST:
        return _EXCEL_EPOCH + timedelta(days=whole)
    if 19_000_101 <= whole <= 21_001_231:
        return read_date(str(whole))
    raise DateUnreadable("not a date with year, month and day")


def require_aware(moment: datetime) -> datetime:
    """Return the moment; raise ValueError when it has no zone, since then it is no moment at all."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone; write datetime(..., tzinfo=CHINA)")
    return moment


def civil_date(moment: datetime, *, zone: ZoneInfo = CHINA) -> date:
    """The date on the wall where the person is, at this moment."""
    return require_aware(moment).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch of time: ``starts_at`` is inside, ``ends_at`` is not; None is without end."""

    starts_at: datetime
    ends_at: datetime | None

    def __post_init__(self) -> None:
        require_aware(self.starts_at)
        if self.ends_at is not None and require_aware(self.ends_at) < self.starts_at:
            raise ValueError("a period ends before it starts")

    def covers(self, moment: datetime) -> bool:
        """Is the moment inside the period?"""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)
