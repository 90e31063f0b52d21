"""The work list (今日工作): whom to call next and why, and the same cases by what is due.

A search by name, phone or account number comes by POST and is answered on the spot: nothing of a person
ever stands in an address.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fairdue.foundation.fold import fold
from fairdue.operations.prepare import work_list as line_of_work
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.case_filters import (
    FILTER_NAMES,
    PAGE,
    Filter,
    cases_of,
    counts_of,
    page_of,
    totals_of,
)
from fairdue_desk.screens.lines import lines_of_cases, lines_of_items
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

FOUND_AT_MOST = 50
LONGEST_SEARCH = 80
OPEN_CALLS_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@screen(Right.READ_CASES)
def work_list(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show a tab of the work list, or what a search found."""
    the_house = house()
    now = the_house.now()
    cases = staff.cases()
    counts = counts_of(cases, as_of=now)
    context: dict[str, object] = {
        "tabs": [(one, FILTER_NAMES[one], counts[one]) for one in Filter],
        "page_size": PAGE,
        "now": now,
        "open_calls": cases.filter(in_call=True, collector=staff.username).order_by("case_id")[
            :OPEN_CALLS_SHOWN
        ],
    }
    asked = request.POST.get("find", "").strip()[:LONGEST_SEARCH]
    if request.method == "POST" and asked:
        found = list(_search(cases, asked).values_list("case_id", flat=True)[: FOUND_AT_MOST + 1])
        context |= {
            "asked": asked,
            "lines": lines_of_cases(the_house, found[:FOUND_AT_MOST], as_of=now, actor=staff.username),
            "too_many": len(found) > FOUND_AT_MOST,
        }
        return render(request, "desk/work_list.html", context)
    chosen = _chosen(request.GET.get("show", ""))
    shown = cases_of(cases, chosen, as_of=now)
    context |= {"chosen": chosen, "totals": totals_of(shown)}
    if chosen is Filter.NEXT:
        collector = None if staff.sees_everybodys_cases else staff.username
        items = line_of_work(the_house, collector=collector, as_of=now, limit=PAGE, actor=staff.username)
        context["lines"] = lines_of_items(items, as_of=now)
    else:
        page = page_of(shown, chosen, after=request.GET.get("after", ""))
        context |= {
            "lines": lines_of_cases(the_house, page.case_ids, as_of=now, actor=staff.username),
            "after": page.after,
            "further_in": bool(request.GET.get("after")),
        }
    return render(request, "desk/work_list.html", context)


def _chosen(name: str) -> Filter:
    return Filter(name) if name in set(Filter) else Filter.NEXT


def _search(cases: QuerySet[Case], asked: str) -> QuerySet[Case]:
    """By whole number, or by the beginning of a name; each is an index of its own."""
    text = fold(asked).strip()
    digits = "".join(char for char in text if char.isalnum())
    wanted = Q(case_no=text) | Q(name__startswith=text) | Q(case_id=text)
    if len(digits) >= 7:
        wanted |= Q(mobile=digits) | Q(card=digits)
    return cases.filter(wanted).order_by("case_id")
