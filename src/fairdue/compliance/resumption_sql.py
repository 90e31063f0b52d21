"""When an act that must wait is worth asking again, in SQL: the mirror of ``resumption``.

Room: compliance. The moment is BIGINT microseconds on the wall where the person is, since 1970-01-01 00:00 on
that wall. Beside it stands the condition under which it can be said at all: without the date and an existing
zone of the person nobody can.

>>> wait = wait_sql(AtMost(column="visits_today", limit=3), Row(known={"zone": "Asia/Shanghai"}))
>>> wait.can_be_said.sql()
'NOT "local_on" IS NULL AND "zone_exists"'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from functools import cache
from typing import NamedTuple, assert_never
from zoneinfo import available_timezones

from sqlglot import exp

from fairdue.compliance.check_sql import after, weekday
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
from fairdue.compliance.column_sql import DAY_US, Row, Sql, choose, clock_us, day, every, number, truth
from fairdue.compliance.resumption import EPOCH_ON, zone_named


class Wait(NamedTuple):
    """Until when, in microseconds on the wall; it holds only where ``can_be_said``."""

    can_be_said: Sql
    until_us: Sql


def wait_sql(check: Check, row: Row) -> Wait:
    """The moment from which asking again is worthwhile after this check failed."""
    today = row.read("local_on")
    at_home = every(row.present("local_on"), row.zone_exists)
    match check:
        case AtMost(reopens_on=None):
            return Wait(at_home, on_the_wall(_days_on(today, number(1)), _clock(check.resumes_at)))
        case AtMost():
            reopens_on = check.reopens_on or ""
            # A day that has come already is no promise: the count would still be full.
            later = exp.GT(this=row.read(reopens_on), expression=today.copy())
            return Wait(
                every(at_home, row.present(reopens_on), later),
                on_the_wall(row.read(reopens_on), _clock(check.resumes_at)),
            )
        case OutsideQuietHours():
            clocks = every(*(row.present(clock) for clock in ("local_time", *check.clocks[1:])))
            return Wait(every(at_home, clocks), _after_the_night(check, row, today))
        case OnWeekdays():
            ahead = _days_on(today, _days_to_wait(check, today))
            return Wait(at_home, on_the_wall(ahead, _clock(check.resumes_at)))
        case LongEnoughSince():
            over = after(check.span, row.read(check.on))
            return Wait(every(at_home, row.present(check.on)), on_the_wall(over, _clock(check.resumes_at)))
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
            return Wait(truth(False), exp.cast(exp.null(), "BIGINT"))
        case _:
            assert_never(check)


def on_the_wall(on: Sql, clock: Sql) -> Sql:
    """A date and a time of day (microseconds) as microseconds on the wall since 1970-01-01."""
    days = exp.cast(exp.paren(exp.Sub(this=on.copy(), expression=day(EPOCH_ON))), "BIGINT")
    return exp.Add(this=exp.Mul(this=days, expression=number(DAY_US)), expression=clock.copy())


def zone_exists_sql(row: Row) -> Sql:
    """Is the row's zone one that exists?"""
    return row.one_of("zone", existing_zones())


@cache
def existing_zones() -> frozenset[str]:
    """The names of all zones that the Python form knows too."""
    return frozenset(name for name in available_timezones() if zone_named(name) is not None)


def latest(moments: Sequence[Sql]) -> Sql:
    """The greatest of several numbers, those that are NULL left out; one alone is itself."""
    first, *others = moments
    return exp.Greatest(this=first, expressions=others, ignore_nulls=True) if others else first


def _clock(wall: time) -> Sql:
    return number(clock_us(wall))


def _days_on(on: Sql, days: Sql) -> Sql:
    return exp.paren(exp.Add(this=on.copy(), expression=days))


def _days_to_wait(check: OnWeekdays, today: Sql) -> Sql:
    def ahead(weekday_now: int) -> int:
        return next(days for days in range(1, 8) if (weekday_now + days - 1) % 7 + 1 in check.allowed)

    branches = [
        (exp.EQ(this=weekday(today), expression=number(now)), number(ahead(now))) for now in range(1, 7)
    ]
    return exp.cast(choose(branches, number(ahead(7))), "INT")


def _after_the_night(check: OutsideQuietHours, row: Row, today: Sql) -> Sql:
    """The end of the quiet hours by the first clock, put off by the lag of the others; tomorrow's once it is past."""
    now = row.read("local_time")
    lags = [_behind(now, row.read(clock)) for clock in check.clocks[1:]]
    lag = latest(lags) if lags else number(0)
    into_day = exp.paren(exp.Add(this=_clock(check.end), expression=lag))
    later = choose([(exp.LT(this=now.copy(), expression=into_day), number(0))], number(DAY_US))
    return exp.Add(this=on_the_wall(today, into_day), expression=later)


def _behind(first: Sql, second: Sql) -> Sql:
    """How far the second clock runs behind the first: between none and half a day; ahead counts as none."""
    apart = exp.Add(this=exp.Sub(this=first.copy(), expression=second.copy()), expression=number(DAY_US))
    gap = exp.paren(exp.Mod(this=exp.paren(apart), expression=number(DAY_US)))
    return choose([(exp.LT(this=gap, expression=number(DAY_US // 2)), gap)], number(0))
