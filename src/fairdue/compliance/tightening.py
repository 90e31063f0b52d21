"""Is one check at least as strict as another of its kind? What a house may change about a rule, and only that way.

Room: compliance. ``looser`` compares two checks over the same columns: at least as strict means that whatever
the second lets pass, the first lets pass too. It knows no files; ``overlay`` reads them.

>>> looser(AtMost("visits_today", 3), base=AtMost("visits_today", 2))
'limit 3 is above 2'
>>> looser(AtMost("visits_today", 1), base=AtMost("visits_today", 2)) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import assert_never

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
from fairdue.compliance.rule import Effect
from fairdue.foundation.span import Span

STRENGTH_OF_EFFECT = {Effect.WARN: 1, Effect.DEFER: 2, Effect.REFUSE: 3}
"""How strong an effect is; duties and records have no check and nothing to compare."""

_MINUTES_A_DAY = 24 * 60


def looser(check: Check, *, base: Check) -> str | None:
    """What makes ``check`` looser than ``base``, in words with both numbers; None when nothing does."""
    return next(_looser(check, base), None)


def _looser(check: Check, base: Check) -> Iterator[str]:
    match check, base:
        case AtMost(), AtMost():
            yield from _other_columns((check.column, check.reopens_on), (base.column, base.reopens_on))
            if check.limit > base.limit:
                yield f"limit {check.limit} is above {base.limit}"
            yield from _earlier(check.resumes_at, base.resumes_at)
        case OutsideQuietHours(), OutsideQuietHours():
            yield from _quiet(check, base)
        case OnWeekdays(), OnWeekdays():
            if further := set(check.allowed) - set(base.allowed):
                yield f"it allows {len(further)} more day(s) of the week"
            yield from _earlier(check.resumes_at, base.resumes_at)
        case MustBeOneOf(), MustBeOneOf():
            yield from _other_columns((check.column,), (base.column,))
            if more := sorted(set(check.allowed) - set(base.allowed)):
                yield f"{', '.join(more)} is not among what the base allows"
        case Between(), Between():
            yield from _other_columns((check.column,), (base.column,))
            yield from _wider(check, base)
        case AmountsAgree(), AmountsAgree():
            yield from _other_columns((check.column, check.other), (base.column, base.other))
            if check.within_fen > base.within_fen:
                yield f"within_fen {check.within_fen} is above {base.within_fen}"
        case LongEnoughSince(), LongEnoughSince():
            yield from _other_columns((check.happened, check.on), (base.happened, base.on))
            if base.must_have_happened and not check.must_have_happened:
                yield "it passes what never happened"
            if not never_shorter(check.span, base.span):
                yield f"{check.span.in_words()[1]} is or can be shorter than {base.span.in_words()[1]}"
            yield from _earlier(check.resumes_at, base.resumes_at)
        case NotLaterThan(), NotLaterThan():
            yield from _other_columns((check.happened, check.on), (base.happened, base.on))
            if not never_shorter(base.span, check.span):
                yield f"{check.span.in_words()[1]} is or can be longer than {base.span.in_words()[1]}"
        case UnreachableCondition(), UnreachableCondition():
            if check.failed_calls < base.failed_calls:
                yield f"failed_calls {check.failed_calls} is below {base.failed_calls}"
            if check.failed_days < base.failed_days:
                yield f"failed_days {check.failed_days} is below {base.failed_days}"
        case MustNotHold(), MustNotHold():
            if missing := sorted(set(base.holds) - set(check.holds)):
                yield f"it lets {', '.join(missing)} pass"
        case (MustBe(), MustBe()) | (Never(), Never()):
            if check != base:
                yield "it asks something else"
        case _:
            yield "it asks in another way, so the two cannot be compared"


def never_shorter(span: Span, than: Span) -> bool:
    """Does ``span`` end no earlier than ``than``, on whatever day both begin?"""
    if bool(span.days) == bool(than.days):
        return (span.days, span.months) >= (than.days, than.months)
    return all(span.after(day) >= than.after(day) for day in _days_of_every_kind())


def _days_of_every_kind() -> Iterator[date]:
    """Every place that a day can have among leap years, with a century that skips one in the middle."""
    day = date(2092, 1, 1)
    while day.year < 2109:
        yield day
        day += timedelta(days=1)


def _other_columns(own: tuple[str | None, ...], base: tuple[str | None, ...]) -> Iterator[str]:
    if own != base:
        yield "it looks at other columns"


def _earlier(own: time, base: time) -> Iterator[str]:
    if own < base:
        yield f"resumes_at {own:%H:%M} is earlier than {base:%H:%M}"


def _quiet(check: OutsideQuietHours, base: OutsideQuietHours) -> Iterator[str]:
    if check.unless not in (None, base.unless):
        yield f"unless {check.unless} opens what the base keeps quiet"
    if missing := sorted(set(base.clocks) - set(check.clocks)):
        yield f"it does not look at {', '.join(missing)}"
    if lost := quiet_minutes(base) - quiet_minutes(check):
        first = min(lost)
        yield (
            f"{check.start:%H:%M} to {check.end:%H:%M} leaves {first // 60:02}:{first % 60:02} open, "
            f"which {base.start:%H:%M} to {base.end:%H:%M} keeps quiet"
        )


def quiet_minutes(check: OutsideQuietHours) -> frozenset[int]:
    """The minutes of a day that are quiet; rule files write hours to the minute."""
    start, end = (at.hour * 60 + at.minute for at in (check.start, check.end))
    length = (end - start) % _MINUTES_A_DAY
    return frozenset((start + minute) % _MINUTES_A_DAY for minute in range(length))


def _wider(check: Between, base: Between) -> Iterator[str]:
    if base.at_least is not None and (check.at_least is None or check.at_least < base.at_least):
        yield f"at_least {'is missing' if check.at_least is None else check.at_least} is below {base.at_least}"
    if base.at_most is not None and (check.at_most is None or check.at_most > base.at_most):
        yield f"at_most {'is missing' if check.at_most is None else check.at_most} is above {base.at_most}"


def check_keys(check: Check) -> tuple[str, dict[str, object]]:
    """The name of a check and the keys that a rule file writes beside its values: how a rule hands them on."""
    match check:
        case AtMost():
            reopens: dict[str, object] = {"reopens_on": check.reopens_on} if check.reopens_on else {}
            return "at_most", {"counts": check.column, "resumes_at": f"{check.resumes_at:%H:%M}", **reopens}
        case OutsideQuietHours():
            unless: dict[str, object] = {"unless": check.unless} if check.unless else {}
            return "outside_quiet_hours", {"clocks": list(check.clocks), **unless}
        case OnWeekdays():
            return "on_weekdays", {"resumes_at": f"{check.resumes_at:%H:%M}"}
        case MustBe():
            return f"must_be_{str(check.value).lower()}", {"fact": check.column}
        case MustBeOneOf():
            return "must_be_one_of", {"column": check.column}
        case MustNotHold():
            return "must_not_hold", {"holds": [hold.value for hold in check.holds]}
        case Between():
            return "between", {"column": check.column}
        case AmountsAgree():
            return "amounts_agree", {"stated": check.column, "books": check.other}
        case LongEnoughSince():
            return "long_enough_since", {
                "happened": check.happened,
                "on": check.on,
                "must_have_happened": check.must_have_happened,
                "resumes_at": f"{check.resumes_at:%H:%M}",
            }
        case NotLaterThan():
            return "not_later_than", {"happened": check.happened, "on": check.on}
        case UnreachableCondition():
            return "unreachable_condition", {}
        case Never():
            return "never", {}
        case _:
            assert_never(check)
