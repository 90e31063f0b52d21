"""Steady turns: a turn counts once, however often it is sent, and only where its sender saw the call stand.

Room: operations. Whoever acts names the call and how often it had moved (``operations.call_story``). The same turn on
the same count again is answered as it was the first time and stored once, so a lost reply is mended by asking again;
anything else on a count that has passed is refused and the sender looks at the call first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from fairdue.conversation.heard import Heard, read_heard
from fairdue.conversation.session import Session
from fairdue.conversation.taking_back import session_at
from fairdue.foundation.ids import CaseId, SessionId
from fairdue.operations.call_story import CallStory, MoveKind, call_now, read_call
from fairdue.operations.converse import CallUnderWay, NoCallUnderWay, take_back_turn, take_turn
from fairdue.operations.house import House


class CallMoved(RuntimeError):
    """The call has moved since its sender looked; ``moves`` says how often it has by now."""

    def __init__(self, moves: int) -> None:
        super().__init__(
            "the call has moved since: look at it as it stands, and act on that if it is still right"
        )
        self.moves = moves


class CannotEndHere(RuntimeError):
    """The step at which the call stands has no wrap-up to confirm."""


@dataclass(frozen=True, slots=True)
class Steady:
    """The call after an act and how often it has moved; ``repeated`` when the act had been stored before."""

    standing: CallUnderWay
    moves: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a sender saw a call stand: which call, and after how many moves."""

    case_id: CaseId
    session_id: SessionId
    moves: int


def take_turn_seen(
    house: House, *, seen: Seen, heard: Heard, as_of: datetime, actor: str, language: str = "zh"
) -> Steady:
    """Take a turn where it was meant. Values said before for the same answer are kept where the turn has none.

    Raises CallMoved, NoSuchCall, NoCallUnderWay for a call that is wrapped up, UnknownCase.
    """

    def already(story: CallStory, session: Session) -> bool:
        last = story.moves[-1]
        if last.kind is not MoveKind.TAKEN:
            return False
        stored = replace(read_heard(last.heard), partial=False)
        if not heard.choice:
            return bool(heard.text) and stored.words == heard.text
        before = session_at(session=session, turn=len(session.heards) - 1)
        return replace(_with_kept(before, heard), partial=False) == stored

    def act(standing: CallUnderWay) -> CallUnderWay:
        turn = _with_kept(standing.session, heard)
        return take_turn(house, case_id=seen.case_id, heard=turn, as_of=as_of, actor=actor, language=language)

    return _once(house, seen, already, act, as_of, language)


def take_back_seen(house: House, *, seen: Seen, as_of: datetime, actor: str, language: str = "zh") -> Steady:
    """Take the last turn back, once. Raises as ``take_turn_seen``."""

    def already(story: CallStory, session: Session) -> bool:
        return story.moves[-1].kind is MoveKind.TAKEN_BACK

    def act(standing: CallUnderWay) -> CallUnderWay:
        return take_back_turn(house, case_id=seen.case_id, as_of=as_of, actor=actor, language=language)

    return _once(house, seen, already, act, as_of, language)


def confirm_wrap_up(house: House, *, seen: Seen, as_of: datetime, actor: str, language: str = "zh") -> Steady:
    """End the call as its wrap-up shows it. Raises CannotEndHere, and as ``take_turn_seen``."""

    def already(story: CallStory, session: Session) -> bool:
        return story.closed_at is not None

    def act(standing: CallUnderWay) -> CallUnderWay:
        if standing.wrap_up is None:
            raise CannotEndHere("the call cannot be wrapped up at this step; answer it first")
        turn = Heard(standing.wrap_up.choice_id)
        return take_turn(house, case_id=seen.case_id, heard=turn, as_of=as_of, actor=actor, language=language)

    return _once(house, seen, already, act, as_of, language)


def _once(
    house: House,
    seen: Seen,
    already: Callable[[CallStory, Session], bool],
    act: Callable[[CallUnderWay], CallUnderWay],
    as_of: datetime,
    language: str,
) -> Steady:
    with house.book.transaction():
        house.book.load_locked(seen.case_id)
        story = read_call(house, case_id=seen.case_id, session_id=seen.session_id)
        standing = call_now(house, story=story, as_of=as_of, language=language)
        now = len(story.moves)
        if seen.moves == now - 1 and already(story, standing.session):
            return Steady(standing, now, repeated=True)
        if seen.moves != now:
            raise CallMoved(now)
        if story.closed_at is not None:
            raise NoCallUnderWay("the call is wrapped up; correct its note by an annotation")
        turns = len(standing.session.heards)
        after = act(standing)
    moved = len(after.session.heards) != turns
    return Steady(after, now + moved)


def _with_kept(session: Session, heard: Heard) -> Heard:
    """The turn with what was said before for the same answer and not said again."""
    kept = session.pending
    if kept is None or not heard.choice or kept.choice != heard.choice:
        return heard
    return replace(
        heard,
        amount_fen=kept.amount_fen if heard.amount_fen is None else heard.amount_fen,
        on=heard.on or kept.on,
        at=heard.at or kept.at,
        channel=heard.channel or kept.channel,
        text=heard.text or kept.text,
        words=heard.words or kept.words,
    )
