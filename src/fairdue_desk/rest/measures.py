"""Measures for programs: the dictionary, the numbers of a period, the rows behind them, figures and board."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from fairdue.feedback.collector_board import BOARD, RankingRefused, rank
from fairdue.feedback.measure_dictionary import MeasureDefinition, MeasureId, MeasureUnit, measure_dictionary
from fairdue.feedback.measure_words import shown_value
from fairdue.feedback.measures import MeasureValue
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.measuring import rows_behind
from fairdue_desk.measured import Asked, asked_of, report_of
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.days import Day
from fairdue_desk.rest.problems import Problem, Refused
from fairdue_desk.screens.charts import ChartName, chart_data
from fairdue_desk.screens.permissions import Right
from fairdue_desk.wiring import house

router = Router(tags=["measures"])
MOST_ROWS = 1000


class Text(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Period(Schema):
    """Which days and whose cases; without any day, this month so far. ``to`` is inside the period."""

    first: Annotated[Day | None, Query(alias="from", description="the first day, like 2026-03-01")] = None
    last: Annotated[Day | None, Query(alias="to", description="the last day, which is inside")] = None
    creditor: Annotated[str, Query(description="only this creditor's cases")] = ""


class Definition(Schema):
    """What a measure means."""

    id: str
    theme: str
    unit: str
    shape: str
    name: Text
    formula: Text
    population: Text
    period: Text
    rows: Text
    traps: Text
    no_value: Text | None = None


class Part(Schema):
    """One part of a measure; amounts are fen. Numbers beyond what a program reads exactly are texts."""

    part: str
    numerator: int
    denominator: int


class Value(Schema):
    """One number: numerator and denominator as exact decimal digits, and the value as a fraction and in words."""

    id: str
    unit: str
    numerator: str
    denominator: str
    value: str | None
    shown: Text
    cases: int
    row_count: int
    parts: list[Part]
    median: str | None = None
    no_value: Text | None = None


class Values(Schema):
    """All measures of a period, as known on a day."""

    first: str
    last: str
    as_known_on: str
    creditor: str | None
    measures: list[Value]


class Row(Schema):
    """One row behind a number. It names a case by its number and no person."""

    case_id: str
    case_no: str
    creditor: str
    collector: str | None
    row_id: str
    on: str | None
    part: str
    numerator: int
    denominator: int


class Rows(Schema):
    """A page of rows; ``numerator`` and ``denominator`` are the sums of all rows, not of this page."""

    id: str
    part: str | None
    row_count: int
    numerator: int
    denominator: int
    offset: int
    limit: int
    rows: list[Row]


class Line(Schema):
    """One collector on the board: each measure of it as numerator and denominator."""

    collector: str
    figures: dict[str, Part]


def asked_from(period: Period) -> Asked:
    """The period of a request, on the business day of the house."""
    return asked_of(
        house(), first=str(period.first or ""), last=str(period.last or ""), creditor=period.creditor
    )


@router.get(
    "/dictionary",
    response={200: list[Definition], 401: Problem, 403: Problem},
    summary="What each measure means",
)
def dictionary(request: HttpRequest) -> list[Definition]:
    """Formula, population, period, unit, traps; and for a measure that cannot be had, why."""
    staff_with(request, Right.SEE_MEASURES)
    return [_definition(entry) for entry in measure_dictionary().values()]


@router.get(
    "", response={200: Values, 401: Problem, 403: Problem, 422: Problem}, summary="All measures of a period"
)
def values(request: HttpRequest, period: Query[Period]) -> Values:
    """The numbers of the screen, exactly."""
    staff_with(request, Right.SEE_MEASURES)
    asked = asked_from(period)
    report = report_of(house(), asked)
    return Values(
        first=str(asked.first),
        last=str(asked.last),
        as_known_on=str(asked.today),
        creditor=asked.creditor,
        measures=[_value(value) for value in report.values],
    )


@router.get(
    "/board",
    response={200: list[Line], 401: Problem, 403: Problem, 422: Problem},
    summary="The board by collector",
)
def board(
    request: HttpRequest,
    period: Query[Period],
    by: Annotated[list[MeasureId], Query(description="measures to order by; never money first")] = [],  # noqa: B006 - ninja copies it
) -> list[Line]:
    """Recovery beside complaints and violations. Ordering by money first is refused (CN-OUT-06)."""
    staff_with(request, Right.SEE_MEASURES)
    lines = report_of(house(), asked_from(period)).board
    if by:
        ranked = rank(board=lines, by=by)
        if isinstance(ranked, RankingRefused):
            reason = ranked.reason
            raise Refused(422, reason.code, title="This ranking is not made.", detail=reason.text.en)
        lines = ranked
    return [
        Line(
            collector=line.collector,
            figures={
                one.value: Part(
                    part="", numerator=line.figures[one].numerator, denominator=line.figures[one].denominator
                )
                for one in BOARD
            },
        )
        for line in lines
    ]


@router.get(
    "/charts/{name}",
    response={200: dict, 401: Problem, 403: Problem, 422: Problem},
    summary="The data of one chart",
)
def chart(
    request: HttpRequest, name: ChartName, period: Query[Period], lang: Literal["zh", "en"] = "zh"
) -> dict[str, object]:
    """What a chart of the screen is drawn from, with its formula, population, period and sample size."""
    staff_with(request, Right.SEE_MEASURES)
    return chart_data(house(), name, asked_from(period), language=lang)


@router.get(
    "/{measure_id}/rows",
    response={200: Rows, 401: Problem, 403: Problem, 422: Problem},
    summary="The rows behind a number",
)
def rows(
    request: HttpRequest,
    measure_id: MeasureId,
    period: Query[Period],
    part: str | None = None,
    collector: str | None = None,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
) -> Rows:
    """They add up to the number of the same period."""
    staff_with(request, Right.SEE_MEASURES)
    asked = asked_from(period)
    page = rows_behind(
        house(),
        measure_id=measure_id,
        span=asked.span,
        creditor=asked.creditor,
        part=part,
        collector=collector,
        offset=offset,
        limit=limit,
    )
    return Rows(
        id=measure_id.value,
        part=part,
        row_count=page.row_count,
        numerator=page.numerator,
        denominator=page.denominator,
        offset=offset,
        limit=limit,
        rows=[
            Row(
                case_id=row.case_id,
                case_no=row.case_no,
                creditor=row.creditor,
                collector=row.collector,
                row_id=row.row_id,
                on=None if row.on is None else str(row.on),
                part=row.part,
                numerator=row.numerator,
                denominator=row.denominator,
            )
            for row in page.rows
        ],
    )


def _text(text: Bilingual) -> Text:
    return Text(zh=text.zh, en=text.en)


def _definition(entry: MeasureDefinition) -> Definition:
    return Definition(
        id=entry.measure_id.value,
        theme=entry.theme.value,
        unit=entry.unit.value,
        shape=entry.shape.value,
        name=_text(entry.name),
        formula=_text(entry.formula),
        population=_text(entry.population),
        period=_text(entry.period),
        rows=_text(entry.rows),
        traps=_text(entry.traps),
        no_value=None if entry.no_value is None else _text(entry.no_value),
    )


def _value(value: MeasureValue) -> Value:
    unit: MeasureUnit = value.unit
    return Value(
        id=value.measure_id.value,
        unit=unit.value,
        numerator=str(value.numerator),
        denominator=str(value.denominator),
        value=None if value.value is None else str(value.value),
        shown=_text(shown_value(value.value, unit)),
        cases=value.cases,
        row_count=value.row_count,
        parts=[
            Part(part=one.part, numerator=one.numerator, denominator=one.denominator) for one in value.parts
        ],
        median=str(value.spread.median) if value.spread else None,
        no_value=None if value.no_value is None else _text(value.no_value),
    )
