"""Our figures are those of the scorer that the labelled sets came with, and count as they say."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Call
from fairdue.learning.corpus import CODES, CollectorLine, CustomerLine
from fairdue.learning.labelled_calls import CHECKLIST, LabelledCall
from fairdue.learning.scores import (
    NOTHING,
    CallAnswer,
    CollectorAnswer,
    CustomerAnswer,
    Scored,
    Tally,
    score_calls,
    score_collectors,
    score_customers,
)
from fairdue.understanding.intent import Intent
from fairdue.understanding.willingness import Willingness
from shared_data import shared

MOMENT = datetime.fromisoformat("2026-03-11T10:20:00+08:00")
SLOTS = ("paid_on", "paid_amount_fen", "promise_on", "callback_at")


def customer_line(line_id: str, *intents: Intent, **changed: Any) -> CustomerLine:
    """One labelled customer line."""
    fields: dict[str, Any] = {
        "id": line_id,
        "voice": "v",
        "text": "",
        "agent_before": None,
        "reference": MOMENT,
        "intents": intents,
        "willingness": Willingness.UNKNOWN,
        "slots": {},
    }
    return CustomerLine(**(fields | changed))


def collector_line(line_id: str, expected: str, *codes: str, **changed: Any) -> CollectorLine:
    """One labelled collector line."""
    fields: dict[str, Any] = {"id": line_id, "voice": "v", "text": "", "context": {}, "expected": expected}
    return CollectorLine(**(fields | {"codes": codes, "tags": ()} | changed))


def test_of_nothing_all_shares_are_nothing() -> None:
    assert Tally().counted_json() == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "hits": 0,
        "extras": 0,
        "misses": 0,
    }
    assert score_customers([], {}).figures["first_intent_accuracy"] == 0.0
    assert score_collectors([], {}).figures["violations_not_passed"] == 0.0
    assert score_calls([], {}).figures["checklist_accuracy"] == 0.0


def test_a_meaning_missed_for_another_is_counted_on_both_sides() -> None:
    line = customer_line("1", Intent.HARDSHIP, Intent.REQUEST_PLAN)
    scored = score_customers([line], {"1": CustomerAnswer(("cannot_pay", "request_plan"), "unknown")})
    assert scored.classes["hardship"] == Tally(0, 0, 1)
    assert scored.classes["cannot_pay"] == Tally(0, 1, 0)
    assert scored.classes["request_plan"] == Tally(1, 0, 0)
    assert dict(scored.confusion) == {("hardship", "cannot_pay"): 1}
    assert scored.figures["first_intent_accuracy"] == 0.0
    assert scored.figures["intent_micro"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_what_is_acceptable_besides_is_no_extra() -> None:
    line = customer_line(
        "1",
        Intent.PROMISE,
        also_intents=(Intent.PAY_NOW,),
        also_willingness=(Willingness.STRONG,),
        slots={"promise_on": "2026-03-12"},
        optional_slots=("promise_on",),
    )
    scored = score_customers([line], {"1": CustomerAnswer(("pay_now",), "strong")})
    assert scored.figures["first_intent_accuracy"] == 1.0
    assert (scored.figures["willingness_accuracy"], scored.figures["willingness_strict"]) == (1.0, 0.0)
    assert scored.classes == {"promise": Tally(0, 0, 1)}
    assert scored.figures["slots"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_a_wrong_value_is_both_an_extra_and_a_miss() -> None:
    line = customer_line("1", Intent.PROMISE, slots={"promise_on": "2026-03-12"})
    said = {
        "1": CustomerAnswer(("promise",), "unknown", {"promise_on": "2026-03-13", "paid_on": "2026-03-01"})
    }
    assert score_customers([line], said).figures["by_slot"] == {
        "paid_on": {"precision": 0.0, "recall": 0.0, "f1": 0.0},
        "promise_on": {"precision": 0.0, "recall": 0.0, "f1": 0.0},
    }


def test_a_violation_that_is_held_is_not_passed_but_not_recalled_either() -> None:
    lines = [collector_line("1", "violation", "C02", tags=("evasive",)), collector_line("2", "ok")]
    said = {"1": CollectorAnswer("review", ("C02",)), "2": CollectorAnswer("violation", ("C05",))}
    figures = score_collectors(lines, said).figures
    assert (figures["violations_not_passed"], figures["violation_recall"]) == (1.0, 0.0)
    assert (figures["evasive_not_passed"], figures["traps_passed"]) == (1.0, None)
    assert (figures["ok_passed"], figures["ok_called_violation"]) == (0.0, 1.0)
    assert score_collectors(lines, said).confusion == {(NOTHING, "C05"): 1}


def test_a_line_without_an_answer_counts_as_answered_wrongly() -> None:
    assert score_customers([customer_line("1", Intent.AGREE)], {}).classes == {"agree": Tally(0, 0, 1)}
    assert (
        score_collectors([collector_line("1", "violation", "C02")], {}).figures["violations_not_passed"]
        == 0.0
    )
    assert score_calls([drawn_call(Random(1), "1")], {}).figures["disposition_accuracy"] == 0.0


def drawn_call(random: Random, call_id: str) -> LabelledCall:
    """A labelled call with labels by lot."""
    findings = frozenset((random.randrange(6), random.choice(CODES)) for _ in range(random.randrange(4)))
    also = frozenset((random.randrange(6), random.choice(CODES)) for _ in range(random.randrange(2)))
    checklist = {point: random.choice([True, False, None]) for point in CHECKLIST if random.random() < 0.9}
    call = Call(call_id, MOMENT, {}, ())
    disposition = random.choice([ResultCode.PTP, ResultCode.NG])
    return LabelledCall(call_id, "v", call, findings, also - findings, checklist, disposition)


@pytest.fixture(scope="module")
def their_scorer() -> Mapping[str, Callable[..., dict[str, Any]]]:
    """The functions of the scorer that the sets came with."""
    found = importlib.util.spec_from_file_location("their_scorer", shared("sets/score.py"))
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return vars(module)


def same(ours: Scored, theirs: Mapping[str, Any], by_class: str | None) -> None:
    """Every figure of theirs is one of ours."""
    for name, value in theirs.items():
        if name == by_class:
            assert {label: one.as_json() for label, one in ours.classes.items()} == value
        else:
            assert ours.figures[name] == value, name


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(8))
def test_customers_are_scored_as_the_sets_score_them(their_scorer: Mapping[str, Any], seed: int) -> None:
    random = Random(seed)
    lines, said = [], {}
    for number in range(200):
        some = random.sample(list(Intent), random.randrange(1, 4))
        values = {slot: random.randrange(3) for slot in SLOTS if random.random() < 0.4}
        line = customer_line(
            str(number),
            *some,
            willingness=random.choice(list(Willingness)),
            slots=values,
            also_intents=tuple(random.sample(list(Intent), random.randrange(3))),
            also_willingness=tuple(random.sample(list(Willingness), random.randrange(2))),
            optional_slots=tuple(slot for slot in SLOTS if random.random() < 0.2),
        )
        lines.append(line)
        if random.random() < 0.9:
            given = [*random.sample(some, random.randrange(len(some) + 1)), *random.sample(list(Intent), 1)]
            said[line.id] = CustomerAnswer(
                tuple(dict.fromkeys(one.value for one in given)),
                random.choice(list(Willingness)).value,
                {slot: str(random.randrange(3)) for slot in SLOTS if random.random() < 0.4},
            )
    gold = {line.id: customer_json(line) for line in lines}
    answers = {
        name: {"intents": list(one.intents), "willingness": one.willingness, "slots": dict(one.slots)}
        for name, one in said.items()
    }
    same(score_customers(lines, said), their_scorer["debtor"](gold, answers), "by_intent")


def customer_json(line: CustomerLine) -> dict[str, Any]:
    """The line in the shape of the sets."""
    return {
        "intents": [one.value for one in line.intents],
        "willingness": line.willingness.value,
        "slots": line.slots,
        "optional_slots": list(line.optional_slots),
        "alt": {
            "intents": [one.value for one in line.also_intents],
            "willingness": [one.value for one in line.also_willingness],
        },
    }


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(8))
def test_collectors_are_scored_as_the_sets_score_them(their_scorer: Mapping[str, Any], seed: int) -> None:
    random = Random(seed)
    verdicts = ["violation", "review", "ok"]
    lines, said = [], {}
    for number in range(200):
        expected = random.choice(verdicts)
        codes = random.sample(CODES, random.randrange(1, 4)) if expected != "ok" else []
        tags = tuple(tag for tag in ("evasive", "near_miss", "neg") if random.random() < 0.3)
        also = tuple(random.sample(CODES, random.randrange(2)))
        line = collector_line(str(number), expected, *codes, tags=tags, also_codes=also)
        lines.append(line)
        if random.random() < 0.9:
            given = {*random.sample(codes, random.randrange(len(codes) + 1)), *random.sample(CODES, 1)}
            said[line.id] = CollectorAnswer(random.choice(verdicts), tuple(sorted(given)))
    gold = {
        one.id: {"expected": one.expected, "codes": one.codes, "tags": one.tags, "alt_codes": one.also_codes}
        for one in lines
    }
    answers = {name: {"expected": one.expected, "codes": one.codes} for name, one in said.items()}
    same(score_collectors(lines, said), their_scorer["agent"](gold, answers), "by_code")


@pytest.mark.shared
def test_calls_are_scored_as_the_sets_score_them(their_scorer: Mapping[str, Any], tmp_path: Path) -> None:
    random = Random(3)
    calls, said = [], {}
    for folder in ("gold", "said"):
        (tmp_path / folder).mkdir()
    for number in range(60):
        call = drawn_call(random, f"{number:02d}")
        calls.append(call)
        gold = call_json(call.findings, call.checklist, call.disposition.value)
        gold["findings_optional"] = [
            {"turn": turn, "code": code} for turn, code in sorted(call.also_findings)
        ]
        (tmp_path / "gold" / f"{call.id}.json").write_text(json.dumps({"labels": gold}))
        if random.random() < 0.9:
            other = drawn_call(random, call.id)
            kept = frozenset(one for one in call.findings if random.random() < 0.7)
            answer = CallAnswer(kept | other.findings, other.checklist, other.disposition.value)
            said[call.id] = answer
            shown = call_json(answer.findings, answer.checklist, answer.disposition)
            (tmp_path / "said" / f"{call.id}.json").write_text(json.dumps(shown))
    same(score_calls(calls, said), their_scorer["calls"](tmp_path / "gold", tmp_path / "said"), None)


def call_json(
    findings: frozenset[tuple[int, str]], checklist: Mapping[str, object], disposition: str
) -> dict[str, Any]:
    """Labels of a call in the shape of the sets."""
    found = [{"turn": turn, "code": code} for turn, code in sorted(findings)]
    return {"findings": found, "checklist": dict(checklist), "disposition": disposition}
