"""The published truth tables: each row is a test of its own, whatever the order in which its payments come."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from fairdue.casefile.arrangement import ArrangementState
from fairdue.followup.arrangement_watch import PlanRule, judge_plan
from fairdue.followup.claim_finding import ClaimStep, MatchConfidence
from fairdue.followup.claim_watch import findings_of, match_claims
from fairdue.followup.promise_verdict import STATE_OF_RULE, PromiseRule
from fairdue.followup.promise_watch import judge_promises, watch_promises
from fairdue.followup.terms import ClaimTerms
from fairdue.followup.truth_row import TruthRow, TruthTableFault
from fairdue.followup.truth_table import (
    TableKind,
    case_of,
    faults_of,
    found_in,
    plan_terms_of,
    promise_terms_of,
    read_truth_table,
    truth_table,
)

LEAST = {TableKind.PROMISE: 60, TableKind.CLAIM: 25, TableKind.PLAN: 25}
ROWS = [(kind, row) for kind in TableKind for row in truth_table(kind).rows]
BY_ID = [f"{kind.value}:{row.row_id}" for kind, row in ROWS]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=BY_ID)
def test_the_row_of_the_truth_table_holds(kind: TableKind, row: TruthRow) -> None:
    assert dict(found_in(row, kind=kind)) == dict(row.then)


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=BY_ID)
def test_no_order_of_the_payments_changes_what_the_row_finds(kind: TableKind, row: TruthRow) -> None:
    case = case_of(row, kind=kind)

    def seen(payments: tuple[object, ...]) -> object:
        again = replace(case, payments=payments)
        match kind:
            case TableKind.PROMISE:
                return judge_promises(case=again, as_of_on=row.as_of_on, terms=promise_terms_of(row))
            case TableKind.CLAIM:
                return findings_of(
                    case=again, as_of_on=row.as_of_on, terms=ClaimTerms(row.number("tolerance", 2))
                )
            case TableKind.PLAN:
                return [
                    judge_plan(case=again, arrangement=plan, as_of_on=row.as_of_on, terms=plan_terms_of(row))
                    for plan in again.arrangements
                ]

    first = seen(case.payments)
    assert all(seen(order) == first for order in permutations(case.payments))


@pytest.mark.parametrize("kind", list(TableKind))
def test_each_table_is_long_enough_and_reaches_every_outcome(kind: TableKind) -> None:
    rows = truth_table(kind).rows
    assert len(rows) >= LEAST[kind]
    words = {str(word) for row in rows for line in row.then.values() for word in line}
    wanted = {
        TableKind.PROMISE: {*PromiseRule, *(s.value for s in STATE_OF_RULE.values())} - {"open"},
        TableKind.CLAIM: {*ClaimStep, *MatchConfidence},
        TableKind.PLAN: {*PlanRule, *ArrangementState},
    }[kind]
    assert wanted - words == set()


def test_a_table_that_says_otherwise_is_told_row_by_row() -> None:
    text = "year: 2026\nrows:\n  - {id: x, zh: 甲, en: b, as_of: '03-12', then: {a: [kept, 1000, reached]}}\n"
    (fault,) = faults_of(read_truth_table(text, kind=TableKind.PROMISE, source="t.yaml"))
    assert fault.startswith("x: expected") and "broken" in fault


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("year: 2026", "t.yaml: a table has exactly year and rows"),
        ("year: 2026\nrows: [{id: x}]", "row 1: as_of is missing; en is missing"),
        ("year: 2026\nrows: [{id: x, zh: a, en: b, as_of: '3', then: {a: [k]}}]", "as_of is a day"),
        (
            "year: 2026\nrows: [{id: x, zh: a, en: b, as_of: '03-02', then: {a: [k]}, mony: []}]",
            "mony is not known",
        ),
        ("year: 2026\nrows: [{id: x, zh: a, en: b, as_of: '03-02', then: [k]}]", "then says for each name"),
    ],
)
def test_a_table_of_a_wrong_form_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(TruthTableFault, match=told):
        read_truth_table(text, kind=TableKind.PROMISE, source="t.yaml")


def test_a_row_with_a_cell_of_a_wrong_kind_is_refused_with_its_id() -> None:
    text = (
        "year: 2026\nrows: [{id: x, zh: a, en: b, as_of: '03-02', money: [['03-02', much]], then: {a: [k]}}]"
    )
    table = read_truth_table(text, kind=TableKind.PROMISE, source="t.yaml")
    with pytest.raises(TruthTableFault, match="row x: an amount is a whole number of fen"):
        faults_of(table)


@pytest.mark.parametrize("row", truth_table(TableKind.PROMISE).rows, ids=lambda row: row.row_id)
def test_a_promise_judged_and_recorded_finds_nothing_the_second_time(row: TruthRow) -> None:
    case, terms = case_of(row, kind=TableKind.PROMISE), promise_terms_of(row)
    found = {one.promise_id: one for one in watch_promises(case=case, as_of_on=row.as_of_on, terms=terms)}
    assert all(one.rule in set(PromiseRule) for one in found.values())
    promises = tuple(
        replace(p, state=found[p.promise_id].state, paid_fen=found[p.promise_id].paid_fen)
        if p.promise_id in found
        else p
        for p in case.promises
    )
    again = replace(case, promises=promises)
    assert watch_promises(case=again, as_of_on=row.as_of_on, terms=terms) == ()


@pytest.mark.parametrize("row", truth_table(TableKind.CLAIM).rows, ids=lambda row: row.row_id)
def test_the_claim_watch_records_what_the_finding_says(row: TruthRow) -> None:
    case, terms = case_of(row, kind=TableKind.CLAIM), ClaimTerms(row.number("tolerance", 2))
    found = {one.claim_id: one for one in findings_of(case=case, as_of_on=row.as_of_on, terms=terms)}
    for recorded in match_claims(case=case, as_of_on=row.as_of_on, terms=terms):
        finding = found[recorded.claim_id]  # type: ignore[union-attr]
        assert (recorded.state, recorded.confirmed_fen, recorded.payment_ids) == (  # type: ignore[union-attr]
            finding.state,
            finding.found_fen,
            finding.payment_ids,
        )
