"""A payment: money the creditor says arrived. Negative amounts are reversals (冲正) of an earlier one.

Room: casefile. Only the creditor's payment files make payments; a customer's words make claims.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fairdue.foundation.ids import PaymentId


@dataclass(frozen=True, slots=True)
class Payment:
    """One posting. ``reverses`` names what a negative one takes back; ``card_tail`` are the card's last digits."""

    payment_id: PaymentId
    amount_fen: int
    posted_on: date
    channel: str | None = None
    reverses: PaymentId | None = None
    card_tail: str = field(default="", repr=False)
