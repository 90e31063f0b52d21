"""Worked cases as files: what a folder of them is read as, what is said of a bad one, and how answers differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from core.compliance.check_builders import in_flow
from core.compliance.complaint_builders import read_written
from fairdue.casefile.contact_point import NumberSource
from fairdue.compliance.action import ActionKind, Channel, Purpose
from fairdue.compliance.claim import Claim
from fairdue.compliance.decision import Duty, Outcome
from fairdue.compliance.facts_words import Jurisdiction
from fairdue.compliance.rule import Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import (
    Answer,
    CaseUnreadable,
    ClockCase,
    WorkedCase,
    all_clear,
    judge,
    load_cases,
    load_clock_cases,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA

ALL_CLEAR = "jurisdiction: CN\nzone: Asia/Shanghai\ncase_open: true\nvisits_today: 0\nagreed_window: true\n"
ACTS = """call:
  kind: place_call
  channel: phone
  purpose: collect
  call_type: interactive
  initiated_by: agent
  callee_role: debtor
"""
US_CLEAR = "jurisdiction: US\nzone: America/New_York\nother_local_time: '06:00'\n"
US_ACTS = ACTS.replace("purpose: collect", "purpose: notify")
CASE: dict[str, Any] = {
    "name": "例", "name_en": "case", "given": {"act": "call"}, "when": "2026-03-10 10:00", "then": {"answer": "permit"},
}  # fmt: skip


def _folder(tmp_path: Path, cases: str, rule: str = "cn.law.extra") -> Path:
    texts = {
        "all_clear": ALL_CLEAR, "acts": ACTS, "us/all_clear": US_CLEAR, "us/acts": US_ACTS, rule.replace(".", "/"): cases,
    }  # fmt: skip
    for name, text in texts.items():
        path = tmp_path / "cases" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def _cases(*cases: dict[str, Any], rule: str = "cn.law.extra") -> str:
    return f"rule: {rule}\ncases:\n" + "".join(f"  - {in_flow({**CASE, **case})}\n" for case in cases)


def _one(tmp_path: Path, rule: str = "cn.law.extra", **case: Any) -> WorkedCase:
    (read,) = load_cases(_folder(tmp_path, _cases(case, rule=rule), rule))
    return read


def test_a_case_is_read_with_its_act_its_facts_and_its_moment_where_the_person_is(tmp_path: Path) -> None:
    then = {
        "answer": "defer", "until": "2026-03-11 08:00", "because": ["a.b"], "because_at_least": ["c"], "warnings": ["d"],
        "without_warnings": ["e"], "duties": ["no_debt_facts"], "without_duties": ["record_the_call"],
    }  # fmt: skip
    read = _one(tmp_path, given={"act": "call", "visits_today": 2, "case_open": "unknown"}, then=then)
    assert (read.rule_id, read.name) == ("cn.law.extra", Bilingual("例", "case"))
    assert read.as_of == datetime(2026, 3, 10, 10, tzinfo=CHINA)
    assert (read.action.kind, read.action.channel, read.action.purpose) == (
        ActionKind.PLACE_CALL,
        Channel.PHONE,
        Purpose.COLLECT,
    )
    assert (read.action.case_id, read.action.person_id, read.action.creditor) == (
        "c-worked",
        "p-worked",
        "worked_case",
    )
    facts = read.facts
    assert (facts.visits_today, facts.case_open, facts.agreed_window, facts.vulnerable) == (
        2,
        None,
        True,
        None,
    )
    assert (facts.local_on, facts.local_time, facts.other_local_time) == (
        date(2026, 3, 10),
        time(10),
        time(10),
    )
    assert (read.answer, read.until) == (Answer.DEFER, datetime(2026, 3, 11, 8, tzinfo=CHINA))
    assert (read.because, read.because_at_least) == (frozenset({"a.b"}), frozenset({"c"}))
    assert (read.warnings, read.without_warnings) == (frozenset({"d"}), frozenset({"e"}))
    assert (read.duties, read.without_duties) == (
        frozenset({Duty.NO_DEBT_FACTS}),
        frozenset({Duty.RECORD_THE_CALL}),
    )


def test_what_a_case_leaves_out_it_does_not_ask_for(tmp_path: Path) -> None:
    read = _one(tmp_path)
    nothing: frozenset[str] = frozenset()
    assert (read.answer, read.until, read.because, read.because_at_least) == (
        Answer.PERMIT,
        None,
        None,
        nothing,
    )
    assert (read.warnings, read.without_warnings, read.duties, read.without_duties) == (nothing,) * 4


def test_a_pack_has_ordinary_facts_and_acts_of_its_own(tmp_path: Path) -> None:
    read = _one(tmp_path, rule="us.law.extra")
    assert (read.facts.jurisdiction, read.facts.visits_today, read.action.purpose) == (
        "US",
        0,
        Purpose.NOTIFY,
    )
    assert read.as_of.isoformat() == "2026-03-10T10:00:00-04:00"
    assert (read.facts.local_time, read.facts.other_local_time) == (time(10), time(6))


def test_a_case_without_a_zone_is_asked_at_that_time_in_china(tmp_path: Path) -> None:
    for zone in ("unknown", "Nowhere/Land"):
        assert _one(tmp_path / zone, given={"act": "call", "zone": zone}).as_of == datetime(
            2026, 3, 10, 10, tzinfo=CHINA
        )


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("number_source", "unknown", NumberSource.UNKNOWN), ("number_source", None, None), ("number_source", "contract", NumberSource.CONTRACT),
        ("visits_today", None, None), ("visits_today", "unknown", None), ("jurisdiction", "XX", "XX"), ("jurisdiction", "US", Jurisdiction.US),
        ("last_conversation_on", "2026-03-02", date(2026, 3, 2)), ("local_time", "07:30", time(7, 30)), ("balance_fen", 5, 5),
        ("holds", [], frozenset()), ("case_open", False, False),
    ],
)  # fmt: skip
def test_a_value_is_read_by_the_kind_of_its_column(
    column: str, written: Any, value: object, tmp_path: Path
) -> None:
    facts = _one(tmp_path, given={"act": "call", column: written}).facts
    assert getattr(facts, column) == value


def test_dates_times_and_claims_are_read_as_yaml_has_them_too(tmp_path: Path) -> None:
    _folder(tmp_path, _cases())
    action, facts = all_clear(
        act="call", when=datetime(2026, 3, 10, 9, tzinfo=CHINA), directory=tmp_path, claims=["amount", "relief"],
        last_conversation_on=date(2026, 3, 2), local_time=time(7), other_local_time=time(6),
    )  # fmt: skip
    assert action.claims == frozenset({Claim.AMOUNT, Claim.RELIEF})
    assert (facts.last_conversation_on, facts.local_time, facts.other_local_time) == (
        date(2026, 3, 2),
        time(7),
        time(6),
    )
    assert facts.local_on == date(2026, 3, 10)
    _, clock_of_us = all_clear(act="call", when=datetime(2026, 3, 10, 9), directory=tmp_path, pack="us")
    assert (clock_of_us.jurisdiction, clock_of_us.local_time) == ("US", time(9))


def test_the_shipped_defaults_are_those_of_china_where_nothing_else_is_said() -> None:
    action, facts = all_clear(act="call_debtor", when=datetime(2026, 3, 10, 9))
    assert (action.kind, facts.jurisdiction, facts.zone) == (ActionKind.PLACE_CALL, "CN", "Asia/Shanghai")


def test_the_defaults_of_a_folder_are_no_cases_and_clocks_stand_apart(tmp_path: Path) -> None:
    clock = {
        "name": "年",
        "name_en": "years",
        "given": {"started": date(2024, 2, 29)},
        "then": {"due": date(2026, 2, 28)},
    }
    text = f"rule: cn.law.extra\ncases:\n  - {in_flow(CASE)}\n  - {in_flow(clock)}\n"
    folder = _folder(tmp_path, text)
    (folder / "cases" / "loose.yaml").write_text("x: y\n", encoding="utf-8")
    assert [case.name.en for case in load_cases(folder)] == ["case"]
    assert load_clock_cases(folder) == (
        ClockCase(
            rule_id="cn.law.extra",
            name=Bilingual("年", "years"),
            started_on=date(2024, 2, 29),
            due_on=date(2026, 2, 28),
        ),
    )


HAS = (
    "a case has given, name, name_en, then, when; then has answer, because, because_at_least, duties, until, warnings, "
    "without_duties, without_warnings"
)
CLOCK_HAS = "a clock's case has name, name_en, given: {started: a date} and then: {due: a date}"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"mood": "bad"}, HAS),
        ({"then": {"answer": "permit", "mood": "bad"}}, HAS),
        ({"then": {"answer": "defer", "because": ["a"]}}, "a deferral, and only a deferral, says until when"),
        ({"then": {"answer": "permit", "until": "2026-03-11 08:00"}}, "a deferral, and only a deferral, says until when"),
        ({"then": {"answer": "refuse"}}, "a refusal or a deferral says because of which rules"),
        ({"then": {"answer": "defer", "until": "2026-03-11 08:00"}}, "a refusal or a deferral says because of which rules"),
        ({"then": {"answer": "maybe"}}, "'maybe' is not a valid Answer"),
        ({"then": {"answer": "permit", "duties": ["sing"]}}, "'sing' is not a valid Duty"),
        ({"given": {"act": "sing"}}, "'sing'"),
        ({"given": {"act": "call", "moon": 1, "art": 2}}, "no column is called art, moon"),
        ({"given": {"act": "call", "visits_today": "2"}}, "visits_today needs a value of the kind int"),
        ({"given": {"act": "call", "case_open": 1}}, "case_open needs a value of the kind bool"),
        ({"given": {"act": "call", "zone": 8}}, "zone needs a value of the kind str"),
        ({"given": {"act": "call", "balance_fen": True}}, "balance_fen needs a value of the kind int"),
        ({"given": {"act": "call", "number_source": "moon"}}, "'moon' is not a valid NumberSource"),
        ({"when": "soon"}, "Invalid isoformat string: 'soon'"),
        ({"then": {"due": "2026-01-01"}}, CLOCK_HAS),
        ({"then": {}}, "'answer'"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_bad_case(case: dict[str, Any], said: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, _cases({}, case))
    with pytest.raises(CaseUnreadable) as refused:
        load_cases(folder)
    assert str(refused.value) == f"cn/law/extra.yaml: case 2: {said}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"started": "2024-02-29"}, "started and due are dates, such as 2026-03-01"),
        ({"started": date(2024, 2, 29), "act": "call"}, CLOCK_HAS),
        ({}, CLOCK_HAS),
    ],
)
def test_what_is_said_of_a_bad_case_of_a_clock(given: dict[str, Any], said: str, tmp_path: Path) -> None:
    clock = {"name": "年", "name_en": "years", "given": given, "then": {"due": date(2026, 2, 28)}}
    with pytest.raises(CaseUnreadable) as refused:
        load_clock_cases(_folder(tmp_path, f"rule: cn.law.extra\ncases:\n  - {in_flow(clock)}\n"))
    assert str(refused.value) == f"cn/law/extra.yaml: case 1: {said}"


def test_a_clock_leads_to_a_date_and_to_no_text(tmp_path: Path) -> None:
    clock = {"name": "年", "name_en": "y", "given": {"started": date(2024, 2, 29)}, "then": {"due": "later"}}
    with pytest.raises(CaseUnreadable, match=r"case 1: started and due are dates, such as 2026-03-01$"):
        load_clock_cases(_folder(tmp_path, f"rule: cn.law.extra\ncases:\n  - {in_flow(clock)}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "rule: cn.other\ncases: []\n",
        "- a\n",
        "rule: cn.law.extra\n",
        "rule: cn.law.extra\ncases: []\nmore: 1\n",
    ],
)
def test_a_file_of_cases_names_its_rule(text: str, tmp_path: Path) -> None:
    with pytest.raises(CaseUnreadable) as refused:
        load_cases(_folder(tmp_path, text))
    assert str(refused.value) == "cn/law/extra.yaml: expected `rule: cn.law.extra` and `cases:`"


def _law(name: str, **written: str) -> Rule:
    return read_written({"base": "law", "id": f"cn.law.{name}", "file": f"cn/law/{name}.yaml", **written})


BOOK = Rulebook(
    (
        _law("refuses", fact="case_open"),
        _law(
            "waits",
            check="outside_quiet_hours",
            fact="",
            effect="defer",
            values="{2026-01-01: {start: '22:00', end: '08:00'}}",
        ),
        _law("warns", effect="warn"),
        _law("lays", check="", fact="", effect="duty", duties="[no_debt_facts, register_attempt]"),
    )
)
ANSWERS: dict[str, dict[str, Any]] = {
    "permits": {}, "refuses": {"case_open": False}, "waits": {"local_time": "23:00"}, "warns": {"agreed_window": False},
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "then", "differences"),
    [
        ("permits", {"answer": "permit", "duties": ["no_debt_facts"], "without_duties": ["plain_envelope"]}, ()),
        ("permits", {"answer": "refuse", "because": ["cn.law.refuses"]}, ("answered permit, expected refuse",)),
        ("permits", {"answer": "permit", "duties": ["plain_envelope", "leave_on_request", "no_debt_facts"]}, ("lacks the duties leave_on_request, plain_envelope",)),
        ("permits", {"answer": "permit", "without_duties": ["register_attempt", "no_debt_facts"]}, ("lays the duties no_debt_facts, register_attempt",)),
        ("permits", {"answer": "permit", "warnings": ["cn.law.warns", "cn.law.b"]}, ("does not warn of cn.law.b, cn.law.warns",)),
        ("permits", {"answer": "permit", "without_warnings": ["cn.law.warns"]}, ()),
        ("warns", {"answer": "permit", "warnings": ["cn.law.warns"]}, ()),
        ("warns", {"answer": "permit", "without_warnings": ["cn.law.warns"]}, ("warns of cn.law.warns",)),
        ("refuses", {"answer": "refuse", "because": ["cn.law.refuses"]}, ()),
        ("refuses", {"answer": "refuse", "because": ["cn.law.z", "cn.law.a"]}, ("because of cn.law.refuses, expected cn.law.a, cn.law.z",)),
        ("refuses", {"answer": "refuse", "because_at_least": ["cn.law.refuses"]}, ()),
        ("refuses", {"answer": "refuse", "because_at_least": ["cn.law.z", "cn.law.a", "cn.law.refuses"]}, ("not because of cn.law.a, cn.law.z",)),
        ("refuses", {"answer": "permit"}, ("answered refuse, expected permit",)),
        ("refuses", {"answer": "permit", "duties": ["plain_envelope"]}, ("answered refuse, expected permit",)),
        ("waits", {"answer": "defer", "until": "2026-03-11 08:00", "because": ["cn.law.waits"]}, ()),
        ("waits", {"answer": "defer", "until": "2026-03-11 09:00", "because": ["cn.law.waits"]}, ("deferred until 2026-03-11 08:00, expected 2026-03-11 09:00:00+08:00",)),
        ("waits", {"answer": "refuse", "because": ["cn.law.waits"]}, ("answered defer, expected refuse", "deferred until 2026-03-11 08:00, expected None")),
    ],
)  # fmt: skip
def test_how_an_answer_differs_is_said(
    given: str, then: dict[str, Any], differences: tuple[str, ...], tmp_path: Path
) -> None:
    case = _one(tmp_path, given={"act": "call", **ANSWERS[given]}, then=then)
    assert judge(case, rulebook=BOOK).differences == differences


def test_a_judgement_carries_the_decision_and_its_own_rules_outcome(tmp_path: Path) -> None:
    case = _one(tmp_path, given={"act": "call", "case_open": False}, then={"answer": "permit"})
    outcomes = {
        name: judge(replace(case, rule_id=f"cn.law.{name}"), rulebook=BOOK).own_outcome
        for name in ("refuses", "waits", "x")
    }
    assert outcomes == {"refuses": Outcome.REFUSE, "waits": Outcome.PASSED, "x": None}
    permitted = judge(replace(case, facts=replace(case.facts, case_open=True)), rulebook=BOOK).decision
    assert getattr(permitted, "permit_id", None) == "worked-case"
    assert getattr(permitted, "decided_at", None) == case.as_of
