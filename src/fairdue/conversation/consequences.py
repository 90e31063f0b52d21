"""Consequences: the happenings that follow from one accepted turn, with their ids and periods.

Room: conversation. They are made once, when the turn is taken; replaying a session makes none. Every hold
begins at the turn and lasts as the flow's policy says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import assert_never

from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.conversation.callback import is_quiet
from fairdue.conversation.claim_check import last_day_of_checking
from fairdue.conversation.flow import CallPolicy, Effect
from fairdue.conversation.session import Session
from fairdue.conversation.slots import promised_fen, render_note
from fairdue.foundation.civil import CHINA, Period, civil_date
from fairdue.foundation.ids import ClaimId, ContactPointId, HoldId, PromiseId, numbered


def happenings_of(
    *, before: Session, after: Session, case: CaseFile, as_of: datetime
) -> tuple[h.Happening, ...]:
    """What became a fact between two states of a session, in the order in which it is to be recorded."""
    facts: list[h.Happening] = []
    for effect in after.done[len(before.done) :]:
        facts += _effect(effect, after, case, as_of, held=_holds_in(facts))
    if after.closed and not before.closed:
        facts += _closing(after, case, as_of)
    return tuple(facts)


def _holds_in(facts: list[h.Happening]) -> int:
    return sum(isinstance(fact, h.HoldPlaced) for fact in facts)


def _effect(
    effect: Effect, session: Session, case: CaseFile, as_of: datetime, *, held: int
) -> Iterator[h.Happening]:
    match effect:
        case Effect.VERIFY_IDENTITY:
            yield h.IdentityVerified(session.attempt_id, session.verified_by)
        case Effect.GIVE_REASON:
            assert session.answers.reason is not None, "a flow with this effect fixes the reason"
            yield h.ReasonGiven(session.answers.reason, session.attempt_id)
        case Effect.MAKE_PROMISE:
            yield _promise(session, case)
        case Effect.AGREE_CALLBACK:
            yield from _callback(session, case, as_of)
        case Effect.MARK_NUMBER_INVALID | Effect.MARK_NUMBER_BLOCKED | Effect.STOP_THIRD_PARTY:
            yield from _number(effect, session, case)
        case _:
            yield from _holding(effect, session, case, as_of, held=held)


def _promise(session: Session, case: CaseFile) -> h.PromiseMade:
    answers = session.answers
    amount_fen = promised_fen(session=session, case=case)
    assert amount_fen is not None and answers.promise_on is not None, "the read-back shows both"
    return h.PromiseMade(
        promise_id=PromiseId(numbered("pr", case.case_id, len(case.promises) + 1)),
        amount_fen=amount_fen,
        due_on=answers.promise_on,
        channel=str(answers.pay_channel) if answers.pay_channel else None,
        attempt_id=session.attempt_id,
    )


def _callback(session: Session, case: CaseFile, as_of: datetime) -> Iterator[h.Happening]:
    due_at = session.answers.callback_at
    assert due_at is not None, "the step before asks for the hour"
    yield h.CallbackAgreed(numbered("cb", case.case_id, len(case.callbacks) + 1), due_at, session.attempt_id)
    policy = session.flow.policy
    if is_quiet(due_at, policy=policy):
        until = due_at + timedelta(minutes=policy.consent_minutes)
        yield h.ConsentGiven(
            ConsentWindow(
                consent_id=numbered("cn", case.case_id, len(case.consents) + 1),
                channel="phone",
                from_time=due_at.astimezone(CHINA).time(),
                until_time=until.astimezone(CHINA).time(),
                # Of that one evening: an hour agreed for Thursday opens no other night before it.
                period=Period(due_at, until),
                evidence=session.session_id,
            )
        )


def _number(effect: Effect, session: Session, case: CaseFile) -> Iterator[h.Happening]:
    point = _contact_point(session, case)
    if point is None:
        return
    sealed = any(contact.contact_point_id == point for contact in case.sealed_contacts)
    if effect is Effect.STOP_THIRD_PARTY and sealed:
        yield h.ThirdPartyRefused(point)
    elif effect is Effect.MARK_NUMBER_INVALID:
        yield h.NumberMarked(point, NumberStatus.INVALID)
    else:
        yield h.NumberMarked(point, NumberStatus.BLOCKED)


def _contact_point(session: Session, case: CaseFile) -> ContactPointId | None:
    for attempt in case.attempts:
        if attempt.attempt_id == session.attempt_id:
            return attempt.contact_point_id
    return None


def _holding(
    effect: Effect, session: Session, case: CaseFile, as_of: datetime, *, held: int
) -> Iterator[h.Happening]:
    """The effects that open a hold, each with the fact that is its cause."""
    answers = session.answers
    reason = answers.reason or ReasonForDefault.OTHER
    kind: HoldKind
    match effect:
        case Effect.CLAIM_PAYMENT:
            yield _claim(session, case, as_of)
            kind = HoldKind.CLAIMED_PAYMENT
        case Effect.DISPUTE_AMOUNT | Effect.DISPUTE_DEBT | Effect.DISPUTE_FRAUD:
            dispute_id = numbered("ds", case.case_id, len(case.disputes) + 1)
            yield h.DisputeOpened(dispute_id, _GROUNDS[effect], answers.said)
            kind = HoldKind.DISPUTE
        case Effect.RECEIVE_COMPLAINT:
            complaint_id = numbered("cm", case.case_id, len(case.complaints) + 1)
            yield h.ComplaintReceived(complaint_id, answers.said)
            kind = HoldKind.COMPLAINT
        case Effect.STATE_HARDSHIP:
            yield h.HardshipStated(numbered("hs", case.case_id, len(case.hardships) + 1), reason)
            kind = HoldKind.HARDSHIP
        case Effect.STOP_CONTACT:
            kind = HoldKind.STOP_CONTACT
        case Effect.MEET_REPRESENTATIVE:
            kind = HoldKind.REPRESENTATION
        case Effect.LEARN_DEATH:
            kind = HoldKind.DEATH
        case Effect.LEARN_INCAPACITY:
            kind = HoldKind.INCAPACITY
        case Effect.HEED_DISTRESS:
            kind = HoldKind.DISTRESS
        case (
            Effect.VERIFY_IDENTITY
            | Effect.GIVE_REASON
            | Effect.MAKE_PROMISE
            | Effect.AGREE_CALLBACK
            | Effect.MARK_NUMBER_INVALID
            | Effect.MARK_NUMBER_BLOCKED
            | Effect.STOP_THIRD_PARTY
        ):  # pragma: no cover - made above
            return
        case _:
            assert_never(effect)
    number = len(case.holds) + held + 1
    period = _hold_period(kind, session.flow.policy, as_of)
    yield h.HoldPlaced(Hold(HoldId(numbered("hd", case.case_id, number)), kind, period, session.session_id))


_GROUNDS = {
    Effect.DISPUTE_AMOUNT: DisputeGround.AMOUNT,
    Effect.DISPUTE_DEBT: DisputeGround.DEBT,
    Effect.DISPUTE_FRAUD: DisputeGround.FRAUD,
}


def _claim(session: Session, case: CaseFile, as_of: datetime) -> h.PaymentClaimed:
    answers = session.answers
    paid_on, amount_fen, channel = answers.paid_on, answers.paid_amount_fen, answers.paid_channel
    assert paid_on is not None and amount_fen is not None and channel is not None, "all three are asked"
    return h.PaymentClaimed(
        claim_id=ClaimId(numbered("cl", case.case_id, len(case.claims) + 1)),
        paid_on=paid_on,
        amount_fen=amount_fen,
        channel=str(channel),
        check_on=last_day_of_checking(on=civil_date(as_of), days=session.flow.policy.claim_check_days),
        attempt_id=session.attempt_id,
    )


def _hold_period(kind: HoldKind, policy: CallPolicy, as_of: datetime) -> Period:
    on, days = civil_date(as_of), policy.days_of(kind)
    if kind is HoldKind.CLAIMED_PAYMENT:
        last = last_day_of_checking(on=on, days=policy.claim_check_days)
    elif days is None:
        return Period(as_of, None)
    else:
        last = on + timedelta(days=days)
    # The last day counts in full, so the hold ends as the day after it begins.
    return Period(as_of, datetime.combine(last + timedelta(days=1), time.min, tzinfo=CHINA))


def _closing(session: Session, case: CaseFile, as_of: datetime) -> Iterator[h.Happening]:
    answers = session.answers
    result = answers.line or CallResult.FAILED
    nobody = AnsweredBy.UNKNOWN_PERSON if result is CallResult.ANSWERED else AnsweredBy.NOBODY
    yield h.AttemptEnded(session.attempt_id, result, answers.answered_by or nobody)
    yield h.DispositionRecorded(
        session.code or ResultCode.HU, note_of(session=session, case=case, as_of=as_of), session.attempt_id
    )
    yield h.CallClosed(session.session_id)


def note_of(*, session: Session, case: CaseFile, as_of: datetime) -> str:
    """The note as it would be written now."""
    sentences = [session.flow.wording.sentences[note_id] for note_id in session.noted]
    return render_note(sentences, session=session, case=case, language=session.note_language, as_of=as_of)
