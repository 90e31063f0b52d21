"""The closed set of checks that a rule may ask, as typed data, and the Python predicate each compiles to.

Room: compliance. A check names columns of ``Facts`` (or of ``Action``) and numbers; it holds no code, so
that the same data can also be written as SQL. Each answers pass, fail, or unknown when a column it needs is
missing; what unknown leads to is decided by the gate, and it is never a permit.

>>> check = AtMost(column="effective_calls_today", limit=3, resumes_at=time(8))
>>> ask = compile_check(check)
>>> [ask(None, Facts(effective_calls_today=made)).name for made in (2, 3, None)]
['PASS', 'FAIL', 'UNKNOWN']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from operator import attrgetter
from typing import Any, assert_never

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import Action
from fairdue.compliance.facts import Facts


class Verdict(Enum):
    """What one check says about one act."""

    PASS = 1
    FAIL = 2
    UNKNOWN = 3


Predicate = Callable[[Action, Facts], Verdict]


@dataclass(frozen=True, slots=True)
class AtMost:
    """One more must still be within the limit: passes while the count so far is below ``limit``.

    ``resumes_at`` is the time of the next calendar day from which the count may begin anew.
    """

    column: str
    limit: int
    resumes_at: time


@dataclass(frozen=True, slots=True)
class OutsideQuietHours:
    """Passes outside ``start`` to ``end``: the start is quiet, the end is not; the night may span midnight.

    ``unless`` names a yes/no column that opens the hours when it is known to be true. Unknown opens nothing.
    """

    start: time
    end: time
    unless: str | None


@dataclass(frozen=True, slots=True)
class MustBe:
    """Passes when the yes/no column has exactly this value."""

    column: str
    value: bool


@dataclass(frozen=True, slots=True)
class MustBeOneOf:
    """Passes when the column, of the facts or of the action, has one of these values."""

    column: str
    of_action: bool
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustNotHold:
    """Passes when none of these holds is active."""

    holds: tuple[HoldKind, ...]


@dataclass(frozen=True, slots=True)
class HeadcountBetween:
    """Passes when the number of people on the visit is from ``at_least`` to ``at_most``, both included."""

    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class UnreachableCondition:
    """Passes when the debtor counts as lost by one of three roads.

    At once when every number the debtor left is invalid; from the calendar day after ``failed_calls`` failed
    calls in a row; at once after ``failed_days`` days in a row without reaching the debtor.
    """

    failed_calls: int
    failed_days: int


Check = (
    AtMost | OutsideQuietHours | MustBe | MustBeOneOf | MustNotHold | HeadcountBetween | UnreachableCondition
)


def compile_check(check: Check) -> Predicate:
    """Turn the data into one predicate over an action and its facts."""
    match check:
        case AtMost():
            return _compile_at_most(check)
        case OutsideQuietHours():
            return _compile_quiet_hours(check)
        case MustBe():
            return _compile_must_be(check)
        case MustBeOneOf():
            return _compile_one_of(check)
        case MustNotHold():
            return _compile_no_hold(check)
        case HeadcountBetween():
            return _compile_headcount(check)
        case UnreachableCondition():
            return _compile_unreachable(check)
        case _:
            assert_never(check)


def columns_needed(check: Check) -> tuple[str, ...]:
    """The columns whose absence can leave this check unanswered; ``headcount`` is the action's own."""
    match check:
        case AtMost() | MustBe() | MustBeOneOf():
            return (check.column,)
        case OutsideQuietHours():
            return ("local_time",)
        case MustNotHold():
            return ("holds",)
        case HeadcountBetween():
            return ("headcount",)
        case UnreachableCondition():
            return (
                "own_number_invalid",
                "consecutive_failed_calls",
                "third_failed_call_on",
                "consecutive_failed_days",
                "local_on",
            )
        case _:
            assert_never(check)


def resumes(check: Check, *, facts: Facts, as_of: datetime) -> datetime | None:
    """When the act is worth asking again after this check failed; None when waiting does not help.

    The wall clock of the person is read from ``local_on`` and ``local_time``; without them, None.
    """
    if facts.local_on is None or facts.local_time is None:
        return None
    match check:
        case AtMost():
            days, at = 1, check.resumes_at
        case OutsideQuietHours():
            days, at = (0 if facts.local_time < check.end else 1), check.end
        case MustBe() | MustBeOneOf() | MustNotHold() | HeadcountBetween() | UnreachableCondition():
            return None
        case _:
            assert_never(check)
    return as_of + timedelta(days=days) + _into_day(at) - _into_day(facts.local_time)


def _into_day(wall: time) -> timedelta:
    """How far a time on the wall is into its day."""
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)


def _yes_no(passes: bool) -> Verdict:
    return Verdict.PASS if passes else Verdict.FAIL


def _compile_at_most(check: AtMost) -> Predicate:
    count_of: Callable[[Facts], Any] = attrgetter(check.column)
    limit = check.limit

    def ask(action: Action, facts: Facts) -> Verdict:
        count = count_of(facts)
        return Verdict.UNKNOWN if count is None else _yes_no(count < limit)

    return ask


def _compile_quiet_hours(check: OutsideQuietHours) -> Predicate:
    start, end, spans_midnight = check.start, check.end, check.start > check.end
    opened: Callable[[Facts], Any] = attrgetter(check.unless) if check.unless else _never

    def ask(action: Action, facts: Facts) -> Verdict:
        now = facts.local_time
        if opened(facts) is True:
            return Verdict.PASS
        if now is None:
            return Verdict.UNKNOWN
        quiet = now >= start or now < end if spans_midnight else start <= now < end
        return _yes_no(not quiet)

    return ask


def _never(facts: Facts) -> bool:
    return False


def _compile_must_be(check: MustBe) -> Predicate:
    known: Callable[[Facts], Any] = attrgetter(check.column)
    wanted = check.value

    def ask(action: Action, facts: Facts) -> Verdict:
        value = known(facts)
        return Verdict.UNKNOWN if value is None else _yes_no(value is wanted)

    return ask


def _compile_one_of(check: MustBeOneOf) -> Predicate:
    read: Callable[[Any], Any] = attrgetter(check.column)
    of_action, allowed = check.of_action, frozenset(check.allowed)

    def ask(action: Action, facts: Facts) -> Verdict:
        value = read(action if of_action else facts)
        return Verdict.UNKNOWN if value is None else _yes_no(value in allowed)

    return ask


def _compile_no_hold(check: MustNotHold) -> Predicate:
    stopping = frozenset(check.holds)

    def ask(action: Action, facts: Facts) -> Verdict:
        active = facts.holds
        return Verdict.UNKNOWN if active is None else _yes_no(active.isdisjoint(stopping))

    return ask


def _compile_headcount(check: HeadcountBetween) -> Predicate:
    at_least, at_most = check.at_least, check.at_most

    def ask(action: Action, facts: Facts) -> Verdict:
        people = action.headcount
        return Verdict.UNKNOWN if people is None else _yes_no(at_least <= people <= at_most)

    return ask


def _compile_unreachable(check: UnreachableCondition) -> Predicate:
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
