"""A call as a stream of events (SSE): what is shown, what was recorded, and that it ended, for whoever listens.

The desk is served by few threads that block, so a stream is short and few wait at once: after ``LONGEST`` seconds it
ends, and one that finds no place to wait is told what there is and ends at once. A client that speaks SSE comes back by
itself with Last-Event-ID, the count of moves it knows, and misses nothing: all events are made from the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from threading import BoundedSemaphore, Event
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema

from fairdue.foundation.ids import CaseId, SessionId
from fairdue.operations.call_story import CallStory, call_now, read_call
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.call_shapes import (
    CaseRef,
    Lang,
    ProposalsOut,
    SessionRef,
    call_out,
    move_out,
    proposals_out,
)
from fairdue_desk.rest.problems import Problem
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.serving import THREADS
from fairdue_desk.wiring import house

router = Router(tags=["guided calls"])
LONGEST = 30
"""Seconds after which a stream ends at the latest."""
AT_ONCE = THREADS // 2
"""Streams that wait at once in one process; the other threads stay for whoever works."""
LOOK = 0.5
"""Seconds between two looks at the log: one row by its key."""
HEARTBEAT = 4
"""Looks between two signs of life, which also find out a line that dropped."""
COME_BACK_MS, COME_BACK_LATER_MS = 500, 3_000
_PLACES = BoundedSemaphore(AT_ONCE)
_NEVER = Event()
_STREAM = {
    200: {
        "description": "Events, the last of what is new with the count of moves as its id: prompt (the call as it stands), proposal (what the "
        "words of the last turn say besides), recorded (one move), closed (the call as it was wrapped up; the last "
        "one). Lines that begin with a colon are heartbeats. Before the identity check nothing of the debt is sent.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    204: {"description": "The call is closed and the listener knows; do not come back."},
}


class Listening(Schema):
    """How long to listen."""

    seconds: Annotated[int, Query(ge=0, le=LONGEST, description="0 sends what there is and ends")] = 25


@router.get(
    "/{case_id}/calls/{session_id}/events",
    response={401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="A call as a stream of events",
    openapi_extra={"responses": _STREAM},
)
def events(
    request: HttpRequest,
    case_id: CaseRef,
    session_id: SessionRef,
    listening: Query[Listening],
    lang: Lang = "zh",
) -> HttpResponseBase:
    """Server-sent events, to be gone on with after a dropped line by Last-Event-ID. A stream lasts 30 seconds at most."""
    staff = staff_with(request, Right.WORK_CASES)
    case = CaseId(staff.require_case(case_id).case_id)
    session = SessionId(session_id)
    story = read_call(house(), case_id=case, session_id=session)
    known = _known(request.headers.get("Last-Event-ID", ""), story)
    if story.closed_at is not None and known == len(story.moves):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    stream = _stream(staff, case, session, known, listening.seconds, lang)
    response = StreamingHttpResponse(stream, content_type="text/event-stream; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy that gathers answers would hold the events back
    return response


def _known(given: str, story: CallStory) -> int | None:
    """The moves that the listener knows; None for a listener that is new here."""
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        return None
    known = int(given)
    return known if known <= len(story.moves) else None


def _stream(
    staff: Staff, case_id: CaseId, session_id: SessionId, known: int | None, seconds: int, lang: str
) -> Iterator[bytes]:
    # Taken when the first piece is asked for: a stream that nobody reads takes no place.
    placed = seconds > 0 and _PLACES.acquire(blocking=False)
    try:
        yield _line(f"retry: {COME_BACK_MS if placed or not seconds else COME_BACK_LATER_MS}")
        seen_rows = -1
        for look in range(int(seconds / LOOK) + 1 if placed else 1):
            if look:
                _NEVER.wait(LOOK)
            rows = _rows(staff, case_id)
            if rows is None:
                return
            if rows != seen_rows:
                seen_rows = rows
                story = read_call(house(), case_id=case_id, session_id=session_id)
                yield from _news(story, known, lang)
                known = len(story.moves)
                if story.closed_at is not None:
                    return
            elif look % HEARTBEAT == 0:
                yield _line(": on the line")
    finally:
        if placed:
            _PLACES.release()


def _rows(staff: Staff, case_id: CaseId) -> int | None:
    """How long the log of the case is; None once it is not this listener's any more."""
    try:
        return int(staff.require_case(case_id).event_count)
    except (Http404, PermissionDenied):
        return None


def _news(story: CallStory, known: int | None, lang: str) -> Iterator[bytes]:
    """What a listener does not know yet: the moves since, then the call as it stands.

    Only the last of them carries the count as its id: a listener cut off before it is told all of it again.
    """
    now = house().now()
    moves = len(story.moves)
    if known == moves and story.closed_at is None:
        return
    news: list[tuple[str, Schema]] = []
    if known is not None:
        news += [("recorded", move_out(move)) for move in story.moves[known:]]
    standing = call_now(house(), story=story, as_of=now, language=lang)
    shown = call_out(standing, moves=moves, lang=lang, as_of=now).model_copy(update={"proposals": []})
    news.append(("closed" if standing.closed else "prompt", shown))
    if standing.proposals:
        found = proposals_out(standing.proposals, lang=lang)
        news.append(("proposal", ProposalsOut(moves=moves, proposals=found)))
    for name, data in news[:-1]:
        yield _event(name, data)
    yield _event(*news[-1], moves=moves)


def _event(name: str, data: Schema, *, moves: int | None = None) -> bytes:
    # JSON has no bare line breaks, so the data is always one line.
    text = json.dumps(data.model_dump(mode="json"), ensure_ascii=False)
    counted = "" if moves is None else f"id: {moves}\n"
    return _line(f"{counted}event: {name}\ndata: {text}")


def _line(text: str) -> bytes:
    return f"{text}\n\n".encode()
