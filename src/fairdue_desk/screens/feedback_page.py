"""Feedback (结果反馈): the measures with what is behind each number, and the creditor's file in its template.

The measures are computed over the cases by ``operations.feed_back``; a page does it once a minute at most
for the same period and creditor, since a large portfolio takes a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from fairdue.feedback.feedback_template import TemplateFault
from fairdue.feedback.measure_dictionary import MeasureDefinition, MeasureUnit, measure_dictionary
from fairdue.feedback.measures import MeasureValue
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import show_yuan
from fairdue.operations import feed_back
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie, known_templates
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_words import CHOOSE_BOTH, DOES_NOT_TIE, XLSX, file_response
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

LONGEST_PERIOD_DAYS = 366
KEPT_SECONDS = 60
PERIOD_UNREADABLE = Bilingual(
    "请选择起止日期，起始日不晚于截止日，且不超过一年。",
    "Choose a first and a last day, in that order and within a year.",
)


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure as shown: the value in words and the two numbers behind it."""

    definition: MeasureDefinition
    value: str
    numerator: str
    denominator: str
    cases: int


@require_GET
@screen(Right.SEE_MEASURES)
def measures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the measures of a period; without one, of this month so far."""
    the_house = house()
    today = civil_date(the_house.now())
    first, last = _period(request, today)
    creditors = the_house.book.creditors()
    chosen = request.GET.get("creditor", "")
    creditor = chosen if chosen in creditors else None
    views: list[MeasureView] = []
    if first is None or last is None:
        first, last = today.replace(day=1), today
        messages.error(request, PERIOD_UNREADABLE.in_language(desk_language()))
    key = f"measures/{first}/{last}/{today}/{creditors.index(creditor) if creditor else '-'}"
    values = cache.get(key)
    if values is None:
        values = feed_back.measures(
            the_house,
            period_from=first,
            period_until=last + timedelta(days=1),
            as_of_on=today,
            creditor=creditor,
        )
        values = tuple(_without_shares(value) for value in values)
        cache.set(key, values, KEPT_SECONDS)
    views = [_view(value) for value in values]
    return render(
        request,
        "desk/measures.html",
        {
            "measures": views,
            "first": first,
            "last": last,
            "creditors": creditors,
            "creditor": creditor,
            "templates": known_templates(the_house).values(),
            "may_take_file": staff.may(Right.TAKE_FEEDBACK_FILE),
        },
    )


@require_POST
@screen(Right.TAKE_FEEDBACK_FILE)
def feedback_file(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand out the creditor's file as a workbook."""
    the_house = house()
    today = civil_date(the_house.now())
    creditor, template = request.POST.get("creditor", ""), request.POST.get("template", "")
    try:
        answer = feed_back.feedback_file(
            the_house, creditor=creditor, as_of=the_house.now(), actor=staff.username, template=template
        )
    except (NothingToTell, TemplateFault):
        messages.error(request, CHOOSE_BOTH.in_language(desk_language()))
        return redirect("measures")
    except TotalsDoNotTie:
        messages.error(request, DOES_NOT_TIE.in_language(desk_language()))
        return redirect("measures")
    if not isinstance(answer, Exported):
        for reason in answer.reasons:
            messages.error(request, reason.text.in_language(desk_language()))
        return redirect("measures")
    shape = known_templates(the_house)[template].shape
    return file_response(
        answer.content, name=f"feedback-{template}-{today:%Y%m%d}.{shape.kind.value}", kind=shape.kind
    )


def workbook_response(content: bytes, *, name: str) -> HttpResponse:
    """A workbook to be saved, never shown in the page."""
    response = HttpResponse(content, content_type=XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response


def _period(request: HttpRequest, today: date) -> tuple[date | None, date | None]:
    if "from" not in request.GET and "to" not in request.GET:
        return today.replace(day=1), today
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
        last = date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        return None, None
    if not timedelta(0) <= last - first <= timedelta(days=LONGEST_PERIOD_DAYS):
        return None, None
    return first, last


def _without_shares(value: MeasureValue) -> MeasureValue:
    return MeasureValue(value.measure_id, value.numerator, value.denominator, value.unit, value.cases, ())


def _view(value: MeasureValue) -> MeasureView:
    definition = measure_dictionary()[value.measure_id]
    in_money = value.measure_id.value.endswith("_amount")
    show = show_yuan if in_money else (lambda number: f"{number:,}")
    return MeasureView(
        definition, _in_words(value), show(value.numerator), show(value.denominator), value.cases
    )


def _in_words(value: MeasureValue) -> str:
    """The quotient rounded half up to two places, in whole numbers; a dash when nothing was counted."""
    quotient = value.value
    if quotient is None:
        return "—"
    scaled = quotient * (100 if value.unit is MeasureUnit.RATIO else 1)
    hundredths = (scaled.numerator * 200 + scaled.denominator) // (scaled.denominator * 2)
    whole, rest = divmod(hundredths, 100)
    percent = "%" if value.unit is MeasureUnit.RATIO else ""
    return f"{whole:,}.{rest:02d}{percent}"
