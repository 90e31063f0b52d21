"""When an act that must wait is worth asking again: on the wall clock where the person is.

Room: compliance. The wall clock says it, not the hours that go by: 08:00 is 08:00 also on the morning after
the clocks were put forward. Without the date and the zone of the person nobody can say until when.

>>> from datetime import date
>>> facts = Facts(zone="America/New_York", local_on=date(2026, 3, 7), local_time=time(22))
>>> resumes(OutsideQuietHours(start=time(21), end=time(8)), facts=facts).isoformat()
'2026-03-08T08:00:00-04:00'
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    Check,
    LongEnoughSince,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    Never,
    NotLaterThan,
    OnWeekdays,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.facts import Facts

ONE_DAY = timedelta(days=1)
EPOCH_ON = date(1970, 1, 1)
_OF_THE_MACHINE = ("posix", "right/", "localtime")  # names by which a machine keeps files, not places


def resumes(check: Check, *, facts: Facts) -> datetime | None:
    """The moment from which asking again is worthwhile after this check failed; None when waiting is no help.

    It is an aware datetime in the person's own zone. A wall time that the clocks skip is the moment just after
    the gap, as the zone itself reads it.
    """
    today, zone = facts.local_on, zone_named(facts.zone)
    if today is None or zone is None:
        return None
    match check:
        case AtMost(reopens_on=None):
            return datetime.combine(today + ONE_DAY, check.resumes_at, zone)
        case AtMost():
            reopens: date | None = getattr(facts, check.reopens_on or "")
            # A day that has come already is no promise: the count would still be full.
            ahead = reopens is not None and reopens > today
            return datetime.combine(reopens, check.resumes_at, zone) if reopens and ahead else None
        case OutsideQuietHours():
            return _after_the_night(check, facts, today, zone)
        case OnWeekdays():
            return datetime.combine(_next_allowed_day(check, today), check.resumes_at, zone)
        case LongEnoughSince():
            on: date | None = getattr(facts, check.on)
            return None if on is None else datetime.combine(check.span.after(on), check.resumes_at, zone)
        case (
            MustBe()
            | MustBeOneOf()
            | MustNotHold()
            | Between()
            | AmountsAgree()
            | NotLaterThan()
            | UnreachableCondition()
            | Never()
        ):
            return None
        case _:
            assert_never(check)


def _after_the_night(check: OutsideQuietHours, facts: Facts, today: date, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours by the person's first clock; a second clock only puts it off by its lag."""
    now = facts.local_time
    if now is None:
        return None
    lag = timedelta(0)
    for clock in check.clocks[1:]:
        other: time | None = getattr(facts, clock)
        if other is None:
            return None
        lag = max(lag, _behind(now, other))
    # The second clock leaves its night `lag` after the first one does. Adding to an aware moment moves the
    # hands of its own wall clock, which is what is wanted on the morning after the clocks were changed.
    end = datetime.combine(today, check.end, zone) + lag
    moment = datetime.combine(today, now, zone)
    return end if moment < end else end + ONE_DAY


def _behind(first: time, second: time) -> timedelta:
    """How far the second clock runs behind the first: between none and half a day; ahead counts as none."""
    gap = (_into_day(first) - _into_day(second)) % ONE_DAY
    return gap if gap < ONE_DAY / 2 else timedelta(0)


def _into_day(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)


def _next_allowed_day(check: OnWeekdays, today: date) -> date:
    for days in range(1, 8):
        day = today + timedelta(days=days)
        if day.isoweekday() in check.allowed:
            return day
    raise AssertionError("a rule file with no day of the week is refused when it is read")


@lru_cache(maxsize=512)
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that name; None for none and for a name that no zone has, which is then not known."""
    if name is None or name.startswith(_OF_THE_MACHINE):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Asia" is a folder of zones
        return None
