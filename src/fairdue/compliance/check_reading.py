"""Reading the check of a rule from its YAML keys and the values of one date.

Room: compliance. Every check has its own keys; what is not on this page is refused with file, line and mend.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.checks import (
    DAY_BREAK,
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
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.rule_page import Page

IN_FORCE = "in force"

KEYS_OF_CHECK: dict[str, frozenset[str]] = {
    "at_most": frozenset({"counts", "resumes_at", "reopens_on"}),
    "outside_quiet_hours": frozenset({"unless", "clocks"}),
    "on_weekdays": frozenset({"resumes_at"}),
    "must_be_true": frozenset({"fact"}),
    "must_be_false": frozenset({"fact"}),
    "must_be_one_of": frozenset({"column"}),
    "must_not_hold": frozenset({"holds"}),
    "between": frozenset({"column"}),
    "amounts_agree": frozenset({"stated", "books"}),
    "long_enough_since": frozenset({"happened", "on", "must_have_happened", "resumes_at"}),
    "not_later_than": frozenset({"happened", "on"}),
    "unreachable_condition": frozenset(),
    "never": frozenset(),
}
"""The checks there are, and the keys that each has beside ``values``."""

_VALUES_OF: dict[str, tuple[str, ...]] = {
    "at_most": ("limit",),
    "outside_quiet_hours": ("start", "end"),
    "on_weekdays": ("allowed",),
    "must_be_one_of": ("allowed",),
    "amounts_agree": ("within_fen",),
    "unreachable_condition": ("failed_calls", "failed_days"),
}
_WITHOUT_NUMBERS = ("must_be_true", "must_be_false", "must_not_hold", "never")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = (ColumnKind.COUNT, ColumnKind.FEN)


def read_check(page: Page, name: str, values: object) -> Check:
    """Read the check called ``name`` with the values of one date. Raises RuleUnreadable."""
    given = _given(page, name, values)
    match name:
        case "at_most":
            return _at_most(page, given)
        case "outside_quiet_hours":
            return _quiet_hours(page, given)
        case "on_weekdays":
            return OnWeekdays(_weekdays(page, given["allowed"]), _resumes_at(page))
        case "must_be_true" | "must_be_false":
            fact = page.column("fact", page.words("fact"), ColumnKind.YES_NO)
            return MustBe(fact.name, name == "must_be_true")
        case "must_be_one_of":
            column = page.column("column", page.words("column"), ColumnKind.WORD)
            allowed = page.values_of("values", column, page.listed("values", given["allowed"]))
            return MustBeOneOf(column.name, tuple(str(value) for value in allowed))
        case "must_not_hold":
            holds = page.listed("holds", page.keys.get("holds"))
            return MustNotHold(tuple(page.member("holds", hold, HoldKind) for hold in holds))
        case "between":
            return _between(page, given)
        case "amounts_agree":
            stated, books = (page.column(key, page.words(key), ColumnKind.FEN) for key in ("stated", "books"))
            return AmountsAgree(stated.name, books.name, page.number("values", given["within_fen"]))
        case "long_enough_since" | "not_later_than":
            return _since(page, name, given)
        case "unreachable_condition":
            calls, days = (page.number("values", given[part]) for part in ("failed_calls", "failed_days"))
            return UnreachableCondition(calls, days)
        case "never":
            return Never()
        case _:  # pragma: no cover - the name was checked before
            raise AssertionError(name)


def _given(page: Page, name: str, values: object) -> dict[str, Any]:
    """The values of one date as a dictionary with the keys that this check has; {} where it has none."""
    if name in _WITHOUT_NUMBERS:
        if values != IN_FORCE:
            page.wrong("values", f"nothing is counted here; write `{IN_FORCE}` under the date")
        return {}
    if name == "between":
        if not isinstance(values, dict) or not values or not set(values) <= {"at_least", "at_most"}:
            page.wrong("values", "each date needs at_least, at_most or both")
        return values
    if name in ("long_enough_since", "not_later_than"):
        return {"span": values}
    wanted = _VALUES_OF[name]
    if not isinstance(values, dict) or set(values) != set(wanted):
        page.wrong("values", f"each date needs exactly {', '.join(wanted)}")
    return values


def _resumes_at(page: Page) -> time:
    return page.clock("resumes_at", page.keys["resumes_at"]) if "resumes_at" in page.keys else DAY_BREAK


def _at_most(page: Page, given: dict[str, Any]) -> AtMost:
    counts = page.column("counts", page.words("counts"), ColumnKind.COUNT)
    reopens_on = None
    if "reopens_on" in page.keys:
        reopens_on = page.column("reopens_on", page.words("reopens_on"), ColumnKind.DATE).name
    elif page.keys.get("effect") == "defer" and "resumes_at" not in page.keys:
        page.wrong(
            "effect", 'a count that waits says when it begins anew; add `resumes_at: "08:00"` or reopens_on'
        )
    return AtMost(counts.name, page.number("values", given["limit"]), _resumes_at(page), reopens_on)


def _quiet_hours(page: Page, given: dict[str, Any]) -> OutsideQuietHours:
    unless = None
    if "unless" in page.keys:
        unless = page.column("unless", page.words("unless"), ColumnKind.YES_NO).name
    named = page.listed("clocks", page.keys["clocks"]) if "clocks" in page.keys else ["local_time"]
    clocks = tuple(page.column("clocks", clock, ColumnKind.CLOCK).name for clock in named)
    if clocks[0] != "local_time" or len(set(clocks)) != len(clocks):
        page.wrong("clocks", "begin with local_time, and name each clock once")
    start, end = page.clock("values", given["start"]), page.clock("values", given["end"])
    if start == end:
        page.wrong("values", "quiet hours that start when they end are none")
    return OutsideQuietHours(start, end, unless, clocks)


def _weekdays(page: Page, allowed: object) -> tuple[int, ...]:
    days = page.listed("values", allowed)
    for day in days:
        if day not in _WEEKDAYS:
            page.wrong("values", f"{day!r} is no day of the week; write {', '.join(_WEEKDAYS)}")
    return tuple(sorted({_WEEKDAYS.index(day) + 1 for day in days}))


def _between(page: Page, given: dict[str, Any]) -> Between:
    column = page.column("column", page.words("column"), *_NUMBERS)
    least = page.number("values", given["at_least"]) if "at_least" in given else None
    most = page.number("values", given["at_most"]) if "at_most" in given else None
    if least is not None and most is not None and least > most:
        page.wrong("values", "at_least is above at_most, so nothing could pass")
    return Between(column.name, least, most)


def _since(page: Page, name: str, given: dict[str, Any]) -> LongEnoughSince | NotLaterThan:
    happened = page.column("happened", page.words("happened"), ColumnKind.YES_NO)
    on = page.column("on", page.words("on"), ColumnKind.DATE)
    span = page.span("values", given["span"])
    if name == "not_later_than":
        return NotLaterThan(happened.name, on.name, span)
    must = page.keys.get("must_have_happened", False)
    if type(must) is not bool:
        page.wrong("must_have_happened", "write true or false")
    return LongEnoughSince(happened.name, on.name, span, must, _resumes_at(page))
