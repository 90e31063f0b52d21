"""The brief: the preparation card (准备阶段) that a collector reads before dialling.

Room: strategy. Six facts, two estimates with their reasons, the opening and the talk points that fit, what
today allows, and what is missing or stale. It is a view of one case as of one moment; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.strategy.allowance import Allowance, number_to_call
from fairdue.strategy.brief_facts import (
    STATEMENT_STALE_AFTER_DAYS,
    BriefFact,
    is_many_periods,
    six_facts,
    slow_down,
)
from fairdue.strategy.score import (
    LinkedCase,
    ScoreFigures,
    estimate_difficulty,
    estimate_willingness,
    last_payment,
    score_figures_of,
)
from fairdue.strategy.score_table import Estimate
from fairdue.strategy.talk_points import TalkPoint, situations_of, talk_points_for


class Opening(StrEnum):
    """Which opening fits; the flow of the first call branches on the same difference."""

    FEW_PERIODS = "few_periods"
    MANY_PERIODS = "many_periods"


class GapKind(StrEnum):
    """What is wrong with a piece of knowledge."""

    MISSING = "missing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, or known too long ago, and what to do about it."""

    kind: GapKind
    subject: Bilingual
    remedy: Bilingual


@dataclass(frozen=True, slots=True)
class Brief:
    """The card. ``facts`` are always the six of ``FactKind``, in its order."""

    case_id: CaseId
    as_of: datetime
    facts: tuple[BriefFact, ...] = field(repr=False)
    difficulty: Estimate
    willingness: Estimate
    opening: Opening
    opening_reason: Bilingual
    talk_points: tuple[TalkPoint, ...] = field(repr=False)
    slow_down: bool
    linked: tuple[LinkedCase, ...]
    linked_elsewhere: int
    gaps: tuple[Gap, ...]
    allowance: Allowance


def prepare_brief(
    *, case: CaseFile, linked: Sequence[LinkedCase], allowance: Allowance, as_of: datetime
) -> Brief:
    """Put the preparation card together as of a moment.

    ``linked`` are the person's other cases. Those of another creditor are counted and not shown: what one
    creditor is owed is not another's business, and not a sentence for this call.
    """
    today = civil_date(as_of)
    figures = score_figures_of(case=case, linked=linked, as_of=as_of)
    same = tuple(one for one in linked if one.creditor == case.account.creditor and one.is_open)
    opening, why = _opening(case, today)
    return Brief(
        case_id=case.case_id,
        as_of=as_of,
        facts=six_facts(case=case, as_of=as_of),
        difficulty=estimate_difficulty(figures=figures),
        willingness=estimate_willingness(figures=figures),
        opening=opening,
        opening_reason=why,
        talk_points=talk_points_for(
            case=case,
            situations=situations_of(case=case, linked=same, as_of=as_of),
            linked=len(same),
        ),
        slow_down=slow_down(case=case, on=today),
        linked=same,
        linked_elsewhere=sum(one.is_open and one not in same for one in linked),
        gaps=tuple(_gaps(case, figures, today)),
        allowance=allowance,
    )


def _opening(case: CaseFile, today: date) -> tuple[Opening, Bilingual]:
    many = is_many_periods(case=case, on=today)
    if many is None:
        return Opening.FEW_PERIODS, Bilingual(
            "逾期期数未知，用较温和的开场", "the periods are unknown, so the milder opening"
        )
    if many:
        return Opening.MANY_PERIODS, Bilingual("逾期超过三期", "more than three overdue periods")
    return Opening.FEW_PERIODS, Bilingual("逾期不超过三期", "three overdue periods or fewer")


_ASK = Bilingual("核身后在通话中询问", "ask in the call, once the identity is checked")
_ASK_CREDITOR = Bilingual("请委托方补充", "ask the creditor for it")


def _gaps(case: CaseFile, figures: ScoreFigures, today: date) -> list[Gap]:
    account, party = case.account, case.party
    _, last_fen = last_payment(case)
    missing: tuple[tuple[bool, Bilingual, Bilingual], ...] = (
        (number_to_call(case) is None, Bilingual("可用号码", "a usable number"), _ASK_CREDITOR),
        (
            not any(point.kind is ContactKind.MOBILE for point in case.contact_points),
            Bilingual("本人手机", "the customer's mobile"),
            _ASK_CREDITOR,
        ),
        (party.birth_on is None, Bilingual("出生日期", "the date of birth"), _ASK_CREDITOR),
        (
            account.overdue_periods is None and account.overdue_on is None,
            Bilingual("逾期期数", "the overdue periods"),
            _ASK_CREDITOR,
        ),
        (not last_fen, Bilingual("上次还款", "the last payment"), _ASK_CREDITOR),
        (account.minimum_due_fen is None, Bilingual("最低还款额", "the minimum due"), _ASK_CREDITOR),
        (account.principal_fen is None, Bilingual("本金", "the principal"), _ASK_CREDITOR),
        (figures.income_kind is None, Bilingual("工作与收入性质", "work and kind of income"), _ASK),
        (party.income_fen is None, Bilingual("月收入", "the monthly income"), _ASK),
        (party.payday is None, Bilingual("发薪日", "the payday"), _ASK),
        (not case.reasons, Bilingual("逾期原因", "the reason for falling behind"), _ASK),
    )
    gaps = [Gap(GapKind.MISSING, subject, remedy) for lacks, subject, remedy in missing if lacks]
    age = (today - case.stated_on).days
    if age > STATEMENT_STALE_AFTER_DAYS:
        gaps.append(
            Gap(
                GapKind.STALE,
                Bilingual(f"欠款为 {age} 天前所报", f"the balance was stated {age} days ago"),
                Bilingual("报出金额前先核对最新欠款", "check the latest balance before you name it"),
            )
        )
    return gaps
