"""Until when a claimed payment is checked: the days of the flow, and never a stretch in which no bank posts anything.

Room: conversation. A customer who says on the eve of a long holiday that they paid must not be told "not found" before
one file could have come. Where the calendar of the year is not known, the days of the flow alone count.

>>> last_day_of_checking(on=date(2026, 3, 9), days=3).isoformat()
'2026-03-12'
>>> last_day_of_checking(on=date(2026, 9, 30), days=3).isoformat()
'2026-10-09'
"""

from __future__ import annotations

from datetime import date, timedelta

from fairdue.foundation.working_days import WorkingDays, china_working_days

LEAST_WORKING_DAYS = 2
"""Working days that a check holds at least: one on which the bank posts, and one on which its file comes."""
_LONGEST = 31


def last_day_of_checking(*, on: date, days: int, calendar: WorkingDays | None = None) -> date:
    """The last day of checking a payment that was claimed on a day; it ends on a working day where those are known."""
    calendar = calendar or china_working_days()
    worked, day = 0, on
    for number in range(1, _LONGEST + 1):
        day = on + timedelta(days=number)
        rest = calendar.is_rest(day)
        if rest is None:
            return on + timedelta(days=max(days, number - 1))
        worked += not rest
        if number >= days and worked >= LEAST_WORKING_DAYS and not rest:
            return day
    return day
