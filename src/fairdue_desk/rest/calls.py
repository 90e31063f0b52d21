"""Guided calls for programs: begin, look, answer, take back, wrap up, look back. The engine and the log are the desk's.

What is sent names after how many moves of the call it is meant. The same once more is answered like the first time and
stored once; anything else on a count that has passed is refused.
"""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from fairdue.casefile.event import open_event
from fairdue.compliance.decision import Defer, Refuse
from fairdue.foundation.ids import CaseId, ContactPointId, SessionId
from fairdue.operations.call_story import call_after_move, call_now, calls_in, read_call
from fairdue.operations.converse import NoNumber, begin_call
from fairdue.operations.steady_turns import Seen, Steady, confirm_wrap_up, take_back_seen, take_turn_seen
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.call_problems import (
    GateProblem,
    MovedProblem,
    gate_problem,
    turn_problem,
)
from fairdue_desk.rest.call_shapes import (
    ActIn,
    CallOut,
    CaseRef,
    HistoryOut,
    Lang,
    SessionRef,
    TurnIn,
    call_out,
    history_out,
)
from fairdue_desk.rest.problems import Problem, Refused
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.screens.records import take_case
from fairdue_desk.wiring import house

router = Router(tags=["guided calls"])
_READ = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_ACT = {200: CallOut, **_READ, 409: MovedProblem}


class BeginIn(Schema):
    """Which of the customer's own numbers to try; without one the first usable."""

    contact_point_id: str | None = Field(default=None, max_length=60, pattern=r"^[^\x00]*$")


@router.post(
    "/{case_id}/calls",
    response={
        200: CallOut,
        201: CallOut,
        401: Problem,
        403: GateProblem,
        404: Problem,
        409: GateProblem,
        422: Problem,
    },
    summary="Begin a guided call",
)
def begin(
    request: HttpRequest, case_id: CaseRef, body: BeginIn | None = None, lang: Lang = "zh"
) -> Status[CallOut]:
    """Ask the gate and dial. 201 is a call just begun, 200 the one that is open already: there are never two. What the
    gate answers instead is a problem with its reasons and rules: 409 is not now, 403 is no."""
    staff = staff_with(request, Right.WORK_CASES)
    row = staff.require_case(case_id)
    case = CaseId(row.case_id)
    the_house, point = house(), body.contact_point_id if body else None
    now = the_house.now()
    try:
        begun = begin_call(
            the_house,
            case_id=case,
            contact_point_id=ContactPointId(point) if point else None,
            as_of=now,
            actor=staff.username,
            staff_no=staff.username,  # as on the desk: the login is the number that a customer can quote
            language=lang,
        )
    except ValueError as error:
        if point is None:
            raise
        raise NoNumber(
            "the case has no such number any more; leave it out to try the first usable"
        ) from error
    if isinstance(begun, Defer | Refuse):
        raise gate_problem(the_house, begun)
    if not row.collector and begun.flow_reason:
        take_case(the_house, case_id=case, as_of=now, actor=staff.username)  # as on the desk
    story = read_call(the_house, case_id=case, session_id=begun.session.session_id)
    answer = call_out(begun, moves=len(story.moves), lang=lang, as_of=now)
    return Status(201 if begun.flow_reason else 200, answer)


@router.get(
    "/{case_id}/calls", response={200: list[HistoryOut], **_READ}, summary="The guided calls of a case"
)
def listed(request: HttpRequest, case_id: CaseRef) -> list[HistoryOut]:
    """The oldest first, each with its moves; the last may be open."""
    case = _case(staff_with(request, Right.WORK_CASES), case_id)
    return [history_out(story) for story in calls_in([open_event(row) for row in house().book.events(case)])]


@router.get("/{case_id}/calls/{session_id}", response={200: CallOut, **_READ}, summary="A call as it stands")
def standing(request: HttpRequest, case_id: CaseRef, session_id: SessionRef, lang: Lang = "zh") -> CallOut:
    """The step to say and answer now; of a call that is wrapped up, its code and its note."""
    case = _case(staff_with(request, Right.WORK_CASES), case_id)
    the_house = house()
    now = the_house.now()
    story = read_call(the_house, case_id=case, session_id=SessionId(session_id))
    found = call_now(the_house, story=story, as_of=now, language=lang)
    return call_out(found, moves=len(story.moves), lang=lang, as_of=now)


@router.post("/{case_id}/calls/{session_id}/turns", response=_ACT, summary="Take a turn")
def turn(
    request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: TurnIn, lang: Lang = "zh"
) -> CallOut:
    """An answer with its values, or the customer's words. Words come back as proposals and move nothing, except what
    comes before collecting, which is taken at once. What cannot be taken is a 422 that says what to send instead."""
    staff = staff_with(request, Right.WORK_CASES)
    seen = _seen(staff, case_id, session_id, body.moves)
    the_house = house()
    now = the_house.now()
    after = take_turn_seen(
        the_house, seen=seen, heard=body.heard(), as_of=now, actor=staff.username, language=lang
    )
    if after.standing.complaints:
        raise turn_problem(after.standing.complaints)
    return _answered(after, lang)


@router.post("/{case_id}/calls/{session_id}/take-back", response=_ACT, summary="Take the last turn back")
def take_back(
    request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: ActIn, lang: Lang = "zh"
) -> CallOut:
    """With what it had made a fact. What protects the customer stays; the 422 says why."""
    staff = staff_with(request, Right.WORK_CASES)
    seen = _seen(staff, case_id, session_id, body.moves)
    the_house = house()
    after = take_back_seen(the_house, seen=seen, as_of=the_house.now(), actor=staff.username, language=lang)
    if after.standing.complaints:
        raise turn_problem(after.standing.complaints)
    return _answered(after, lang)


@router.post("/{case_id}/calls/{session_id}/wrap-up", response=_ACT, summary="Confirm the wrap-up")
def wrap_up(
    request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: ActIn, lang: Lang = "zh"
) -> CallOut:
    """End the call and record it as ``wrap_up`` of its last answer shows it."""
    staff = staff_with(request, Right.WORK_CASES)
    seen = _seen(staff, case_id, session_id, body.moves)
    the_house = house()
    after = confirm_wrap_up(the_house, seen=seen, as_of=the_house.now(), actor=staff.username, language=lang)
    if after.standing.complaints:
        raise turn_problem(after.standing.complaints)
    return _answered(after, lang)


@router.get(
    "/{case_id}/calls/{session_id}/history",
    response={200: HistoryOut, **_READ},
    summary="A call move by move",
)
def history(request: HttpRequest, case_id: CaseRef, session_id: SessionRef) -> HistoryOut:
    """What was answered and taken back, by whom and when; not what was said with it."""
    case = _case(staff_with(request, Right.WORK_CASES), case_id)
    return history_out(read_call(house(), case_id=case, session_id=SessionId(session_id)))


@router.get(
    "/{case_id}/calls/{session_id}/history/{move}",
    response={200: CallOut, **_READ},
    summary="A call as it stood",
)
def as_it_stood(
    request: HttpRequest, case_id: CaseRef, session_id: SessionRef, move: int, lang: Lang = "zh"
) -> CallOut:
    """After a move of its history; 0 is the opening. The case is that of then, and so is the clock."""
    case = _case(staff_with(request, Right.WORK_CASES), case_id)
    the_house = house()
    story = read_call(the_house, case_id=case, session_id=SessionId(session_id))
    then = call_after_move(the_house, story=story, move=move, language=lang)
    now = call_now(the_house, story=story, as_of=the_house.now(), language=lang)
    if then.session.verified and not now.session.verified:
        raise Refused(
            403,
            "identity-taken-back",
            title="The identity check was taken back.",
            detail="what was shown on it is not shown until somebody on the line has passed it again",
        )
    as_of = story.moves[move - 1].at if move else story.call.opened_at
    return call_out(then, moves=move, lang=lang, as_of=as_of)


def _case(staff: Staff, case_id: str) -> CaseId:
    return CaseId(staff.require_case(case_id).case_id)


def _seen(staff: Staff, case_id: str, session_id: str, moves: int) -> Seen:
    return Seen(_case(staff, case_id), SessionId(session_id), moves)


def _answered(after: Steady, lang: str) -> CallOut:
    now = house().now()
    return call_out(after.standing, moves=after.moves, lang=lang, as_of=now, repeated=after.repeated)
