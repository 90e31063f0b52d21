"""What a line of a file becomes: a placement, an update, a payment, a rejection, or a skipped line.

Room: intake. Personal values never show in a ``repr``, so that no log or traceback carries a person; the
case number is among them, since an account number stands in where a file has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from fairdue.foundation.problem import Problem


@dataclass(frozen=True, slots=True)
class ThirdPartyContact:
    """Raw cells of one contact that a file brings about somebody else; to be sealed at once, unread."""

    column_group: str
    name: str = field(default="", repr=False)
    relation: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    other: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One case as placed. Money in fen, dates civil, phones as digits; None where the file says nothing."""

    file_line: int
    file: str
    creditor: str | None
    batch_no: str | None
    case_no: str = field(repr=False)
    name: str = field(repr=False)
    id_type: str
    id_number: str = field(repr=False)
    id_canonical: str = field(repr=False)
    """The number that links one person: an old 15-digit ID in its 18-digit form."""
    sex: str | None = field(repr=False)
    birth_on: date | None = field(repr=False)
    mobile: str | None = field(repr=False)
    other_mobiles: tuple[str, ...] = field(repr=False)
    home_phone: str | None = field(repr=False)
    work_phone: str | None = field(repr=False)
    other_phones: tuple[str, ...] = field(repr=False)
    card: str = field(repr=False)
    product: str | None
    currency: str
    amount_fen: int
    principal_fen: int | None
    interest_fen: int | None
    penalty_fen: int | None
    fees_fen: int | None
    minimum_due_fen: int | None
    balance_fen: int | None
    placed_on: date
    return_by: date | None
    overdue_on: date | None
    overdue_days_stated: int | None
    overdue_days: int | None
    """Days from ``overdue_on`` to ``placed_on``; the stated days where the file has no date."""
    overdue_periods: int | None
    bucket: str | None
    last_paid_on: date | None
    last_paid_fen: int | None
    employer: str | None = field(repr=False)
    occupation: str | None = field(repr=False)
    income_fen: int | None = field(repr=False)
    payday: int | None = field(repr=False)
    city: str | None = field(repr=False)
    province: str | None = field(repr=False)
    address: str | None = field(repr=False)
    marital_status: str | None = field(repr=False)
    email: str | None = field(repr=False)
    placement_round: str | None
    history_note: str | None = field(repr=False)
    credit_limit_fen: int | None
    statement_day: int | None
    due_day: int | None
    third_party: tuple[ThirdPartyContact, ...] = field(repr=False)
    extras: tuple[tuple[str, str], ...] = field(repr=False)
    warnings: tuple[Problem, ...]


class UpdateAction(StrEnum):
    """What a line of an update file does with its case."""

    UPDATE = "update"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A fresh balance for a case, or its recall. A later line for the same case replaces an earlier one."""

    file_line: int
    file: str
    creditor: str | None
    case_no: str = field(repr=False)
    balance_fen: int | None
    updated_on: date | None
    action: UpdateAction
    warnings: tuple[Problem, ...]


class PaymentChannel(StrEnum):
    """By which way money came in."""

    BANK_APP = "bank_app"
    BANK_TRANSFER = "bank_transfer"
    ALIPAY = "alipay"
    WECHAT = "wechat"
    COUNTER = "counter"
    ATM = "atm"
    AUTO_DEBIT = "auto_debit"
    THIRD_PARTY_APP = "third_party_app"
    OTHER = "other"


class PaymentRow(NamedTuple):
    """Money that the creditor reports. A reversal has a negative amount and names what it reverses.

    A named tuple, since a file has a million of them and hands them from one process to another.
    """

    file_line: int
    file: str
    creditor: str | None
    serial_no: str
    card: str | None
    case_no: str | None
    posted_on: date
    amount_fen: int
    channel: PaymentChannel
    channel_text: str
    is_reversal: bool
    reverses: str | None
    duplicate_of_line: int | None
    """The earlier line that says exactly the same; such a line is not posted again."""
    note: str | None
    warnings: tuple[Problem, ...]
    currency: str = "CNY"

    def __repr__(self) -> str:
        """Without what is personal: card, case number and note."""
        return f"PaymentRow({self.file!r}, {self.file_line}, {self.amount_fen})"


@dataclass(frozen=True, slots=True)
class RowRejected:
    """A line that was not taken. ``problems`` is never empty; the first is the reason to show."""

    file_line: int
    file: str
    case_no: str | None = field(repr=False)
    """The case or serial number where it could be read, so that an acknowledgement can name it."""
    problems: tuple[Problem, ...]
    amount_fen: int | None = None
    """The amount of a payment line where it could be read, so that a file still ties."""


class SkipReason(StrEnum):
    """Why a line is no record."""

    TOTAL = "total"
    REPEATED_HEADER = "repeated_header"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class RowSkipped:
    """A line that is no record: a total, a header again, a footnote (which carries a warning)."""

    file_line: int
    file: str
    reason: SkipReason
    warnings: tuple[Problem, ...]


RowItem = PlacementRow | UpdateRow | PaymentRow | RowRejected | RowSkipped
