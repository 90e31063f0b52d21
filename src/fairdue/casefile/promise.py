"""A promise to pay (PTP, 承诺还款): an amount and a day. Words without both are not a promise.

Room: casefile. Who decides whether it was kept is ``followup.promise_watch``; here is only its state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fairdue.foundation.ids import AttemptId, PromiseId


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"  # a recall or a settlement made it pointless before it fell due


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise; ``paid_fen`` is what counted towards it when it was judged."""

    promise_id: PromiseId
    amount_fen: int
    due_on: date
    made_at: datetime
    channel: str | None = None
    attempt_id: AttemptId | None = None
    state: PromiseState = PromiseState.OPEN
    paid_fen: int = 0
    judged_on: date | None = None
