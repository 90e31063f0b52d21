"""The plan of Art. 70: six contents, five years, the sum to the fen, and the recording of what was only spoken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fairdue.casefile.arrangement import Instalment
from fairdue.conversation.negotiation.plan_agreement import (
    CONTENT_NAMES,
    PlanAgreement,
    PlanContent,
    PlanForm,
    arrangement_of,
    faults_of,
    missing_contents,
)
from fairdue.conversation.negotiation.schedule import Every, build_schedule
from fairdue.conversation.negotiation.terms import Component

WHOLE = PlanAgreement(
    balance_fen=1_200_000,
    components={Component.PRINCIPAL: 1_000_000, Component.INTEREST: 200_000},
    instalments=build_schedule(total_fen=1_200_000, parts=12, first_due_on=date(2026, 4, 1)),
    every=Every.MONTH,
    agreed_on=date(2026, 3, 2),
    form=PlanForm.WRITTEN,
    way_of_paying="手机银行",
    costs="履行期间不另计利息和费用",
    no_new_card=True,
    duties="按协议第四条",
    other="无",
    approval="SP-2026-031",
)


def _codes(agreement: PlanAgreement) -> list[str]:
    return [fault.code for fault in faults_of(agreement)]


def test_a_whole_agreement_becomes_an_arrangement() -> None:
    assert faults_of(WHOLE) == ()
    signed = arrangement_of(WHOLE, arrangement_id="plan1")
    assert signed.instalments == WHOLE.instalments and signed.signed_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("content", "without"),
    [
        (PlanContent.BALANCE, replace(WHOLE, components={})),
        (PlanContent.CYCLE, replace(WHOLE, way_of_paying=" ")),
        (PlanContent.COSTS, replace(WHOLE, costs="")),
        (PlanContent.NO_NEW_CARD, replace(WHOLE, no_new_card=False)),
        (PlanContent.DUTIES, replace(WHOLE, duties="")),
        (PlanContent.OTHER, replace(WHOLE, other="")),
    ],
)
def test_each_missing_content_is_named(content: PlanContent, without: PlanAgreement) -> None:
    assert missing_contents(without) == (content,)
    (fault,) = faults_of(without)
    assert CONTENT_NAMES[content].zh in fault.text.zh and CONTENT_NAMES[content].en in fault.text.en
    with pytest.raises(ValueError, match="cannot be signed"):
        arrangement_of(without, arrangement_id="plan1")


def test_the_article_has_six_contents() -> None:
    assert len(PlanContent) == 6


def test_an_oral_agreement_without_its_recording_cannot_be_signed() -> None:
    spoken = replace(WHOLE, form=PlanForm.ORAL)
    assert _codes(spoken) == ["plan.recording"]
    assert _codes(replace(spoken, recording_sha256="ab" * 32)) == []


def test_one_fen_too_little_is_told() -> None:
    short = (*WHOLE.instalments[:-1], replace(WHOLE.instalments[-1], amount_fen=99_999))
    assert _codes(replace(WHOLE, instalments=short)) == ["plan.sum"]
    assert _codes(replace(WHOLE, balance_fen=1_200_001)) == ["plan.parts", "plan.sum"]


def test_a_plan_of_more_than_five_years_cannot_be_signed() -> None:
    long = build_schedule(total_fen=1_200_000, parts=60, first_due_on=date(2026, 4, 3))
    assert _codes(replace(WHOLE, instalments=long)) == ["plan.too_long"]
    just = build_schedule(total_fen=1_200_000, parts=60, first_due_on=date(2026, 4, 2))
    assert _codes(replace(WHOLE, instalments=just)) == []


def test_days_out_of_order_in_the_past_and_empty_instalments_are_told() -> None:
    odd = (Instalment(date(2026, 3, 1), 1_200_000), Instalment(date(2026, 3, 1), 0))
    assert _codes(replace(WHOLE, instalments=odd)) == ["plan.order", "plan.past", "plan.empty"]


def test_without_an_approval_nothing_is_signed() -> None:
    assert _codes(replace(WHOLE, approval="")) == ["plan.approval"]
