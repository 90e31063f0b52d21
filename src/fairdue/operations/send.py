"""Send: the only road out of the house.

Room: operations. In one transaction, with the person and the number locked: gather the facts, ask the gate,
keep its answer, and, on a permit, spend it by opening the contact attempt. Only then does the channel
deliver; how it ended is recorded in a second transaction. A crash between the two leaves an attempt
under way, which counts in full against every cap, until a person says how it ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.happening import AttemptEnded, AttemptStarted, Happening, SealedContactRevealed
from fairdue.compliance.action import MEDIA_OF, Action, ActionKind, CalleeRole, InitiatedBy
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.override import Override
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import AttemptId, ContactPointId, DecisionId, PermitId
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.override import granted_overrides
from fairdue.operations.ports import AttemptRecord, Channel, DecisionRecord, Delivery, Outbound

Also = Callable[[CaseFile, AttemptId], Sequence[Happening]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A contact that was permitted and handed to its channel."""

    permit: Permit
    attempt_id: AttemptId
    delivery: Delivery
    case: CaseFile


@dataclass(frozen=True, slots=True)
class Revealed:
    """A sealed contact's details, for one member of staff and one purpose; never stored in the clear."""

    permit: Permit
    details: str = field(repr=False)


class NoSuchChannel(LookupError):
    """The house has no such way out; the message names those it has."""


def send(
    house: House,
    *,
    action: Action,
    body: str = "",
    as_of: datetime,
    actor: str,
    also: Also | None = None,
    wording_cleared: bool | None = None,
    letter_complete: bool | None = None,
    subject: str = "",
) -> Sent | Defer | Refuse:
    """Do one outward act, if the gate permits it now.

    ``also`` gives happenings that belong to the very start of the contact (a guided call opens); they are
    stored with it or not at all. ``letter_complete``: the collection letter in ``body`` was written with all seven of
    its contents; leave it None where nobody looked. Raises NoSuchChannel before anything is asked or stored, and ValueError for an act
    that the customer is said to have begun, that is no contact, that its channel does not carry, or that is dated
    back to an earlier day: whatever a caller calls it, or hours and caps would hang on a word.
    """
    channel = house.channels.get(action.channel.value)
    if channel is None:
        known = ", ".join(sorted(house.channels)) or "none"
        raise NoSuchChannel(f"no channel {action.channel.value!r} is set up here; there is {known}")
    _require_own_contact(action)
    attempt_id = house.ids.attempt_id()
    with house.book.transaction():
        case = house.book.load_locked(action.case_id)
        action = _true_to_case(action, case)
        _require_not_dated_back(case, as_of)
        if action.number_key is not None:
            # A number's cap runs over all the people who share it, so the person's lock does not hold it.
            house.book.lock_number(action.number_key)
        facts = gather_facts(
            house,
            case=case,
            action=action,
            as_of=as_of,
            actor=actor,
            wording_cleared=wording_cleared,
            letter_complete=letter_complete,
        )
        decision = keep_answer(
            house,
            action=action,
            facts=facts,
            overrides=granted_overrides(case, as_of=as_of),
            as_of=as_of,
            actor=actor,
        )
        if not isinstance(decision, Permit):
            return decision
        # The day on the wall where the person is: the counters of the day are theirs.
        civil_on = facts.local_on or civil_date(as_of)
        case = _open_contact(house, case, decision, attempt_id, civil_on, as_of=as_of, actor=actor, also=also)
    outbound = Outbound(attempt_id, channel.name, _address(case, action), body, subject=subject)
    return _deliver(house, channel, outbound, decision, case, as_of=as_of, actor=actor)


def _deliver(
    house: House,
    channel: Channel,
    outbound: Outbound,
    permit: Permit,
    case: CaseFile,
    *,
    as_of: datetime,
    actor: str,
) -> Sent:
    """Hand it to the channel; what the channel says of its end is recorded, and a channel that breaks down has failed."""
    try:
        delivery = channel.deliver(outbound)
    except Exception:
        end_contact(
            house,
            case=case,
            attempt_id=outbound.attempt_id,
            result=CallResult.FAILED,
            as_of=as_of,
            actor=actor,
        )
        raise
    if delivery.result is not None:
        case = end_contact(
            house,
            case=case,
            attempt_id=outbound.attempt_id,
            result=delivery.result,
            answered_by=delivery.answered_by,
            as_of=as_of,
            actor=actor,
        )
    return Sent(permit, outbound.attempt_id, delivery, case)


def reveal(house: House, *, action: Action, as_of: datetime, actor: str) -> Revealed | Defer | Refuse:
    """Open one sealed third-party contact, if the state of the case and the purpose permit it.

    Raises LookupError when the case has no such sealed contact.
    """
    if action.kind is not ActionKind.REVEAL_SEALED_CONTACT:
        raise ValueError("reveal takes an action of kind reveal_sealed_contact")
    with house.book.transaction():
        case = house.book.load_locked(action.case_id)
        action = _true_to_case(action, case)
        decision = ask_gate(house, case=case, action=action, as_of=as_of, actor=actor)
        if not isinstance(decision, Permit):
            return decision
        contact = next(
            (c for c in case.sealed_contacts if c.contact_point_id == action.contact_point_id), None
        )
        if contact is None:
            raise LookupError("this case has no such sealed contact")
        revealed = SealedContactRevealed(contact.contact_point_id, decision.permit_id, action.purpose.value)
        house.book.append(case, [revealed], at=as_of, actor=actor)
    return Revealed(decision, house.sealer.unseal(contact.token))


def ask_gate(
    house: House,
    *,
    case: CaseFile,
    action: Action,
    as_of: datetime,
    actor: str,
    identity_verified: bool | None = None,
    wording_cleared: bool | None = None,
    letter_complete: bool | None = None,
) -> Decision:
    """Ask the gate about one act and keep its answer, whatever it is.

    ``wording_cleared`` says that the words come from the approved playbook; leave it None for any others, and
    ``letter_complete`` where there is no letter or nobody looked.
    """
    facts = gather_facts(
        house,
        case=case,
        action=action,
        as_of=as_of,
        actor=actor,
        identity_verified=identity_verified,
        wording_cleared=wording_cleared,
        letter_complete=letter_complete,
    )
    return keep_answer(
        house,
        action=action,
        facts=facts,
        overrides=granted_overrides(case, as_of=as_of),
        as_of=as_of,
        actor=actor,
    )


def keep_answer(
    house: House,
    *,
    action: Action,
    facts: Facts,
    overrides: Sequence[Override],
    as_of: datetime,
    actor: str,
) -> Decision:
    """Ask the gate with facts that were gathered, and keep its answer. Call it inside a transaction."""
    decision = authorise(
        action=action,
        facts=facts,
        rulebook=house.rulebook,
        as_of=as_of,
        permit_id=house.ids.permit_id(),
        overrides=overrides,
    )
    house.ledger.record_decision(
        _decision_record(house.ids.decision_id(), decision, action, as_of=as_of, actor=actor)
    )
    return decision


def end_contact(
    house: House,
    *,
    case: CaseFile,
    attempt_id: AttemptId,
    result: CallResult,
    answered_by: AnsweredBy = AnsweredBy.NOBODY,
    as_of: datetime,
    actor: str,
) -> CaseFile:
    """Record how a contact ended, in the ledger and in the log together; it ends once, and its first result stands.

    Raises ValueError when the case has no such contact.
    """
    with house.book.transaction():
        current = house.book.load_locked(case.case_id)
        attempt = next((one for one in current.attempts if one.attempt_id == attempt_id), None)
        if attempt is None:
            raise ValueError("this case has no such contact; name the case on which it was made")
        if attempt.result is not None:
            return current
        house.ledger.close_attempt(attempt_id, result=result, answered_by=answered_by, at=as_of)
        ended = AttemptEnded(attempt_id, result, answered_by)
        return house.book.append(current, [ended], at=as_of, actor=actor)


def _require_own_contact(action: Action) -> None:
    if action.initiated_by is not InitiatedBy.AGENT:
        raise ValueError("send carries what the house begins; what a customer began is recorded, not sent")
    if action.channel not in MEDIA_OF.get(action.kind, ()):
        raise ValueError(
            f"send carries contacts, each by its own medium; {action.kind} not by {action.channel}"
        )


def _require_not_dated_back(case: CaseFile, as_of: datetime) -> None:
    if civil_date(as_of) < civil_date(case.last_event_at):
        raise ValueError("the log of this case has gone on to a later day; a contact is not dated back")


def _open_contact(
    house: House,
    case: CaseFile,
    permit: Permit,
    attempt_id: AttemptId,
    civil_on: date,
    *,
    as_of: datetime,
    actor: str,
    also: Also | None,
) -> CaseFile:
    action = permit.action
    call_type = action.call_type.value if action.call_type else None
    house.ledger.open_attempt(
        AttemptRecord(
            attempt_id=attempt_id,
            permit_id=permit.permit_id,
            case_id=case.case_id,
            person_id=case.party.person_id,
            creditor=case.account.creditor,
            channel=action.channel.value,
            number_key=action.number_key,
            call_type=call_type,
            initiated_by=action.initiated_by.value,
            callee_role=action.callee_role.value,
            started_at=as_of,
            civil_on=civil_on,
        )
    )
    started = AttemptStarted(
        attempt_id=attempt_id,
        permit_id=permit.permit_id,
        channel=action.channel.value,
        contact_point_id=action.contact_point_id,
        call_type=call_type,
        initiated_by=action.initiated_by.value,
        callee_role=action.callee_role.value,
    )
    more = also(case, attempt_id) if also is not None else ()
    return house.book.append(case, [started, *more], at=as_of, actor=actor)


def _true_to_case(action: Action, case: CaseFile) -> Action:
    """The action with person, creditor and number as the case file has them.

    A caller's own word on these would be a second road: a counter of another number, a hold of another
    person. Raises ValueError when they contradict the case.
    """
    if action.person_id != case.party.person_id or action.creditor != case.account.creditor:
        raise ValueError("an action names the person and the creditor of its case; build it from the case")
    if action.contact_point_id is None:
        return replace(action, number_key=None)
    own = {point.contact_point_id: point.number_key for point in case.contact_points}
    sealed = {contact.contact_point_id: contact.number_key for contact in case.sealed_contacts}
    of_third = action.callee_role is CalleeRole.THIRD_PARTY
    keys: Mapping[ContactPointId, str | None] = sealed if of_third else own
    if action.contact_point_id not in keys:
        if action.contact_point_id in own or action.contact_point_id in sealed:
            raise ValueError("a third person is reached by a sealed contact, everybody else never by one")
        raise ValueError("the contact point does not belong to this case")
    return replace(action, number_key=keys[action.contact_point_id])


def _address(case: CaseFile, action: Action) -> str:
    to_debtor = action.callee_role is CalleeRole.DEBTOR
    if action.kind is ActionKind.SEND_LETTER and to_debtor and action.contact_point_id is None:
        return case.party.address or ""
    for point in case.contact_points:
        if point.contact_point_id == action.contact_point_id:
            return point.value
    return ""


def _decision_record(
    decision_id: DecisionId, decision: Decision, action: Action, *, as_of: datetime, actor: str
) -> DecisionRecord:
    until: datetime | None = None
    permit_id: PermitId | None = None
    rules: tuple[str, ...] = ()
    match decision:
        case Permit():
            verdict, permit_id = "permit", decision.permit_id
        case Defer():
            verdict, until = "defer", decision.until
            rules = tuple(reason.code for reason in decision.reasons)
        case Refuse():
            verdict, rules = "refuse", tuple(reason.code for reason in decision.reasons)
        case _:
            assert_never(decision)
    trace = [
        {
            "rule": line.rule_id,
            "outcome": line.outcome.value,
            "zh": line.text.zh,
            "en": line.text.en,
            "title": line.citation.title if line.citation else None,
            "article": line.citation.article if line.citation else None,
            "confidence": line.citation.confidence if line.citation else None,
        }
        for line in decision.trace
        if line.outcome.value != "not_applicable"
    ]
    return DecisionRecord(
        decision_id=decision_id,
        at=as_of,
        actor=actor,
        case_id=action.case_id,
        person_id=action.person_id,
        action=action.kind.value,
        verdict=verdict,
        until=until,
        permit_id=permit_id,
        rules=rules,
        trace=json.dumps(trace, ensure_ascii=False),
    )
