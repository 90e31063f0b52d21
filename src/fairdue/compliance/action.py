"""An outward act as a value: what is about to be done, to whom, through what, and why.

Room: compliance. An action says what somebody wants to do; it holds no judgement and no personal datum:
people and numbers stand in it as opaque ids and keyed digests. What is known about the world stands in
``Facts``.

>>> from fairdue.foundation.ids import CaseId, PersonId
>>> call = Action(
...     kind=ActionKind.PLACE_CALL, case_id=CaseId("c01"), person_id=PersonId("p01"), creditor="demo_bank",
...     channel=Channel.PHONE, purpose=Purpose.COLLECT, call_type=CallType.INTERACTIVE,
...     initiated_by=InitiatedBy.AGENT, callee_role=CalleeRole.DEBTOR,
... )
>>> call.kind
<ActionKind.PLACE_CALL: 'place_call'>
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.ids import CaseId, ContactPointId, PersonId


class ActionKind(StrEnum):
    """Every kind of act that leaves the house; what is not on this list cannot be asked for."""

    PLACE_CALL = "place_call"
    SEND_MESSAGE = "send_message"
    SEND_LETTER = "send_letter"
    SEND_EMAIL = "send_email"
    LEAVE_VOICEMAIL = "leave_voicemail"
    CONTACT_THIRD_PARTY = "contact_third_party"
    VISIT = "visit"
    REVEAL_SEALED_CONTACT = "reveal_sealed_contact"
    SAY_DEBT_FACT = "say_debt_fact"
    OFFER_PLAN = "offer_plan"
    REPORT_TO_BUREAU = "report_to_bureau"
    HAND_TO_AGENCY = "hand_to_agency"
    EXPORT_DATA = "export_data"


CONTACT_KINDS = (
    ActionKind.PLACE_CALL,
    ActionKind.SEND_MESSAGE,
    ActionKind.SEND_LETTER,
    ActionKind.SEND_EMAIL,
    ActionKind.LEAVE_VOICEMAIL,
    ActionKind.CONTACT_THIRD_PARTY,
    ActionKind.VISIT,
)
"""The kinds by which somebody is reached; rules name them together as ``every_contact``."""


class Channel(StrEnum):
    """The medium that carries the act; ``NONE`` for acts that reach no person (a report, an export)."""

    PHONE = "phone"
    SMS = "sms"
    INSTANT_MESSAGE = "instant_message"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"
    NONE = "none"


class Purpose(StrEnum):
    """Why the act is done.

    ``SERVICE`` answers the customer: receipts, complaint replies, the customer's own questions.
    ``RESTORE_CONTACT`` and ``REACH_HEIR_OR_GUARDIAN`` are the only two reasons to approach a third person.
    """

    COLLECT = "collect"
    NOTIFY = "notify"
    SERVICE = "service"
    RESTORE_CONTACT = "restore_contact"
    REACH_HEIR_OR_GUARDIAN = "reach_heir_or_guardian"


class CallType(StrEnum):
    """A call in which two talk, or one that only tells; the law counts them in different units."""

    INTERACTIVE = "interactive"
    NOTIFY = "notify"


class InitiatedBy(StrEnum):
    """Who began the contact; what the customer began is not counted against the house."""

    AGENT = "agent"
    CUSTOMER = "customer"


class CalleeRole(StrEnum):
    """Who is meant to be reached, or who is on the line, as far as it is known."""

    DEBTOR = "debtor"
    GUARANTOR = "guarantor"
    CO_DEBTOR = "co_debtor"
    THIRD_PARTY = "third_party"
    UNKNOWN = "unknown"


class ThirdPartyIntent(StrEnum):
    """The only two things that a third person may be asked."""

    ASK_CONTACT_DETAILS = "ask_contact_details"
    ASK_TO_RELAY = "ask_to_relay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One act, proposed. The gate answers; ``operations`` does it with the permit, or leaves it.

    ``person_id`` is the debtor whose debt it is, also when a third person is approached: the daily counters
    run per debtor. ``contact_point_id`` and ``number_key`` (a keyed digest) name the number, address or
    mailbox used. ``headcount`` is how many people go on a visit.
    Raises ValueError for an act that contradicts itself.
    """

    kind: ActionKind
    case_id: CaseId
    person_id: PersonId
    creditor: str
    channel: Channel
    purpose: Purpose
    initiated_by: InitiatedBy
    callee_role: CalleeRole
    call_type: CallType | None = None
    contact_point_id: ContactPointId | None = None
    number_key: str | None = None
    third_party_intent: ThirdPartyIntent | None = None
    headcount: int | None = None

    def __post_init__(self) -> None:
        # The counters are told apart by the type of a call, so a call without one would escape them all.
        if self.kind is ActionKind.PLACE_CALL and self.call_type is None:
            raise ValueError("a call needs call_type: interactive, or notify when it only tells")
        if self.kind in _OF_THIRD_PARTY and self.callee_role is not CalleeRole.THIRD_PARTY:
            raise ValueError(
                f"{self.kind} needs callee_role third_party; the debtor is reached by other acts"
            )
        # What the customer begins is free of counters and hours, so only what a customer can begin may say so.
        if self.initiated_by is InitiatedBy.CUSTOMER and self.kind not in _BEGUN_BY_CUSTOMER:
            raise ValueError(f"{self.kind} is the house's own doing; write initiated_by agent")


_OF_THIRD_PARTY = (ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT)
_BEGUN_BY_CUSTOMER = (
    ActionKind.PLACE_CALL,
    ActionKind.SEND_MESSAGE,
    ActionKind.SEND_EMAIL,
    ActionKind.SAY_DEBT_FACT,
    ActionKind.OFFER_PLAN,
)
