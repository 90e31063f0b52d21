"""Returning cases (退案) at the desk: what would go back and what would stay first, then the return itself.

A case that stays says why; the others are not kept waiting by it. The return file is taken on the page of the files.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from fairdue.casefile.case_return import KeepGround, ReturnReason
from fairdue.feedback.returning import NotReturned, say_matters
from fairdue.feedback.words import KEEP_WORDS, RETURN_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.operations.ports import AmbiguousCase, UnknownCase
from fairdue.operations.returning import (
    ReturnLine,
    answer_keep,
    ask_to_keep,
    cases_to_return,
    return_many,
)
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_words import day_of, say, tabs_for
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

LINES_SHOWN = 200
MOST_NUMBERS = 5_000
NAME_THEM = Bilingual(
    "按名单或提前退案须填写案件编号，每行一个。",
    "Write the case numbers, one a line: this reason finds none by itself.",
)
KEEP_UNREADABLE = Bilingual("请填写案件编号和留案日期。", "Give the number of the case and the day.")
KEEP_DONE = Bilingual("已登记。", "It is recorded.")
NO_SUCH_CASE = Bilingual(
    "没有这个编号的案件，或多个委托方使用该编号。", "No case has this number, or several creditors use it."
)


@require_http_methods(["GET", "POST"])
@screen(Right.RETURN_CASES)
def feedback_return(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what would go back for a reason; with the button, return it.

    Case numbers are posted, since nothing of a case stands in an address but its opaque id.
    """
    the_house = house()
    sent = request.POST
    creditors = the_house.book.creditors()
    creditor = sent.get("creditor", "") if sent.get("creditor", "") in creditors else ""
    reason = ReturnReason(sent["reason"]) if sent.get("reason", "") in set(ReturnReason) else None
    numbers = list(dict.fromkeys(sent.get("numbers", "").split()))[:MOST_NUMBERS]
    lines: list[ReturnLine] = []
    unknown: list[str] = []
    if creditor and reason is not None:
        if not numbers and reason in (ReturnReason.ON_LIST, ReturnReason.GIVEN_BACK):
            say(request, NAME_THEM)
        else:
            now = the_house.now()
            wanted, unknown = cases_to_return(
                the_house, creditor=creditor, reason=reason, on=civil_date(now), case_nos=numbers
            )
            doing = request.method == "POST" and "do" in request.POST
            lines = return_many(
                the_house, case_ids=wanted, reason=reason, as_of=now, actor=staff.username, dry_run=not doing
            )
            if doing:
                went = sum(line.returned is not None for line in lines)
                done = Bilingual(f"已退案 {went} 件。", f"{went} cases went back.")
                messages.success(request, done.in_language(desk_language()))
    going = [(line, say_matters(line.returned.matters)) for line in lines if line.returned is not None]
    staying = [line for line in lines if line.returned is None]
    return render(
        request,
        "desk/feedback_return.html",
        {
            "tabs": tabs_for(staff),
            "creditors": creditors,
            "creditor": creditor,
            "reasons": RETURN_WORDS.items(),
            "reason": reason,
            "numbers": "\n".join(numbers),
            "asked": bool(creditor and reason),
            "done": request.method == "POST" and "do" in request.POST,
            "going": going[:LINES_SHOWN],
            "going_count": len(going),
            "staying": staying[:LINES_SHOWN],
            "staying_count": len(staying) + len(unknown),
            "unknown": unknown[:LINES_SHOWN],
            "grounds": KEEP_WORDS.items(),
            "return_file": reverse("feedback")
            + "?"
            + urlencode({"creditor": creditor, "template": "example_return", "look": "1"}),
        },
    )


@require_POST
@screen(Right.RETURN_CASES)
def feedback_keep(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Record a request to keep a case (留案), or the creditor's answer to it."""
    the_house = house()
    number, what = request.POST.get("number", "").strip(), request.POST.get("what", "ask")
    try:
        case_id = the_house.book.resolve(number)
    except (UnknownCase, AmbiguousCase):
        say(request, NO_SUCH_CASE)
        return redirect("feedback_return")
    now = the_house.now()
    if what in ("granted", "refused"):
        told = answer_keep(
            the_house, case_id=case_id, granted=what == "granted", as_of=now, actor=staff.username
        )
        reasons = told.reasons if isinstance(told, NotReturned) else ()
    else:
        until_on, ground = day_of(request.POST.get("until", "")), request.POST.get("ground", "")
        if until_on is None or ground not in set(KeepGround):
            say(request, KEEP_UNREADABLE)
            return redirect("feedback_return")
        asked = ask_to_keep(
            the_house,
            case_id=case_id,
            ground=KeepGround(ground),
            until_on=until_on,
            as_of=now,
            actor=staff.username,
        )
        reasons = asked.reasons if isinstance(asked, NotReturned) else ()
    for reason in reasons:
        say(request, reason.text)
    if not reasons:
        messages.success(request, KEEP_DONE.in_language(desk_language()))
    return redirect("feedback_return")
