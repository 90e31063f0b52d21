"""A guided call as a call that can be reviewed: what the screen gave the collector to say, and what was typed as heard.

Room: operations. The collector's turns are the sentences that the screen gave at each step, so a review of them says
nothing about how the collector really spoke; it can say what the customer told, and whether the result fits that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from fairdue.casefile.call_review import WordsKept
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.event import open_event
from fairdue.casefile.happening import AttemptStarted, CallOpened
from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.conversation.heard import read_heard
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.foundation.ids import AttemptId, CaseId, SessionId, StaffId
from fairdue.operations.call_story import CallMove, CallStory, MoveKind, read_call
from fairdue.operations.converse import call_standing
from fairdue.operations.flow_versions import FlowVersionLost
from fairdue.operations.house import House


@dataclass(frozen=True, slots=True)
class HeldCall:
    """A guided call that was wrapped up, ready to be reviewed."""

    call: Call = field(repr=False)
    words: WordsKept
    case_id: CaseId
    creditor: str
    attempt_id: AttemptId
    collector: StaffId
    recorded: ResultCode | None


def facts_of_case(case: CaseFile, *, agency: str) -> Mapping[str, FactValue]:
    """What a case as it stood then says to a review; what it does not know is left out and stays unknown."""
    account = case.account
    known: dict[str, FactValue | None] = {
        "agency": agency,
        "creditor": account.creditor,
        "debtor": case.party.name,
        "ledger_amount_fen": case.balance_fen,
        "principal_fen": account.principal_fen,
        "due_date": account.overdue_on.isoformat() if account.overdue_on else None,
        "bucket": account.bucket,
        "product": account.product,
        "dispute_open": any(dispute.closed_at is None for dispute in case.disputes),
    }
    return {name: value for name, value in known.items() if value is not None}


def held_call(house: House, *, case_id: CaseId, session_id: SessionId) -> HeldCall:
    """Read one guided call from its log. Raises UnknownCase, NoSuchCall."""
    story = read_call(house, case_id=case_id, session_id=session_id)
    standing = _standing_moves(story)
    opened = replay(story.events[: story.ends[0]])
    now = replay(story.events)
    has_words = any(_words_of(move) for move in standing)
    try:
        turns = tuple(_numbered(_turns(house, story, standing))) if has_words else ()
    except FlowVersionLost:
        # The sentences of that version are gone, so the talk cannot be told; that it was held still can.
        turns, has_words = (), False
    attempt_id = story.call.attempt_id
    return HeldCall(
        call=Call(
            str(session_id),
            story.call.opened_at,
            facts_of_case(opened, agency=house.speaker.agency),
            turns,
        ),
        words=WordsKept.CUSTOMER if has_words else WordsKept.NONE,
        case_id=case_id,
        creditor=opened.account.creditor,
        attempt_id=attempt_id,
        collector=_who_opened(story),
        recorded=recorded_code(now, attempt_id),
    )


def recorded_code(case: CaseFile, attempt_id: AttemptId) -> ResultCode | None:
    """The result code that was recorded of an attempt; None when there is none."""
    return next((one.code for one in reversed(case.dispositions) if one.attempt_id == attempt_id), None)


def who_called(house: House, *, case_id: CaseId, attempt_id: AttemptId) -> StaffId | None:
    """Who placed an attempt, by the log."""
    for row in house.book.events(case_id):
        if row.kind != AttemptStarted.__name__:
            continue
        event = open_event(row)
        if isinstance(event.happened, AttemptStarted) and event.happened.attempt_id == attempt_id:
            return StaffId(event.actor)
    return None


def _standing_moves(story: CallStory) -> list[CallMove]:
    """The moves whose turns stand: a turn that was taken back was never said."""
    standing: list[CallMove] = []
    for move in story.moves:
        if move.kind is MoveKind.TAKEN:
            standing.append(move)
        else:
            standing.pop()
    return standing


def _words_of(move: CallMove) -> str:
    heard = read_heard(move.heard)
    return (heard.words or heard.text).strip()


def _turns(house: House, story: CallStory, standing: list[CallMove]) -> Iterator[Turn]:
    """At each step what the screen gave to say, then what was heard; the numbers come after."""
    before, turns = 0, tuple(move.heard for move in standing)
    for place, move in enumerate(standing):
        case = replay(story.events[: story.ends[before]])
        as_of = story.moves[before - 1].at if before else story.call.opened_at
        shown = call_standing(
            house,
            case,
            replace(story.call, turns=turns[:place]),
            as_of=as_of,
            language=house.note_language,
        )
        said = " ".join(sentence.text for sentence in shown.prompt.say)
        if said:
            yield Turn(0, Speaker.AGENT, said, (as_of - story.call.opened_at).total_seconds())
        words = _words_of(move)
        if words:
            other = shown.session.other_speaking
            speaker = Speaker.THIRD_PARTY if other else Speaker.DEBTOR
            yield Turn(0, speaker, words, (move.at - story.call.opened_at).total_seconds())
        before = move.number


def _numbered(turns: Iterator[Turn]) -> Iterator[Turn]:
    return (replace(turn, number=number) for number, turn in enumerate(turns))


def _who_opened(story: CallStory) -> StaffId:
    for event in story.events:
        happened = event.happened
        if isinstance(happened, CallOpened) and happened.session_id == story.call.session_id:
            return StaffId(event.actor)
    raise AssertionError("a story is read from the event that opened it")
