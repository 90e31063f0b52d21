"""Matters: complaints, disputes, hardships and credit objections, taken in, extended, answered and closed.

Room: operations. Each step is refused with a reason where it may not be taken, and recorded in one transaction. A matter
opens its hold as it is received and releases it as it is closed; the queue hides nothing that is open, however late
and whatever became of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.casefile.case import CaseFile
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import Hold
from fairdue.compliance.override import same_person
from fairdue.followup.matter_terms import Approval, matter_terms
from fairdue.followup.matter_watch import (
    MatterDue,
    hold_of,
    matter_due,
    matters_due,
    pending_extension,
    step_of,
)
from fairdue.foundation.civil import Period, civil_date
from fairdue.foundation.ids import CaseId, HoldId, StaffId, numbered
from fairdue.foundation.reason import Reason
from fairdue.operations import matter_refusals as no
from fairdue.operations.house import House


class UnknownMatter(LookupError):
    """The case has no matter of this id; the message says where to look."""


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter as it stands, with the case it is about."""

    case: CaseFile
    due: MatterDue


_PREFIX = {
    m.MatterKind.COMPLAINT: "cm",
    m.MatterKind.DISPUTE: "ds",
    m.MatterKind.HARDSHIP: "hs",
    m.MatterKind.CREDIT_OBJECTION: "ob",
}


def receive_matter(
    house: House,
    *,
    case_id: CaseId,
    kind: m.MatterKind,
    said: str,
    received_on: date | None = None,
    ground: DisputeGround = DisputeGround.AMOUNT,
    reason: ReasonForDefault = ReasonForDefault.OTHER,
    as_of: datetime,
    actor: str,
) -> MatterLine | Reason:
    """Take a matter in that did not come by a guided call, and stop collecting for it, also on a case that has ended.

    ``received_on`` is the day it reached the house, where that was before today: the clock runs from it. ``ground`` is
    of a dispute, ``reason`` of a hardship. Raises UnknownCase.
    """
    if not said.strip():
        return no.NOTHING_SAID
    if received_on is not None and received_on > civil_date(as_of):
        return no.AHEAD
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        number = sum(one.kind is kind for one in case.matters) + 1
        matter_id = numbered(_PREFIX[kind], case_id, number)
        stated_on = None if received_on == civil_date(as_of) else received_on
        receipt = _receipt(kind, matter_id, said.strip(), stated_on, ground, reason)
        hold = Hold(
            HoldId(numbered("hd", case_id, len(case.holds) + 1)),
            matter_terms().kinds[kind].hold,
            Period(as_of, None),
            matter_id,
        )
        after = house.book.append(case, [receipt, h.HoldPlaced(hold)], at=as_of, actor=actor)
    return line_of(house, after, matter_id, as_of=as_of)


def _receipt(
    kind: m.MatterKind,
    matter_id: str,
    said: str,
    on: date | None,
    ground: DisputeGround,
    reason: ReasonForDefault,
) -> h.Happening:
    match kind:
        case m.MatterKind.COMPLAINT:
            return h.ComplaintReceived(matter_id, said, on)
        case m.MatterKind.DISPUTE:
            return h.DisputeOpened(matter_id, ground, said, on)
        case m.MatterKind.HARDSHIP:
            return h.HardshipStated(matter_id, reason, said, on)
        case m.MatterKind.CREDIT_OBJECTION:
            return m.CreditObjectionReceived(matter_id, said, on)


def acknowledge_matter(house: House, *, matter_id: str, as_of: datetime, actor: str) -> MatterLine | Reason:
    """Record that the customer was told of the receipt."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        if due.matter.status is not m.MatterStatus.RECEIVED:
            return no.ACKNOWLEDGED
        return [m.MatterAcknowledged(matter_id)]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def assign_matter(
    house: House, *, matter_id: str, handler: str, as_of: datetime, actor: str
) -> MatterLine | Reason:
    """Name who handles the matter from now on."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        if not handler.strip():
            return no.NO_HANDLER
        return [m.MatterAssigned(matter_id, StaffId(handler.strip()))]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def extend_matter(
    house: House, *, matter_id: str, reason: str, as_of: datetime, actor: str
) -> MatterLine | Reason:
    """Ask for the next extension that the rule knows, with a reason, while the day has not passed.

    It counts once the customer was told, and once a second person approved it where the rule wants that.
    """

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        if not reason.strip():
            return no.NO_REASON
        if due.matter.answered_at is not None:
            return no.ANSWERED
        if due.clock.is_late:
            return no.too_late(due)
        if pending_extension(due.matter, due.clock) is not None:
            return no.PENDING
        if not due.clock.further:
            return no.no_further(due)
        number = len(due.matter.extensions) + 1
        asked = m.ExtensionAsked(
            f"{matter_id}-x{number}", matter_id, due.clock.further[0].step, reason.strip()
        )
        return [asked]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def approve_extension(
    house: House, *, matter_id: str, role: m.DecidingRole, as_of: datetime, actor: str
) -> MatterLine | Reason:
    """Approve the extension that waits, as another person than asked for it, in the role of a lead or of compliance."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        pending = pending_extension(due.matter, due.clock)
        wanted = None if pending is None else step_of(due.clock, pending.step)
        if pending is None or wanted is None or pending.granted_at is not None:
            return no.too_late(due) if due.clock.is_late else no.NOTHING_TO_APPROVE
        if wanted.approval is not Approval.SECOND_PERSON:
            return no.NOTHING_TO_APPROVE
        if same_person(pending.asked_by, actor):
            return no.ONE_PERSON
        return [m.ExtensionGranted(pending.extension_id, role)]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def tell_extension(
    house: House, *, matter_id: str, told_on: date, channel: str, as_of: datetime, actor: str
) -> MatterLine | Reason:
    """Record that the customer was told of the extension; from then on it counts."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        pending = pending_extension(due.matter, due.clock)
        wanted = None if pending is None else step_of(due.clock, pending.step)
        if pending is None or wanted is None:
            return no.too_late(due) if due.clock.is_late else no.NOTHING_TO_TELL
        granted_at = pending.granted_at
        if wanted.approval is Approval.SECOND_PERSON and granted_at is None:
            return no.NOT_APPROVED
        if not channel.strip():
            return no.NO_CHANNEL
        if not civil_date(granted_at or pending.asked_at) <= told_on <= civil_date(as_of):
            return no.TOLD_WHEN
        return [m.ExtensionTold(pending.extension_id, told_on, channel.strip())]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def answer_matter(
    house: House, *, matter_id: str, upheld: bool, answer: str, as_of: datetime, actor: str
) -> MatterLine | Reason:
    """Record the decision and the words with which the customer was answered; the clock stops, late or not."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        if due.matter.answered_at is not None:
            return no.ANSWERED
        if not answer.strip():
            return no.NO_ANSWER_TEXT
        return [m.MatterAnswered(matter_id, upheld, answer.strip())]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def close_matter(house: House, *, matter_id: str, as_of: datetime, actor: str) -> MatterLine | Reason:
    """Close an answered matter and release the hold that it opened, unless another open matter rests on that hold."""

    def step(due: MatterDue, case: CaseFile) -> Sequence[h.Happening] | Reason:
        matter = due.matter
        if matter.answered_at is None or matter.upheld is None:
            return no.NOT_ANSWERED
        hold = due.hold
        ending = _ending(matter, upheld=matter.upheld)
        others = [hold_of(case, one) for one in case.open_matters if one.matter_id != matter_id]
        if hold is None or not hold.period.covers(as_of) or hold in others:
            return [ending]
        return [ending, h.HoldReleased(hold.hold_id, matter_id)]

    return _step(house, matter_id, step, as_of=as_of, actor=actor)


def _ending(matter: m.Matter, *, upheld: bool) -> h.Happening:
    match matter.kind:
        case m.MatterKind.COMPLAINT:
            return h.ComplaintClosed(matter.matter_id, upheld)
        case m.MatterKind.DISPUTE:
            return h.DisputeClosed(matter.matter_id, upheld)
        case m.MatterKind.HARDSHIP | m.MatterKind.CREDIT_OBJECTION:
            return m.MatterClosed(matter.matter_id, upheld)


def matter_queue(
    house: House,
    *,
    as_of: datetime,
    kind: m.MatterKind | None = None,
    handler: str | None = None,
    creditor: str | None = None,
    closed: bool = False,
) -> list[MatterLine]:
    """The open matters of all cases, the earliest day first; or, with ``closed``, those that are closed, the latest first.

    ``handler`` "" means those that nobody handles. There is no limit: what is open is shown.
    """
    found = [
        MatterLine(case, due_of(house, case, matter, as_of=as_of))
        for case in house.book.load_many(house.book.cases_with_matters(open_only=not closed)).values()
        for matter in case.matters
        if matter.is_open is not closed
        and (kind is None or matter.kind is kind)
        and (handler is None or (matter.handler or "") == handler)
        and (creditor is None or case.account.creditor == creditor)
    ]
    if closed:
        return sorted(found, key=lambda line: str(line.due.matter.closed_at), reverse=True)
    return sorted(found, key=_by_day)


def _by_day(line: MatterLine) -> tuple[bool, bool, date, str]:
    """What nobody can say is in time comes first, then what waits for its answer by its day, then what only has to close."""
    due = line.due
    answered = due.matter.answered_at is not None
    return (answered, due.due_on is not None, due.due_on or date.min, due.matter.matter_id)


def due_of(house: House, case: CaseFile, matter: m.Matter, *, as_of: datetime) -> MatterDue:
    """One matter of a case under the rules of this house."""
    return matter_due(
        case=case,
        matter=matter,
        as_of=as_of,
        rulebook=house.rulebook,
        jurisdiction=house.jurisdiction,
        rest_days=house.rest_days,
    )


def dues_of_case(house: House, case: CaseFile, *, as_of: datetime) -> tuple[MatterDue, ...]:
    """The open matters of one case under the rules of this house."""
    return matters_due(
        case=case,
        as_of=as_of,
        rulebook=house.rulebook,
        jurisdiction=house.jurisdiction,
        rest_days=house.rest_days,
    )


def line_of(house: House, case: CaseFile, matter_id: str, *, as_of: datetime) -> MatterLine:
    """One matter of a case that was loaded. Raises UnknownMatter."""
    for matter in case.matters:
        if matter.matter_id == matter_id:
            return MatterLine(case, due_of(house, case, matter, as_of=as_of))
    raise UnknownMatter("the case has no matter of this id; list them with `fairdue matters list`")


def find_matter(house: House, *, matter_id: str, as_of: datetime) -> MatterLine:
    """One matter by its id, which holds the id of its case. Raises UnknownMatter."""
    return line_of(house, house.book.load(_case_id_of(house, matter_id)), matter_id, as_of=as_of)


def _case_id_of(house: House, matter_id: str) -> CaseId:
    parts = matter_id.split("-")
    if len(parts) == 3 and parts[0] in _PREFIX.values():
        case_id = CaseId("c" + parts[1])
        if house.book.events(case_id):
            return case_id
    raise UnknownMatter("no case has a matter of this id; list them with `fairdue matters list`")


def _step(
    house: House,
    matter_id: str,
    wanted: Callable[[MatterDue, CaseFile], Sequence[h.Happening] | Reason],
    *,
    as_of: datetime,
    actor: str,
) -> MatterLine | Reason:
    """Take one step with the case locked, unless the matter is closed or the step says why not."""
    case_id = _case_id_of(house, matter_id)
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        line = line_of(house, case, matter_id, as_of=as_of)
        if not line.due.matter.is_open:
            return no.CLOSED
        found = wanted(line.due, case)
        if isinstance(found, Reason):
            return found
        case = house.book.append(case, found, at=as_of, actor=actor)
    return line_of(house, case, matter_id, as_of=as_of)
