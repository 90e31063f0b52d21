"""Builders for the tests of overlays: texts of tightenings, and values drawn tighter or looser than a rule's own."""

from __future__ import annotations

from datetime import date, time, timedelta

import yaml
from hypothesis import strategies as st

from core.compliance.act_builders import shipped
from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    Check,
    LongEnoughSince,
    MustBeOneOf,
    NotLaterThan,
    OnWeekdays,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.overlay import read_tightening
from fairdue.compliance.rule import Effect, Rule, Status
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.foundation.span import Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_FORCE = "in force"

TIGHTENABLE = [
    rule
    for rule in shipped().rules
    if rule.status is Status.ENFORCED and rule.effect in (Effect.REFUSE, Effect.DEFER, Effect.WARN)
]


def tightening_text(base: Rule, values: dict[date, object], **keys: object) -> str:
    """The text of a file that tightens a rule; a key given as None is left out."""
    first = min(values)
    page: dict[str, object] = {
        "id": "house.own",
        "tightens": base.rule_id,
        "says": "我们更严。",
        "says_en": "We are stricter.",
        "values": values,
        "reference": {first: {"title": "内规", "article": "own"}},
        **keys,
    }
    written = {key: value for key, value in page.items() if value is not None}
    return yaml.dump(written, Dumper=_PlainDumper, allow_unicode=True)


class _PlainDumper(yaml.SafeDumper):
    """Writes a date that stands twice out twice; rule files have no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def read(text: str) -> Rule:
    """Read a tightening against the shipped rulebook."""
    return read_tightening(
        text=text, file="house/own.yaml", base={rule.rule_id: rule for rule in shipped().rules}
    )


def own_values(check: Check) -> object:
    """What a rule file writes under a date for exactly this check."""
    match check:
        case AtMost():
            return {"limit": check.limit}
        case OutsideQuietHours():
            return {"start": f"{check.start:%H:%M}", "end": f"{check.end:%H:%M}"}
        case OnWeekdays():
            return {"allowed": [DAYS[day - 1] for day in check.allowed]}
        case MustBeOneOf():
            return {"allowed": list(check.allowed)}
        case Between():
            bounds = {"at_least": check.at_least, "at_most": check.at_most}
            return {side: bound for side, bound in bounds.items() if bound is not None}
        case AmountsAgree():
            return {"within_fen": check.within_fen}
        case LongEnoughSince() | NotLaterThan():
            return _span(check.span)
        case UnreachableCondition():
            return {"failed_calls": check.failed_calls, "failed_days": check.failed_days}
        case _:
            return IN_FORCE


def _span(span: Span) -> dict[str, int]:
    return {"days": span.days} if span.days else {"months": span.months}


@st.composite
def tighter_values(draw: st.DrawFn, check: Check) -> object:
    """Values at least as strict as the check's own."""
    match check:
        case AtMost():
            return {"limit": draw(st.integers(0, check.limit))}
        case OutsideQuietHours():
            open_minutes = (_minute(check.start) - _minute(check.end)) % 1440
            later = draw(st.integers(0, open_minutes - 1))
            earlier = draw(st.integers(0, open_minutes - 1 - later))
            return {
                "start": _clock(_minute(check.start) - earlier),
                "end": _clock(_minute(check.end) + later),
            }
        case OnWeekdays():
            return {"allowed": [DAYS[day - 1] for day in draw(_some_of(check.allowed))]}
        case MustBeOneOf():
            return {"allowed": draw(_some_of(check.allowed))}
        case Between():
            return _narrower(draw, check)
        case AmountsAgree():
            return {"within_fen": draw(st.integers(0, check.within_fen))}
        case LongEnoughSince():
            unit, many = ("days", check.span.days) if check.span.days else ("months", check.span.months)
            return {unit: draw(st.integers(many, many + 40))}
        case NotLaterThan():
            unit, many = ("days", check.span.days) if check.span.days else ("months", check.span.months)
            return {unit: draw(st.integers(1, many))}
        case UnreachableCondition():
            return {
                "failed_calls": draw(st.integers(check.failed_calls, 20)),
                "failed_days": draw(st.integers(check.failed_days, 60)),
            }
        case _:
            return IN_FORCE


@st.composite
def looser_values(draw: st.DrawFn, check: Check) -> object:
    """Values that let something pass which the check does not; None where the check has no values to loosen."""
    match check:
        case AtMost():
            return {"limit": draw(st.integers(check.limit + 1, check.limit + 50))}
        case OutsideQuietHours():
            length = (_minute(check.end) - _minute(check.start)) % 1440
            cut = draw(st.integers(1, length - 1))
            if draw(st.booleans()):
                return {"start": _clock(_minute(check.start) + cut), "end": _clock(_minute(check.end))}
            return {"start": _clock(_minute(check.start)), "end": _clock(_minute(check.end) - cut)}
        case OnWeekdays():
            further = [day for day in range(1, 8) if day not in check.allowed]
            more = draw(st.sampled_from(further)) if further else None
            return {"allowed": [DAYS[day - 1] for day in (*check.allowed, more)]} if more else None
        case MustBeOneOf():
            words = ALL_COLUMNS[check.column].words
            further_words = [word.value for word in words or () if word.value not in check.allowed]
            return (
                {"allowed": [*check.allowed, draw(st.sampled_from(further_words))]} if further_words else None
            )
        case Between():
            return _wider(draw, check)
        case AmountsAgree():
            return {"within_fen": draw(st.integers(check.within_fen + 1, check.within_fen + 10**6))}
        case LongEnoughSince():
            unit, many = ("days", check.span.days) if check.span.days else ("months", check.span.months)
            return {unit: draw(st.integers(1, many - 1))} if many > 1 else {"days": draw(st.integers(1, 27))}
        case NotLaterThan():
            unit, many = ("days", check.span.days) if check.span.days else ("months", check.span.months)
            return {unit: draw(st.integers(many + 1, many + 40))}
        case UnreachableCondition():
            calls, days = check.failed_calls, check.failed_days
            if draw(st.booleans()):
                return {"failed_calls": draw(st.integers(0, calls - 1)), "failed_days": days}
            return {"failed_calls": calls, "failed_days": draw(st.integers(0, days - 1))}
        case _:
            return None


def _narrower(draw: st.DrawFn, check: Between) -> dict[str, int]:
    lowest = check.at_least or 0
    least = draw(st.integers(lowest, check.at_most if check.at_most is not None else lowest + 100))
    most = draw(st.integers(least, check.at_most if check.at_most is not None else least + 100))
    values = {"at_least": least, "at_most": most}
    for side, bound in (("at_least", check.at_least), ("at_most", check.at_most)):
        if bound is None and draw(st.booleans()) and len(values) > 1:
            del values[side]
    return values


def _wider(draw: st.DrawFn, check: Between) -> object:
    values = own_values(check)
    assert isinstance(values, dict)
    sides = [side for side in values if side == "at_most" or values[side] > 0]
    if not sides:
        return None
    side = draw(st.sampled_from(sides))
    if side == "at_most":
        return {**values, side: values[side] + draw(st.integers(1, 1000))}
    return {**values, side: draw(st.integers(0, values[side] - 1))}


def _some_of(allowed: tuple[object, ...]) -> st.SearchStrategy[list[object]]:
    return st.lists(st.sampled_from(allowed), min_size=1, unique=True)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute % 1440 // 60:02}:{minute % 60:02}"


def column_values(column: Column, around: date) -> st.SearchStrategy[object]:
    """Values of a column, those near a boundary among them; None is not known."""
    match column.kind:
        case ColumnKind.YES_NO:
            values: st.SearchStrategy[object] = st.booleans()
        case ColumnKind.COUNT:
            values = st.integers(0, 12)
        case ColumnKind.FEN:
            values = st.integers(0, 300)
        case ColumnKind.DATE:
            values = st.integers(-800, 30).map(lambda days: around + timedelta(days=days))
        case ColumnKind.CLOCK:
            values = st.times().map(lambda at: at.replace(microsecond=0))
        case ColumnKind.WORD:
            values = st.sampled_from(list(column.words or ()))
        case ColumnKind.WORDS:
            values = st.frozensets(st.sampled_from(list(column.words or ())), max_size=3)
        case _:
            return st.none()
    return st.one_of(values, values, values, st.none())
