"""What the customer just said, and how it may be answered: a fragment beside the call. Nothing of it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from fairdue.conversation.objection_ranking import Ranking, rank_objections
from fairdue.conversation.objection_reading import read_objections
from fairdue.foundation.ids import CaseId
from fairdue.operations.converse import call_under_way
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house


@require_POST
@screen(Right.WORK_CASES)
def call_objections(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """The objections that fit the words posted, as the call stands. The turn itself stays a choice."""
    staff.require_case(case_id)
    the_house = house()
    now, words = the_house.now(), request.POST.get("heard", "")
    standing = call_under_way(the_house, case_id=CaseId(case_id), as_of=now, language=desk_language())
    ranking = Ranking(None, ())
    if standing is not None:
        ranking = rank_objections(
            words, session=standing.session, case=standing.case, as_of=now, language=desk_language()
        )
    families = read_objections().families
    return render(
        request,
        "desk/part_objections.html",
        {
            "first": ranking.first,
            "ranked": [(one, families[one.objection.family]) for one in ranking.ranked],
            "asked": bool(words.strip()),
        },
    )
