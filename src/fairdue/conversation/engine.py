"""The engine of the guided call: open, show, advance, resume. Pure, and replayable turn by turn.

Room: conversation. ``advance`` says what became a fact; the caller appends ``TurnTaken`` with ``Advance.taken`` for
every accepted turn, then these happenings, in one transaction. A turn that cannot be accepted changes nothing and
says in ``complaints`` what to type instead. What the customer said in their own words comes back as ``proposals``,
the likeliest answer first; only what must come before collecting is taken at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.happening import Happening
from fairdue.conversation.consequences import happenings_of, note_of
from fairdue.conversation.flow import FIELD_LABELS, Flow
from fairdue.conversation.heard import Heard, read_heard
from fairdue.conversation.hearing import Proposal, propose, urgent
from fairdue.conversation.ladder import ladder, rung_of
from fairdue.conversation.moves import (
    choices_reached_by_words,
    find_choice,
    holds,
    missing_asks,
    open_choices,
    take,
)
from fairdue.conversation.prompt import STAGE_NAMES, Choice, Prompt, Sentence
from fairdue.conversation.session import Session, Speaker
from fairdue.conversation.slots import render
from fairdue.conversation.typed_answer import complaints_about
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import require_aware
from fairdue.foundation.ids import AttemptId, SessionId
from fairdue.understanding.customer import understand


@dataclass(frozen=True, slots=True)
class Advance:
    """The answer to one turn: the new session and the new facts, or the old session with complaints or proposals.

    ``taken`` is the turn as it is to be stored; None when nothing was taken.
    """

    session: Session
    happenings: tuple[Happening, ...] = ()
    complaints: tuple[Bilingual, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    taken: Heard | None = None

    @property
    def accepted(self) -> bool:
        """Was a turn taken? Only then does the caller append ``TurnTaken``."""
        return self.taken is not None


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
    step, rung = session.flow.steps[session.step], ladder()[rung_of(session)]
    return Prompt(
        step=step.step_id,
        title=step.title.in_language(language),
        stage=step.stage,
        stage_name=STAGE_NAMES[step.stage].in_language(language),
        say=sentences_now(session=session, case=case, language=language, as_of=as_of),
        never_say=tuple(tip.in_language(language) for tip in step.never_say),
        choices=() if session.closed else _choices(session=session, case=case, language=language),
        debt_visible=session.verified,
        rung=rung.title.in_language(language),
        may_say=rung.may_say.in_language(language),
        flow_title=session.flow.title.in_language(language),
        closed=session.closed,
        code=(session.code or ResultCode.HU) if session.closed else session.code,
        note=note_of(session=session, case=case, as_of=as_of) if session.closed else "",
    )


def sentences_now(
    *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> tuple[Sentence, ...]:
    """The sentences to say now: those whose facts are known and may be said; the others are not offered."""
    if session.closed:
        return ()
    step = session.flow.steps[session.step]
    of_step = [s.sentence_id for s in step.say if holds(s.when, session=session, case=case)]
    shown = []
    for sentence_id in session.aside or (_asked_again(session, of_step) if session.lingers else of_step):
        spec = session.flow.wording.sentences[sentence_id]
        text = render(spec, session=session, case=case, language=language, as_of=as_of)
        if text is not None:
            hint = spec.hint.in_language(language) if spec.hint else ""
            shown.append(Sentence(sentence_id, text, hint))
    return tuple(shown)


_QUESTION = ("？", "?")


def _asked_again(session: Session, of_step: list[str]) -> list[str]:
    """What is still to be said where the talk went on without an answer: the step's last question.

    A step that asks nothing says once more what comes next and goodbye; one that does neither says all of it.
    """
    specs = [session.flow.wording.sentences[sentence_id] for sentence_id in of_step]
    questions = [one.sentence_id for one in specs if one.words.zh.endswith(_QUESTION)]
    return questions[-1:] or [one.sentence_id for one in specs if one.tells] or of_step


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
    if not heard.choice:
        return _hear(session, heard.text, case, as_of)
    open_now = open_choices(session=session, case=case)
    by_words = choices_reached_by_words(session=session, case=case)
    choice = next((choice for choice in by_words if choice.choice_id == heard.choice), None)
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
    if heard.partial and missing_asks(choice, heard):
        return Advance(take(session=session, choice=choice, heard=heard), taken=heard)
    heard = replace(heard, partial=False)
    complaints = complaints_about(session=session, choice=choice, heard=heard, case=case, as_of=as_of)
    if complaints:
        return Advance(session, complaints=complaints)
    after = take(session=session, choice=choice, heard=heard)
    facts = happenings_of(before=session, after=after, case=case, as_of=as_of)
    return Advance(after, facts, proposals=more_said(session=after, case=case, as_of=as_of), taken=heard)


def more_said(*, session: Session, case: CaseFile, as_of: datetime) -> tuple[Proposal, ...]:
    """What else the words of the last turn say that the present step asks for: a day, an amount, a channel."""
    words = session.heards[-1].words if session.heards else ""
    step = session.flow.steps[session.step]
    if not words or session.closed or session.pending or not any(choice.asks for choice in step.choices):
        return ()
    understood = understand(words, reference=as_of)
    found = propose(session=session, words=words, understood=understood, case=case, as_of=as_of)
    return tuple(proposal for proposal in found if proposal.brings_values and not proposal.care)


def _hear(session: Session, words: str, case: CaseFile, as_of: datetime) -> Advance:
    """What the customer said in their own words: taken at once where it must be, else proposed."""
    if not words.strip():
        nothing = Bilingual(
            "请输入客户说的话，或者选一个回答", "type what the customer said, or pick an answer"
        )
        return Advance(session, complaints=(nothing,))
    understood = understand(words, reference=as_of, agent_before=_asked_last(session, case, as_of))
    at_once = urgent(session=session, words=words, understood=understood, case=case, as_of=as_of)
    if at_once is not None:
        return advance(session=session, heard=at_once, case=case, as_of=as_of)
    proposals = propose(session=session, words=words, understood=understood, case=case, as_of=as_of)
    if proposals:
        return Advance(session, proposals=proposals)
    unclear = Bilingual(
        "没听出是哪一种回答，请直接选", "the words fit none of the answers for certain; pick one"
    )
    return Advance(session, complaints=(unclear,))


def _asked_last(session: Session, case: CaseFile, as_of: datetime) -> str | None:
    """The last sentence that the collector was given to say, which tells what a short answer answers."""
    said = sentences_now(session=session, case=case, language="zh", as_of=as_of)
    return said[-1].text if said else None


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
