"""What an answer of a simulated customer depends on, and what an answer is.

Room: practice. Only the shapes; which answer comes is chosen in ``simulated_party_plan`` and ``simulated_party_others``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from fairdue.practice.collector_heard import CollectorHeard
from fairdue.practice.hidden_state import HiddenState, LevelTerms
from fairdue.practice.people import below
from fairdue.practice.persona import Persona, Telling
from fairdue.practice.persona_person import DrawnPerson
from fairdue.understanding.acts import Act

_PERCENT = 100

ASKS_FOR_MONEY = frozenset(
    {
        Act.ASK_PAYMENT_INTENTION,
        Act.ASK_TODAY,
        Act.ASK_DATE,
        Act.ASK_AMOUNT,
        Act.ASK_PARTIAL,
        Act.URGE,
        Act.ASK_PLAN_WISH,
        Act.OFFER_PLAN,
        Act.ASK_REFUSAL,
    }
)
NAMES_DEBT = frozenset(
    {
        Act.STATE_DEBT,
        Act.STATE_AMOUNT,
        Act.STATE_DUE_OR_OVERDUE,
        Act.STATE_NOT_RECEIVED,
        Act.REMIND_BROKEN_PROMISE,
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the call has come, as the customer remembers it. ``said`` are the keys of the sayings so far."""

    confirmed: bool = False
    caller_known: bool = False
    verified: bool = False
    refusals: int = 0
    debt_named: bool = False
    money_asked: int = 0
    silences: int = 0
    turns: int = 0
    put_through: bool = False
    claim_told: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    agreed: bool = False

    def has_said(self, key: str) -> bool:
        """Was this saying used already?"""
        return key in self.said


@dataclass(frozen=True, slots=True)
class Scene:
    """All that an answer depends on. ``chance`` is drawn from the seed and the turn alone."""

    persona: Persona
    person: DrawnPerson
    terms: LevelTerms
    heard: CollectorHeard
    hidden: HiddenState
    standing: Standing
    chance: Random

    def lucky(self, percent: int) -> bool:
        """Once in a while, by the seed."""
        return below(self.chance, _PERCENT) < percent

    def telling(self, telling: Telling) -> tuple[str, ...]:
        """The persona's own sayings for a moment."""
        return self.persona.tells.get(telling, ())

    def fresh(self, keys: tuple[str, ...]) -> str | None:
        """One of the sayings, one not yet said before one that was; None of none."""
        if not keys:
            return None
        unsaid = [key for key in keys if not self.standing.has_said(key)]
        among = unsaid or list(keys)
        return among[below(self.chance, len(among))]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said next, in one turn, and how state and standing stand after it.

    ``system`` is a line of the telephone itself; ``ends`` says that the call is over after this.
    """

    says: tuple[str, ...]
    hidden: HiddenState
    standing: Standing
    ends: bool = False
    hangs_up: bool = False
    system: str = ""


def answer(scene: Scene, *says: str, **changes: bool | int | frozenset[str]) -> Plan:
    """Say these, and remember the changes of the standing."""
    standing = replace(scene.standing, **changes)  # type: ignore[arg-type]
    return Plan(says, scene.hidden, standing)


def hang_up(scene: Scene, *says: str) -> Plan:
    """Say these and cut the line."""
    return replace(answer(scene, *says), ends=True, hangs_up=True)
