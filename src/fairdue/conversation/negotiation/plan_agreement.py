"""The plan of 信用卡办法 Art. 70: an agreement with its six contents, at most five years, whose instalments make the debt.

Room: conversation. As the register has the article (rule CN-PLAN-01, read in a copy): the debt is beyond means and the
customer still wishes to pay; at most five years; six contents; collecting stops while it performs. An agreement by
word of mouth keeps its recording until the debt is settled (CN-REC-04). This module says what is missing; the gate
decides whether the plan may be offered, and ``casefile.arrangement`` is what is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.conversation.negotiation.schedule import Every, years_after
from fairdue.conversation.negotiation.terms import LONGEST_PLAN_YEARS, Component
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason


class PlanContent(StrEnum):
    """The six contents, by the names of the register."""

    BALANCE = "balance_structure_currency"
    CYCLE = "cycle_method_currency_dates_amounts"
    COSTS = "fees_interest_during_plan"
    NO_NEW_CARD = "no_new_card_promise"
    DUTIES = "rights_obligations_default_liability"
    OTHER = "other"


CONTENT_NAMES: dict[PlanContent, Bilingual] = {
    PlanContent.BALANCE: Bilingual("欠款余额、结构、币种", "what is owed, its parts and currency"),
    PlanContent.CYCLE: Bilingual(
        "还款周期、方式、币种、日期和每期金额", "cycle, way, currency, days and amount of each instalment"
    ),
    PlanContent.COSTS: Bilingual(
        "还款期间是否计收利息和费用", "whether interest and fees are charged while it runs"
    ),
    PlanContent.NO_NEW_CARD: Bilingual(
        "还清前不再申领信用卡的承诺", "the promise to apply for no new card until it is paid"
    ),
    PlanContent.DUTIES: Bilingual(
        "双方权利义务和违约责任", "rights and duties of both sides and liability on default"
    ),
    PlanContent.OTHER: Bilingual("与还款有关的其他事项", "other matters of the repayment"),
}


class PlanForm(StrEnum):
    """How it was agreed."""

    WRITTEN = "written"
    ORAL = "oral"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreement:
    """One agreement as it would be signed. Texts are those of the creditor's form; "" is what is not there yet.

    ``recording_sha256`` is the digest of the recording of an oral agreement. ``approval`` is the number of the
    creditor's or the lead's approval.
    """

    balance_fen: int
    components: Mapping[Component, int]
    instalments: tuple[Instalment, ...]
    every: Every
    agreed_on: date
    form: PlanForm
    way_of_paying: str
    costs: str
    no_new_card: bool
    duties: str
    other: str
    approval: str
    currency: str = "CNY"
    recording_sha256: str = ""


def missing_contents(agreement: PlanAgreement) -> tuple[PlanContent, ...]:
    """Which of the six contents are not there, in their order."""
    there = {
        PlanContent.BALANCE: bool(agreement.components) and bool(agreement.currency),
        PlanContent.CYCLE: bool(agreement.instalments) and bool(agreement.way_of_paying.strip()),
        PlanContent.COSTS: bool(agreement.costs.strip()),
        PlanContent.NO_NEW_CARD: agreement.no_new_card,
        PlanContent.DUTIES: bool(agreement.duties.strip()),
        PlanContent.OTHER: bool(agreement.other.strip()),
    }
    return tuple(content for content in PlanContent if not there[content])


def faults_of(agreement: PlanAgreement) -> tuple[Reason, ...]:
    """All that keeps an agreement from being signed; empty when it can be."""
    found = [
        _fault(
            "content_missing",
            f"缺少第 {number} 项内容：{CONTENT_NAMES[content].zh}",
            f"content {number} is missing: {CONTENT_NAMES[content].en}",
        )
        for number, content in enumerate(PlanContent, 1)
        if content in missing_contents(agreement)
    ]
    if agreement.components and sum(agreement.components.values()) != agreement.balance_fen:
        found.append(_fault("parts", "各部分之和不等于欠款余额", "the parts do not add up to what is owed"))
    paid = sum(part.amount_fen for part in agreement.instalments)
    if agreement.instalments and paid != agreement.balance_fen:
        found.append(
            _fault(
                "sum",
                f"各期合计 {show_yuan(paid)} 元，欠款 {show_yuan(agreement.balance_fen)} 元，必须相等",
                f"the instalments make {show_yuan(paid)} yuan, {show_yuan(agreement.balance_fen)} are owed: they must be equal",
            )
        )
    found.extend(_days_at_fault(agreement))
    if agreement.form is PlanForm.ORAL and not agreement.recording_sha256:
        found.append(
            _fault(
                "recording",
                "口头协议必须留存录音，至少到欠款结清（CN-REC-04）",
                "an oral agreement keeps its recording, at least until the debt is settled (CN-REC-04)",
            )
        )
    if not agreement.approval.strip():
        found.append(
            _fault("approval", "没有审批单（CN-PLAN-02）", "there is no approval on file (CN-PLAN-02)")
        )
    return tuple(found)


def _days_at_fault(agreement: PlanAgreement) -> list[Reason]:
    days = [part.due_on for part in agreement.instalments]
    found = []
    if days and max(days) > years_after(agreement.agreed_on, LONGEST_PLAN_YEARS):
        found.append(
            _fault(
                "too_long",
                f"最后一期晚于 {LONGEST_PLAN_YEARS} 年（CN-PLAN-01）",
                f"the last instalment lies more than {LONGEST_PLAN_YEARS} years ahead (CN-PLAN-01)",
            )
        )
    if any(later <= earlier for earlier, later in pairwise(days)):
        found.append(
            _fault("order", "各期日期必须先后有序", "the days of the instalments must follow one another")
        )
    if days and min(days) < agreement.agreed_on:
        found.append(_fault("past", "首期早于签约日", "the first instalment lies before the day of signing"))
    if any(part.amount_fen <= 0 for part in agreement.instalments):
        found.append(_fault("empty", "每期金额必须大于零", "each instalment is more than nothing"))
    return found


def arrangement_of(agreement: PlanAgreement, *, arrangement_id: str) -> Arrangement:
    """What is recorded of a signed agreement. Raises ValueError with the first fault of one that cannot be signed."""
    faults = faults_of(agreement)
    if faults:
        raise ValueError(f"this plan cannot be signed yet: {faults[0].text.en}")
    return Arrangement(arrangement_id, agreement.agreed_on, agreement.instalments)


def _fault(code: str, zh: str, en: str) -> Reason:
    return Reason(f"plan.{code}", Bilingual(zh, en))
