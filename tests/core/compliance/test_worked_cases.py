"""Worked cases can fail: whatever a case expects and the gate does not answer is named as a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.compliance.act_builders import shipped
from fairdue.compliance.decision import Duty
from fairdue.compliance.worked_cases import Answer, WorkedCase, judge, load_cases

GAP = "cn.cba_2026.gap_between_calls"
CASES = {case.name.en: case for case in load_cases() if case.rule_id == GAP}
WARNED = CASES["after 2 in the hour another is warned about and not stopped"]
QUIET = CASES["after 1 call in the hour another raises no warning"]


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.name.en)
def test_a_case_that_holds_shows_no_difference(case: WorkedCase) -> None:
    assert judge(case, rulebook=shipped()).differences == ()


@pytest.mark.parametrize(
    ("case", "difference"),
    [
        (replace(QUIET, warnings=frozenset({GAP})), f"does not warn of {GAP}"),
        (replace(WARNED, without_warnings=frozenset({GAP})), f"warns of {GAP}"),
        (replace(QUIET, answer=Answer.REFUSE), "answered permit, expected refuse"),
        (
            replace(QUIET, duties=frozenset({Duty.PLAIN_ENVELOPE})),
            "lacks the duties plain_envelope",
        ),
        (
            replace(QUIET, without_duties=frozenset({Duty.RECORD_THE_CALL})),
            "lays the duties record_the_call",
        ),
    ],
    ids=["silent", "warned", "answer", "missing duty", "duty too many"],
)
def test_what_a_case_expects_in_vain_is_named(case: WorkedCase, difference: str) -> None:
    assert difference in judge(case, rulebook=shipped()).differences


def test_a_refusal_for_other_reasons_than_expected_is_named() -> None:
    refused = next(case for case in load_cases() if case.rule_id == "house.case_open" and case.because)
    other = replace(refused, because=frozenset({GAP}))
    assert judge(other, rulebook=shipped()).differences == (f"because of house.case_open, expected {GAP}",)
    part = replace(refused, because=None, because_at_least=frozenset({GAP}))
    assert judge(part, rulebook=shipped()).differences == (f"not because of {GAP}",)
