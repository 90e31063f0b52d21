"""The diary for programs: what is due, the most urgent first."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from fairdue.operations.diary import diary
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem
from fairdue_desk.screens.permissions import Right
from fairdue_desk.wiring import house

router = Router(tags=["diary"])


class EntryOut(Schema):
    """One thing due on a case."""

    case_id: str
    case_no: str
    collector: str
    kind: str
    due_at: str
    urgency: str
    reason: Text
    reference: str


@router.get(
    "", response={200: list[EntryOut], 401: Problem, 403: Problem, 422: Problem}, summary="What is due"
)
def entries(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=500)] = 200) -> list[EntryOut]:
    """A collector is given their own entries and those of cases nobody has."""
    staff = staff_with(request, Right.READ_CASES)
    the_house = house()
    collector = None if staff.sees_everybodys_cases else staff.username
    return [
        EntryOut(
            case_id=line.case.case_id,
            case_no=line.case.account.case_no,
            collector=line.case.collector or "",
            kind=line.entry.kind.value,
            due_at=line.entry.due_at.isoformat(),
            urgency=line.entry.urgency.value,
            reason=Text(zh=line.entry.reason.zh, en=line.entry.reason.en),
            reference=line.entry.reference,
        )
        for line in diary(the_house, collector=collector, as_of=the_house.now(), limit=limit)
    ]
