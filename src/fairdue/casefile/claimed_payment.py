"""A claimed payment (CP): the customer says it is paid, with the three elements 三要素.

Room: casefile. Time, amount and channel are all known, or it is no claim yet (result code CPX).
Collection on the case pauses until the claim is matched or its hold runs out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fairdue.foundation.ids import AttemptId, ClaimId, PaymentId


class ClaimState(StrEnum):
    """Where a claimed payment stands against the creditor's payment files."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    PARTLY_CONFIRMED = "partly_confirmed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class ClaimedPayment:
    """One claim; ``check_on`` is the day by which it must be matched, ``card_tail`` the last four digits or nothing."""

    claim_id: ClaimId
    paid_on: date
    amount_fen: int
    channel: str
    claimed_at: datetime
    check_on: date
    attempt_id: AttemptId | None = None
    state: ClaimState = ClaimState.OPEN
    confirmed_fen: int = 0
    payment_ids: tuple[PaymentId, ...] = ()
    card_tail: str = field(default="", repr=False)
