"""The shipped rulebook: every rule is sourced, worked on both sides, and true to the list of conduct rules."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache

import pytest

from fairdue.compliance.checks import MustBeOneOf
from fairdue.compliance.decision import Outcome
from fairdue.compliance.rule import Confidence, Effect, Rule, Status
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import WorkedCase, judge, load_cases
from shared_data import shared

BOOK: Rulebook = load_rulebook()
CASES: tuple[WorkedCase, ...] = load_cases()
ENFORCED = [rule for rule in BOOK.rules if rule.status is Status.ENFORCED]

# How the list of conduct rules says that a rule was read, and what the rulebook calls it.
CONFIDENCE_OF = {
    "read_at_source": Confidence.SOURCE,
    "read_in_third_party_copy": Confidence.COPY,
    "press_or_secondary": Confidence.PRESS,
    "derived": Confidence.DERIVED,
    "recalled_not_verified": Confidence.RECALLED,
    "not_verified": Confidence.RECALLED,
}


@lru_cache
def _outcomes() -> dict[str, list[tuple[WorkedCase, Outcome | None]]]:
    met: dict[str, list[tuple[WorkedCase, Outcome | None]]] = defaultdict(list)
    for case in CASES:
        met[case.rule_id].append((case, judge(case, rulebook=BOOK).own_outcome))
    return met


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule_id}: {case.name.en}")
def test_the_worked_case_holds(case: WorkedCase) -> None:
    assert judge(case, rulebook=BOOK).differences == ()


@pytest.mark.parametrize("rule", ENFORCED, ids=lambda rule: rule.rule_id)
def test_the_rule_is_worked_on_both_sides(rule: Rule) -> None:
    outcomes = {outcome for _, outcome in _outcomes()[rule.rule_id]}
    assert Outcome.PASSED in outcomes, "no case that the rule lets pass, or lays its duty on"
    if rule.effect is Effect.DUTY:
        assert Outcome.NOT_APPLICABLE in outcomes, "no case in which the duty does not arise"
    else:
        firing = {Outcome.REFUSE, Outcome.DEFER, Outcome.WARN}
        if isinstance(rule.versions[-1].check, MustBeOneOf) and rule.versions[-1].check.of_action:
            # An act can lie outside a closed list of its own words only by saying none of them.
            firing |= {Outcome.UNKNOWN}
        assert outcomes & firing, "no case in which the rule fires"


@pytest.mark.parametrize(
    "rule", [r for r in ENFORCED if r.effect is not Effect.DUTY], ids=lambda r: r.rule_id
)
def test_the_rule_names_itself_where_it_fires(rule: Rule) -> None:
    fired = [
        case
        for case, outcome in _outcomes()[rule.rule_id]
        if outcome in (Outcome.REFUSE, Outcome.DEFER, Outcome.UNKNOWN)
    ]
    assert fired
    for case in fired:
        assert rule.rule_id in (case.because or case.because_at_least)


def test_no_case_stands_beside_a_rule_that_does_not_exist() -> None:
    assert {case.rule_id for case in CASES} <= {rule.rule_id for rule in BOOK.rules}


@pytest.mark.parametrize("rule", ENFORCED, ids=lambda rule: rule.rule_id)
def test_every_enforced_rule_says_where_it_stands_and_how_it_was_read(rule: Rule) -> None:
    assert rule.confidence is not Confidence.RECALLED
    assert all(reference.title and reference.article for reference in rule.references)
    assert rule.sources or rule.is_house_policy


def test_rules_carry_article_confidence_and_source_of_the_conduct_rule_they_enforce() -> None:
    conduct = {entry["id"]: entry for entry in json.loads(shared("rules/conduct.json").read_text("utf-8"))}
    for rule in BOOK.rules:
        if rule.conduct_id is None:
            continue
        entry = conduct[rule.conduct_id]
        assert rule.confidence is CONFIDENCE_OF[entry["confidence"]], rule.rule_id
        assert rule.references[-1].title == entry["instrument"], rule.rule_id
        assert rule.references[-1].article == entry["article"], rule.rule_id
        assert list(rule.sources) == entry["source"], rule.rule_id
        assert rule.pack.upper() == entry["jurisdiction"], rule.rule_id
