"""``fairdue review`` says at once what it cannot read, and in the words of a transcript."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from cli.terminal import Terminal

SAID = '{"turns": [{"speaker": "agent", "text": "您好"}, {"speaker": "debtor", "text": "好"}]}'


def test_a_pipe_is_refused_and_not_waited_for(terminal: Terminal, tmp_path: Path) -> None:
    pipe = tmp_path / "call.txt"
    os.mkfifo(pipe)
    said = terminal.run("review", pipe, FAIRDUE_LANG="en")
    assert said.code == 1
    assert "not a regular file" in said.err


def test_a_pipe_in_a_folder_stops_no_other_file(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    os.mkfifo(folder / "a.txt")
    (folder / "b.json").write_text(SAID, encoding="utf-8")
    said = terminal.run("review", folder, "--workers", "1", FAIRDUE_LANG="en")
    assert said.code == 1
    assert "a.txt: not a regular file" in said.err
    assert '"file": "b.json"' in said.out


def test_a_case_that_is_a_pipe_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.json")
    said = terminal.run("review", "-", "--case", tmp_path / "case.json", FAIRDUE_LANG="en")
    assert said.code == 2
    assert "not a regular file" in said.err


def test_broken_json_is_told_with_its_line_and_column(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text('{"id": "x",\n "turns": [oops]}', encoding="utf-8")
    said = terminal.run("review", path, FAIRDUE_LANG="en")
    assert said.code == 1
    assert "line 2: from column 12 on" in said.err


@pytest.mark.parametrize("text", ["null", "17", "[]"])
def test_json_that_is_no_object_is_told_in_words(terminal: Terminal, tmp_path: Path, text: str) -> None:
    path = tmp_path / "call.json"
    path.write_text(text, encoding="utf-8")
    said = terminal.run("review", path, FAIRDUE_LANG="en")
    assert said.code == 1
    assert "the file: a call is an object" in said.err
    assert "$" not in said.err


def test_a_damaged_workbook_of_talk_is_told_as_a_transcript(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "call.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", "<broken")
    said = terminal.run("review", path, FAIRDUE_LANG="en")
    assert said.code == 1
    assert "creditor" not in said.err
    assert "transcript" in said.err


def test_keys_of_a_case_that_mean_nothing_are_said(terminal: Terminal, tmp_path: Path) -> None:
    call, case = tmp_path / "call.json", tmp_path / "case.json"
    call.write_text(SAID, encoding="utf-8")
    case.write_text(
        '{"creditor": "示例银行", "lawsuit_file": true, "facts": {"lawsuit_filed": false, "colour": 3}}',
        encoding="utf-8",
    )
    said = terminal.run("review", call, "--case", case, FAIRDUE_LANG="en")
    assert said.code == 0
    assert "case.json: 2 keys mean nothing to a review: colour, lawsuit_file" in said.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"creditor": "x", "creditor": "y"}', "twice"),
        ('{"creditor": "x\\ud800"}', "half a character"),
        ("{\n oops}", "case.json:2: from column 2"),
    ],
)
def test_a_case_that_is_broken_is_refused_with_where(
    terminal: Terminal, tmp_path: Path, text: str, told: str
) -> None:
    case = tmp_path / "case.json"
    case.write_text(text, encoding="utf-8")
    said = terminal.run("review", "-", "--case", case, FAIRDUE_LANG="en")
    assert said.code == 2
    assert told in said.err
