"""``fairdue exam``: a paper without answers, a sheet judged with its calls, errors that teach."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from cli.terminal import Terminal
from fairdue.feedback.call import Speaker
from fairdue.foundation.civil import CHINA
from fairdue.practice.exam_paper import draw_paper, licence_exam
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.policies import Policy, play

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)


def _sheet(folder: Path, policy: Policy, seed: int) -> Path:
    paper = draw_paper(
        licence_exam(), questions=read_curriculum().questions(), personas=shipped_personas(), seed=seed
    )
    calls = []
    for one in paper.calls:
        talk = play(
            policy, persona_named(one.persona_id), level=one.level, seed=one.seed, as_of=AT, own_seed=seed
        )
        calls.append([turn.text for turn in talk.turns if turn.speaker is Speaker.AGENT])
    path = folder / "answers.json"
    answers = {one.id: sorted(one.right) for one in paper.questions}
    path.write_text(
        json.dumps({"seed": seed, "sat_at": AT.isoformat(), "answers": answers, "calls": calls}),
        encoding="utf-8",
    )
    return path


def test_the_paper_of_a_seed_is_printed_twice_alike(terminal: Terminal) -> None:
    first, second = (
        terminal.run("exam", "paper", "--seed", "7", "--at", "2026-03-11T10:20") for _ in range(2)
    )
    assert first.code == 0
    assert first.out == second.out
    shown = first.json()
    assert len(shown["questions"]) == 20
    assert len(shown["calls"]) == 3


def test_a_passed_sheet_ends_with_nothing_on_stderr(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("exam", "judge", _sheet(tmp_path, Policy.GOOD, 8))
    assert (said.code, said.err) == (0, "")
    assert said.json()["passed"] is True


def test_a_failed_sheet_ends_with_one_and_says_why(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("exam", "judge", _sheet(tmp_path, Policy.UNLAWFUL, 7))
    assert said.code == 1
    assert said.json()["passed"] is False
    assert "fairdue: 1: " in said.err


def test_a_wrong_sheet_is_told_with_its_place(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"seed": 7, "sat_at": "x", "answers": {}, "calls": []}', encoding="utf-8")
    said = terminal.run("exam", "judge", path)
    assert said.code == 1
    assert "answers.json: sat_at" in said.err
    assert said.out == ""


def test_a_sheet_that_is_not_there_is_told(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("exam", "judge", tmp_path / "none.json")
    assert said.code == 1
    assert "none.json" in said.err
