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

# ruff: noqa: RUF009 - the call declares a column with its label
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from enum import StrEnum

from fairdue.compliance.claim import Claim, Document, SpokenAs
from fairdue.compliance.column import ColumnKind, column, columns_of
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
    SAY_SENTENCE = "say_sentence"
    STATE_AMOUNT = "state_amount"
    OFFER_PLAN = "offer_plan"
    OFFER_RELIEF = "offer_relief"
    RECORD_CONTACT = "record_contact"
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

SPOKEN_KINDS = (
    ActionKind.SAY_DEBT_FACT,
    ActionKind.SAY_SENTENCE,
    ActionKind.STATE_AMOUNT,
    ActionKind.OFFER_PLAN,
    ActionKind.OFFER_RELIEF,
)
"""What is said within a contact that was permitted; rules name them together as ``every_saying``."""

WORDED_KINDS = (
    *SPOKEN_KINDS,
    ActionKind.SEND_MESSAGE,
    ActionKind.SEND_LETTER,
    ActionKind.SEND_EMAIL,
    ActionKind.LEAVE_VOICEMAIL,
)
"""Every kind that carries words to a person, spoken or written; rules name them as ``every_wording``."""


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
    mailbox used. The other fields are columns that rules ask about; one that the act does not have is None.
    Raises ValueError for an act that contradicts itself.
    """

    case_id: CaseId
    person_id: PersonId
    creditor: str
    contact_point_id: ContactPointId | None = None
    number_key: str | None = None

    kind: ActionKind = column(ActionKind, "行为", "the act", default=MISSING)
    channel: Channel = column(Channel, "渠道", "the channel", default=MISSING)
    purpose: Purpose = column(Purpose, "目的", "the purpose", default=MISSING)
    initiated_by: InitiatedBy = column(InitiatedBy, "发起方", "who began the contact", default=MISSING)
    callee_role: CalleeRole = column(CalleeRole, "对方的身份", "who is to be reached", default=MISSING)
    call_type: CallType | None = column(CallType, "通话类型", "the type of call")
    third_party_intent: ThirdPartyIntent | None = column(
        ThirdPartyIntent, "联系第三人的意图", "what the third person is to be asked"
    )
    headcount: int | None = column(ColumnKind.COUNT, "上门人数", "how many people go")
    document: Document | None = column(Document, "文书种类", "the kind of document")
    spoken_as: SpokenAs | None = column(SpokenAs, "以谁的名义", "in whose name it is said")
    claims: frozenset[Claim] = column(
        ColumnKind.WORDS, "话里的主张", "what the words claim", words=Claim, default=frozenset()
    )
    synthetic_voice: bool = column(bool, "合成语音", "the voice is synthetic", default=False)
    public_posting: bool = column(bool, "公开张贴", "something is posted in public", default=False)
    postcard: bool = column(bool, "明信片", "it goes as a postcard", default=False)
    subdelegated: bool = column(bool, "转委托", "it is handed on to a subcontractor", default=False)
    sensitive_data: bool = column(
        bool, "含敏感个人信息", "sensitive personal data are included", default=False
    )
    decided_by_model: bool = column(bool, "由模型自动决定", "a model decides alone", default=False)
    opt_out_included: bool | None = column(bool, "附有退订方式", "a way to opt out is included")
    sender_named: bool | None = column(bool, "标明发送者", "the sender is named")
    stated_amount_fen: int | None = column(ColumnKind.FEN, "所说的金额", "the amount stated")
    extra_fee_fen: int | None = column(
        ColumnKind.FEN, "合同以外的费用", "fees beyond the contract that are asked for"
    )
    plan_months: int | None = column(ColumnKind.COUNT, "分期月数", "the months of the plan")
    credit_years_claimed: int | None = column(
        ColumnKind.COUNT, "所说的征信记录保存年数", "how many years a credit record is said to last"
    )
    export_rows: int | None = column(ColumnKind.COUNT, "导出行数", "how many rows are exported")

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
    ActionKind.RECORD_CONTACT,
    *SPOKEN_KINDS,
)

_BY_ANY_MEDIUM = frozenset(Channel) - {Channel.NONE}
MEDIA_OF: Mapping[ActionKind, frozenset[Channel]] = {
    ActionKind.PLACE_CALL: frozenset({Channel.PHONE}),
    ActionKind.LEAVE_VOICEMAIL: frozenset({Channel.PHONE}),
    ActionKind.SEND_MESSAGE: frozenset({Channel.SMS, Channel.INSTANT_MESSAGE}),
    ActionKind.SEND_LETTER: frozenset({Channel.LETTER}),
    ActionKind.SEND_EMAIL: frozenset({Channel.EMAIL}),
    ActionKind.VISIT: frozenset({Channel.IN_PERSON}),
    ActionKind.CONTACT_THIRD_PARTY: _BY_ANY_MEDIUM,
}
"""By which media each kind of contact is carried out; a letter that rings would be judged as one and done as another."""

ACTION_COLUMNS = columns_of(Action, of_action=True)
"""The columns of an act by name."""
