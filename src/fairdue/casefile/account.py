"""The account: what is owed to whom, as the creditor placed it (委案).

Room: casefile. Amounts are fen, dates civil. It never changes: a restated placement makes a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Account:
    """One placed debt. ``card`` is the account number (卡号, 借据号); None means the file did not say."""

    creditor: str
    case_no: str
    card: str = field(repr=False)
    amount_fen: int
    placed_on: date
    principal_fen: int | None = None
    interest_fen: int | None = None
    penalty_fen: int | None = None
    fees_fen: int | None = None
    minimum_due_fen: int | None = None
    return_by: date | None = None
    overdue_on: date | None = None
    overdue_periods: int | None = None
    bucket: str | None = None
    product: str | None = None
    currency: str = "CNY"
    batch_no: str | None = None
    placement_round: str | None = None
    credit_limit_fen: int | None = None
    statement_day: int | None = None
    due_day: int | None = None
    last_paid_on: date | None = None
    last_paid_fen: int | None = None
    history_note: str | None = field(default=None, repr=False)

    def overdue_days(self, *, on: date) -> int | None:
        """Days from the earliest unpaid due date to ``on`` (逾期天数); None when that date is unknown."""
        return None if self.overdue_on is None else max(0, (on - self.overdue_on).days)
