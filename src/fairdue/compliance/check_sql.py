"""A check as two SQL conditions over one row: it passes, and it cannot be answered.

Room: compliance. The other evaluator of the data that ``check_python`` makes a predicate of; a property test
holds the two equal. Where neither condition holds the check fails. Both are true or false on every row.

>>> asked = check_sql(AtMost(column="effective_calls_today", limit=3), Row())
>>> asked.passes.sql()
'NOT "effective_calls_today" IS NULL AND "effective_calls_today" < 3'
>>> asked.unknown.sql()
'"effective_calls_today" IS NULL'
"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple, assert_never

from sqlglot import exp

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
from fairdue.compliance.column_sql import Row, Sql, clock_us, every, no, number, some, truth
from fairdue.foundation.span import Span


class Asked(NamedTuple):
    """The two conditions of a check; it fails where neither holds."""

    passes: Sql
    unknown: Sql


def check_sql(check: Check, row: Row) -> Asked:
    """Turn the data into conditions over a row."""
    match check:
        case AtMost(column, limit):
            return _of_one(row, column, _below(row.read(column), number(limit)))
        case OutsideQuietHours():
            return _quiet_hours(check, row)
        case OnWeekdays(allowed):
            days = [number(one) for one in allowed]
            return _of_one(row, "local_on", exp.In(this=weekday(row.read("local_on")), expressions=days))
        case MustBe(column, value):
            return Asked(row.is_yes_no(column, value), row.absent(column))
        case MustBeOneOf(column, allowed_words):
            return Asked(row.one_of(column, frozenset(allowed_words)), row.absent(column))
        case MustNotHold(holds):
            stopped = row.one_of("holds", frozenset(str(hold) for hold in holds))
            return Asked(every(row.present("holds"), no(stopped)), row.absent("holds"))
        case Between():
            return _between(check, row)
        case AmountsAgree(column, other, within_fen):
            gap = exp.Abs(this=exp.Sub(this=row.read(column), expression=row.read(other)))
            missing = some(row.absent(column), row.absent(other))
            return Asked(every(no(missing), exp.LTE(this=gap, expression=number(within_fen))), missing)
        case LongEnoughSince():
            over = exp.GTE(this=row.read("local_on"), expression=after(check.span, row.read(check.on)))
            return _since(check, row, over, never_happened=truth(not check.must_have_happened))
        case NotLaterThan():
            within = exp.LTE(this=row.read("local_on"), expression=after(check.span, row.read(check.on)))
            return _since(check, row, within, never_happened=truth(True))
        case UnreachableCondition():
            return _unreachable(check, row)
        case Never():
            return Asked(truth(False), truth(False))
        case _:
            assert_never(check)


def after(span: Span, on: Sql) -> Sql:
    """The day on which the span that began on ``on`` is over; NULL where that day is not known."""
    if span.days:
        return exp.paren(exp.Add(this=on.copy(), expression=number(span.days)))
    months = exp.Interval(this=exp.Literal.string(str(span.months)), unit=exp.var("MONTH"))
    # A month that is shorter ends it on its last day, as Span does; the sum is a moment, so back to a date.
    return exp.cast(exp.Add(this=on.copy(), expression=months), "DATE")


def weekday(on: Sql) -> Sql:
    """The day of the week, Monday being 1."""
    return exp.Extract(this=exp.var("ISODOW"), expression=on.copy())


def quiet_at(check: OutsideQuietHours, clock: Sql) -> Sql:
    """This clock, which must be known, stands within the quiet hours."""
    begun = exp.GTE(this=clock.copy(), expression=_clock(check.start))
    not_over = exp.LT(this=clock.copy(), expression=_clock(check.end))
    return some(begun, not_over) if check.start > check.end else every(begun, not_over)


def _clock(wall: time) -> Sql:
    return number(clock_us(wall))


def _of_one(row: Row, column: str, passes: Sql) -> Asked:
    return Asked(every(row.present(column), passes), row.absent(column))


def _below(value: Sql, limit: Sql) -> Sql:
    return exp.LT(this=value, expression=limit)


def _quiet_hours(check: OutsideQuietHours, row: Row) -> Asked:
    opened = truth(False) if check.unless is None else row.is_yes_no(check.unless, True)
    missing = some(*(row.absent(clock) for clock in check.clocks))
    quiet = some(*(every(row.present(clock), quiet_at(check, row.read(clock))) for clock in check.clocks))
    # A quiet hour in one zone decides even where the other clock is not known.
    return Asked(some(opened, every(no(missing), no(quiet))), every(no(opened), missing, no(quiet)))


def _between(check: Between, row: Row) -> Asked:
    bounds: list[Sql] = []
    if check.at_least is not None:
        bounds.append(exp.GTE(this=row.read(check.column), expression=number(check.at_least)))
    if check.at_most is not None:
        bounds.append(exp.LTE(this=row.read(check.column), expression=number(check.at_most)))
    return _of_one(row, check.column, every(*bounds))


def _since(check: LongEnoughSince | NotLaterThan, row: Row, in_time: Sql, *, never_happened: Sql) -> Asked:
    never = row.is_yes_no(check.happened, False)
    missing = some(row.absent(check.happened), row.absent(check.on), row.absent("local_on"))
    passes = some(every(never, never_happened), every(no(never), no(missing), in_time))
    return Asked(passes, every(no(never), missing))


def _unreachable(check: UnreachableCondition, row: Row) -> Asked:
    calls, on, today = "consecutive_failed_calls", "third_failed_call_on", "local_on"
    enough_calls = every(
        row.present(calls), exp.GTE(this=row.read(calls), expression=number(check.failed_calls))
    )
    days_missing = some(row.absent(on), row.absent(today))
    before_today = every(no(days_missing), exp.LT(this=row.read(on), expression=row.read(today)))
    enough_days = exp.GTE(this=row.read("consecutive_failed_days"), expression=number(check.failed_days))
    passes = some(
        row.is_yes_no("own_number_invalid", True),
        every(row.present("consecutive_failed_days"), enough_days),
        every(enough_calls, before_today),
    )
    missing = some(
        row.absent("own_number_invalid"),
        row.absent("consecutive_failed_days"),
        row.absent(calls),
        every(enough_calls, days_missing),
    )
    return Asked(passes, every(no(passes), missing))
