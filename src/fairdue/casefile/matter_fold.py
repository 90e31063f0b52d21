"""The fold of matters: how each step of a complaint, dispute, hardship or objection changes the case.

Room: casefile. The older tuples of complaints, disputes and hardships are kept beside the matters, since measures
and closings read them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import assert_never

from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.casefile.case import CaseFile
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.dispute import Dispute
from fairdue.casefile.event import Event
from fairdue.casefile.hardship import Hardship
from fairdue.foundation.civil import civil_date

Receipt = h.ComplaintReceived | h.DisputeOpened | h.HardshipStated | m.CreditObjectionReceived
Ending = h.ComplaintClosed | h.DisputeClosed | m.MatterClosed
Step = m.MatterAcknowledged | m.MatterAssigned | m.MatterAnswered
ExtensionStep = m.ExtensionAsked | m.ExtensionGranted | m.ExtensionTold


def apply_matter(case: CaseFile, event: Event, happened: Receipt | Ending | Step | ExtensionStep) -> CaseFile:
    """The case after one step of a matter."""
    match happened:
        case (
            h.ComplaintReceived()
            | h.DisputeOpened()
            | h.HardshipStated()
            | m.CreditObjectionReceived() as receipt
        ):
            return _received(case, event, receipt)
        case h.ComplaintClosed() | h.DisputeClosed() | m.MatterClosed() as ending:
            return _ended(case, event, ending)
        case m.MatterAcknowledged():
            return _with(
                case,
                happened.matter_id,
                lambda one: replace(one, acknowledged_at=one.acknowledged_at or event.at),
            )
        case m.MatterAssigned():
            return _with(case, happened.matter_id, lambda one: replace(one, handler=happened.handler))
        case m.MatterAnswered():
            return _with(
                case,
                happened.matter_id,
                lambda one: replace(
                    one, answered_at=event.at, answer=happened.answer, upheld=happened.upheld
                ),
            )
        case m.ExtensionAsked() | m.ExtensionGranted() | m.ExtensionTold() as step:
            return _extended(case, event, step)
        case _:
            assert_never(happened)


def _received(case: CaseFile, event: Event, happened: Receipt) -> CaseFile:
    at = event.at
    match happened:
        case h.ComplaintReceived():
            complaint = Complaint(happened.complaint_id, at, happened.said)
            case = replace(case, complaints=(*case.complaints, complaint))
            matter = _new(happened.complaint_id, m.MatterKind.COMPLAINT, event, happened.received_on)
        case h.DisputeOpened():
            dispute = Dispute(happened.dispute_id, happened.ground, at, happened.said)
            case = replace(case, disputes=(*case.disputes, dispute))
            matter = _new(happened.dispute_id, m.MatterKind.DISPUTE, event, happened.received_on)
        case h.HardshipStated():
            hardship = Hardship(happened.hardship_id, happened.reason, at)
            case = replace(case, hardships=(*case.hardships, hardship))
            matter = _new(happened.hardship_id, m.MatterKind.HARDSHIP, event, happened.received_on)
        case m.CreditObjectionReceived():
            matter = _new(happened.objection_id, m.MatterKind.CREDIT_OBJECTION, event, happened.received_on)
        case _:
            assert_never(happened)
    return replace(case, matters=(*case.matters, replace(matter, said=happened.said)))


def _new(matter_id: str, kind: m.MatterKind, event: Event, received_on: date | None) -> m.Matter:
    return m.Matter(matter_id, kind, event.at, received_on or civil_date(event.at))


def _ended(case: CaseFile, event: Event, happened: Ending) -> CaseFile:
    at, upheld = event.at, happened.upheld
    match happened:
        case h.ComplaintClosed():
            matter_id = happened.complaint_id
            case = replace(
                case,
                complaints=tuple(
                    replace(one, closed_at=at, upheld=upheld) if one.complaint_id == matter_id else one
                    for one in case.complaints
                ),
            )
        case h.DisputeClosed():
            matter_id = happened.dispute_id
            case = replace(
                case,
                disputes=tuple(
                    replace(one, closed_at=at, upheld=upheld) if one.dispute_id == matter_id else one
                    for one in case.disputes
                ),
            )
        case m.MatterClosed():
            matter_id = happened.matter_id
        case _:
            assert_never(happened)
    return _with(case, matter_id, lambda one: replace(one, closed_at=at, upheld=upheld))


def _extended(case: CaseFile, event: Event, happened: ExtensionStep) -> CaseFile:
    match happened:
        case m.ExtensionAsked():
            asked = m.Extension(happened.extension_id, happened.step, happened.reason, event.actor, event.at)
            return _with(
                case, happened.matter_id, lambda one: replace(one, extensions=(*one.extensions, asked))
            )
        case m.ExtensionGranted():
            return _with_extension(
                case,
                happened.extension_id,
                lambda one: replace(
                    one, granted_by=event.actor, granted_at=event.at, granted_as=happened.role
                ),
            )
        case m.ExtensionTold():
            return _with_extension(
                case,
                happened.extension_id,
                lambda one: replace(one, told_on=happened.told_on, told_by_channel=happened.channel),
            )
        case _:
            assert_never(happened)


def _with(case: CaseFile, matter_id: str, change: Callable[[m.Matter], m.Matter]) -> CaseFile:
    matters = tuple(change(one) if one.matter_id == matter_id else one for one in case.matters)
    return replace(case, matters=matters)


def _with_extension(
    case: CaseFile, extension_id: str, change: Callable[[m.Extension], m.Extension]
) -> CaseFile:
    matters = tuple(
        replace(
            matter,
            extensions=tuple(
                change(one) if one.extension_id == extension_id else one for one in matter.extensions
            ),
        )
        for matter in case.matters
    )
    return replace(case, matters=matters)
