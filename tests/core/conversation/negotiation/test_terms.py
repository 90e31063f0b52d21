"""Creditors' terms: read strictly, and every fault names the file, the place and what to mend."""

from __future__ import annotations

from datetime import date

import pytest

from fairdue.conversation.negotiation.terms import Approver, Component
from fairdue.conversation.negotiation.terms_reading import TermsFault, all_terms, read_terms, terms_of

HEAD = "id: one\ncreditors: [某银行]\nowner: compliance\napproved_on: 2026-01-01\nbasis: letter\nvalid_from: 2026-01-01\n"


def test_the_terms_of_the_playbook_are_read_and_the_default_is_always_there() -> None:
    assert {terms.terms_id for terms in all_terms()} >= {"default", "example_bank", "example_finance"}
    assert terms_of(creditor="谁也不是", on=date(2026, 3, 2)).terms_id == "default"
    assert terms_of(creditor="示例银行信用卡中心", on=date(2026, 3, 2)).terms_id == "example_bank"
    assert terms_of(creditor="示例银行", on=date(2025, 3, 2)).terms_id == "default", "not yet in force"


def test_limits_by_role_are_read() -> None:
    terms = read_terms(
        HEAD + "relief: {pay_within_days: 5, limits: {fees: {lead: 50, creditor: 100}}}", source="t"
    )
    assert terms.relief is not None
    assert terms.relief.limits == {Component.FEES: {Approver.LEAD: 50, Approver.CREDITOR: 100}}
    assert terms.plan is None and terms.part is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: one", "creditors is missing"),
        (HEAD + "plans: {}", "plans is not known"),
        (
            HEAD + "part: {least_percent: 101, least_yuan: 1}",
            "part: least_percent is a whole number from 0 to 100",
        ),
        (HEAD + "part: {least_percent: 10}", "part: least_yuan is missing"),
        (HEAD + "postpone: {most_days: true, times_in_90_days: 1}", "postpone: most_days"),
        (
            HEAD
            + "plan: {most_months: 61, least_instalment_yuan: 1, least_balance_yuan: 1, first_due_within_days: 30, approvers: {lead: 1}}",
            "plan: most_months is a whole number from 1 to 60",
        ),
        (
            HEAD
            + "plan: {most_months: 24, least_instalment_yuan: 1, least_balance_yuan: 1, first_due_within_days: 30, approvers: {boss: 1}}",
            "plan: approvers gives a number to some of collector, lead, creditor",
        ),
        (
            HEAD
            + "plan: {most_months: 24, least_instalment_yuan: 1, least_balance_yuan: 1, first_due_within_days: 30, approvers: {lead: 12, creditor: 6}}",
            "more authority cannot have a smaller limit",
        ),
        (HEAD + "relief: {pay_within_days: 5, limits: {tips: {lead: 1}}}", "tips is none of"),
        (HEAD + "relief: {pay_within_days: 5, limits: {}}", "at least one of"),
        (HEAD + "valid_until: 2025-01-01", "lies before"),
        (HEAD.replace("[某银行]", "某银行"), "a list of names"),
        (HEAD.replace("2026-01-01\n", "soon\n"), "days such as"),
        ("id: one\nid: two", "line 2"),
    ],
)
def test_a_file_at_fault_is_named_with_what_to_mend(text: str, told: str) -> None:
    with pytest.raises(TermsFault, match=r"terms\.yaml") as caught:
        read_terms(text, source="terms.yaml")
    assert told in str(caught.value)
