"""How far the rules of the American and the British pack reach: to which kinds of act, and to which words.

The worked cases show each rule on its boundary with an act or two; here every kind of act is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from fairdue.compliance.action import ACTION_COLUMNS, Action, ActionKind
from fairdue.compliance.column import Column
from fairdue.compliance.decision import Decision, Defer, Outcome, Permit
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.gate import ACT_UNCOVERED, authorise
from fairdue.compliance.override import Override
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import CaseId, PermitId
from fairdue.practice.situations import ACT_OF_KIND

BOOK: Rulebook = load_rulebook()
TEN = datetime(2026, 3, 10, 10)
ZONES = {"us": ZoneInfo("America/New_York"), "gb": ZoneInfo("Europe/London")}

WRITTEN = {"send_message", "send_letter", "send_email", "leave_voicemail"}
CONTACT = {"place_call", "visit", "contact_third_party"} | WRITTEN
DEBT_TALK = {"say_debt_fact", "state_amount", "offer_plan", "offer_relief"}
SAYING = DEBT_TALK | {"say_sentence"}
WORDING = SAYING | WRITTEN
TIMED = CONTACT - {"send_letter"}
PURSUIT = CONTACT | SAYING | {"hand_to_agency"}
AT_A_PLACE = {"place_call", "send_message", "leave_voicemail"}

# Each rule, what makes it apply beside the kind of act, and the kinds that it must reach: these and no others.
REACH = [
    ("us.reg_f.quiet_hours", {}, TIMED),
    ("us.reg_f.inconvenient_time", {}, TIMED),
    ("us.reg_f.inconvenient_place", {}, AT_A_PLACE | {"visit"}),
    ("us.reg_f.employer_prohibits", {"contact_kind": "work_phone"}, AT_A_PLACE),
    ("us.reg_f.represented", {}, CONTACT),
    ("us.reg_f.cease", {}, CONTACT),
    ("us.reg_f.medium_opted_out", {}, CONTACT),
    ("us.reg_f.no_public_posting", {}, CONTACT),
    ("us.reg_f.evidence_of_contacts", {}, CONTACT | {"record_contact"}),
    ("us.reg_f.dispute", {"purpose": "collect"}, PURSUIT | {"report_to_bureau"}),
    ("us.reg_f.dispute", {"purpose": "notify"}, PURSUIT | {"report_to_bureau"}),
    ("us.reg_f.dispute", {"purpose": "restore_contact"}, PURSUIT | {"report_to_bureau"}),
    (
        "us.reg_f.validation_in_time",
        {"purpose": "notify", "validation_information_given": False},
        CONTACT - {"contact_third_party"},
    ),
    ("us.reg_f.validation_in_time", {"purpose": "service", "validation_information_given": False}, set()),
    ("us.reg_f.validation_contents", {"document": "validation_notice"}, WRITTEN - {"leave_voicemail"}),
    (
        "us.reg_f.electronic_validation",
        {"document": "validation_notice", "initial_communication_made": True},
        {"send_email", "send_message"},
    ),
    ("us.reg_f.electronic_dispute_reply", {"document": "dispute_reply"}, {"send_email", "send_message"}),
    ("us.reg_f.electronic_validation", {"document": "receipt", "initial_communication_made": True}, set()),
    ("us.reg_f.electronic_dispute_reply", {"document": "receipt"}, set()),
    ("us.reg_f.third_party_purpose", {"callee_role": "third_party"}, CONTACT | {"reveal_sealed_contact"}),
    ("us.reg_f.location_once", {"callee_role": "third_party"}, CONTACT),
    ("us.reg_f.third_party_debt_facts", {}, DEBT_TALK),
    (
        "us.reg_f.third_party_debt_words",
        {"claims": ["amount"]},
        WRITTEN | {"say_sentence", "contact_third_party"},
    ),
    ("us.reg_f.identity_before_debt_facts", {}, DEBT_TALK),
    ("us.reg_f.identity_before_debt_words", {"claims": ["amount"]}, {"say_sentence"}),
    ("us.reg_f.speaks_as_itself", {}, WRITTEN | {"say_sentence"}),
    ("us.reg_f.facts_in_false_name", {"spoken_as": "principal"}, DEBT_TALK),
    ("us.reg_f.facts_in_false_name", {"spoken_as": "government"}, DEBT_TALK),
    ("us.reg_f.facts_in_false_name", {"spoken_as": "other_identity"}, DEBT_TALK),
    ("us.reg_f.lawyer_speaks", {"spoken_as": "lawyer"}, WORDING),
    ("us.reg_f.false_claims", {"claims": ["criminal_consequence"]}, WORDING),
    ("us.reg_f.action_intended", {"claims": ["litigation"]}, WORDING),
    ("us.reg_f.action_taken", {"claims": ["legal_action_taken"]}, WORDING),
    ("us.reg_f.time_barred", {"claims": ["litigation"]}, WORDING),
    ("us.reg_f.true_amount_in_words", {"claims": ["amount"]}, WORDING),
    ("us.reg_f.amount_authorised_in_words", {"claims": ["amount"]}, WORDING),
    ("us.reg_f.report_after_contact", {"spoken_about_debt": False}, {"report_to_bureau"}),
    ("us.reg_f.report_after_delivery", {"spoken_about_debt": False}, {"report_to_bureau"}),
    ("gb.conc_7.inconvenient_time", {}, TIMED),
    ("gb.conc_7.inconvenient_place", {}, AT_A_PLACE | {"visit"}),
    ("gb.conc_7.medium_as_asked", {}, CONTACT),
    ("gb.conc_7.requests_recorded", {}, CONTACT | {"record_contact"}),
    ("gb.conc_7.no_public_posting", {}, CONTACT),
    ("gb.conc_7.no_postcard", {}, {"send_letter", "contact_third_party"}),
    ("gb.conc_7.third_party_debt_facts", {}, DEBT_TALK),
    (
        "gb.conc_7.third_party_debt_words",
        {"claims": ["amount"]},
        WRITTEN | {"say_sentence", "contact_third_party"},
    ),
    ("gb.conc_7.identity_before_debt_facts", {}, DEBT_TALK),
    ("gb.conc_7.identity_before_debt_words", {"claims": ["amount"]}, {"say_sentence"}),
    ("gb.conc_7.speaks_as_itself", {}, WRITTEN | {"say_sentence"}),
    ("gb.conc_7.facts_in_false_name", {"spoken_as": "credit_bureau"}, DEBT_TALK),
    ("gb.conc_7.facts_in_false_name", {"spoken_as": "other_identity"}, DEBT_TALK),
    ("gb.conc_7.lawyer_speaks", {"spoken_as": "lawyer"}, WORDING),
    ("gb.conc_7.no_false_pretext", {"claims": ["false_pretext"]}, WORDING),
    ("gb.conc_7.impossible_action", {"claims": ["criminal_consequence"]}, WORDING),
    ("gb.conc_7.action_intended", {"claims": ["litigation"]}, WORDING),
    ("gb.conc_7.action_taken", {"claims": ["legal_action_taken"]}, WORDING),
    ("gb.conc_7.barred_court_talk", {"claims": ["litigation"]}, WORDING),
    ("gb.conc_7.no_pressure", {"claims": ["borrow_or_sell"]}, WORDING),
    ("gb.conc_7.no_exposure", {"claims": ["public_exposure"]}, WORDING),
    ("gb.conc_7.no_threats", {"claims": ["insult"]}, WORDING),
    ("gb.conc_7.part_settlement", {"claims": ["partial_settlement"]}, WORDING),
    ("gb.conc_7.proposal_considered", {"purpose": "collect"}, PURSUIT),
    ("gb.conc_7.forbearance", {}, {"place_call", "visit", "offer_plan", "offer_relief"}),
    ("gb.conc_7.arrears_and_balance", {}, DEBT_TALK),
    *(
        (rule_id, {"purpose": purpose, "nation": nation}, PURSUIT)
        for purpose in ("collect", "notify", "restore_contact")
        for rule_id, nation in (
            ("gb.conc_7.capacity", "england_or_wales"),
            ("gb.conc_7.dispute", "scotland"),
            ("gb.conc_7.barred_in_scotland", "scotland"),
            ("gb.conc_7.barred_and_declined", "england_or_wales"),
            ("gb.breathing_space_2020.moratorium", "england_or_wales"),
        )
    ),
]

TELLS_OF_DEBT = [
    "debt_fact",
    "amount",
    "contract_consequence",
    "litigation",
    "legal_action_taken",
    "credit_record",
    "relief",
    "heir_liability",
    "deadline",
    "partial_settlement",
    "legal_process_document",
]

# Each rule about what is claimed, and every claim that brings it in.
CLAIMS = [
    (
        "us.reg_f.false_claims",
        ["criminal_consequence", "defaulter_list", "legal_process_document", "false_pretext"],
    ),
    ("us.reg_f.time_barred", ["litigation", "legal_action_taken"]),
    ("us.reg_f.third_party_debt_words", TELLS_OF_DEBT),
    ("us.reg_f.identity_before_debt_words", TELLS_OF_DEBT),
    ("gb.conc_7.impossible_action", ["criminal_consequence", "defaulter_list", "legal_process_document"]),
    ("gb.conc_7.barred_court_talk", ["litigation", "legal_action_taken"]),
    ("gb.conc_7.third_party_debt_words", TELLS_OF_DEBT),
    ("gb.conc_7.identity_before_debt_words", TELLS_OF_DEBT),
    ("gb.conc_7.no_pressure", ["borrow_or_sell", "unreasonable_payment"]),
    ("gb.conc_7.no_exposure", ["public_exposure", "third_party_pressure"]),
    ("gb.conc_7.no_threats", ["bodily_threat", "insult", "soft_violence"]),
]

# Acts of which a pack does not speak, so that they stay refused: nothing was read that would allow them.
NOT_SPOKEN_OF = {"us": set(), "gb": {"report_to_bureau"}}


@cache
def _ordinary(pack: str, act: str) -> tuple[Action, Facts]:
    return all_clear(act=act, when=TEN, pack=pack)


def _ask(pack: str, act: str, overrides: Sequence[Override] = (), **differing: object) -> Decision:
    action, facts = _ordinary(pack, act)
    typed = {name: _value(ALL_COLUMNS[name], value) for name, value in differing.items()}
    return authorise(
        action=replace(action, **{name: typed[name] for name in typed if name in ACTION_COLUMNS}),
        facts=replace(facts, **{name: typed[name] for name in typed if name in FACT_COLUMNS}),
        rulebook=BOOK,
        as_of=TEN.replace(tzinfo=ZONES[pack]),
        permit_id=PermitId("breadth"),
        overrides=overrides,
    )


def _value(column: Column, written: object) -> object:
    if column.words is None:
        return written
    return frozenset(map(column.words, written)) if isinstance(written, list) else column.words(written)


def _applies(rule_id: str, kind: str, **differing: object) -> bool:
    if kind in ("contact_third_party", "reveal_sealed_contact"):
        differing.pop("callee_role", None)  # these two have no other counterpart
    decision = _ask(rule_id.split(".", 1)[0], ACT_OF_KIND[ActionKind(kind)], **differing)
    (outcome,) = (line.outcome for line in decision.trace if line.rule_id == rule_id)
    return outcome is not Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("rule_id", "differing", "kinds"), REACH)
def test_the_rule_reaches_these_kinds_of_act_and_no_others(
    rule_id: str, differing: dict[str, object], kinds: set[str]
) -> None:
    assert {str(kind) for kind in ACT_OF_KIND if _applies(rule_id, kind, **differing)} == kinds


@pytest.mark.parametrize(("rule_id", "claims"), CLAIMS)
def test_each_of_these_claims_brings_the_rule_in(rule_id: str, claims: list[str]) -> None:
    assert [claim for claim in claims if not _applies(rule_id, "say_sentence", claims=[claim])] == []


@pytest.mark.parametrize("pack", ["us", "gb"])
def test_every_ordinary_act_is_permitted_save_those_of_which_the_pack_does_not_speak(pack: str) -> None:
    refused = {}
    for kind, act in ACT_OF_KIND.items():
        decision = _ask(pack, act)
        if not isinstance(decision, Permit):
            refused[str(kind)] = [reason.code for reason in decision.reasons]
    assert refused == {kind: [ACT_UNCOVERED] for kind in NOT_SPOKEN_OF[pack]}


PRESUMED = {
    "us.reg_f.calls_in_seven_days": {
        "calls_about_debt_last_7_days": 7,
        "call_window_reopens_on": date(2026, 3, 12),
    },
    "us.reg_f.calls_after_conversation": {"had_conversation": True, "last_conversation_on": date(2026, 3, 9)},
}


@pytest.mark.parametrize(("rule_id", "differing"), PRESUMED.items())
def test_two_persons_can_set_aside_what_the_american_regulation_only_presumes(
    rule_id: str, differing: dict[str, object]
) -> None:
    assert isinstance(_ask("us", "call_debtor", **differing), Defer)
    assert isinstance(_ask("us", "call_debtor", overrides=[_override(rule_id)], **differing), Permit)


def test_nobody_sets_aside_the_american_hours() -> None:
    decision = _ask(
        "us",
        "call_debtor",
        overrides=[_override("us.reg_f.quiet_hours")],
        local_time=time(21),
        other_local_time=time(21),
    )
    assert isinstance(decision, Defer)


def _override(rule_id: str) -> Override:
    noon = TEN.replace(tzinfo=ZONES["us"])
    period = Period(noon - timedelta(hours=1), noon + timedelta(hours=1))
    return Override(
        "ov1", rule_id, CaseId("c-worked"), "asked for more calls", "rec-1", "lead", "compliance", period
    )
