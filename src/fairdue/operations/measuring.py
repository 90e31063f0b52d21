"""Measuring: the KPI dictionary over the house's logs, with figures and board in one pass, and the rows behind.

Room: operations. What a number means is said in ``feedback``; here is only where the logs come from. Nothing is
stored: every answer is reckoned from the log as it was known at the end of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fairdue.feedback.case_record import KINDS_READ, CaseRecord, record_of
from fairdue.feedback.collector_board import BoardLine, BoardSums
from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_figures import Figures, FigureSums
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureRow, MeasureValue, compute_measures, measure_rows
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId
from fairdue.operations.house import House


@dataclass(frozen=True, slots=True)
class MeasureReport:
    """All measures of a period, its figures and its board."""

    span: MeasureSpan
    values: tuple[MeasureValue, ...]
    figures: Figures
    board: tuple[BoardLine, ...]

    def value(self, measure_id: MeasureId) -> MeasureValue:
        """One of the measures."""
        return next(value for value in self.values if value.measure_id is measure_id)


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some of the rows behind a number, and what all of them come to."""

    rows: tuple[MeasureRow, ...]
    row_count: int
    numerator: int
    denominator: int


def case_records(house: House, *, as_of_on: date, creditor: str | None = None) -> Iterator[CaseRecord]:
    """Stream the case records as they were known at the end of a day."""
    for events in house.book.iterate_events(kinds=KINDS_READ, creditor=creditor):
        record = record_of(events, as_of_on=as_of_on)
        if record is not None:
            yield record


def measure(house: House, *, span: MeasureSpan, creditor: str | None = None) -> MeasureReport:
    """Compute measures, figures and board over the house's cases, or one creditor's, reading each log once."""
    figures, board = FigureSums(span), BoardSums(span)

    def watched() -> Iterator[CaseRecord]:
        for record in case_records(house, as_of_on=span.as_of_on, creditor=creditor):
            figures.add(record)
            yield record

    values = compute_measures(records=watched(), span=span, inspected=_inspected(house, span), also=board.add)
    return MeasureReport(span, values, figures.figures(), board.lines())


def rows_behind(
    house: House,
    *,
    measure_id: MeasureId,
    span: MeasureSpan,
    creditor: str | None = None,
    part: str | None = None,
    collector: str | None = None,
    offset: int = 0,
    limit: int = 100,
) -> RowPage:
    """One page of the rows behind a number, or behind one part or one collector's share of it.

    Raises ValueError for a negative offset or a limit below 1.
    """
    if offset < 0 or limit < 1:
        raise ValueError("a page of rows begins at an offset from 0 on and holds at least one row")
    kept: list[MeasureRow] = []
    count = numerator = denominator = 0
    for row in all_rows_behind(house, measure_id=measure_id, span=span, creditor=creditor, part=part):
        if collector is not None and row.collector != collector:
            continue
        if offset <= count < offset + limit:
            kept.append(row)
        count += 1
        numerator += row.numerator
        denominator += row.denominator
    return RowPage(tuple(kept), count, numerator, denominator)


def all_rows_behind(
    house: House,
    *,
    measure_id: MeasureId,
    span: MeasureSpan,
    creditor: str | None = None,
    part: str | None = None,
) -> Iterator[MeasureRow]:
    """Stream every row behind a number."""
    return measure_rows(
        records=case_records(house, as_of_on=span.as_of_on, creditor=creditor),
        measure_id=measure_id,
        span=span,
        inspected=_inspected(house, span),
        part=part,
    )


def _inspected(house: House, span: MeasureSpan) -> Mapping[AttemptId, bool]:
    """The calls that a person had inspected by the end of the day as of which is measured."""
    return house.reviews.book.inspected(
        until=datetime.combine(span.as_of_on + timedelta(days=1), time(), CHINA)
    )
