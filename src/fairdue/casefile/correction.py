"""Corrections of a call under way: a turn taken back, and the facts that it had made. Nothing is deleted.

Room: casefile. The log keeps the turn and its facts; these happenings say that they count no more. What can be undone
by a happening that exists already (a promise cancelled, a hold released, a number usable again) is undone by that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.ids import SessionId


class FactKind(StrEnum):
    """The facts that have no happening of their own which undoes them."""

    IDENTITY = "identity"
    REASON = "reason"
    CLAIM = "claim"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class TurnTakenBack:
    """The collector took the last turn of a call under way back: it was misheard or mistyped."""

    session_id: SessionId
    turn: int


@dataclass(frozen=True, slots=True)
class FactTakenBack:
    """A fact that a turn had made counts no more; ``fact_id`` is its id, or the attempt's where it has none."""

    session_id: SessionId
    kind: FactKind
    fact_id: str
