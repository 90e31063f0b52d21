"""Converse: a guided call from the first ring to the written note, safe against a crash at any moment.

Room: operations. Each accepted turn is stored with everything that follows from it in one transaction,
before the screen shows the next step: what was acknowledged is never lost, and a call taken up again
stands exactly where it stood, because it is replayed from its own turns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from fairdue.casefile.case import CaseFile, OpenCall
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.contact_point import ContactPoint, NumberStatus
from fairdue.casefile.event import open_event
from fairdue.casefile.happening import AttemptEnded, CallOpened, Happening, TurnTaken
from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
)
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.conversation.engine import advance, prompt_of, resume
from fairdue.conversation.flow_choice import choose_flow
from fairdue.conversation.heard import Heard, write_heard
from fairdue.conversation.hearing import Proposal
from fairdue.conversation.prompt import Prompt
from fairdue.conversation.session import Session, Speaker
from fairdue.conversation.taking_back import take_back
from fairdue.conversation.wrap_up import WrapUp, propose_wrap_up
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import AttemptId, CaseId, ContactPointId
from fairdue.operations.flow_versions import flow_in_force, flow_of_call, keep_version
from fairdue.operations.house import House
from fairdue.operations.review_ports import AwaitingReview
from fairdue.operations.send import ask_gate, send


@dataclass(frozen=True, slots=True)
class CallUnderWay:
    """A guided call as it stands. ``complaints`` say what to type differently; the call has not moved.

    ``proposals`` are answers that the customer's own words may be, the likeliest first; sending the turn of one back
    takes it. They may come with a turn that was taken, when the same words say more than it. ``flow_reason`` says of a
    call just begun why it follows the flow it follows. ``wrap_up`` is how the call will be recorded if it ends here.
    """

    case: CaseFile
    session: Session
    prompt: Prompt
    complaints: tuple[Bilingual, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    flow_reason: Bilingual | None = None
    wrap_up: WrapUp | None = None

    @property
    def closed(self) -> bool:
        """Was the call wrapped up?"""
        return self.session.closed


class NoCallUnderWay(LookupError):
    """There is no open call on this case to take a turn in."""


class NoNumber(LookupError):
    """The case has no own number of the customer that may be tried."""


def call_action(case: CaseFile, *, contact_point_id: ContactPointId) -> Action:
    """The act of calling the customer on one of their own numbers."""
    return Action(
        kind=ActionKind.PLACE_CALL,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.PHONE,
        purpose=Purpose.COLLECT,
        call_type=CallType.INTERACTIVE,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        contact_point_id=contact_point_id,
        number_key=next(
            (p.number_key for p in case.contact_points if p.contact_point_id == contact_point_id), None
        ),
    )


def first_usable_number(case: CaseFile) -> ContactPoint:
    """The number to try first: the first usable one in the creditor's order. Raises NoNumber."""
    for point in case.contact_points:
        if point.status is NumberStatus.USABLE:
            return point
    raise NoNumber("the case has no usable number of the customer; ask the creditor for one")


def begin_call(
    house: House,
    *,
    case_id: CaseId,
    contact_point_id: ContactPointId | None = None,
    as_of: datetime,
    actor: str,
    staff_no: str = "",
    language: str = "zh",
) -> CallUnderWay | Defer | Refuse:
    """Dial, if the gate permits it, and open the guided call on the attempt.

    A call that is already open on the case is taken up again instead: there are never two. Whoever did not speak in
    it before is let in by the gate, asked at their first turn.
    Raises NoNumber when no own number may be tried, UnknownCase when there is no such case.
    """
    under_way = call_under_way(house, case_id=case_id, as_of=as_of, language=language)
    if under_way is not None:
        return under_way
    case = house.book.load(case_id)
    point_id = contact_point_id or first_usable_number(case).contact_point_id
    session_id = house.ids.session_id()
    chosen = choose_flow(case=case, as_of=as_of)
    flow = flow_in_force(house, chosen.flow_id)

    def opening(current: CaseFile, attempt_id: AttemptId) -> tuple[Happening, ...]:
        if current.open_call is not None:
            raise AlreadyInCall("this case is in a call on another screen; take that one up")
        keep_version(house, flow, as_of=as_of)
        return (CallOpened(session_id, attempt_id, flow.flow_id, staff_no, flow.version),)

    sent = send(
        house,
        action=call_action(case, contact_point_id=point_id),
        as_of=as_of,
        actor=actor,
        also=opening,
    )
    if isinstance(sent, Defer | Refuse):
        return sent
    assert sent.case.open_call is not None
    begun = call_standing(house, sent.case, sent.case.open_call, as_of=as_of, language=language)
    return replace(begun, flow_reason=chosen.reason)


class AlreadyInCall(RuntimeError):
    """Two screens began a call on the same case at once; the second is told."""


def call_under_way(
    house: House, *, case_id: CaseId, as_of: datetime, language: str = "zh"
) -> CallUnderWay | None:
    """The open call of a case as it stands, replayed from its log; None when there is none."""
    case = house.book.load(case_id)
    if case.open_call is None:
        return None
    return call_standing(house, case, case.open_call, as_of=as_of, language=language)


def take_turn(
    house: House, *, case_id: CaseId, heard: Heard, as_of: datetime, actor: str, language: str = "zh"
) -> CallUnderWay:
    """Take one turn in the open call and store it with all that follows from it.

    An unusable input changes nothing and comes back with complaints; words that may be one of several answers come
    back with proposals. Raises NoCallUnderWay.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if case.open_call is None:
            raise NoCallUnderWay("no call is open on this case; begin one first")
        session = _session(house, case, case.open_call)
        if _is_new_voice(house, case, case.open_call, actor):
            refusal = _may_state_debt(house, case, as_of=as_of, actor=actor)
            if refusal:
                return _shown(house, case, session, as_of, language, refusal)
        moved = advance(session=session, heard=heard, case=case, as_of=as_of)
        if moved.taken is None:
            shown = _shown(house, case, session, as_of, language, moved.complaints)
            return replace(shown, proposals=moved.proposals)
        if moved.session.verified and not session.verified:
            refusal = _may_state_debt(house, case, as_of=as_of, actor=actor)
            if refusal:
                return _shown(house, case, session, as_of, language, refusal)
        turn = TurnTaken(case.open_call.session_id, len(session.heards) + 1, write_heard(moved.taken))
        after = house.book.append(case, [turn, *moved.happenings], at=as_of, actor=actor)
        for happened in moved.happenings:
            if isinstance(happened, AttemptEnded):
                house.ledger.close_attempt(
                    happened.attempt_id,
                    result=happened.result,
                    answered_by=happened.answered_by,
                    at=as_of,
                )
        if moved.session.closed and moved.session.answers.line is CallResult.ANSWERED:
            # In the same transaction, so that no call that was held can be left out of review.
            house.reviews.book.expect_review(
                AwaitingReview(moved.session.session_id, case_id, closed_at=as_of)
            )
    shown = _shown(house, after, moved.session, as_of, language, ())
    return replace(shown, proposals=moved.proposals)


def take_back_turn(
    house: House, *, case_id: CaseId, as_of: datetime, actor: str, language: str = "zh"
) -> CallUnderWay:
    """Take the last turn of the open call back, with the facts that it made; what stays says why in a complaint.

    Raises NoCallUnderWay.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if case.open_call is None:
            raise NoCallUnderWay("no call is open on this case; correct its note by an annotation")
        session = _session(house, case, case.open_call)
        undone = take_back(session=session, case=case, as_of=as_of)
        if undone.refusal is not None:
            return _shown(house, case, session, as_of, language, (undone.refusal,))
        after = house.book.append(case, list(undone.happenings), at=as_of, actor=actor)
    return _shown(house, after, undone.session, as_of, language, ())


def _may_state_debt(house: House, case: CaseFile, *, as_of: datetime, actor: str) -> tuple[Bilingual, ...]:
    """Ask the gate before the first debt fact is shown, and before somebody else than who dialled speaks; () when it
    permits, else its reasons."""
    decision = _ask_about_debt(house, case, as_of=as_of, actor=actor)
    return () if isinstance(decision, Permit) else tuple(reason.text for reason in decision.reasons)


def _is_new_voice(house: House, case: CaseFile, call: OpenCall, actor: str) -> bool:
    """Has this person neither begun this call nor taken a turn in it?"""
    kinds = {CallOpened.__name__, TurnTaken.__name__}
    for row in house.book.events(case.case_id):
        if row.actor == actor and row.kind in kinds:
            happened = open_event(row).happened
            if isinstance(happened, CallOpened | TurnTaken) and happened.session_id == call.session_id:
                return False
    return True


def _ask_about_debt(house: House, case: CaseFile, *, as_of: datetime, actor: str) -> Decision:
    action = replace(
        call_action(case, contact_point_id=_dialled(case)), kind=ActionKind.SAY_DEBT_FACT, call_type=None
    )
    # The guided call says nothing but sentences of the approved playbook.
    return ask_gate(
        house,
        case=case,
        action=action,
        as_of=as_of,
        actor=actor,
        identity_verified=True,
        wording_cleared=True,
    )


def _dialled(case: CaseFile) -> ContactPointId:
    assert case.open_call is not None
    attempt = next(a for a in case.attempts if a.attempt_id == case.open_call.attempt_id)
    assert attempt.contact_point_id is not None
    return attempt.contact_point_id


def _session(house: House, case: CaseFile, call: OpenCall) -> Session:
    speaker: Speaker = replace(house.speaker, staff_no=call.staff_no or house.speaker.staff_no)
    return resume(
        case=case,
        speaker=speaker,
        session_id=call.session_id,
        attempt_id=call.attempt_id,
        flow=flow_of_call(house, call),
        opened_at=call.opened_at,
        turns=call.turns,
        note_language=house.note_language,
    )


def call_standing(
    house: House, case: CaseFile, call: OpenCall, *, as_of: datetime, language: str
) -> CallUnderWay:
    """A call as its turns leave it, on a case as it stood with them. Raises FlowVersionLost."""
    return _shown(house, case, _session(house, case, call), as_of, language, ())


def _shown(
    house: House,
    case: CaseFile,
    session: Session,
    as_of: datetime,
    language: str,
    complaints: tuple[Bilingual, ...],
) -> CallUnderWay:
    prompt = prompt_of(session=session, case=case, language=language, as_of=as_of)
    wrap_up = propose_wrap_up(session=session, case=case, as_of=as_of, language=language)
    return CallUnderWay(case, session, prompt, complaints, wrap_up=wrap_up)
