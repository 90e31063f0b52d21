"""A flow: the steps of a guided call as data, with what each answer leads to and what it makes a fact.

Room: conversation. ``flow_reading`` makes flows out of the playbook's YAML, ``flow_check`` refuses those
with a hole in them, ``engine`` walks them. Everything a flow may name is a closed list here, so that a
misspelt effect or field is found when the flow is read and not in the middle of a call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import HoldKind
from fairdue.conversation.flow_version import FlowText
from fairdue.conversation.origin import NOWHERE, Origin
from fairdue.conversation.prompt import AskKind, Stage
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.intent import Intent

if TYPE_CHECKING:
    from fairdue.conversation.wording import Wording

UNNAMED = Bilingual("", "")
END = "end"
"""The target of a choice that wraps the call up."""


class FlowFault(ValueError):
    """The playbook's flow or wording has a hole; the message names file, step and what to mend."""


class Effect(StrEnum):
    """What an answer makes a fact. Each happens at most once in a session."""

    VERIFY_IDENTITY = "verify_identity"
    GIVE_REASON = "give_reason"
    CLAIM_PAYMENT = "claim_payment"
    MAKE_PROMISE = "make_promise"
    DISPUTE_AMOUNT = "dispute_amount"
    DISPUTE_DEBT = "dispute_debt"
    DISPUTE_FRAUD = "dispute_fraud"
    RECEIVE_COMPLAINT = "receive_complaint"
    STATE_HARDSHIP = "state_hardship"
    STOP_CONTACT = "stop_contact"
    MEET_REPRESENTATIVE = "meet_representative"
    LEARN_DEATH = "learn_death"
    LEARN_INCAPACITY = "learn_incapacity"
    HEED_DISTRESS = "heed_distress"
    AGREE_CALLBACK = "agree_callback"
    MARK_NUMBER_INVALID = "mark_number_invalid"
    MARK_NUMBER_BLOCKED = "mark_number_blocked"
    STOP_THIRD_PARTY = "stop_third_party"


class Field(StrEnum):
    """A value that a choice asks for; the name is that of the answer it fills."""

    PAID_ON = "paid_on"
    PAID_AMOUNT = "paid_amount"
    PAID_CHANNEL = "paid_channel"
    PROMISE_AMOUNT = "promise_amount"
    PROMISE_ON = "promise_on"
    PROMISE_AT = "promise_at"
    PAY_CHANNEL = "pay_channel"
    INSTALMENT = "instalment"
    CALLBACK_AT = "callback_at"
    SAID = "said"


FIELD_KINDS: dict[Field, AskKind] = {
    Field.PAID_ON: AskKind.DATE,
    Field.PAID_AMOUNT: AskKind.AMOUNT,
    Field.PAID_CHANNEL: AskKind.CHANNEL,
    Field.PROMISE_AMOUNT: AskKind.AMOUNT,
    Field.PROMISE_ON: AskKind.DATE,
    Field.PROMISE_AT: AskKind.TIME,
    Field.PAY_CHANNEL: AskKind.CHANNEL,
    Field.INSTALMENT: AskKind.AMOUNT,
    Field.CALLBACK_AT: AskKind.TIME,
    Field.SAID: AskKind.TEXT,
}

FIELD_LABELS: dict[Field, Bilingual] = {
    Field.PAID_ON: Bilingual("哪天还的", "paid on which day"),
    Field.PAID_AMOUNT: Bilingual("还了多少（元）", "how much was paid (yuan)"),
    Field.PAID_CHANNEL: Bilingual("通过什么渠道还的", "through which channel"),
    Field.PROMISE_AMOUNT: Bilingual("准备还多少（元）", "how much will be paid (yuan)"),
    Field.PROMISE_ON: Bilingual("哪天还", "on which day"),
    Field.PROMISE_AT: Bilingual("今天几点前", "by what time today"),
    Field.PAY_CHANNEL: Bilingual("准备用什么渠道还", "through which channel"),
    Field.INSTALMENT: Bilingual("每月能承担多少（元）", "how much a month is affordable (yuan)"),
    Field.CALLBACK_AT: Bilingual("什么时候方便接电话", "when a call would suit"),
    Field.SAID: Bilingual("客户怎么说的", "what the customer said"),
}


class Condition(StrEnum):
    """When a sentence is said, a choice offered, or a way taken."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    FAMILY_HARDSHIP = "family_hardship"
    PAID_ON_MISSING = "paid_on_missing"
    PAID_AMOUNT_MISSING = "paid_amount_missing"
    PAID_CHANNEL_MISSING = "paid_channel_missing"
    PROMISE_FULL = "promise_full"
    PROMISE_PART = "promise_part"
    CALLBACK_QUIET = "callback_quiet"
    CALLBACK_DAYTIME = "callback_daytime"
    NOTHING_SETTLED = "nothing_settled"
    FEW_PERIODS = "few_periods"
    MANY_PERIODS = "many_periods"
    BIRTH_DATE_KNOWN = "birth_date_known"
    MOBILE_KNOWN = "mobile_known"


SETTLING_EFFECTS = frozenset(Effect) - {Effect.VERIFY_IDENTITY, Effect.GIVE_REASON}
"""What settles how the call goes on: after one of these no way leads back to asking for money."""

SILENCING_EFFECTS = frozenset({Effect.HEED_DISTRESS, Effect.LEARN_DEATH, Effect.LEARN_INCAPACITY})
"""After one of these nothing is said about the account any more, not even in answer to a question."""

CASE_CONDITIONS = frozenset(
    {
        Condition.FEW_PERIODS,
        Condition.MANY_PERIODS,
        Condition.BIRTH_DATE_KNOWN,
        Condition.MOBILE_KNOWN,
    }
)
"""Conditions that look at the case. They choose words, never the way, so that a replay needs no case."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where an answer leads, if its condition holds; the last way of a choice has none."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A value to type with an answer."""

    field: Field
    optional: bool = False

    @property
    def kind(self) -> AskKind:
        """The kind of value, which names the field of ``Heard`` that carries it."""
        return FIELD_KINDS[self.field]


@dataclass(frozen=True, slots=True)
class Settings:
    """Values that an answer fixes by being picked."""

    line: CallResult | None = None
    answered_by: AnsweredBy | None = None
    reason: ReasonForDefault | None = None
    promise_full: bool | None = None
    verified_by: str = ""
    identity_lost: bool = False  # somebody else is on the line now: what was verified holds no longer


@dataclass(frozen=True, slots=True)
class ChoiceSpec:
    """One answer of a step. ``code_is_weak``: the code counts only where no other was found yet.

    A choice with ``aside`` answers a question of the customer's and stays where the call is; one that ``stays`` only
    listens, and the step's question is asked again. ``hears`` are the
    meanings, and ``words`` the turns of phrase, by which it is recognised in what the customer said.
    """

    choice_id: str
    key: str
    label: Bilingual
    ways: tuple[Way, ...] = ()
    asks: tuple[Ask, ...] = ()
    effects: tuple[Effect, ...] = ()
    code: ResultCode | None = None
    code_is_weak: bool = False
    note: tuple[str, ...] = ()
    settings: Settings = Settings()
    forgets: tuple[Field, ...] = ()
    when: Condition | None = None
    aside: tuple[str, ...] = ()
    stays: bool = False
    care: bool = False
    hears: tuple[Intent, ...] = ()
    words: tuple[str, ...] = ()
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence of a step, and when it is said."""

    sentence_id: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``everywhere`` is False where the choices of the whole call are not offered (the line).

    ``if_left`` names the own choice that is recorded as well when a choice of the whole call leads away from here: a
    complaint that was heard stays one when the call ends before its words are written down.

    ``builds_on`` names the step of the flow below from which it takes what it leaves out, until the flow is assembled.
    """

    step_id: str
    title: Bilingual
    stage: Stage
    say: tuple[Saying, ...]
    never_say: tuple[Bilingual, ...]
    choices: tuple[ChoiceSpec, ...]
    everywhere: bool = True
    builds_on: str = ""
    if_left: str = ""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HoldTerm:
    """How long a hold of one kind lasts: days, or until a person releases it."""

    kind: HoldKind
    days: int | None


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """The limits of what may be typed and agreed in a call. House policy, as data in the flow."""

    claim_check_days: int
    promise_horizon_days: int
    claim_lookback_days: int
    callback_horizon_days: int
    few_periods_at_most: int
    consent_minutes: int
    quiet_from: time
    quiet_until: time
    hold_terms: tuple[HoldTerm, ...]

    def days_of(self, kind: HoldKind) -> int | None:
        """How many days a hold of this kind lasts; None until it is released."""
        return next((term.days for term in self.hold_terms if term.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow of the playbook, checked, with the wording it speaks. ``version`` is the digest of its texts."""

    flow_id: str
    first_step: str
    steps: Mapping[str, Step]
    always: tuple[ChoiceSpec, ...]
    policy: CallPolicy
    wording: Wording
    version: str = ""
    text: FlowText | None = field(default=None, compare=False, repr=False)
    title: Bilingual = UNNAMED
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    def choices_of(self, step_id: str) -> tuple[ChoiceSpec, ...]:
        """The answers of a step, its own first, then those that are open in the whole call."""
        step = self.steps[step_id]
        return (*step.choices, *self.always) if step.everywhere else step.choices

    def choices_reached_by_words(self, step_id: str) -> tuple[ChoiceSpec, ...]:
        """The answers of a step, and always those that win over collecting: who speaks is on the line."""
        step = self.steps[step_id]
        if step.everywhere:
            return self.choices_of(step_id)
        return (*step.choices, *(choice for choice in self.always if choice.care))

    def checks_identity(self, step_id: str) -> bool:
        """Is this a step in which the customer says what proves who they are?"""
        return any(Effect.VERIFY_IDENTITY in choice.effects for choice in self.steps[step_id].choices)
