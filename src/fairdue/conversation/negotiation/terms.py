"""The creditor's terms: what may be offered, how low, how long, and who must approve it.

Room: conversation. A file of ``fairdue_playbook/negotiation/terms`` for each creditor; a creditor without one has the
terms of ``default.yaml``, under which the house offers no plan and no relief of its own but passes the request on.
A plan of a credit card never runs longer than five years (rule CN-PLAN-01), whatever a file says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Approver(StrEnum):
    """Who can approve, from the least authority to the most."""

    COLLECTOR = "collector"
    LEAD = "lead"
    CREDITOR = "creditor"

    @property
    def rank(self) -> int:
        """The higher, the more it can approve."""
        return list(Approver).index(self)


class Component(StrEnum):
    """A part of what is owed."""

    FEES = "fees"
    PENALTY = "penalty"
    INTEREST = "interest"
    PRINCIPAL = "principal"


LONGEST_PLAN_YEARS = 5
"""商业银行信用卡业务监督管理办法 Art. 70, as register rule CN-PLAN-01 has it (read in a copy)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTerms:
    """A part payment: the least that is worth agreeing on, of the balance and in money; the smaller one counts."""

    least_percent: int
    least_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeTerms:
    """A later day for the whole: at most so many days, so often within ninety days."""

    most_days: int
    times_in_90_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """Instalments: at most so many months, none below ``least_instalment_fen``.

    ``approvers`` says up to how many months each role may approve; a role that is not named approves none.
    """

    most_months: int
    least_instalment_fen: int
    least_balance_fen: int
    first_due_within_days: int
    approvers: Mapping[Approver, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefTerms:
    """Relief: how many per cent of each component each role may approve; what is not named is not relieved.

    It is open only to who pays the rest within ``pay_within_days``.
    """

    pay_within_days: int
    limits: Mapping[Component, Mapping[Approver, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """The terms of one creditor, under each of its names; of everybody else where ``creditors`` is empty.

    None means that no such thing is offered through us.
    """

    terms_id: str
    creditors: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    part: PartTerms | None
    postpone: PostponeTerms | None
    plan: PlanTerms | None
    relief: ReliefTerms | None

    def hold_on(self, day: date) -> bool:
        """Are these terms in force on a day? The last day is inside."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
