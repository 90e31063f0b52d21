"""The engine of the guided call: open, show, advance, resume. Pure, and replayable turn by turn.

Room: conversation. ``advance`` says what became a fact; the caller appends ``TurnTaken`` for every accepted
turn, then these happenings, in one transaction. A turn that cannot be accepted changes nothing and says in
``complaints`` what to type instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.happening import Happening
from fairdue.conversation.consequences import happenings_of, note_of
from fairdue.conversation.flow import FIELD_LABELS, Flow
from fairdue.conversation.heard import Heard, read_heard
from fairdue.conversation.moves import find_choice, holds, open_choices, take
from fairdue.conversation.prompt import STAGE_NAMES, Choice, Prompt, Sentence
from fairdue.conversation.session import Session, Speaker
from fairdue.conversation.slots import render
from fairdue.conversation.typed_answer import complaints_about
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import require_aware
from fairdue.foundation.ids import AttemptId, SessionId


@dataclass(frozen=True, slots=True)
class Advance:
    """The answer to one turn: the new session and the new facts, or the old session and complaints."""

    session: Session
    happenings: tuple[Happening, ...] = ()
    complaints: tuple[Bilingual, ...] = ()

    @property
    def accepted(self) -> bool:
        """Was the turn taken? Only then does the caller append ``TurnTaken``."""
        return not self.complaints


def open_session(
    *,
    case: CaseFile,
    speaker: Speaker,
    session_id: SessionId,
    attempt_id: AttemptId,
    flow: Flow,
    as_of: datetime,
    note_language: str = "zh",
) -> Session:
    """Begin a guided call at the first step of a flow."""
    return Session(
        session_id=session_id,
        case_id=case.case_id,
        attempt_id=attempt_id,
        speaker=speaker,
        flow=flow,
        opened_at=require_aware(as_of),
        step=flow.first_step,
        note_language=note_language,
    )


def prompt_of(*, session: Session, case: CaseFile, as_of: datetime, language: str = "zh") -> Prompt:
    """What the screen shows at this point of the call."""
    step = session.flow.steps[session.step]
    if session.closed:
        said: tuple[str, ...] = ()
    else:
        of_step = [
            saying.sentence_id for saying in step.say if holds(saying.when, session=session, case=case)
        ]
        said = session.aside or tuple(of_step)
    return Prompt(
        step=step.step_id,
        title=step.title.in_language(language),
        stage=step.stage,
        stage_name=STAGE_NAMES[step.stage].in_language(language),
        say=_sentences(said, session=session, case=case, language=language, as_of=as_of),
        never_say=tuple(tip.in_language(language) for tip in step.never_say),
        choices=() if session.closed else _choices(session=session, case=case, language=language),
        debt_visible=session.verified,
        closed=session.closed,
        code=(session.code or ResultCode.HU) if session.closed else session.code,
        note=note_of(session=session, case=case, as_of=as_of) if session.closed else "",
    )


def _sentences(
    sentence_ids: tuple[str, ...], *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> tuple[Sentence, ...]:
    """The sentences whose facts are known and may be said; the others are not offered."""
    shown = []
    for sentence_id in sentence_ids:
        spec = session.flow.wording.sentences[sentence_id]
        text = render(spec, session=session, case=case, language=language, as_of=as_of)
        if text is not None:
            hint = spec.hint.in_language(language) if spec.hint else ""
            shown.append(Sentence(sentence_id, text, hint))
    return tuple(shown)


def _choices(*, session: Session, case: CaseFile, language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            choice_id=choice.choice_id,
            key=choice.key,
            label=choice.label.in_language(language),
            asks=tuple(ask.kind for ask in choice.asks),
            ask_labels=tuple(FIELD_LABELS[ask.field].in_language(language) for ask in choice.asks),
            optional=tuple(ask.kind for ask in choice.asks if ask.optional),
            care=choice.care,
        )
        for choice in open_choices(session=session, case=case)
    )


def advance(*, session: Session, heard: Heard, case: CaseFile, as_of: datetime) -> Advance:
    """Take one turn.

    Raises ValueError when session and case do not belong together or ``as_of`` has no zone.
    """
    require_aware(as_of)
    if session.case_id != case.case_id:
        raise ValueError("this session belongs to another case; load that one")
    if session.closed:
        return Advance(session, complaints=(Bilingual("这通电话已经结束", "this call is already closed"),))
    open_now = open_choices(session=session, case=case)
    choice = next((choice for choice in open_now if choice.choice_id == heard.choice), None)
    if choice is None:
        known = ", ".join(choice.choice_id for choice in open_now)
        return Advance(
            session,
            complaints=(
                Bilingual(
                    f"这一步没有这个回答；可选：{known}", f"no such answer at this step; open are: {known}"
                ),
            ),
        )
    complaints = complaints_about(session=session, choice=choice, heard=heard, case=case, as_of=as_of)
    if complaints:
        return Advance(session, complaints=complaints)
    after = take(session=session, choice=choice, heard=heard)
    return Advance(after, happenings_of(before=session, after=after, case=case, as_of=as_of))


def resume(
    *,
    case: CaseFile,
    speaker: Speaker,
    session_id: SessionId,
    attempt_id: AttemptId,
    flow: Flow,
    opened_at: datetime,
    turns: Sequence[str],
    note_language: str = "zh",
) -> Session:
    """Rebuild a session from the turns that the case holds (``OpenCall.turns``); no fact is made twice.

    Raises ValueError when a stored turn has no place in the flow: then the flow is another version.
    """
    session = open_session(
        case=case,
        speaker=speaker,
        session_id=session_id,
        attempt_id=attempt_id,
        flow=flow,
        as_of=opened_at,
        note_language=note_language,
    )
    for number, turn in enumerate(turns, 1):
        heard = read_heard(turn)
        choice = None if session.closed else find_choice(session, heard.choice)
        if choice is None:
            raise ValueError(
                f"turn {number} does not fit step {session.step} of flow {flow.flow_id}; "
                "take the call up again with the version of the flow on which it began"
            )
        session = take(session=session, choice=choice, heard=heard)
    return session
