"""The measures (KPI), computed: one definition for screen, file and API, over a stream of cases, in one pass.

Room: feedback. Every share of ``measure_shares`` and ``measure_ageing`` is a row: what one call, promise, payment
or case adds to the numerator and to the denominator. Here they are added up; ``measure_rows`` hands out the rows
themselves, so that whoever sees a number can see what it is made of and add it up again. All is whole numbers; a
quotient is a ``Fraction``, and a denominator of nothing gives no value, never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import prod

from fairdue.feedback.case_record import CaseRecord
from fairdue.feedback.measure_ageing import ageing_shares
from fairdue.feedback.measure_dictionary import MeasureId, MeasureUnit, Shape, measure_dictionary
from fairdue.feedback.measure_shares import (
    Inspected,
    Share,
    Sharing,
    call_shares,
    care_shares,
    money_shares,
    promise_shares,
)
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, StaffId

SHARINGS: tuple[Sharing, ...] = (call_shares, promise_shares, money_shares, ageing_shares, care_shares)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row behind a number. It names the case by its number and the thing by its id, and no person."""

    case_id: CaseId
    case_no: str
    creditor: str
    collector: StaffId | None
    row_id: str
    on: date | None
    part: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """One part of a measure that has several: a month and bucket, a cohort and its age."""

    part: str
    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        """The plain quotient; None when there was nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the single values of an average lie: median, and how many reach up to each bound."""

    median: Fraction
    least: int
    most: int
    counts: tuple[tuple[int | None, int], ...]
    """(bound, how many values are above the bound before and not above this one); the last bound is None."""


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """One number with what is behind it. ``no_value`` says why there can be none; ``rows`` are the first few."""

    measure_id: MeasureId
    numerator: int
    denominator: int
    unit: MeasureUnit
    cases: int
    row_count: int = 0
    parts: tuple[MeasurePart, ...] = ()
    spread: Spread | None = None
    no_value: Bilingual | None = None
    rows: tuple[MeasureRow, ...] = field(default=(), repr=False)

    @property
    def value(self) -> Fraction | None:
        """The quotient in its unit; None when there was nothing to divide by."""
        if self.unit.is_total:
            return Fraction(self.numerator) if self.row_count else None
        if self.denominator == 0:
            return None
        return Fraction(self.numerator, self.denominator) * self.unit.scale


@dataclass(slots=True)
class _Sum:
    """A measure being added up."""

    numerator: int = 0
    denominator: int = 0
    cases: int = 0
    row_count: int = 0
    last_case: str = ""
    parts: dict[str, list[int]] = field(default_factory=dict)
    values: Counter[int] = field(default_factory=Counter)
    once: set[str] = field(default_factory=set)
    rows: list[MeasureRow] = field(default_factory=list)

    def add(self, share: Share, case_id: CaseId) -> bool:
        """Add one share; False when it was one that counts once and was counted already, or adds nothing."""
        numerator, denominator = share.numerator, share.denominator
        if numerator == 0 and denominator == 0:
            return False
        if share.once:
            if share.once in self.once:
                return False
            self.once.add(share.once)
        self.numerator += numerator
        self.denominator += denominator
        self.row_count += 1
        if self.last_case != case_id:
            self.cases += 1
            self.last_case = case_id
        if share.part:
            both = self.parts.setdefault(share.part, [0, 0])
            both[0] += numerator
            both[1] += denominator
        return True


def compute_measures(
    *,
    records: Iterable[CaseRecord],
    span: MeasureSpan,
    inspected: Inspected | None = None,
    rows_kept: int = 0,
    also: Callable[[CaseRecord, Share], None] | None = None,
) -> tuple[MeasureValue, ...]:
    """Compute every measure of the dictionary over a stream of case records, in the order of the dictionary.

    ``also`` is shown every share that counted, so that a board by collector comes of the same pass.
    """
    dictionary = measure_dictionary()
    seen = {} if inspected is None else inspected
    sums = {measure_id: _Sum() for measure_id in MeasureId}
    spreading = {measure_id for measure_id, entry in dictionary.items() if entry.bounds}
    for record in records:
        for sharing in SHARINGS:
            for share in sharing(record, span, seen):
                total = sums[share.measure_id]
                if not total.add(share, record.case_id):
                    continue
                if share.measure_id in spreading:
                    total.values[share.numerator] += 1
                if also is not None:
                    also(record, share)
                if len(total.rows) < rows_kept:
                    total.rows.append(_row(record, share, span))
    return tuple(_value(measure_id, sums) for measure_id in dictionary)


def measure_rows(
    *,
    records: Iterable[CaseRecord],
    measure_id: MeasureId,
    span: MeasureSpan,
    inspected: Inspected | None = None,
    part: str | None = None,
) -> Iterator[MeasureRow]:
    """Stream the rows behind one measure, or one part of it; they add up to its number.

    A measure that is made of another one's parts shows that one's rows.
    """
    entry = measure_dictionary()[measure_id]
    wanted = entry.made_of or measure_id
    seen = {} if inspected is None else inspected
    total = _Sum()
    for record in records:
        for sharing in SHARINGS:
            for share in sharing(record, span, seen):
                if share.measure_id is not wanted or (part is not None and share.part != part):
                    continue
                if total.add(share, record.case_id):
                    yield _row(record, share, span)


def collector_of(record: CaseRecord, share: Share, span: MeasureSpan) -> StaffId | None:
    """Whose row it is: who was in charge when it was, and for a row about a whole case, at the end of the period."""
    if share.moment is not None:
        return record.collector_at(share.moment)
    held = [collector for at, collector in record.assignments if civil_date(at) < span.day_until]
    return held[-1] if held else None


def _row(record: CaseRecord, share: Share, span: MeasureSpan) -> MeasureRow:
    of_one = share.once == ""
    return MeasureRow(
        case_id=record.case_id,
        case_no=record.case_no if of_one else "",
        creditor=record.creditor if of_one else "",
        collector=collector_of(record, share, span) if of_one else StaffId(share.once),
        row_id=share.row_id,
        on=share.on,
        part=share.part,
        numerator=share.numerator,
        denominator=share.denominator,
    )


def _value(measure_id: MeasureId, sums: Mapping[MeasureId, _Sum]) -> MeasureValue:
    entry = measure_dictionary()[measure_id]
    if entry.no_value is not None:
        return MeasureValue(measure_id, 0, 0, entry.unit, 0, no_value=entry.no_value)
    if entry.made_of is not None:
        return _product(measure_id, sums[entry.made_of])
    total = sums[measure_id]
    parts = tuple(MeasurePart(part, *both) for part, both in sorted(total.parts.items()))
    curve = entry.shape is Shape.CURVE
    empty = not curve and total.row_count == 0
    return MeasureValue(
        measure_id,
        0 if curve else total.numerator,
        0 if curve else total.denominator,
        entry.unit,
        total.cases,
        total.row_count,
        parts,
        _spread(total.values, entry.bounds) if total.values else None,
        _CURVE if curve else (_NOTHING if empty else None),
        tuple(total.rows),
    )


_CURVE = Bilingual("没有单一数值：请按分项读取", "not one number: read it by its parts")
_NOTHING = Bilingual("期内没有可计的记录", "nothing of the period was there to count")


def _product(measure_id: MeasureId, total: _Sum) -> MeasureValue:
    """The product of the latest month's parts; where one of them has nothing to divide by, there is no value."""
    entry = measure_dictionary()[measure_id]
    latest = max((part.split("/")[0] for part in total.parts), default="")
    steps = [total.parts.get(f"{latest}/M{bucket}", [0, 0]) for bucket in range(7)]
    parts = tuple(MeasurePart(f"{latest}/M{bucket}", *both) for bucket, both in enumerate(steps) if latest)
    numerator, denominator = prod(step[0] for step in steps), prod(step[1] for step in steps)
    return MeasureValue(
        measure_id,
        numerator if denominator else 0,
        denominator,
        entry.unit,
        total.cases,
        total.row_count,
        parts,
        None,
        None if denominator else _BROKEN_CHAIN,
    )


_BROKEN_CHAIN = Bilingual(
    "有账龄档在月初没有余额，无法连乘",
    "a bucket of the chain held nothing at the start, so there is no product",
)


def _spread(values: Counter[int], bounds: tuple[int, ...]) -> Spread:
    ordered = sorted(values)
    size = sum(values.values())
    low, high = _nth(values, ordered, (size - 1) // 2), _nth(values, ordered, size // 2)
    edges: list[int | None] = [*bounds, None]
    counts: list[tuple[int | None, int]] = []
    below = None
    for edge in edges:
        inside = sum(
            count
            for value, count in values.items()
            if (below is None or value > below) and (edge is None or value <= edge)
        )
        counts.append((edge, inside))
        below = edge
    return Spread(Fraction(low + high, 2), ordered[0], ordered[-1], tuple(counts))


def _nth(values: Counter[int], ordered: list[int], place: int) -> int:
    for value in ordered:
        place -= values[value]
        if place < 0:
            return value
    raise AssertionError("the place lies within the values")
