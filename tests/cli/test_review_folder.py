"""``fairdue review`` over folders and other forms than JSON: a page, lines, and bad files by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.terminal import Terminal

SAID = "坐席：您好,我是华信资产的,您的信用卡逾期十二天了。\n客户：我知道了。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two calls, a hidden file, and one that is none."""
    calls = tmp_path / "calls"
    (calls / "march").mkdir(parents=True)
    (calls / "march" / "20260311_102000.txt").write_bytes(SAID.encode("gb18030"))
    (calls / "b.csv").write_text('speaker,text\n坐席,您好\n客户,"嗯,哪位"\n', encoding="utf-8")
    (calls / ".hidden").write_bytes(b"\x00")
    (calls / "z.bin").write_bytes(b"\x00\x01\x02" * 200)
    return calls


def test_a_folder_gives_a_page_and_lines_and_the_bad_file_by_name(
    terminal: Terminal, folder: Path, tmp_path: Path
) -> None:
    page, lines = tmp_path / "report.html", tmp_path / "out.jsonl"
    said = terminal.run("review", folder, "--html", page, "--json-lines", lines, FAIRDUE_LANG="en")
    assert said.code == 1
    assert "2 calls reviewed" in said.out and "1 files not reviewed" in said.out
    assert "z.bin" in said.err and ".hidden" not in said.err and "Traceback" not in said.err
    shown = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [one["file"] for one in shown] == ["b.csv", "march/20260311_102000.txt", "z.bin"]
    assert "not_reviewed" in shown[2] and shown[1]["risk"]["level"] in ("high", "urgent")
    html = page.read_text(encoding="utf-8")
    assert "march/20260311_102000.txt" in html and 'id="en" checked' in html


def test_a_folder_alone_prints_a_line_for_each_file(terminal: Terminal, folder: Path) -> None:
    (folder / "z.bin").unlink()
    said = terminal.run("review", folder, "--workers", "1")
    assert (said.code, len(said.out.splitlines())) == (0, 2)


def test_one_text_file_is_one_object_that_says_what_was_not_judged(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "call.txt"
    path.write_text(SAID, encoding="utf-8")
    shown = terminal.run("review", path).json()
    assert list(shown) == ["findings", "checklist", "disposition", "score", "unjudged"]
    assert "days" in {one["part"] for one in shown["unjudged"]}
    told = terminal.run("review", path, "--started-at", "2026-03-11T10:20").json()
    assert list(told) == ["findings", "checklist", "disposition", "score"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--html", "nowhere/there/report.html"),
        ("--started-at", "yesterday"),
        ("--workers", "0"),
        ("--case", "nowhere.json"),
        ("--recogniser", "no_such_module:thing"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_read(
    terminal: Terminal, folder: Path, wrong: tuple[str, str]
) -> None:
    said = terminal.run("review", folder, *wrong)
    assert said.code == 2
    assert "Traceback" not in said.err and said.out == ""
