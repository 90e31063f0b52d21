"""Hardship (困难): why paying is hard, by the reason codes of the trade.

Room: casefile. It opens a hold while the customer's papers are awaited.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReasonForDefault(StrEnum):
    """Why the customer fell behind, for help and for reporting."""

    FORGOT = "forgot"
    NO_BILL = "no_bill"
    UNEMPLOYED = "unemployed"
    INCOME_FELL = "income_fell"
    ILLNESS = "illness"
    FAMILY = "family"
    BUSINESS_FAILED = "business_failed"
    MANY_DEBTS = "many_debts"
    FRAUD = "fraud"
    CONTESTS_AMOUNT = "contests_amount"
    WILL_NOT_PAY = "will_not_pay"
    AGENCY = "agency"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hardship:
    """One statement of hardship."""

    hardship_id: str
    reason: ReasonForDefault
    stated_at: datetime
