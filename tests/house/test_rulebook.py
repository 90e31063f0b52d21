"""The shipped rulebook: every rule is sourced, worked on both sides, and true to the list of conduct rules."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from functools import lru_cache

import pytest

from fairdue.compliance.action import ACTION_COLUMNS, SPOKEN_KINDS, ActionKind, InitiatedBy
from fairdue.compliance.checks import MustBeOneOf, Never
from fairdue.compliance.decision import Outcome, Permit
from fairdue.compliance.gate import authorise
from fairdue.compliance.rule import Confidence, Effect, Rule, Status
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import (
    ClockCase,
    WorkedCase,
    all_clear,
    judge,
    load_cases,
    load_clock_cases,
)
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import PermitId
from shared_data import shared

BOOK: Rulebook = load_rulebook()
CASES: tuple[WorkedCase, ...] = load_cases()
CLOCK_CASES: tuple[ClockCase, ...] = load_clock_cases()
ENFORCED = [rule for rule in BOOK.rules if rule.status is Status.ENFORCED]
ASKED = [rule for rule in ENFORCED if rule.effect is not Effect.RECORD]
CLOCKS = [rule for rule in ENFORCED if rule.versions[-1].clock is not None]

# The list of conduct rules says UK; the pack is called by the code of the country.
PACK_OF = {"CN": "cn", "US": "us", "UK": "gb"}

# How the list of conduct rules says that a rule was read, and what the rulebook calls it.
CONFIDENCE_OF = {
    "read_at_source": Confidence.SOURCE,
    "read_in_third_party_copy": Confidence.COPY,
    "press_or_secondary": Confidence.PRESS,
    "derived": Confidence.DERIVED,
    "recalled_not_verified": Confidence.RECALLED,
    "not_verified": Confidence.UNVERIFIED,
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


@pytest.mark.parametrize("case", CLOCK_CASES, ids=lambda case: f"{case.rule_id}: {case.name.en}")
def test_the_clock_leads_to_the_day_of_its_case(case: ClockCase) -> None:
    version = BOOK.rule(case.rule_id).version_on(case.started_on)
    assert version is not None and version.clock is not None
    assert version.clock.due_on(case.started_on) == case.due_on


@pytest.mark.parametrize("rule", CLOCKS, ids=lambda rule: rule.rule_id)
def test_every_clock_has_a_case(rule: Rule) -> None:
    assert any(case.rule_id == rule.rule_id for case in CLOCK_CASES)


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.rule_id)
def test_the_rule_is_worked_on_both_sides(rule: Rule) -> None:
    outcomes = {outcome for _, outcome in _outcomes()[rule.rule_id]}
    if isinstance(rule.versions[-1].check, Never):
        # What is forbidden as such passes nowhere; its other side is where it does not apply.
        assert Outcome.NOT_APPLICABLE in outcomes, "no case to which the rule does not apply"
    else:
        assert Outcome.PASSED in outcomes, "no case that the rule lets pass, or lays its duty on"
    if rule.effect is Effect.DUTY:
        assert Outcome.NOT_APPLICABLE in outcomes, "no case in which the duty does not arise"
    else:
        firing = {Outcome.REFUSE, Outcome.DEFER, Outcome.WARN}
        if (
            isinstance(rule.versions[-1].check, MustBeOneOf)
            and rule.versions[-1].check.column in ACTION_COLUMNS
        ):
            # An act can lie outside a closed list of its own words only by saying none of them.
            firing |= {Outcome.UNKNOWN}
        assert outcomes & firing, "no case in which the rule fires"


@pytest.mark.parametrize(
    "rule", [r for r in ASKED if r.effect not in (Effect.DUTY, Effect.WARN)], ids=lambda r: r.rule_id
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
    assert {case.rule_id for case in (*CASES, *CLOCK_CASES)} <= {rule.rule_id for rule in BOOK.rules}


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
        if rule.is_house_policy:
            # A policy fills in the number that a conduct rule leaves open: the word is the house's own.
            continue
        assert rule.confidence is CONFIDENCE_OF[entry["confidence"]], rule.rule_id
        assert rule.references[-1].title == entry["instrument"], rule.rule_id
        assert rule.references[-1].article == entry["article"], rule.rule_id
        assert list(rule.sources) == entry["source"], rule.rule_id
        assert rule.pack == PACK_OF[entry["jurisdiction"]], rule.rule_id


NOTHING_IN_THE_WAY = {
    ActionKind.PLACE_CALL: "call_debtor",
    ActionKind.SEND_MESSAGE: "message_debtor",
    ActionKind.SEND_LETTER: "letter_debtor",
    ActionKind.SEND_EMAIL: "email_debtor",
    ActionKind.LEAVE_VOICEMAIL: "voicemail_debtor",
    ActionKind.CONTACT_THIRD_PARTY: "ask_third_party",
    ActionKind.VISIT: "visit_debtor",
    ActionKind.SAY_DEBT_FACT: "tell_debtor",
}
BEGUN_BY_CUSTOMER = (
    ActionKind.PLACE_CALL,
    ActionKind.SEND_MESSAGE,
    ActionKind.SEND_EMAIL,
    ActionKind.RECORD_CONTACT,
    *SPOKEN_KINDS,
)
BEGUN = [
    *((kind, InitiatedBy.AGENT) for kind in ActionKind),
    *((kind, InitiatedBy.CUSTOMER) for kind in BEGUN_BY_CUSTOMER),
]


@pytest.mark.parametrize(("kind", "begun_by"), BEGUN, ids=lambda word: word.value)
def test_every_kind_of_act_is_spoken_of_in_china_and_can_be_permitted(
    kind: ActionKind, begun_by: InitiatedBy
) -> None:
    purpose = {"purpose": "service"} if begun_by is InitiatedBy.CUSTOMER else {}
    action, facts = all_clear(
        act=NOTHING_IN_THE_WAY.get(kind, kind.value),
        when=datetime(2026, 3, 10, 10, tzinfo=CHINA),
        pack="cn",
        initiated_by=begun_by.value,
        **purpose,
    )
    decision = authorise(
        action=action,
        facts=facts,
        rulebook=BOOK,
        as_of=datetime(2026, 3, 10, 10, tzinfo=CHINA),
        permit_id=PermitId("any-kind"),
    )
    assert isinstance(decision, Permit)
