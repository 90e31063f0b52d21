"""``fairdue review``: whole calls from files, data on stdout and talk on stderr."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.terminal import Terminal

CALL: dict[str, Any] = {
    "id": "x",
    "case": {"agency": "华信资产", "creditor": "示例银行", "ledger_amount_fen": 216000},
    "started_at": "2026-03-11T10:20:00+08:00",
    "turns": [
        {"i": 0, "speaker": "agent", "text": "您好,我是华信资产的,您的信用卡逾期十二天了。"},
        {"i": 1, "speaker": "debtor", "text": "我知道了。"},
    ],
}


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """A small call in a file."""
    path = tmp_path / "call.json"
    path.write_text(json.dumps(CALL), encoding="utf-8")
    return path


def test_one_call_is_one_json_object_on_stdout(terminal: Terminal, call: Path) -> None:
    said = terminal.run("review", call)
    assert (said.code, said.err) == (0, "")
    shown = said.json()
    assert list(shown) == ["findings", "checklist", "disposition", "score"]
    assert any((one["turn"], one["code"]) == (0, "C17") for one in shown["findings"])


def test_several_calls_are_one_line_each(terminal: Terminal, call: Path) -> None:
    said = terminal.run("review", call, call)
    assert [json.loads(line)["score"] for line in said.out.splitlines()] == [
        json.loads(said.out.splitlines()[0])["score"]
    ] * 2


def test_a_bad_file_among_good_ones_fails_and_the_others_are_reviewed(terminal: Terminal, call: Path) -> None:
    said = terminal.run("review", call, call.parent / "nowhere.json", call)
    assert said.code == 1
    assert len(said.out.splitlines()) == 2
    assert "nowhere.json" in said.err


def test_a_dash_reads_standard_input(terminal: Terminal) -> None:
    said = terminal.run("review", "-", typed=json.dumps(CALL))
    assert said.code == 0
    assert "score" in said.json()


def test_an_annotated_call_shows_turns_with_marks(terminal: Terminal, call: Path) -> None:
    said = terminal.run("review", call, "--annotated")
    assert said.code == 0
    assert "✗ C17" in said.out
    assert "坐席" in said.out
    assert "customer" in terminal.run("review", call, "--annotated", FAIRDUE_LANG="en").out


def test_lone_surrogates_are_refused_with_their_place(terminal: Terminal, call: Path) -> None:
    turns = [{"speaker": "agent", "text": "您好\ud800"}]
    call.write_text(json.dumps({**CALL, "turns": turns}), encoding="utf-8")
    said = terminal.run("review", call)
    assert said.code == 1
    assert "turns[0].text" in said.err


def test_no_file_is_a_misuse(terminal: Terminal) -> None:
    assert terminal.run("review").code == 2
