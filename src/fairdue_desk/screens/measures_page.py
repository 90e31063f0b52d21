"""The measures on screen: charts and numbers of a period, one measure with the rows behind it, and those rows as a file.

Everything is reckoned by ``fairdue_desk.measured``, as for the API. A file of rows names cases by their numbers and
no person, so it is the house's own reckoning and no export of people's data (docs/decisions/0018).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET

from fairdue.feedback.collector_board import BOARD, BoardLine, RankingRefused, rank
from fairdue.feedback.feedback_template import feedback_templates
from fairdue.feedback.measure_dictionary import MeasureDefinition, MeasureId, Theme, measure_dictionary
from fairdue.feedback.measure_file import write_rows_csv, write_rows_xlsx
from fairdue.feedback.measure_words import shown_bound, shown_parts, shown_value
from fairdue.feedback.measures import MeasureValue
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.house import House
from fairdue.operations.measuring import all_rows_behind, rows_behind
from fairdue_desk.measured import PERIOD_UNREADABLE, Asked, PeriodUnreadable, asked_of, report_of
from fairdue_desk.screens.charts import OVER_A_YEAR, TITLES, ChartName, chart_data, in_order_of_names
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_page import workbook_response
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

ROWS_SHOWN = 100
GROUPS: tuple[tuple[Bilingual, tuple[Theme, ...]], ...] = (
    (Bilingual("接触", "Contact"), (Theme.CONTACT,)),
    (Bilingual("承诺", "Promises"), (Theme.PROMISE,)),
    (Bilingual("回收与行为", "Money and conduct"), (Theme.MONEY, Theme.CONDUCT)),
    (Bilingual("账龄", "Ageing"), (Theme.AGEING,)),
)
"""Money is never a group of its own: conduct stands in the same one."""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure as shown: the value in words and the two numbers behind it."""

    definition: MeasureDefinition
    value: Bilingual
    numerator: str
    denominator: str
    cases: int
    no_value: Bilingual | None
    median: Bilingual | None
    spread: tuple[tuple[Bilingual, int], ...]
    most: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One collector as shown."""

    collector: str
    cells: tuple[tuple[Bilingual, str], ...]


@require_GET
@screen(Right.SEE_MEASURES)
def measures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show charts and measures of a period; without one, of this month so far."""
    the_house = house()
    asked = _asked(request, the_house)
    report = report_of(the_house, asked)
    views = [view_of(value) for value in report.values]
    board, by = _board(request, report.board)
    return render(
        request,
        "desk/measures.html",
        {
            "groups": [
                (name, [view for view in views if view.definition.theme in themes]) for name, themes in GROUPS
            ],
            "charts": [(one, TITLES[one]) for one in ChartName],
            "over_a_year": OVER_A_YEAR,
            "board": board,
            "board_columns": [
                (measure_dictionary()[one], measure_dictionary()[one].theme is not Theme.MONEY)
                for one in BOARD
            ],
            "by": by,
            "asked": asked,
            "query": _query(asked),
            "creditors": the_house.book.creditors(),
            "templates": feedback_templates().values(),
            "may_take_file": staff.may(Right.TAKE_FEEDBACK_FILE),
        },
    )


@require_GET
@screen(Right.SEE_MEASURES)
def chart(request: HttpRequest, staff: Staff, name: str) -> HttpResponse:
    """What one chart is drawn from, in the language of the page."""
    if name not in set(ChartName):
        raise Http404("no such chart")
    the_house = house()
    return JsonResponse(
        chart_data(the_house, ChartName(name), _asked(request, the_house), language=desk_language())
    )


@require_GET
@screen(Right.SEE_MEASURES)
def measure(request: HttpRequest, staff: Staff, measure_id: str) -> HttpResponse:
    """Show one measure, its parts, and a page of the rows behind it."""
    definition = _definition(measure_id)
    the_house = house()
    asked = _asked(request, the_house)
    value = report_of(the_house, asked).value(definition.measure_id)
    part = request.GET.get("part") or None
    offset = _number(request.GET.get("offset", ""))
    page = rows_behind(
        the_house,
        measure_id=definition.measure_id,
        span=asked.span,
        creditor=asked.creditor,
        part=part,
        offset=offset,
        limit=ROWS_SHOWN,
    )
    above, below = shown_parts(definition, numerator=page.numerator, denominator=page.denominator)
    return render(
        request,
        "desk/measure.html",
        {
            "view": view_of(value),
            "parts": [
                (
                    one,
                    shown_value(one.value, definition.unit),
                    shown_parts(definition, numerator=one.numerator, denominator=one.denominator),
                )
                for one in value.parts
            ],
            "part": part,
            "rows": [
                (row, shown_parts(definition, numerator=row.numerator, denominator=row.denominator))
                for row in page.rows
            ],
            "row_count": page.row_count,
            "sums": (above, below),
            "first_row": offset + 1,
            "last_row": offset + len(page.rows),
            "before": max(0, offset - ROWS_SHOWN) if offset else None,
            "after": offset + ROWS_SHOWN if offset + ROWS_SHOWN < page.row_count else None,
            "asked": asked,
            "query": _query(asked),
            "may_open_cases": staff.may_read_cases,
        },
    )


@require_GET
@screen(Right.SEE_MEASURES)
def measure_file(request: HttpRequest, staff: Staff, measure_id: str, ending: str) -> HttpResponse:
    """Hand out all rows behind a measure as a workbook or CSV."""
    definition = _definition(measure_id)
    the_house = house()
    asked = _asked(request, the_house)
    rows = list(
        all_rows_behind(
            the_house,
            measure_id=definition.measure_id,
            span=asked.span,
            creditor=asked.creditor,
            part=request.GET.get("part") or None,
        )
    )
    name = f"{measure_id}-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.{ending}"
    if ending == "xlsx":
        content = write_rows_xlsx(
            definition=definition,
            span=asked.span,
            rows=rows,
            language=desk_language(),
            created_on=asked.today,
        )
        return workbook_response(content, name=name)
    response = HttpResponse(write_rows_csv(rows=rows, language=desk_language()), content_type="text/csv")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response


def view_of(value: MeasureValue) -> MeasureView:
    """A measure in words."""
    definition, spread = measure_dictionary()[value.measure_id], value.spread
    above, below = shown_parts(definition, numerator=value.numerator, denominator=value.denominator)
    if definition.made_of is not None:
        above = below = "…"  # products of seven balances: nobody reads sixty digits
    counts = spread.counts if spread else ()
    bounds = [None, *[bound for bound, _ in counts]]
    return MeasureView(
        definition=definition,
        value=shown_value(value.value, value.unit),
        numerator=above,
        denominator=below,
        cases=value.cases,
        no_value=value.no_value,
        median=shown_value(spread.median, value.unit) if spread else None,
        spread=tuple(
            (shown_bound(bound, below_it, value.unit), count)
            for (bound, count), below_it in zip(counts, bounds, strict=False)
        ),
        most=max((count for _, count in counts), default=0),
    )


def _board(request: HttpRequest, lines: tuple[BoardLine, ...]) -> tuple[list[BoardRow], str]:
    """The board in the order asked for; an order by money first is refused aloud, and names order it then."""
    by = request.GET.get("by", "")
    lines = tuple(in_order_of_names(lines))
    if by:
        ranked = rank(board=lines, by=[MeasureId(by)] if by in set(MeasureId) else [])
        if isinstance(ranked, RankingRefused):
            messages.error(request, ranked.reason.text.in_language(desk_language()))
            by = ""
        else:
            lines = ranked
    entries = measure_dictionary()
    return [
        BoardRow(
            line.collector,
            tuple(
                (
                    shown_value(line.value(one), entries[one].unit),
                    "/".join(
                        shown_parts(
                            entries[one],
                            numerator=line.figures[one].numerator,
                            denominator=line.figures[one].denominator,
                        )
                    ),
                )
                for one in BOARD
            ),
        )
        for line in lines
    ], by


def _asked(request: HttpRequest, the_house: House) -> Asked:
    creditor = request.GET.get("creditor", "")
    try:
        return asked_of(
            the_house, first=request.GET.get("from", ""), last=request.GET.get("to", ""), creditor=creditor
        )
    except PeriodUnreadable:
        messages.error(request, PERIOD_UNREADABLE.in_language(desk_language()))
        return asked_of(the_house, first="", last="", creditor=creditor)


def _query(asked: Asked) -> str:
    """The period for the links of a page; the creditor's name is no person's."""
    return urlencode({"from": str(asked.first), "to": str(asked.last), "creditor": asked.creditor or ""})


def _definition(measure_id: str) -> MeasureDefinition:
    if measure_id not in set(MeasureId):
        raise Http404("no such measure")
    return measure_dictionary()[MeasureId(measure_id)]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
