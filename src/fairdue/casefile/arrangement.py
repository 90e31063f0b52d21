"""An arrangement (个性化分期): a signed plan of instalments, at most five years under 信用卡办法第70条.

Room: casefile. While it performs, collection stops; the gate sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ArrangementState(StrEnum):
    """Where a plan stands."""

    PERFORMING = "performing"
    DEFAULTED = "defaulted"
    COMPLETED = "completed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One due part of a plan."""

    due_on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One signed plan."""

    arrangement_id: str
    signed_on: date
    instalments: tuple[Instalment, ...]
    state: ArrangementState = ArrangementState.PERFORMING
