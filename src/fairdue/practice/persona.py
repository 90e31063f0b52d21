"""A persona: an invented kind of customer to practise with, as data says it (``fairdue_playbook/personas``).

Room: practice. A persona is a type: each call with it draws a person of that type from a seed (``persona_person``).
Here only what a persona is; its file is read by ``persona_reading``, how it moves stands in ``hidden_state``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Speaker
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent


class Level(StrEnum):
    """How hard the customer makes it: an easy one reveals soon and is patient, a hard one hides and hangs up soon."""

    EASY = "easy"
    MIDDLE = "middle"
    HARD = "hard"


class Answerer(StrEnum):
    """Who is on the line when the call is taken."""

    SELF = "self"
    MOTHER = "mother"
    SPOUSE = "spouse"
    COLLEAGUE = "colleague"
    CHILD = "child"
    RELATIVE = "relative"
    NEW_OWNER = "new_owner"
    """The number belongs to somebody else by now, or always did."""
    AI_AGENT = "ai_agent"
    """A machine that speaks for the customer."""
    LAWYER = "lawyer"
    """A person who says that they act for the customer."""
    VOICEMAIL = "voicemail"
    SCREENING = "screening"
    """A phone assistant that asks who calls, and then puts the customer through."""


THIRD_PERSONS = frozenset(
    {Answerer.MOTHER, Answerer.SPOUSE, Answerer.COLLEAGUE, Answerer.CHILD, Answerer.RELATIVE}
)
"""Those who know the customer and are not the customer."""


class Gives(StrEnum):
    """What the customer comes to, once treated as their situation asks."""

    PAY_NOW = "pay_now"
    PROMISE = "promise"
    VAGUE = "vague"
    """Nothing but fair words; the promise that they make is not kept."""
    PART = "part"
    PLAN = "plan"
    CLAIM = "claim"
    """Has paid, and tells day, amount and channel when asked."""
    CLAIM_HALF = "claim_half"
    """Has paid, and cannot tell how much or by which way."""
    NOTHING = "nothing"
    """Nothing about money: a dispute, a hardship, a complaint, or the line is somebody else's."""


class Reaction(StrEnum):
    """What they do when threatened or pressed."""

    COMPLAINT = "complaint"
    HANG_UP = "hang_up"
    FALSE_PROMISE = "false_promise"
    ABUSE = "abuse"
    DISTRESS = "distress"
    FEAR = "fear"


class Telling(StrEnum):
    """The moments at which a persona has words of its own; elsewhere it speaks like everybody."""

    OPENING = "opening"
    """When the call is taken or the person is asked for."""
    TOLD = "told"
    """When the debt is named."""
    REASON = "reason"
    """Why it was not paid."""
    EVADES = "evades"
    """What they say instead, while they do not trust."""
    HIDDEN = "hidden"
    """What they would rather not say, told at last."""
    PAYS = "pays"
    """When asked for a day, an amount or a payment."""
    TRIGGER = "trigger"
    """What must be heeded at once."""
    ASIDE = "aside"
    """What they say when nothing is asked."""


@dataclass(frozen=True, slots=True)
class Start:
    """The hidden state at the start of a call, each from 0 to 100."""

    willingness: int
    ability: int
    organisation: int
    emotion: int
    """How upset they are."""
    trust: int


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection that comes back until it is settled: the words for it, and the acts that settle it."""

    words: str
    settled_by: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class CaseBounds:
    """Between which bounds a case of the type is drawn; amounts in whole yuan, both ends included."""

    days_past_due: tuple[int, int]
    amount_yuan: tuple[int, int]
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """How the type speaks: out of which ages, regions, trades and moods a person is drawn.

    ``noise`` is how many of a hundred characters the recogniser got wrong, ``fillers`` how many of a hundred
    clauses begin with one.
    """

    ages: tuple[int, int]
    regions: tuple[str, ...]
    trades: tuple[str, ...]
    moods: tuple[str, ...]
    noise: int
    fillers: int


@dataclass(frozen=True, slots=True)
class Persona:
    """One type of customer. ``facts`` are what holds of every person of the type, such as employment: laid_off."""

    persona_id: str
    name: Bilingual
    portrait: Bilingual
    answered_by: Answerer
    start: Start
    gives: Gives
    tells: Mapping[Telling, tuple[str, ...]]
    objections: tuple[Objection, ...]
    pressed: tuple[Reaction, ...]
    facts: Mapping[str, str]
    case: CaseBounds
    voice: Voice
    good_results: tuple[ResultCode, ...]
    triggers: tuple[Intent, ...]
    verifies: bool = True
    """Will they prove who they are at all, once they trust the caller?"""

    @property
    def speaker(self) -> Speaker:
        """How their turns are labelled in a call."""
        return Speaker.THIRD_PARTY if self.answered_by in THIRD_PERSONS else Speaker.DEBTOR

    @property
    def is_the_customer(self) -> bool:
        """Does the customer speak, at once or after a phone assistant?"""
        return self.answered_by in (Answerer.SELF, Answerer.SCREENING)
