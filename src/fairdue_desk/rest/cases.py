"""Cases for programs: the list, one case, its timeline, and what the gate would say; no person's details."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from fairdue.casefile.case import CaseStatus
from fairdue.casefile.event import open_event
from fairdue.compliance.decision import Defer, Outcome, Permit
from fairdue.compliance.explain import reading_order
from fairdue.feedback.timeline import timeline_of
from fairdue.foundation.ids import CaseId
from fairdue.operations.converse import NoNumber, call_action, first_usable_number
from fairdue.operations.prepare import explain_action
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem, Refused
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.permissions import Right
from fairdue_desk.wiring import house

router = Router(tags=["cases"])
MOST_CASES = 500
CaseRef = Annotated[str, Path(pattern=r"^[0-9a-z]{1,40}$", description="the opaque id of a case")]


class CaseOut(Schema):
    """One case in numbers; amounts are fen. Name, numbers and identity stay in the desk."""

    case_id: str
    creditor: str
    case_no: str
    batch_no: str
    collector: str
    status: str
    placed_on: str
    return_by: str | None
    amount_fen: int
    balance_fen: int
    paid_fen: int
    attempts: int
    last_code: str
    promise_due_on: str | None
    promise_fen: int | None
    holds: str


class CasePageOut(Schema):
    """A page of cases; ``after`` of the next request, empty on the last page."""

    cases: list[CaseOut]
    after: str


class LineOut(Schema):
    """One thing that happened, in words of the house; what people said is not in it."""

    seq: int
    at: str
    kind: str
    actor: str
    said: Text


class RuleOut(Schema):
    """What one rule answered, and where it stands."""

    rule: str
    outcome: str
    text: Text
    source: str | None
    article: str | None


class AnswerOut(Schema):
    """What the gate would say now. Nothing is recorded, no permit is made."""

    verdict: str
    until: str | None
    reasons: list[Text]
    trace: list[RuleOut]


@router.get("", response={200: CasePageOut, 401: Problem, 403: Problem, 422: Problem}, summary="Cases")
def listed(
    request: HttpRequest,
    status: CaseStatus | None = None,
    creditor: Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")] = "",
    after: Annotated[
        str, Query(max_length=40, pattern=r"^[0-9a-z]*$", description="the id after which the page begins")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_CASES)] = 100,
) -> CasePageOut:
    """In the order of their ids; a collector is given their own cases and those nobody has."""
    cases = staff_with(request, Right.READ_CASES).cases().order_by("case_id")
    if status is not None:
        cases = cases.filter(status=status.value)
    if creditor:
        cases = cases.filter(creditor=creditor)
    found = list(cases.filter(case_id__gt=after)[: limit + 1])
    page = found[:limit]
    return CasePageOut(
        cases=[_case(row) for row in page], after=page[-1].case_id if len(found) > limit else ""
    )


@router.get(
    "/{case_id}",
    response={200: CaseOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="One case",
)
def one(request: HttpRequest, case_id: CaseRef) -> CaseOut:
    """By its opaque id."""
    return _case(staff_with(request, Right.READ_CASES).require_case(case_id))


@router.get(
    "/{case_id}/timeline",
    response={200: list[LineOut], 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="What happened on a case",
)
def timeline(request: HttpRequest, case_id: CaseRef) -> list[LineOut]:
    """The log in words, the oldest first."""
    row = staff_with(request, Right.READ_CASES).require_case(case_id)
    events = [open_event(event) for event in house().book.events(CaseId(row.case_id))]
    lines = timeline_of(events=events)
    return [
        LineOut(
            seq=line.seq,
            at=line.at.isoformat(),
            kind=line.kind,
            actor=line.actor,
            said=Text(zh=line.text.zh, en=line.text.en),
        )
        for line in lines
    ]


@router.get(
    "/{case_id}/explain",
    response={200: AnswerOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="What the gate would say to a call now",
)
def explain(request: HttpRequest, case_id: CaseRef) -> AnswerOut:
    """A dry run of a call to the customer's own first usable number: every rule that was asked, the refusing first."""
    staff = staff_with(request, Right.READ_CASES)
    the_house = house()
    case = the_house.book.load(CaseId(staff.require_case(case_id).case_id))
    try:
        action = call_action(case, contact_point_id=first_usable_number(case).contact_point_id)
    except NoNumber as error:
        raise Refused(
            422, "no-number", title="There is nothing to ask the gate.", detail=str(error)
        ) from error
    decision = explain_action(the_house, action=action, as_of=the_house.now(), actor=staff.username)
    reasons = () if isinstance(decision, Permit) else decision.reasons
    return AnswerOut(
        verdict=type(decision).__name__.lower(),
        until=decision.until.isoformat() if isinstance(decision, Defer) else None,
        reasons=[Text(zh=reason.text.zh, en=reason.text.en) for reason in reasons],
        trace=[
            RuleOut(
                rule=line.rule_id,
                outcome=line.outcome.value,
                text=Text(zh=line.text.zh, en=line.text.en),
                source=line.citation.title if line.citation else None,
                article=line.citation.article if line.citation else None,
            )
            for line in reading_order(decision.trace, rulebook=the_house.rulebook)
            if line.outcome is not Outcome.NOT_APPLICABLE
        ],
    )


def _case(row: Case) -> CaseOut:
    return CaseOut(
        case_id=row.case_id,
        creditor=row.creditor,
        case_no=row.case_no,
        batch_no=row.batch_no,
        collector=row.collector,
        status=row.status,
        placed_on=str(row.placed_on),
        return_by=None if row.return_by is None else str(row.return_by),
        amount_fen=row.amount_fen,
        balance_fen=row.balance_fen,
        paid_fen=row.paid_fen,
        attempts=row.attempts,
        last_code=row.last_code,
        promise_due_on=None if row.promise_due_on is None else str(row.promise_due_on),
        promise_fen=row.promise_fen,
        holds=row.holds,
    )
