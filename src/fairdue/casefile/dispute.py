"""A dispute (争议, 异议): the customer contests the debt or the amount; it opens a hold until answered.

Room: casefile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DisputeGround(StrEnum):
    """What is contested."""

    AMOUNT = "amount"
    DEBT = "debt"
    FRAUD = "fraud"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute, with what the customer said in its own field."""

    dispute_id: str
    ground: DisputeGround
    opened_at: datetime
    said: str = field(default="", repr=False)
    closed_at: datetime | None = None
    upheld: bool | None = None
