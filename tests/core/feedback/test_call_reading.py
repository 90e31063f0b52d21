"""Calls as they are written down: what is missing or of another type is told with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.feedback.call import LONGEST_TURN, call_from_json, read_call
from fairdue.foundation.problem import Severity

GOOD: dict[str, Any] = {
    "id": "x",
    "case": {"agency": "华信资产", "ledger_amount_fen": 100, "facts": {"lawsuit_filed": False}},
    "started_at": "2026-03-11T10:20:00+08:00",
    "turns": [{"i": 0, "speaker": "agent", "text": "您好", "t_s": 2.0}],
}


def _places(raw: object) -> list[str | None]:
    call, problems = call_from_json(raw, source="call.json")
    assert call is None
    return [problem.column for problem in problems]


def test_a_good_call_is_read_with_its_facts_flat() -> None:
    call, problems = read_call(json.dumps(GOOD), source="call.json")
    assert call is not None
    assert problems == ()
    assert call.facts == {"agency": "华信资产", "ledger_amount_fen": 100, "lawsuit_filed": False}
    assert (call.turns[0].number, call.turns[0].seconds) == (0, 2.0)


def test_the_labels_of_a_labelled_call_are_not_looked_at() -> None:
    labelled = {**GOOD, "labels": {"findings": "whatever"}}
    assert call_from_json(labelled, source="a") == call_from_json(GOOD, source="a")


@pytest.mark.parametrize(
    ("turn", "place"),
    [
        ({"speaker": "robot", "text": "x"}, "turns[0].speaker"),
        ({"speaker": ["agent"], "text": "x"}, "turns[0].speaker"),
        ({"speaker": "agent"}, "turns[0].text"),
        ({"speaker": "agent", "text": 7}, "turns[0].text"),
        ({"speaker": "agent", "text": "x", "i": "0"}, "turns[0].i"),
        ({"speaker": "agent", "text": "x", "i": True}, "turns[0].i"),
        ({"speaker": "agent", "text": "x", "t_s": "soon"}, "turns[0].t_s"),
        ({"speaker": "agent", "text": "x", "t_s": float("nan")}, "turns[0].t_s"),
        ("你好", "turns[0]"),
    ],
)
def test_a_turn_of_another_shape_is_told_with_its_place(turn: object, place: str) -> None:
    assert _places({**GOOD, "turns": [turn]}) == [place]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"started_at": "2026-03-11T10:20:00"}, "started_at"),
        ({"started_at": None}, "started_at"),
        ({"turns": None}, "turns"),
        ({"turns": {}}, "turns"),
        ({"case": []}, "case"),
        ({"case": {"facts": 3}}, "case.facts"),
        ({"case": {"ledger_amount_fen": 12.5}}, "case.ledger_amount_fen"),
        ({"case": {"ledger_amount_fen": "12"}}, "case.ledger_amount_fen"),
        ({"id": 4}, "id"),
    ],
)
def test_a_frame_of_another_shape_is_told_with_its_place(change: dict[str, Any], place: str) -> None:
    assert _places({**GOOD, **change}) == [place]


def test_a_number_that_stands_twice_is_told() -> None:
    turn = {"i": 3, "speaker": "agent", "text": "x"}
    assert _places({**GOOD, "turns": [turn, turn]}) == ["turns[1].i"]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 5_000, "null", '"x"', "[]"])
def test_a_text_that_is_no_call_gives_a_problem(text: str) -> None:
    call, problems = read_call(text, source="call.json")
    assert call is None
    assert problems


def test_what_is_wrong_is_told_without_what_was_said() -> None:
    _, problems = call_from_json(
        {**GOOD, "turns": [{"speaker": "王秀兰", "text": "我欠钱"}]}, source="call.json"
    )
    told = "".join(problem.message.zh + problem.message.en for problem in problems)
    assert "王秀兰" not in told
    assert "欠钱" not in told


def test_a_turn_of_a_megabyte_is_cut_with_a_warning() -> None:
    turn = {"speaker": "agent", "text": "您" * 1_000_000}
    call, problems = call_from_json({**GOOD, "turns": [turn]}, source="call.json")
    assert call is not None
    assert len(call.turns[0].text) == LONGEST_TURN
    assert [problem.severity for problem in problems] == [Severity.WARNING]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(GOOD, _JSON)) | _JSON)
def test_any_json_gives_a_call_or_problems(raw: object) -> None:
    call, problems = call_from_json(raw, source="call.json")
    assert call is not None or problems
