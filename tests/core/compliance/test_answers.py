"""The gate's answers whole: every reason, every line of the trace, what was missing, and how it all reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.compliance.answer_builders import (
    COUNT,
    DUTY,
    GATE_LINES,
    NIGHT,
    TEN,
    ask,
    law,
    override,
    policy,
    small_book,
)
from core.compliance.check_builders import situation
from fairdue.compliance import gate
from fairdue.compliance.decision import (
    Decision,
    Defer,
    Duty,
    Outcome,
    Permit,
    Refuse,
    TraceLine,
)
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import rule_day
from fairdue.compliance.override import LONGEST, Override, same_person
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Citation, Reason


@pytest.fixture(autouse=True)
def _ask_anew() -> None:
    gate._asked_on.cache_clear()
    gate._turning_days.cache_clear()


def _trace(decision: Decision) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(line.rule_id, line.outcome.value, line.text.en, line.missing) for line in decision.trace]


LAW = Citation("内规", "extra", "press")


def test_a_permit_lays_the_duties_in_their_own_order_and_traces_every_rule() -> None:
    decision = ask({"debtor_is_student": False})
    assert isinstance(decision, Permit)
    assert decision.duties == (Duty.NO_DEBT_FACTS, Duty.REGISTER_ATTEMPT)
    assert (decision.permit_id, decision.decided_at, decision.action) == ("p1", TEN, situation({})[0])
    assert _trace(decision) == [
        ("cn.law.duty", "passed", "Duty.", ()),
        ("cn.law.listed", "not_applicable", "Listed.", ()),
        ("cn.law.night", "passed", "Night.", ()),
        ("cn.law.student", "not_applicable", "Student.", ()),
        ("cn.law.visits", "passed", "Visits.", ()),
        ("cn.law.warned", "passed", "Warned.", ()),
        ("house.open", "passed", "Open.", ()),
        ("house.plan", "not_applicable", "Plan.", ()),
    ]
    assert [line.citation for line in decision.trace] == [LAW] * 6 + [replace(LAW, confidence="policy")] * 2


def test_a_refusal_hears_every_reason_the_waits_last_and_warns_in_the_trace() -> None:
    decision = ask(
        {
            "case_open": False,
            "local_time": "23:00",
            "visits_today": 2,
            "identity_verified": False,
            "holds": ["complaint"],
        }
    )
    assert isinstance(decision, Refuse)
    assert [reason.code for reason in decision.reasons] == [
        "cn.law.listed",
        "house.open",
        "cn.law.night",
        "cn.law.visits",
    ]
    assert decision.reasons[0].text.en == "Listed. (the case is open: no)"
    assert {reason.citation for reason in decision.reasons} == {LAW, replace(LAW, confidence="policy")}
    assert [(name, outcome) for name, outcome, _, _ in _trace(decision)] == [
        ("cn.law.duty", "passed"),
        ("cn.law.listed", "refuse"),
        ("cn.law.night", "defer"),
        ("cn.law.student", "not_applicable"),
        ("cn.law.visits", "defer"),
        ("cn.law.warned", "warn"),
        ("house.open", "refuse"),
        ("house.plan", "not_applicable"),
    ]
    assert _trace(decision)[4][2] == "Visits. (visits to the debtor today: 2, limit 2)"


def test_a_wait_lasts_until_the_last_of_its_reasons_is_over() -> None:
    decision = ask({"local_time": "23:00", "visits_today": 2, "debtor_is_student": False})
    assert isinstance(decision, Defer)
    assert decision.until == datetime(2026, 3, 11, 9, tzinfo=CHINA)
    assert [reason.code for reason in decision.reasons] == ["cn.law.night", "cn.law.visits"]
    other_way = Rulebook(tuple(reversed(small_book().rules)))
    turned = ask({"local_time": "23:00", "visits_today": 2, "debtor_is_student": False}, rulebook=other_way)
    assert isinstance(turned, Defer) and turned.until == decision.until


def test_a_wait_without_the_persons_clock_is_not_known_and_refused() -> None:
    decision = ask({"local_time": "23:00", "zone": None, "debtor_is_student": False})
    assert isinstance(decision, Refuse)
    assert [(name, outcome) for name, outcome, _, _ in _trace(decision)][2] == ("cn.law.night", "unknown")
    assert [reason.code for reason in decision.reasons] == ["cn.law.night"]


def test_what_is_not_known_refuses_or_warns_and_names_the_facts_that_would_have_answered() -> None:
    unknown = {
        "case_open": None,
        "holds": None,
        "identity_verified": None,
        "debtor_is_student": None,
        "agreed_window": None,
    }
    decision = ask(unknown)
    assert isinstance(decision, Refuse)
    traced = {name: (outcome, missing) for name, outcome, _, missing in _trace(decision)}
    assert traced["cn.law.listed"] == ("unknown", ("case_open", "holds"))
    assert traced["cn.law.student"] == ("refuse", ())
    assert traced["cn.law.warned"] == ("warn", ("identity_verified",))
    assert traced["house.open"] == ("unknown", ("case_open",))
    assert [reason.code for reason in decision.reasons] == ["cn.law.listed", "cn.law.student", "house.open"]
    assert (
        decision.reasons[0].text.en
        == "Listed. (not known: the case is open; without it nothing is permitted)"
    )


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"debtor_is_student": True, "agreed_window": True, "case_open": True}, "not_applicable"),
        ({"debtor_is_student": True, "agreed_window": False, "case_open": True}, "refuse"),
        ({"debtor_is_student": True, "agreed_window": None, "case_open": True}, "refuse"),
        ({"debtor_is_student": False, "agreed_window": None}, "not_applicable"),
        ({"debtor_is_student": None, "agreed_window": False}, "refuse"),
    ],
)
def test_an_exception_holds_only_where_all_of_it_is_known(given: dict[str, Any], outcome: str) -> None:
    assert [found for name, found, _, _ in _trace(ask(given)) if name == "cn.law.student"] == [outcome]


@pytest.mark.parametrize(
    ("given", "applies"),
    [({"holds": ["dispute"]}, True), ({"holds": ["complaint", "death"]}, True), ({"holds": ["death"]}, False), ({"holds": []}, False), ({"holds": None}, True)],
)  # fmt: skip
def test_a_set_matches_where_it_shares_a_word_or_is_not_known(given: dict[str, Any], applies: bool) -> None:
    outcomes = {name: outcome for name, outcome, _, _ in _trace(ask(given))}
    assert (outcomes["cn.law.listed"] != "not_applicable") is applies


def test_what_an_act_does_not_have_is_no_way_into_a_rule() -> None:
    rule = law("types", check="never", fact="", applies_to="{call_type: [interactive], document: [receipt]}")
    book = Rulebook((rule, *small_book().rules))
    assert _trace(ask({}, rulebook=book))[0] == ("cn.law.types", "not_applicable", "Types.", ())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"jurisdiction": None}, "jurisdiction_unknown"), ({"jurisdiction": "FR"}, "jurisdiction_uncovered"),
        ({"jurisdiction": "CN", "local_on": "2025-12-31"}, "jurisdiction_uncovered"), ({"jurisdiction": "house"}, "jurisdiction_uncovered"),
    ],
)  # fmt: skip
def test_the_gate_itself_refuses_and_says_why(given: dict[str, Any], code: str) -> None:
    decision = ask(given)
    said = Bilingual(*GATE_LINES[code])
    assert decision == Refuse(
        reasons=(Reason(f"house.gate.{code}", said),),
        trace=(TraceLine(f"house.gate.{code}", Outcome.UNKNOWN, said, None),),
    )


def test_an_act_that_only_policy_speaks_of_is_refused_even_where_policy_would_let_it_wait() -> None:
    plans = law("plans", applies_to="{kind: [offer_plan]}", fact="case_open")
    book = Rulebook((plans, policy("night", applies_to="{}", **NIGHT)))
    decision = ask({"local_time": "23:00"}, rulebook=book)
    said = Bilingual(*GATE_LINES["act_uncovered"])
    assert isinstance(decision, Refuse)
    assert decision.reasons == (Reason("house.gate.act_uncovered", said),)
    assert [(name, outcome) for name, outcome, _, _ in _trace(decision)] == [
        ("cn.law.plans", "not_applicable"),
        ("house.night", "defer"),
        ("house.gate.act_uncovered", "unknown"),
    ]
    assert isinstance(ask({}, rulebook=book), Refuse)


def test_a_rule_of_law_that_lays_a_duty_or_warns_speaks_of_the_act() -> None:
    for rule in (law("duty", duties="[no_debt_facts]", **DUTY), law("warned", effect="warn")):
        assert isinstance(ask({}, rulebook=Rulebook((rule,))), Permit)


def test_what_is_recorded_is_asked_of_no_act() -> None:
    kept = law("kept", check="", fact="", effect="record", applies_to="")
    assert _trace(ask({}, rulebook=Rulebook((kept, *small_book().rules))))[0][0] == "cn.law.duty"
    assert isinstance(ask({}, rulebook=Rulebook((kept,))), Refuse)


def test_the_rules_asked_are_those_of_the_day_where_the_person_is() -> None:
    lines = {
        "values": "{2026-03-10: {limit: 1}, 2026-03-12: {limit: 3}}",
        "reference": "{2026-03-10: {title: 旧, article: a}, 2026-03-11: {title: 新, article: b}}",
        "ends": "2026-03-14",
        "applies_to": "{kind: [every_contact]}",
    }
    book = Rulebook((law("visits", **{**COUNT, **lines}),))

    def on(day: str | None, as_of: datetime = TEN) -> tuple[str, str]:
        decision = ask({"visits_today": 2, "local_on": day}, rulebook=book, as_of=as_of)
        citation = decision.trace[0].citation
        return decision.trace[0].outcome.value, citation.title if citation else "none"

    assert on("2026-03-09") == ("unknown", "none")
    assert on("2026-03-10") == ("defer", "旧")
    assert on("2026-03-11") == ("defer", "新")
    assert on("2026-03-12") == ("passed", "新")
    assert on("2026-03-13") == ("passed", "新")
    assert on("2026-03-14") == ("unknown", "none")
    late = datetime(2026, 3, 11, 17, tzinfo=UTC)  # already the 12th in China
    assert on(None, late) == ("passed", "新")
    assert on(None, datetime(2026, 3, 11, 12, tzinfo=UTC)) == ("unknown", "新")


def test_the_rule_day_is_the_persons_own_or_that_of_china() -> None:
    assert rule_day(Facts(local_on=date(2026, 3, 9)), TEN) == date(2026, 3, 9)
    assert rule_day(Facts(), datetime(2026, 3, 9, 17, tzinfo=UTC)) == date(2026, 3, 10)
    with pytest.raises(ValueError):
        rule_day(Facts(local_on=date(2026, 3, 9)), datetime(2026, 3, 10, 10))


def test_two_persons_set_aside_a_policy_and_the_trace_says_so() -> None:
    decision = ask(
        {"case_open": False, "debtor_is_student": False},
        overrides=(override(rule_id="cn.law.night"), override()),
    )
    assert isinstance(decision, Permit)
    line = next(line for line in decision.trace if line.rule_id == "house.open")
    assert line.outcome is Outcome.OVERRIDDEN
    assert line.text.en == (
        "Open. (the case is open: no) (set aside in writing by two persons: ov1, until 2026-03-11 10:00)"
    )
    assert line.text.zh.endswith("（已由两人书面豁免：ov1，至 2026-03-11 10:00）")


@pytest.mark.parametrize(
    "override",
    [
        override(rule_id="house.other"),
        override(case_id=CaseId("another")),
        override(period=Period(TEN - timedelta(days=2), TEN)),
        override(period=Period(TEN + timedelta(minutes=1), TEN + timedelta(days=2))),
    ],
    ids=["another rule", "another case", "over", "not yet"],
)
def test_an_override_of_something_else_counts_for_nothing(override: Override) -> None:
    decision = ask({"case_open": False, "debtor_is_student": False}, overrides=(override,))
    assert isinstance(decision, Refuse)
    assert [reason.code for reason in decision.reasons] == ["house.open"]


def test_neither_law_nor_what_nobody_knows_is_set_aside() -> None:
    law = override(rule_id="cn.law.listed")
    assert isinstance(ask({"case_open": False, "holds": ["dispute"]}, overrides=(law, override())), Refuse)
    unknown = ask({"case_open": None, "debtor_is_student": False}, overrides=(override(),))
    assert isinstance(unknown, Refuse)
    assert [reason.code for reason in unknown.reasons] == ["house.open"]


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"granted_by": " LEAD "}, "an override takes two persons: somebody else than who asked for it must grant it"),
        ({"asked_by": " Boss"}, "an override takes two persons: somebody else than who asked for it must grant it"),
        ({"asked_by": " "}, "an override names who asked for it and who granted it"),
        ({"granted_by": ""}, "an override names who asked for it and who granted it"),
        ({"reason": " "}, "an override is written down: it needs a reason and the evidence it rests on"),
        ({"evidence": ""}, "an override is written down: it needs a reason and the evidence it rests on"),
        ({"period": Period(TEN, None)}, "an override ends within 31 days; for longer, change the policy"),
        ({"period": Period(TEN, TEN + LONGEST + timedelta(microseconds=1))}, "an override ends within 31 days; for longer, change the policy"),
    ],
)  # fmt: skip
def test_an_override_that_is_none_says_what_it_lacks(differing: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError) as refused:
        override(**differing)
    assert str(refused.value) == said
    assert override(period=Period(TEN, TEN + LONGEST)).covers(
        rule_id="house.open", case_id=situation({})[0].case_id, as_of=TEN
    )


@pytest.mark.parametrize(
    ("login", "other", "same"),
    [
        ("anna", " ANNA ", True),
        ("anna", "ａｎｎａ", True),
        ("anna", "bert", False),
        ("straße", "STRASSE", True),
    ],
)
def test_case_width_and_blanks_make_no_second_person(login: str, other: str, same: bool) -> None:
    assert same_person(login, other) is same_person(other, login) is same
