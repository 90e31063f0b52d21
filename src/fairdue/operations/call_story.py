"""Call story: a guided call move by move, read from the log, and the call as it stood after each of them.

Room: operations. A turn taken is a move, and a turn taken back is one too, so their count never goes down and two
states of a call never share it. That count is what a caller says it acts on (``operations.steady_turns``) and what a
listener names to go on after a dropped line. Nothing is stored for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from fairdue.casefile.case import CaseFile, OpenCall, replay
from fairdue.casefile.correction import TurnTakenBack
from fairdue.casefile.event import Event, open_event
from fairdue.casefile.happening import CallClosed, CallOpened, TurnTaken
from fairdue.conversation.engine import more_said
from fairdue.foundation.ids import CaseId, SessionId
from fairdue.operations.converse import CallUnderWay, call_standing
from fairdue.operations.house import House
from fairdue.operations.ports import UnknownCase


class NoSuchCall(LookupError):
    """The case holds no guided call of that id, or none at all."""


class NoSuchMove(ValueError):
    """The call has no move of that number; the message says which there are."""


class MoveKind(StrEnum):
    """What moves a call."""

    TAKEN = "taken"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class CallMove:
    """One move: ``number`` counts from 1 over both kinds, ``turns`` are those that stand after it.

    ``heard`` is the stored turn that was taken, or that was taken back.
    """

    number: int
    kind: MoveKind
    turns: int
    at: datetime
    actor: str
    heard: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallStory:
    """A call from its opening to now. ``call`` holds the turns that stand; ``closed_at`` is None while it goes on.

    ``events`` are the whole log of its case, and ``ends`` the number of its rows that belong to the state after each
    move, the opening first: what a move made a fact follows it in the log.
    """

    call: OpenCall
    moves: tuple[CallMove, ...]
    closed_at: datetime | None
    events: tuple[Event, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)


def read_call(house: House, *, case_id: CaseId, session_id: SessionId | None = None) -> CallStory:
    """The story of one call of a case; without an id of the last one. Raises UnknownCase, NoSuchCall."""
    events = tuple(open_event(row) for row in house.book.events(case_id))
    if not events:
        raise UnknownCase("no case has this id; look it up by its number with `fairdue cases`")
    stories = calls_in(events)
    for story in reversed(stories):
        if session_id in (None, story.call.session_id):
            return story
    raise NoSuchCall("the case holds no such call; begin one, or ask for the calls it holds")


def calls_in(events: Sequence[Event]) -> tuple[CallStory, ...]:
    """The calls in a log, the oldest first."""
    stories: list[CallStory] = []
    for place, event in enumerate(events):
        happened = event.happened
        if isinstance(happened, CallOpened):
            call = OpenCall(
                happened.session_id,
                happened.attempt_id,
                happened.flow,
                event.at,
                happened.staff_no,
                happened.flow_version,
            )
            stories.append(CallStory(call, (), None, tuple(events), (len(events),)))
        elif isinstance(happened, TurnTaken | TurnTakenBack | CallClosed):
            stories[-1] = _moved(stories[-1], event, place)
    return tuple(stories)


def _moved(story: CallStory, event: Event, place: int) -> CallStory:
    happened, turns = event.happened, story.call.turns
    if isinstance(happened, CallClosed):
        return replace(story, closed_at=event.at, ends=(*story.ends[:-1], place + 1))
    if isinstance(happened, TurnTaken):
        kind, heard, after = MoveKind.TAKEN, happened.heard, (*turns, happened.heard)
    else:
        kind, heard, after = MoveKind.TAKEN_BACK, turns[-1], turns[:-1]
    move = CallMove(len(story.moves) + 1, kind, len(after), event.at, event.actor, heard)
    return replace(
        story,
        call=replace(story.call, turns=after),
        moves=(*story.moves, move),
        ends=(*story.ends[:-1], place, story.ends[-1]),
    )


def call_after_move(house: House, *, story: CallStory, move: int, language: str = "zh") -> CallUnderWay:
    """The call as it stood after a move, on the case as it was then and at that moment; 0 is the opening.

    Raises NoSuchMove.
    """
    if not 0 <= move <= len(story.moves):
        raise NoSuchMove(f"the call has moved {len(story.moves)} times; ask for a number from 0 to that")
    turns: tuple[str, ...] = ()
    for one in story.moves[:move]:
        turns = (*turns, one.heard) if one.kind is MoveKind.TAKEN else turns[:-1]
    as_of = story.moves[move - 1].at if move else story.call.opened_at
    return _standing(house, story, turns, story.ends[move], as_of, language)


def call_now(house: House, *, story: CallStory, as_of: datetime, language: str = "zh") -> CallUnderWay:
    """The call as it stands, or as it stood when it was wrapped up."""
    moment = story.closed_at or as_of
    return _standing(house, story, story.call.turns, story.ends[-1], moment, language)


def _standing(
    house: House, story: CallStory, turns: tuple[str, ...], rows: int, as_of: datetime, language: str
) -> CallUnderWay:
    case: CaseFile = replay(story.events[:rows])
    standing = call_standing(house, case, replace(story.call, turns=turns), as_of=as_of, language=language)
    more = more_said(session=standing.session, case=case, as_of=as_of)
    return replace(standing, proposals=more)
