"""JSON of a call that would lose or break something silently is refused with where it is wrong."""

from __future__ import annotations

import json

import pytest

from fairdue.feedback.transcript import read_transcript
from fairdue.foundation.problem import Problem

TURNS = '"turns": [{"speaker": "agent", "text": "您好"}, {"speaker": "debtor", "text": "好"}]'


def refused(text: str) -> Problem:
    found, problems = read_transcript(text.encode(), name="call.json")
    assert found is None
    return problems[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"turns": [{"speaker": "agent", "text": "您好\\ud83d"}]}', "turns[0].text"),
        ('{"id": "x\\ud83d", ' + TURNS + "}", "id"),
        ('{"case": {"agency": "华\\ud800"}, ' + TURNS + "}", "case.agency"),
        ('{"case": {"facts": {"note": "\\udc00"}}, ' + TURNS + "}", "case.facts.note"),
        ('{"case": {"\\udc00": "x"}, ' + TURNS + "}", "case.…"),
        ('{"labels": ["\\udfff"], ' + TURNS + "}", "labels[0]"),
    ],
)
def test_half_a_character_is_refused_with_its_place(text: str, place: str) -> None:
    wrong = refused(text)
    assert (wrong.defect, wrong.column) == ("half_character", place)
    assert "半个字符" in wrong.message.zh


def test_a_whole_character_written_as_two_halves_is_taken() -> None:
    text = '{"turns": [{"speaker": "agent", "text": "您好\\ud83d\\ude00"}]}'
    found, _ = read_transcript(text.encode(), name="call.json")
    assert found is not None
    assert found.call.turns[0].text == "您好\U0001f600"
    assert json.loads(text)["turns"][0]["text"] == found.call.turns[0].text
