"""A hold (停催): a period in which collecting stops for a stated cause. Holds are periods, not flags.

Room: casefile. Disputes, complaints, hardship and the rest each open one; the gate asks which are active.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.civil import Period
from fairdue.foundation.ids import HoldId


class HoldKind(StrEnum):
    """Why collecting stops."""

    DISPUTE = "dispute"
    COMPLAINT = "complaint"
    HARDSHIP = "hardship"
    STOP_CONTACT = "stop_contact"
    REPRESENTATION = "representation"
    DEATH = "death"
    INCAPACITY = "incapacity"
    DISTRESS = "distress"
    CLAIMED_PAYMENT = "claimed_payment"
    COMPLIANCE = "compliance"
    MORATORIUM = "moratorium"
    DEBT_ADVICE = "debt_advice"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold over a period; without an end it lasts until a person releases it."""

    hold_id: HoldId
    kind: HoldKind
    period: Period
    cause: str = ""
