"""The closed set of checks that a rule may ask, as typed data.

Room: compliance. A check names columns and numbers; it holds no code, so that the same data becomes a Python
predicate (``check_python``) and a SQL expression (``check_sql``). Each answers pass, fail, or unknown when a
column it needs is missing; what unknown leads to is decided by the gate, and it is never a permit.

>>> columns_needed(AtMost(column="effective_calls_today", limit=3))
('effective_calls_today',)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import Enum
from typing import assert_never

from fairdue.casefile.hold import HoldKind
from fairdue.foundation.span import Span

DAY_BREAK = time(0)


class Verdict(Enum):
    """What one check says about one act."""

    PASS = 1
    FAIL = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class AtMost:
    """One more must still be within the limit: passes while the count so far is below ``limit``.

    The count begins anew at ``resumes_at`` of the next calendar day; or, where the window rolls, of the day
    that the column ``reopens_on`` names.
    """

    column: str
    limit: int
    resumes_at: time = DAY_BREAK
    reopens_on: str | None = None


@dataclass(frozen=True, slots=True)
class OutsideQuietHours:
    """Passes outside ``start`` to ``end``: the start is quiet, the end is not; the night may span midnight.

    ``unless`` names a yes/no column that opens the hours when it is known to be true; unknown opens nothing.
    Every one of ``clocks`` must be outside: where the person may be in two zones, both are asked.
    """

    start: time
    end: time
    unless: str | None = None
    clocks: tuple[str, ...] = ("local_time",)


@dataclass(frozen=True, slots=True)
class OnWeekdays:
    """Passes on these days of the week where the person is, Monday being 1; it opens again at ``resumes_at``."""

    allowed: tuple[int, ...]
    resumes_at: time = DAY_BREAK


@dataclass(frozen=True, slots=True)
class MustBe:
    """Passes when the yes/no column has exactly this value."""

    column: str
    value: bool


@dataclass(frozen=True, slots=True)
class MustBeOneOf:
    """Passes when the column has one of these values."""

    column: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MustNotHold:
    """Passes when none of these holds is active."""

    holds: tuple[HoldKind, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Passes when the number is from ``at_least`` to ``at_most``, both included; None leaves that side open."""

    column: str
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class AmountsAgree:
    """Passes when two sums of money differ by no more than ``within_fen``."""

    column: str
    other: str
    within_fen: int


@dataclass(frozen=True, slots=True)
class LongEnoughSince:
    """Passes when the thing never happened, or when ``span`` has gone by since: from that very day on.

    ``happened`` is the yes/no column that says whether it did, ``on`` the date on which it last did.
    ``must_have_happened`` turns "never happened" from a pass into a failure.
    """

    happened: str
    on: str
    span: Span
    must_have_happened: bool = False
    resumes_at: time = DAY_BREAK


@dataclass(frozen=True, slots=True)
class NotLaterThan:
    """Passes while the thing has not happened, and until ``span`` after it, that day included."""

    happened: str
    on: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnreachableCondition:
    """Passes when the debtor counts as lost by one of three roads.

    At once when every number the debtor left is invalid; from the calendar day after ``failed_calls`` failed
    calls in a row; at once after ``failed_days`` days in a row without reaching the debtor.
    """

    failed_calls: int
    failed_days: int


@dataclass(frozen=True, slots=True)
class Never:
    """Fails whenever the rule applies: the act is forbidden as such."""


Check = (
    AtMost
    | OutsideQuietHours
    | OnWeekdays
    | MustBe
    | MustBeOneOf
    | MustNotHold
    | Between
    | AmountsAgree
    | LongEnoughSince
    | NotLaterThan
    | UnreachableCondition
    | Never
)

UNREACHABLE_COLUMNS = (
    "own_number_invalid",
    "consecutive_failed_calls",
    "third_failed_call_on",
    "consecutive_failed_days",
    "local_on",
)


def columns_needed(check: Check) -> tuple[str, ...]:
    """The columns whose absence can leave this check unanswered."""
    match check:
        case AtMost() | MustBe() | MustBeOneOf() | Between():
            return (check.column,)
        case OutsideQuietHours():
            return check.clocks
        case OnWeekdays():
            return ("local_on",)
        case MustNotHold():
            return ("holds",)
        case AmountsAgree():
            return (check.column, check.other)
        case LongEnoughSince() | NotLaterThan():
            return (check.happened, check.on, "local_on")
        case UnreachableCondition():
            return UNREACHABLE_COLUMNS
        case Never():
            return ()
        case _:
            assert_never(check)


def columns_read(check: Check) -> tuple[str, ...]:
    """Every column this check looks at, those that only open or reopen it included."""
    match check:
        case OutsideQuietHours(unless=str(unless)):
            return (*check.clocks, unless)
        case AtMost(reopens_on=str(reopens_on)):
            return (check.column, reopens_on)
        case _:
            return columns_needed(check)


def mends_by_waiting(check: Check) -> bool:
    """Can time alone turn this check's failure into a pass? Only such a rule may ask to wait."""
    return isinstance(check, AtMost | OutsideQuietHours | OnWeekdays | LongEnoughSince)
