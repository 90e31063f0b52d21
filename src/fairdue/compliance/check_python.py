"""A check as a Python predicate over one act and its facts.

Room: compliance. One of the two evaluators of the same data; ``check_sql`` is the other, and a property test
holds the two equal.

>>> ask = compile_check(AtMost(column="effective_calls_today", limit=3))
>>> [ask(None, Facts(effective_calls_today=made)).name for made in (2, 3, None)]
['PASS', 'FAIL', 'UNKNOWN']
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, assert_never

from fairdue.compliance.action import ACTION_COLUMNS, Action
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
    Verdict,
)
from fairdue.compliance.facts import Facts

Predicate = Callable[[Action, Facts], Verdict]
Reader = Callable[[Action, Facts], Any]


def compile_check(check: Check) -> Predicate:
    """Turn the data into one predicate over an action and its facts."""
    match check:
        case AtMost():
            return _at_most(check)
        case OutsideQuietHours():
            return _quiet_hours(check)
        case OnWeekdays():
            return _weekdays(check)
        case MustBe():
            return _must_be(check)
        case MustBeOneOf():
            return _one_of(check)
        case MustNotHold():
            return _no_hold(check)
        case Between():
            return _between(check)
        case AmountsAgree():
            return _amounts_agree(check)
        case LongEnoughSince():
            return _long_enough(check)
        case NotLaterThan():
            return _not_later(check)
        case UnreachableCondition():
            return _unreachable(check)
        case Never():
            return _never
        case _:
            assert_never(check)


def reader(column: str) -> Reader:
    """How to read a column from the pair of act and facts that it belongs to one of."""
    get = attrgetter(column)
    if column in ACTION_COLUMNS:
        return lambda action, facts: get(action)
    return lambda action, facts: get(facts)


def _yes_no(passes: bool) -> Verdict:
    return Verdict.PASS if passes else Verdict.FAIL


def _at_most(check: AtMost) -> Predicate:
    count_of, limit = reader(check.column), check.limit

    def ask(action: Action, facts: Facts) -> Verdict:
        count = count_of(action, facts)
        return Verdict.UNKNOWN if count is None else _yes_no(count < limit)

    return ask


def _quiet_hours(check: OutsideQuietHours) -> Predicate:
    start, end, spans_midnight = check.start, check.end, check.start > check.end
    opened: Reader = reader(check.unless) if check.unless else lambda action, facts: None
    clocks = [attrgetter(clock) for clock in check.clocks]

    def ask(action: Action, facts: Facts) -> Verdict:
        if opened(action, facts) is True:
            return Verdict.PASS
        verdict = Verdict.PASS
        for clock in clocks:
            now = clock(facts)
            if now is None:
                # A quiet hour in the other zone still decides; only with none found is it unknown.
                verdict = Verdict.UNKNOWN if verdict is Verdict.PASS else verdict
            elif (now >= start or now < end) if spans_midnight else (start <= now < end):
                verdict = Verdict.FAIL
        return verdict

    return ask


def _weekdays(check: OnWeekdays) -> Predicate:
    allowed = frozenset(check.allowed)

    def ask(action: Action, facts: Facts) -> Verdict:
        day = facts.local_on
        return Verdict.UNKNOWN if day is None else _yes_no(day.isoweekday() in allowed)

    return ask


def _must_be(check: MustBe) -> Predicate:
    known, wanted = reader(check.column), check.value

    def ask(action: Action, facts: Facts) -> Verdict:
        value = known(action, facts)
        return Verdict.UNKNOWN if value is None else _yes_no(value is wanted)

    return ask


def _one_of(check: MustBeOneOf) -> Predicate:
    read, allowed = reader(check.column), frozenset(check.allowed)

    def ask(action: Action, facts: Facts) -> Verdict:
        value = read(action, facts)
        return Verdict.UNKNOWN if value is None else _yes_no(value in allowed)

    return ask


def _no_hold(check: MustNotHold) -> Predicate:
    stopping = frozenset(check.holds)

    def ask(action: Action, facts: Facts) -> Verdict:
        active = facts.holds
        return Verdict.UNKNOWN if active is None else _yes_no(active.isdisjoint(stopping))

    return ask


def _between(check: Between) -> Predicate:
    read, least, most = reader(check.column), check.at_least, check.at_most

    def ask(action: Action, facts: Facts) -> Verdict:
        value = read(action, facts)
        if value is None:
            return Verdict.UNKNOWN
        return _yes_no((least is None or least <= value) and (most is None or value <= most))

    return ask


def _amounts_agree(check: AmountsAgree) -> Predicate:
    one, other, within = reader(check.column), reader(check.other), check.within_fen

    def ask(action: Action, facts: Facts) -> Verdict:
        first, second = one(action, facts), other(action, facts)
        if first is None or second is None:
            return Verdict.UNKNOWN
        return _yes_no(abs(first - second) <= within)

    return ask


def _long_enough(check: LongEnoughSince) -> Predicate:
    happened_of, on_of, span = reader(check.happened), reader(check.on), check.span
    never_happened = Verdict.FAIL if check.must_have_happened else Verdict.PASS

    def ask(action: Action, facts: Facts) -> Verdict:
        happened = happened_of(action, facts)
        if happened is False:
            return never_happened
        on, today = on_of(action, facts), facts.local_on
        if happened is None or on is None or today is None:
            return Verdict.UNKNOWN
        return _yes_no(today >= span.after(on))

    return ask


def _not_later(check: NotLaterThan) -> Predicate:
    happened_of, on_of, span = reader(check.happened), reader(check.on), check.span

    def ask(action: Action, facts: Facts) -> Verdict:
        happened = happened_of(action, facts)
        if happened is False:
            return Verdict.PASS
        on, today = on_of(action, facts), facts.local_on
        if happened is None or on is None or today is None:
            return Verdict.UNKNOWN
        return _yes_no(today <= span.after(on))

    return ask


def _unreachable(check: UnreachableCondition) -> Predicate:
    def ask(action: Action, facts: Facts) -> Verdict:
        roads = (
            facts.own_number_invalid,
            _failed_days(facts, check.failed_days),
            _failed_calls_before_today(facts, check.failed_calls),
        )
        if True in roads:
            return Verdict.PASS
        return Verdict.UNKNOWN if None in roads else Verdict.FAIL

    return ask


def _failed_days(facts: Facts, enough: int) -> bool | None:
    days = facts.consecutive_failed_days
    return None if days is None else days >= enough


def _failed_calls_before_today(facts: Facts, enough: int) -> bool | None:
    calls = facts.consecutive_failed_calls
    if calls is None:
        return None
    if calls < enough:
        return False
    if facts.third_failed_call_on is None or facts.local_on is None:
        return None
    return facts.third_failed_call_on < facts.local_on


def _never(action: Action, facts: Facts) -> Verdict:
    return Verdict.FAIL
