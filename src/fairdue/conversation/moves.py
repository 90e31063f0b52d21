"""Moves: how a session goes from one turn to the next, and which answers stand open.

Room: conversation. ``take`` looks at nothing but the session and the turn, so that a replay on a later day
ends in the same place; what the case or the day forbids is refused before, by ``typed_answer``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import ContactKind
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.conversation.callback import is_quiet
from fairdue.conversation.flow import (
    END,
    SETTLING_EFFECTS,
    SILENCING_EFFECTS,
    Ask,
    ChoiceSpec,
    Condition,
    Effect,
    Field,
)
from fairdue.conversation.heard import Heard
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.session import Answers, Session
from fairdue.foundation.civil import civil_date
from fairdue.understanding.spoken_channel import PayChannel

_DAYS_PER_PERIOD = 30


def holds(when: Condition | None, *, session: Session, case: CaseFile) -> bool:
    """Is the condition met? None always is."""
    if when is None:
        return True
    match when:
        case Condition.FEW_PERIODS:
            return not _many_periods(session, case)
        case Condition.MANY_PERIODS:
            return _many_periods(session, case)
        case Condition.BIRTH_DATE_KNOWN:
            return case.party.birth_on is not None
        case Condition.MOBILE_KNOWN:
            return any(point.kind is ContactKind.MOBILE for point in case.contact_points)
        case _:
            return said_so(when, session=session)


def said_so(when: Condition, *, session: Session) -> bool:
    """A condition on what was said in this session alone."""
    answers = session.answers
    match when:
        case Condition.VERIFIED:
            return session.verified
        case Condition.UNVERIFIED:
            return not session.verified
        case Condition.FAMILY_HARDSHIP:
            return Effect.STATE_HARDSHIP in session.done and answers.reason is ReasonForDefault.FAMILY
        case Condition.PAID_ON_MISSING:
            return answers.paid_on is None
        case Condition.PAID_AMOUNT_MISSING:
            return answers.paid_amount_fen is None
        case Condition.PAID_CHANNEL_MISSING:
            return answers.paid_channel is None
        case Condition.PROMISE_FULL:
            return answers.promise_full
        case Condition.PROMISE_PART:
            return not answers.promise_full
        case Condition.CALLBACK_QUIET:
            return answers.callback_at is not None and is_quiet(
                answers.callback_at, policy=session.flow.policy
            )
        case Condition.CALLBACK_DAYTIME:
            return not said_so(Condition.CALLBACK_QUIET, session=session)
        case Condition.NOTHING_SETTLED:
            return SETTLING_EFFECTS.isdisjoint(session.done)
        case (
            Condition.FEW_PERIODS
            | Condition.MANY_PERIODS
            | Condition.BIRTH_DATE_KNOWN
            | Condition.MOBILE_KNOWN
        ):
            raise ValueError(f"{when} looks at the case; a way may only look at what was said")
        case _:
            assert_never(when)


def _many_periods(session: Session, case: CaseFile) -> bool:
    """More periods overdue than the policy calls few; counted by days where the file gives no periods."""
    periods = case.account.overdue_periods
    if periods is None:
        days = case.account.overdue_days(on=civil_date(session.opened_at))
        periods = 0 if days is None else -(-days // _DAYS_PER_PERIOD)
    return periods > session.flow.policy.few_periods_at_most


def open_choices(*, session: Session, case: CaseFile) -> tuple[ChoiceSpec, ...]:
    """The answers that stand open now. What has happened once is not offered again."""
    return _open_among(session.flow.choices_of(session.step), session, case)


def choices_reached_by_words(*, session: Session, case: CaseFile) -> tuple[ChoiceSpec, ...]:
    """The answers that what the customer says may lead to: those that stand open, and always those of care."""
    return _open_among(session.flow.choices_reached_by_words(session.step), session, case)


def _open_among(choices: tuple[ChoiceSpec, ...], session: Session, case: CaseFile) -> tuple[ChoiceSpec, ...]:
    return tuple(
        choice
        for choice in choices
        if holds(choice.when, session=session, case=case)
        and not _leads_here(choice, session)
        and not _silenced(choice, session)
    )


def _silenced(choice: ChoiceSpec, session: Session) -> bool:
    """A question about the account is not offered to a person in distress, nor to those a customer left behind.

    What a step of care answers itself is about the person, and stays.
    """
    if not choice.aside or choice in session.flow.steps[session.step].choices:
        return False
    return not SILENCING_EFFECTS.isdisjoint(session.done)


def _leads_here(choice: ChoiceSpec, session: Session) -> bool:
    """A way of care that leads to where the call stands already is not offered; every other one always is."""
    return choice.care and any(way.to == session.step for way in choice.ways)


def find_choice(session: Session, choice_id: str) -> ChoiceSpec | None:
    """The choice of that id at the present step, whether it stands open or not."""
    for choice in session.flow.choices_reached_by_words(session.step):
        if choice.choice_id == choice_id:
            return choice
    return None


def take(*, session: Session, choice: ChoiceSpec, heard: Heard) -> Session:
    """The session after an accepted turn."""
    if heard.partial:
        return replace(
            session,
            heards=(*session.heards, heard),
            pending=heard,
            aside=tuple(asking(ask.field) for ask in missing_asks(choice, heard)),
        )
    if choice.stays:
        return replace(session, heards=(*session.heards, heard), aside=_still_asked(session), lingers=True)
    session = _with_what_is_left(session, choice)
    settings = choice.settings
    moved = replace(
        session,
        answers=_answered(_forgotten(session.answers, choice), choice, heard, session),
        heards=(*session.heards, heard),
        aside=choice.aside,
        lingers=False,
        pending=None,
        done=(*session.done, *(effect for effect in choice.effects if effect not in session.done)),
        noted=(*session.noted, *(note for note in choice.note if note not in session.noted)),
        code=_code_after(session, choice),
        verified=(session.verified and not settings.identity_lost)
        or Effect.VERIFY_IDENTITY in choice.effects,
        verified_by=settings.verified_by or session.verified_by,
        other_speaking=_other_speaking(session, choice),
    )
    for way in choice.ways:
        if way.when is None or said_so(way.when, session=moved):
            return replace(moved, closed=True) if way.to == END else replace(moved, step=way.to)
    return moved


def _still_asked(session: Session) -> tuple[str, ...]:
    """What is asked on while somebody talks of something else: the values that an answer still lacks."""
    return session.aside if session.pending is not None else ()


_DISPUTING = frozenset({Effect.DISPUTE_AMOUNT, Effect.DISPUTE_DEBT, Effect.DISPUTE_FRAUD})


def _with_what_is_left(session: Session, choice: ChoiceSpec) -> Session:
    """The session with what its step records when a choice of the whole call leads away from it; else as it is."""
    step = session.flow.steps[session.step]
    left = next((own for own in step.choices if own.choice_id == step.if_left), None)
    stays = bool(choice.aside) or any(way.to == session.step for way in choice.ways)
    if left is None or choice in step.choices or stays:
        return session
    if _DISPUTING & set(left.effects) and _DISPUTING & {*choice.effects, *session.done}:
        return session  # it is a dispute already, of a ground of its own
    return replace(
        session,
        done=(*session.done, *(effect for effect in left.effects if effect not in session.done)),
        noted=(*session.noted, *(note for note in left.note if note not in session.noted)),
        code=_code_after(session, left),
    )


def _other_speaking(session: Session, choice: ChoiceSpec) -> bool:
    settings = choice.settings
    if settings.identity_lost or settings.answered_by is AnsweredBy.THIRD_PARTY:
        return True
    return session.other_speaking and settings.answered_by is not AnsweredBy.DEBTOR


def asking(field: Field) -> str:
    """The id of the sentence that asks for one value."""
    return f"ask.{field.value}"


def missing_asks(choice: ChoiceSpec, heard: Heard) -> tuple[Ask, ...]:
    """The values that a choice must have and a turn does not bring."""
    return tuple(ask for ask in choice.asks if not ask.optional and is_empty(ask.kind, heard))


def is_empty(kind: AskKind, heard: Heard) -> bool:
    """Does the turn bring no value of this kind?"""
    match kind:
        case AskKind.AMOUNT:
            return heard.amount_fen is None
        case AskKind.DATE:
            return heard.on is None
        case AskKind.TIME:
            return heard.at is None
        case AskKind.CHANNEL:
            return not heard.channel
        case AskKind.TEXT:
            return not heard.text.strip()
        case _:
            assert_never(kind)


def _code_after(session: Session, choice: ChoiceSpec) -> ResultCode | None:
    if choice.code is None or (choice.code_is_weak and session.code is not None):
        return session.code
    return choice.code


_KEPT_IN: dict[Field, tuple[str, ...]] = {
    Field.PAID_ON: ("paid_on",),
    Field.PAID_AMOUNT: ("paid_amount_fen",),
    Field.PAID_CHANNEL: ("paid_channel",),
    Field.PROMISE_AMOUNT: ("promise_amount_fen",),
    Field.PROMISE_ON: ("promise_on", "promise_at"),
    Field.PROMISE_AT: ("promise_at", "promise_on"),
    Field.PAY_CHANNEL: ("pay_channel",),
    Field.INSTALMENT: ("instalment_fen",),
    Field.CALLBACK_AT: ("callback_at",),
    Field.SAID: ("said",),
}


def _forgotten(answers: Answers, choice: ChoiceSpec) -> Answers:
    blank = Answers()
    names = [name for forgotten in choice.forgets for name in _KEPT_IN[forgotten]]
    return replace(answers, **{name: getattr(blank, name) for name in names})


def _answered(answers: Answers, choice: ChoiceSpec, heard: Heard, session: Session) -> Answers:
    settings = choice.settings
    line, answered_by = settings.line or answers.line, settings.answered_by or answers.answered_by
    if choice.care and line is None:
        # Somebody spoke before anybody noted that the call was answered.
        line, answered_by = CallResult.ANSWERED, answered_by or AnsweredBy.UNKNOWN_PERSON
    if session.verified and answers.answered_by is AnsweredBy.DEBTOR:
        answered_by = answers.answered_by  # the customer was reached, whoever takes the telephone after them
    answers = replace(
        answers,
        line=line,
        answered_by=answered_by,
        reason=settings.reason or answers.reason,
        promise_full=answers.promise_full if settings.promise_full is None else settings.promise_full,
    )
    for ask in choice.asks:
        answers = _with_field(answers, ask.field, heard)
    return answers


def _with_field(answers: Answers, field: Field, heard: Heard) -> Answers:
    """Put one typed value into its answer; a value that was left empty changes nothing."""
    match field:
        case Field.PAID_ON:
            return replace(answers, paid_on=heard.on or answers.paid_on)
        case Field.PAID_AMOUNT:
            return replace(answers, paid_amount_fen=heard.amount_fen or answers.paid_amount_fen)
        case Field.PAID_CHANNEL:
            return replace(answers, paid_channel=_channel(heard) or answers.paid_channel)
        case Field.PROMISE_AMOUNT:
            amount_fen = heard.amount_fen or answers.promise_amount_fen
            return replace(answers, promise_amount_fen=amount_fen)
        case Field.PROMISE_ON:
            return replace(answers, promise_on=heard.on or answers.promise_on, promise_at=None)
        case Field.PROMISE_AT:
            if heard.at is None:
                return answers
            return replace(answers, promise_at=heard.at, promise_on=civil_date(heard.at))
        case Field.PAY_CHANNEL:
            return replace(answers, pay_channel=_channel(heard) or answers.pay_channel)
        case Field.INSTALMENT:
            return replace(answers, instalment_fen=heard.amount_fen or answers.instalment_fen)
        case Field.CALLBACK_AT:
            return replace(answers, callback_at=heard.at or answers.callback_at)
        case Field.SAID:
            return replace(answers, said=heard.text or answers.said)
        case _:
            assert_never(field)


def _channel(heard: Heard) -> PayChannel | None:
    return PayChannel(heard.channel) if heard.channel else None
