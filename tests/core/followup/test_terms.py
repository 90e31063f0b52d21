"""The house's terms are data read strictly, one file a creditor, and the day of agreement chooses the version."""

from __future__ import annotations

from datetime import date

import pytest

from fairdue.followup.terms import (
    ArrangementTerms,
    PromiseTerms,
    TermsFault,
    all_terms,
    check_terms,
    read_terms,
    terms_of,
)

GOOD = """
id: own
creditors: [甲银行]
owner: compliance
approved_on: 2026-01-01
basis: contract
versions:
  - valid_from: 2020-01-01
    promise: {grace_days: 1, banking_days: true}
    claim: {date_tolerance_days: 2}
    plan: {grace_days: 3, banking_days: false, missed_to_default: 1, revivals: 1}
  - valid_from: 2026-03-01
    promise: {grace_days: 4, banking_days: false}
    claim: {date_tolerance_days: 2}
    plan: {grace_days: 3, banking_days: false, missed_to_default: 2, revivals: 0}
"""
DEFAULT = GOOD.replace("[甲银行]", "[]").replace("id: own", "id: default")


def test_a_creditor_without_a_file_has_the_default_and_one_with_a_file_its_own() -> None:
    assert terms_of(creditor="没有合同的机构").terms_id == "default"
    assert terms_of(creditor="示例银行").terms_id == "example_bank"
    assert terms_of(creditor="示例银行").promise.on(date(2026, 3, 2)).grace_days == 2
    assert len(all_terms()) >= 2


def test_the_day_of_agreement_chooses_the_version() -> None:
    promise = read_terms(GOOD, source="own.yaml").promise
    assert [promise.on(date(2026, 2, 28)).grace_days, promise.on(date(2026, 3, 1)).grace_days] == [1, 4]
    assert promise.on(date(2019, 1, 1)).grace_days == 1


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (
            "grace_days: 1",
            "grace_days: -1",
            "own.yaml: version 1: promise: grace_days is a whole number from 0",
        ),
        ("grace_days: 1", "grace_days: true", "grace_days is a whole number"),
        ("missed_to_default: 1", "missed_to_default: 0", "plan: missed_to_default is a whole number from 1"),
        ("banking_days: true", "banking_days: perhaps", "banking_days is true or false"),
        ("grace_days: 1, ", "", "promise: grace_days is missing"),
        ("revivals: 1", "revivals: 1, mercy: 1", "plan: mercy is not known"),
        ("valid_from: 2026-03-01", "valid_from: 2019-03-01", "version 2: valid_from is a day"),
        ("creditors: [甲银行]", "creditors: 甲银行", "creditors is a list of names"),
        ("id: own", "id: own\nid: own", "stands twice"),
    ],
)
def test_a_fault_names_file_and_place(was: str, now: str, told: str) -> None:
    with pytest.raises(TermsFault, match=told):
        read_terms(GOOD.replace(was, now, 1), source="own.yaml")


def test_there_is_one_default_and_no_creditor_has_two_files() -> None:
    with pytest.raises(TermsFault, match="exactly one file has no creditors"):
        check_terms({"own.yaml": GOOD})
    with pytest.raises(TermsFault, match="stands in two files"):
        check_terms({"default.yaml": DEFAULT, "a.yaml": GOOD, "b.yaml": GOOD.replace("id: own", "id: b")})
    assert len(check_terms({"default.yaml": DEFAULT, "own.yaml": GOOD})) == 2


def test_impossible_terms_are_misuse() -> None:
    with pytest.raises(ValueError, match="before it is due"):
        PromiseTerms(-1)
    with pytest.raises(ValueError, match="nothing missed"):
        ArrangementTerms(missed_to_default=0)
    with pytest.raises(ValueError, match="count from 0"):
        ArrangementTerms(revivals=-1)
