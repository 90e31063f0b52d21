"""The fold: how each happening changes the state of a case. One function a happening, nothing else.

Room: casefile. It judges nothing: whether a happening was allowed was decided before it was recorded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, assert_never

from fairdue.casefile import happening as h
from fairdue.casefile.call_fold import apply_call
from fairdue.casefile.case import Callback, CaseFile, CaseStatus
from fairdue.casefile.case_return import CaseReturned, KeepAnswered, KeepRequested, after_return
from fairdue.casefile.claimed_payment import ClaimedPayment
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.contact_point import ContactPoint, NumberStatus, SealedContact
from fairdue.casefile.correction import FactTakenBack, TurnTakenBack
from fairdue.casefile.correspondence import EvidenceHandedOut, LetterWritten
from fairdue.casefile.disposition import Disposition
from fairdue.casefile.event import Event
from fairdue.casefile.hold import Hold
from fairdue.casefile.matter_fold import apply_matter
from fairdue.casefile.override_request import (
    OverrideAsked,
    OverrideGranted,
    OverrideWithdrawn,
    after_override,
)
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise
from fairdue.foundation.civil import Period

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


Item = TypeVar("Item", bound="DataclassInstance")


def _changed(items: tuple[Item, ...], key: str, value: str, **changes: object) -> tuple[Item, ...]:
    """The same items, with ``changes`` made to the one whose ``key`` is ``value``."""
    return tuple(replace(item, **changes) if getattr(item, key) == value else item for item in items)


def open_case(event: Event) -> CaseFile:
    """Make the first state out of a ``CasePlaced`` event; raises ValueError for any other."""
    placed = event.happened
    if not isinstance(placed, h.CasePlaced):
        raise ValueError(f"a log begins with CasePlaced, not with {type(placed).__name__}")
    return CaseFile(
        case_id=event.case_id,
        account=placed.account,
        party=placed.party,
        contact_points=placed.contact_points,
        sealed_contacts=placed.sealed_contacts,
        stated_balance_fen=placed.account.amount_fen,
        stated_on=placed.account.placed_on,
        opened_at=event.at,
        last_event_at=event.at,
        event_count=event.seq,
        head_hash=event.hash,
    )


def apply_event(case: CaseFile, event: Event) -> CaseFile:
    """Return the case after one more event."""
    after = _apply(case, event)
    if after is case:
        after = replace(case)
    # The copy was made in this very call and nobody else holds it yet; a second ``replace`` of forty
    # fields for every event would double the time of each replay.
    object.__setattr__(after, "last_event_at", event.at)
    object.__setattr__(after, "event_count", event.seq)
    object.__setattr__(after, "head_hash", event.hash)
    return after


def _apply(case: CaseFile, event: Event) -> CaseFile:
    match event.happened:
        case h.CasePlaced():
            raise ValueError("a case is placed once; a second placement is CaseRestated")
        case (
            h.CaseRestated()
            | h.BalanceUpdated()
            | h.CaseRecalled()
            | h.CaseClosed()
            | h.CaseReopened()
            | h.CaseAssigned() as happened
        ):
            return _apply_placement(case, happened)
        case (
            h.AttemptStarted()
            | h.AttemptEnded()
            | h.NumberMarked()
            | h.SealedContactRevealed()
            | h.ThirdPartyRefused()
            | h.IdentityVerified()
            | h.CallbackAgreed() as happened
        ):
            return _apply_contact(case, event, happened)
        case h.CallOpened() | h.TurnTaken() | h.CallClosed() | TurnTakenBack() | FactTakenBack() as happened:
            return apply_call(case, happened, at=event.at)
        case h.ArrangementSigned() | h.ArrangementStateChanged() as happened:
            return _apply_plan(case, happened)
        case (
            h.PromiseMade()
            | h.PromiseJudged()
            | h.PaymentClaimed()
            | h.ClaimResolved()
            | h.PaymentPosted() as happened
        ):
            return _apply_money(case, event, happened)
        case OverrideAsked() | OverrideGranted() | OverrideWithdrawn() as happened:
            after = after_override(case.overrides, happened, at=event.at, actor=event.actor)
            return replace(case, overrides=after)
        case LetterWritten() | EvidenceHandedOut():
            return case
        case CaseReturned() | KeepRequested() | KeepAnswered() as happened:
            return after_return(case, happened)
        case (
            h.ReasonGiven()
            | h.ConsentGiven()
            | h.ConsentRevoked()
            | h.HoldPlaced()
            | h.HoldReleased()
            | h.DispositionRecorded()
            | h.NoteAnnotated() as happened
        ):
            return _apply_care(case, event, happened)
        case happened:
            return apply_matter(case, event, happened)


def _apply_placement(
    case: CaseFile,
    happened: h.CaseRestated
    | h.BalanceUpdated
    | h.CaseRecalled
    | h.CaseClosed
    | h.CaseReopened
    | h.CaseAssigned,
) -> CaseFile:
    match happened:
        case h.CaseRestated():
            return replace(
                case,
                account=happened.account,
                party=happened.party,
                contact_points=_keep_statuses(case.contact_points, happened.contact_points),
                sealed_contacts=_keep_refusals(case, happened),
                stated_balance_fen=happened.account.amount_fen,
                stated_on=happened.account.placed_on,
                balance_restated=False,
                status=CaseStatus.OPEN,
                closed_on=None,
                given_back=None,
                keep=None,
            )
        case h.BalanceUpdated():
            return replace(
                case,
                stated_balance_fen=happened.balance_fen,
                stated_on=happened.as_of_on,
                balance_restated=True,
            )
        case h.CaseRecalled():
            return replace(case, status=CaseStatus.RECALLED, closed_on=happened.on)
        case h.CaseClosed():
            return replace(case, status=CaseStatus(happened.reason), closed_on=happened.on)
        case h.CaseReopened():
            return replace(case, status=CaseStatus.OPEN, closed_on=None)
        case h.CaseAssigned():
            return replace(case, collector=happened.collector)
        case _:
            assert_never(happened)


def _keep_statuses(
    before: tuple[ContactPoint, ...], after: tuple[ContactPoint, ...]
) -> tuple[ContactPoint, ...]:
    """A number once found invalid or blocked stays so, and stays known when a placement leaves it out."""
    known = {point.number_key: point.status for point in before}
    sent = {point.number_key for point in after}
    spent = (p for p in before if p.status is not NumberStatus.USABLE and p.number_key not in sent)
    return (*(replace(p, status=known.get(p.number_key, p.status)) for p in after), *spent)


def _keep_refusals(case: CaseFile, restated: h.CaseRestated) -> tuple[SealedContact, ...]:
    """A third person who refused stays refused, and stays known when a placement leaves them out."""
    refused = {contact.contact_point_id: contact for contact in case.sealed_contacts if contact.refused}
    after = tuple(
        replace(contact, refused=contact.contact_point_id in refused) for contact in restated.sealed_contacts
    )
    sent = {contact.contact_point_id for contact in after}
    return (*after, *(contact for point_id, contact in refused.items() if point_id not in sent))


def _apply_contact(
    case: CaseFile,
    event: Event,
    happened: h.AttemptStarted
    | h.AttemptEnded
    | h.NumberMarked
    | h.SealedContactRevealed
    | h.ThirdPartyRefused
    | h.IdentityVerified
    | h.CallbackAgreed,
) -> CaseFile:
    match happened:
        case h.AttemptStarted():
            attempt = ContactAttempt(
                attempt_id=happened.attempt_id,
                permit_id=happened.permit_id,
                channel=happened.channel,
                contact_point_id=happened.contact_point_id,
                started_at=event.at,
                call_type=happened.call_type,
                initiated_by=happened.initiated_by,
                callee_role=happened.callee_role,
            )
            callbacks = tuple(
                replace(callback, done=callback.done or callback.due_at <= event.at)
                for callback in case.callbacks
            )
            return replace(case, attempts=(*case.attempts, attempt), callbacks=callbacks)
        case h.AttemptEnded():
            attempts = _changed(
                case.attempts,
                "attempt_id",
                happened.attempt_id,
                ended_at=event.at,
                result=happened.result,
                answered_by=happened.answered_by,
            )
            return replace(case, attempts=attempts)
        case h.NumberMarked():
            points = _changed(
                case.contact_points,
                "contact_point_id",
                happened.contact_point_id,
                status=NumberStatus(happened.status),
            )
            return replace(case, contact_points=points)
        case h.SealedContactRevealed():
            return case  # the log itself is the record of who was shown what
        case h.ThirdPartyRefused():
            sealed = _changed(
                case.sealed_contacts, "contact_point_id", happened.contact_point_id, refused=True
            )
            return replace(case, sealed_contacts=sealed)
        case h.IdentityVerified():
            return replace(case, verified_attempts=(*case.verified_attempts, happened.attempt_id))
        case h.CallbackAgreed():
            return replace(case, callbacks=(*case.callbacks, Callback(happened.callback_id, happened.due_at)))
        case _:
            assert_never(happened)


def _apply_money(
    case: CaseFile,
    event: Event,
    happened: h.PromiseMade | h.PromiseJudged | h.PaymentClaimed | h.ClaimResolved | h.PaymentPosted,
) -> CaseFile:
    match happened:
        case h.PromiseMade():
            promise = Promise(
                promise_id=happened.promise_id,
                amount_fen=happened.amount_fen,
                due_on=happened.due_on,
                made_at=event.at,
                channel=happened.channel,
                attempt_id=happened.attempt_id,
            )
            return replace(case, promises=(*case.promises, promise))
        case h.PromiseJudged():
            promises = _changed(
                case.promises,
                "promise_id",
                happened.promise_id,
                state=happened.state,
                paid_fen=happened.paid_fen,
                judged_on=happened.on,
            )
            return replace(case, promises=promises)
        case h.PaymentClaimed():
            claim = ClaimedPayment(
                claim_id=happened.claim_id,
                paid_on=happened.paid_on,
                amount_fen=happened.amount_fen,
                channel=happened.channel,
                claimed_at=event.at,
                check_on=happened.check_on,
                attempt_id=happened.attempt_id,
                card_tail=happened.card_tail,
            )
            return replace(case, claims=(*case.claims, claim))
        case h.ClaimResolved():
            claims = _changed(
                case.claims,
                "claim_id",
                happened.claim_id,
                state=happened.state,
                confirmed_fen=happened.confirmed_fen,
                payment_ids=happened.payment_ids,
            )
            return replace(case, claims=claims)
        case h.PaymentPosted():
            payment = Payment(
                payment_id=happened.payment_id,
                amount_fen=happened.amount_fen,
                posted_on=happened.posted_on,
                channel=happened.channel,
                reverses=happened.reverses,
                card_tail=happened.card_tail,
            )
            return replace(case, payments=(*case.payments, payment))
        case _:
            assert_never(happened)


def _apply_plan(case: CaseFile, happened: h.ArrangementSigned | h.ArrangementStateChanged) -> CaseFile:
    match happened:
        case h.ArrangementSigned():
            return replace(case, arrangements=(*case.arrangements, happened.arrangement))
        case h.ArrangementStateChanged():
            arrangements = _changed(
                case.arrangements, "arrangement_id", happened.arrangement_id, state=happened.state
            )
            return replace(case, arrangements=arrangements)
        case _:
            assert_never(happened)


def _apply_care(
    case: CaseFile,
    event: Event,
    happened: h.ReasonGiven
    | h.ConsentGiven
    | h.ConsentRevoked
    | h.HoldPlaced
    | h.HoldReleased
    | h.DispositionRecorded
    | h.NoteAnnotated,
) -> CaseFile:
    at = event.at
    match happened:
        case h.ReasonGiven():
            return replace(case, reasons=(*case.reasons, happened.reason))
        case h.ConsentGiven():
            return replace(case, consents=(*case.consents, happened.consent))
        case h.ConsentRevoked():
            consents = _changed(case.consents, "consent_id", happened.consent_id, revoked_at=at)
            return replace(case, consents=consents)
        case h.HoldPlaced():
            return replace(case, holds=(*case.holds, happened.hold))
        case h.HoldReleased():
            holds = tuple(_released(hold, happened.hold_id, at) for hold in case.holds)
            return replace(case, holds=holds)
        case h.DispositionRecorded():
            disposition = Disposition(happened.code, at, happened.attempt_id, happened.note, event.actor)
            return replace(case, dispositions=(*case.dispositions, disposition))
        case h.NoteAnnotated():
            if not case.dispositions:
                raise ValueError("an annotation needs a note to annotate")
            last = case.dispositions[-1]
            last = replace(last, annotations=(*last.annotations, happened.text))
            return replace(case, dispositions=(*case.dispositions[:-1], last))
        case _:
            assert_never(happened)


def _released(hold: Hold, hold_id: str, at: datetime) -> Hold:
    """The hold, ended at a moment if it is the one meant; a hold never ends before it starts."""
    if hold.hold_id != hold_id:
        return hold
    return replace(hold, period=Period(hold.period.starts_at, max(at, hold.period.starts_at)))
