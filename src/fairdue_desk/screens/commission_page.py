"""The commission statement (佣金对账单) at the desk: a draft to look at, the workbook, and settling a period.

It is what a creditor owes the house on posted money. It shows no collector, and ranks none.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from fairdue.feedback.commission import ExcludedLine, StatementLine
from fairdue.feedback.commission_file import EXCLUDED_WORDS, LINE_WORDS, RULES, show_rate
from fairdue.feedback.commission_terms import CommissionFault
from fairdue.feedback.file_shape import FileKind
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.operations.commissions import (
    PeriodNotSettled,
    Stated,
    send_commission,
    settle_commission,
    state_commission,
)
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_words import (
    DAYS_UNREADABLE,
    DOES_NOT_TIE,
    day_of,
    file_response,
    say,
    say_answer,
    tabs_for,
)
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

LINES_SHOWN = 100
NO_TERMS = Bilingual(
    "该委托方没有适用的佣金费率，请在 playbook 的 feedback/commission.yaml 中补充。",
    "This creditor has no commission terms that fit; add them to feedback/commission.yaml of the playbook.",
)
NOT_SETTLED = Bilingual(
    "该期不能结算：期间尚未结束，或与已结算的期间重叠。",
    "This period cannot be settled: it is not over, or it overlaps one that is settled.",
)
SETTLED = Bilingual("该期佣金已结算。", "The commission of the period is settled.")


@require_GET
@screen(Right.SEE_COMMISSION)
def feedback_commission(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the draft of a period; without one, of the month before this."""
    the_house = house()
    creditors = the_house.book.creditors()
    chosen = request.GET.get("creditor", "")
    creditor = chosen if chosen in creditors else next(iter(creditors), "")
    until = day_of(request.GET.get("until", "")) or civil_date(the_house.now()).replace(day=1)
    since = day_of(request.GET.get("from", "")) or (until - timedelta(days=1)).replace(day=1)
    stated = _stated(request, creditor, since, until) if creditor and "look" in request.GET else None
    settled = the_house.back_office.commissions.settled(creditor) if creditor else ()
    lines: tuple[tuple[StatementLine, str, Bilingual], ...] = ()
    excluded: tuple[tuple[ExcludedLine, Bilingual], ...] = ()
    if stated is not None:
        statement = stated.statement
        lines = tuple(
            (line, show_rate(line.rate), LINE_WORDS[line.kind]) for line in statement.lines[:LINES_SHOWN]
        )
        excluded = tuple((line, EXCLUDED_WORDS[line.because]) for line in statement.excluded[:LINES_SHOWN])
    return render(
        request,
        "desk/feedback_commission.html",
        {
            "tabs": tabs_for(staff),
            "creditors": creditors,
            "creditor": creditor,
            "since": since,
            "until": until,
            "statement": stated.statement if stated else None,
            "lines": lines,
            "excluded": excluded,
            "lines_shown": LINES_SHOWN,
            "settled": settled,
            "rules": RULES,
        },
    )


@require_POST
@screen(Right.SEE_COMMISSION)
def commission_take(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand out the workbook; with the other button, settle the period as it was handed out."""
    the_house = house()
    creditor = request.POST.get("creditor", "")
    since, until = day_of(request.POST.get("from", "")), day_of(request.POST.get("until", ""))
    stated = None if since is None or until is None else _stated(request, creditor, since, until)
    if since is None or until is None or stated is None:
        return redirect("feedback_commission")
    back = (
        reverse("feedback_commission")
        + "?"
        + urlencode(
            {"creditor": creditor, "from": since.isoformat(), "until": until.isoformat(), "look": "1"}
        )
    )
    if "settle" in request.POST:
        try:
            settle_commission(the_house, stated, as_of=the_house.now(), actor=staff.username)
        except PeriodNotSettled:
            say(request, NOT_SETTLED)
        else:
            messages.success(request, SETTLED.in_language(desk_language()))
        return redirect(back)
    answer = send_commission(the_house, stated, as_of=the_house.now(), actor=staff.username)
    if not isinstance(answer, Exported):
        say_answer(request, answer)
        return redirect(back)
    return file_response(
        answer.content, name=f"commission-{since:%Y%m%d}-{until:%Y%m%d}.xlsx", kind=FileKind.XLSX
    )


def _stated(request: HttpRequest, creditor: str, since: date, until: date) -> Stated | None:
    if until <= since:
        say(request, DAYS_UNREADABLE)
        return None
    the_house = house()
    try:
        return state_commission(
            the_house,
            creditor=creditor,
            since_on=since,
            until_on=until,
            as_of=the_house.now(),
            language=desk_language(),
        )
    except (CommissionFault, NothingToTell):
        say(request, NO_TERMS)
    except TotalsDoNotTie:
        say(request, DOES_NOT_TIE)
    return None
