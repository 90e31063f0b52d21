"""The gate: strictest wins, all reasons heard, fails closed, and nobody else makes permits."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import fairdue
from core.compliance.act_builders import TEN_O_CLOCK, ask, ask_about, rule_text, shipped
from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
)
from fairdue.compliance.decision import Defer, Duty, Outcome, Permit, PermitForged, Refuse
from fairdue.compliance.facts import FACT_COLUMNS, Facts, column_label, missing_meaning
from fairdue.compliance.gate import ACT_UNCOVERED, JURISDICTION_UNCOVERED, JURISDICTION_UNKNOWN
from fairdue.compliance.rule import Effect
from fairdue.compliance.rule_reading import read_rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.seal import may_reveal
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ContactPointId, PermitId, PersonId


def test_a_permit_carries_its_duties_and_exactly_this_action() -> None:
    action, facts = all_clear(act="call_debtor", when=TEN_O_CLOCK)
    permit = ask(action, facts)
    assert isinstance(permit, Permit)
    assert permit.action is action
    assert permit.decided_at == TEN_O_CLOCK
    assert permit.permit_id == "permit-1"
    assert permit.duties == (
        Duty.RECORD_THE_CALL,
        Duty.ANNOUNCE_AGENCY_AND_PRINCIPAL,
        Duty.ANNOUNCE_RECORDING,
        Duty.VERIFY_IDENTITY_BEFORE_DEBT,
        Duty.REGISTER_ATTEMPT,
    )


def test_a_permit_cannot_be_made_outside_the_gate() -> None:
    action, facts = all_clear(act="call_debtor", when=TEN_O_CLOCK)
    with pytest.raises(PermitForged):
        Permit(permit_id=PermitId("x"), action=action, decided_at=TEN_O_CLOCK, duties=(), trace=())
    permit = ask(action, facts)
    assert isinstance(permit, Permit)
    with pytest.raises(PermitForged):
        dataclasses.replace(permit, duties=())


def test_only_the_gate_knows_the_seal_of_permits() -> None:
    root = Path(fairdue.__file__).parents[1]
    knowing = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\b_SEAL\b", path.read_text("utf-8"))
    }
    assert knowing == {"fairdue/compliance/decision.py", "fairdue/compliance/gate.py"}


def test_a_refusal_hears_every_reason_and_puts_waiting_last() -> None:
    refusal = ask_about("call_debtor", arrangement_performing=True, case_open=False, effective_calls_today=3)
    assert isinstance(refusal, Refuse)
    assert [reason.code for reason in refusal.reasons] == [
        "cn.credit_card_2011.performing_plan",
        "house.case_open",
        "cn.gbt_45251.effective_calls",
    ]


def test_two_waits_end_when_the_later_one_does() -> None:
    at_night = datetime(2026, 3, 11, 0, 30, tzinfo=CHINA)
    quiet = ask_about("call_debtor", as_of=at_night)
    both = ask_about("call_debtor", as_of=at_night, effective_calls_today=3)
    assert isinstance(quiet, Defer) and isinstance(both, Defer)
    assert quiet.until == datetime(2026, 3, 11, 8, 0, tzinfo=CHINA)
    assert both.until == datetime(2026, 3, 12, 8, 0, tzinfo=CHINA)


def test_the_wait_is_right_when_the_question_comes_in_another_zone() -> None:
    as_of = datetime(2026, 3, 10, 22, 0, tzinfo=CHINA)
    action, facts = all_clear(act="call_debtor", when=as_of)
    decision = ask(action, facts, as_of=as_of.astimezone(UTC))
    assert isinstance(decision, Defer)
    assert decision.until == as_of + timedelta(hours=10)


def test_nothing_known_at_all_is_refused() -> None:
    action, _ = all_clear(act="call_debtor", when=TEN_O_CLOCK)
    refusal = ask(action, Facts())
    assert isinstance(refusal, Refuse)
    assert refusal.reasons[0].code == JURISDICTION_UNKNOWN


@pytest.mark.parametrize("jurisdiction", ["FR", "house", "", "CNX"])
def test_a_jurisdiction_without_a_pack_is_refused(jurisdiction: str) -> None:
    refusal = ask_about("call_debtor", jurisdiction=jurisdiction)
    assert isinstance(refusal, Refuse)
    assert refusal.reasons[0].code == JURISDICTION_UNCOVERED


def test_before_the_first_rule_of_a_pack_the_jurisdiction_is_not_covered() -> None:
    refusal = ask_about("call_debtor", as_of=datetime(2010, 12, 31, 10, 0, tzinfo=CHINA))
    assert isinstance(refusal, Refuse)
    assert refusal.reasons[0].code == JURISDICTION_UNCOVERED


def test_an_act_of_which_no_rule_speaks_is_refused_even_when_policy_speaks_of_it() -> None:
    only_exports = Rulebook(
        tuple(rule for rule in shipped().rules if rule.rule_id == "cn.public_order_2025.export_recipient")
    )
    bare = ask_about("call_debtor", rulebook=only_exports)
    policy = read_rule(text=rule_text(fact="case_open"), file="house/extra.yaml")
    spoken = ask_about("call_debtor", rulebook=only_exports.tightened_by([policy]))
    for refusal in (bare, spoken):
        assert isinstance(refusal, Refuse)
        assert [reason.code for reason in refusal.reasons] == [ACT_UNCOVERED]


def test_a_wait_without_the_wall_clock_of_the_person_is_a_refusal() -> None:
    refusal = ask_about("call_debtor", effective_calls_today=3, local_on=None)
    assert isinstance(refusal, Refuse)
    assert refusal.reasons[0].code == "cn.gbt_45251.effective_calls"


def test_a_warning_is_written_in_the_trace_and_stops_nothing() -> None:
    rule = read_rule(text=rule_text(effect="warn"), file="house/extra.yaml")
    book = shipped().tightened_by([rule])
    for consent in (False, None):
        permit = ask_about("call_debtor", rulebook=book, agreed_window=consent)
        assert isinstance(permit, Permit)
        assert [line.rule_id for line in permit.trace if line.outcome is Outcome.WARN] == ["house.extra"]


def test_an_unknown_fact_does_not_escape_a_rule_that_applies_only_to_it() -> None:
    rule = read_rule(
        text=rule_text(applies_to="{kind: [place_call], reachability: [trying]}"), file="house/extra.yaml"
    )
    book = shipped().tightened_by([rule])
    assert isinstance(ask_about("call_debtor", rulebook=book, reachability="reachable"), Permit)
    assert isinstance(ask_about("call_debtor", rulebook=book, reachability="trying"), Refuse)
    assert isinstance(ask_about("call_debtor", rulebook=book, reachability=None), Refuse)


def test_every_rule_of_the_jurisdiction_stands_in_the_trace_in_the_order_of_the_rulebook() -> None:
    permit = ask_about("call_debtor")
    expected = [
        rule.rule_id
        for rule in shipped().rules_in_force(TEN_O_CLOCK.date())
        if rule.pack in ("cn", "house") and rule.effect is not Effect.RECORD
    ]
    assert [line.rule_id for line in permit.trace] == expected


def test_a_moment_without_a_zone_is_misuse() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ask_about("call_debtor", as_of=datetime(2026, 3, 10, 10, 0))


def test_a_sealed_contact_opens_only_for_a_lost_or_dead_debtor_and_the_matching_purpose() -> None:
    _, lost = all_clear(act="reveal_sealed_contact", when=TEN_O_CLOCK)
    _, dead = all_clear(act="reach_heir", when=TEN_O_CLOCK)

    def reveal(purpose: Purpose, facts: Facts) -> bool:
        decision = may_reveal(
            case_id=CaseId("c1"),
            person_id=PersonId("p1"),
            creditor="demo",
            contact_point_id=ContactPointId("k1"),
            purpose=purpose,
            facts=facts,
            rulebook=shipped(),
            as_of=TEN_O_CLOCK,
            permit_id=PermitId("x"),
        )
        return isinstance(decision, Permit)

    opened = {
        (purpose, name)
        for purpose in Purpose
        for name, facts in (("lost", lost), ("dead", dead))
        if reveal(purpose, facts)
    }
    assert opened == {(Purpose.RESTORE_CONTACT, "lost"), (Purpose.REACH_HEIR_OR_GUARDIAN, "dead")}


def _act(**differing: object) -> Action:
    columns: dict[str, object] = {
        "kind": ActionKind.PLACE_CALL,
        "case_id": CaseId("c1"),
        "person_id": PersonId("p1"),
        "creditor": "demo",
        "channel": Channel.PHONE,
        "purpose": Purpose.COLLECT,
        "call_type": CallType.INTERACTIVE,
        "initiated_by": InitiatedBy.AGENT,
        "callee_role": CalleeRole.DEBTOR,
        **differing,
    }
    return Action(**columns)  # type: ignore[arg-type]


def test_acts_that_contradict_themselves_are_misuse() -> None:
    with pytest.raises(ValueError, match="call_type"):
        _act(call_type=None)
    for kind in (ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT):
        with pytest.raises(ValueError, match="third_party"):
            _act(kind=kind)
    for kind in (ActionKind.VISIT, ActionKind.EXPORT_DATA, ActionKind.REPORT_TO_BUREAU):
        with pytest.raises(ValueError, match="initiated_by agent"):
            _act(kind=kind, initiated_by=InitiatedBy.CUSTOMER)


def test_facts_refuse_counts_below_zero_and_a_wall_clock_with_a_zone() -> None:
    with pytest.raises(ValueError, match="effective_calls_today"):
        Facts(effective_calls_today=-1)
    with pytest.raises(ValueError, match="without a zone"):
        Facts(local_time=TEN_O_CLOCK.timetz())


def test_every_fact_says_what_it_means_in_both_languages_and_what_missing_leads_to() -> None:
    for name in FACT_COLUMNS:
        label = column_label(name)
        assert label.zh and label.en and missing_meaning(name)
