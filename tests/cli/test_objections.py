"""The objections on the command line and beside a call in the terminal: an aid that leaves no trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.terminal import Terminal
from core.intake.file_builders import placement_csv, record

WORDS = "反正俺征信早就黑透了呀"


@pytest.fixture(scope="module")
def worked(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with a case and an ordinary standing."""
    path = tmp_path_factory.mktemp("files") / "two.csv"
    path.write_bytes(placement_csv(*[record(number) for number in (1, 2)]))
    assert lasting.run("place", "--creditor", "示例银行", path).code == 0
    lasting.take_ordinary_standing(creditor="示例银行")
    return lasting


def test_without_words_every_objection_is_listed_by_family(worked: Terminal) -> None:
    said = worked.run("objections")
    assert said.code == 0
    assert "反正征信已经黑了 (credit_ruined)" in said.out
    whole = worked.run("objections", "--json")
    assert len([json.loads(line) for line in whole.out.splitlines()]) >= 60


def test_words_find_the_best_three_as_text_and_as_json_and_a_safety_flow_is_told_first(
    worked: Terminal,
) -> None:
    said = worked.run("objections", "--json", WORDS)
    found = [json.loads(line) for line in said.out.splitlines()]
    assert found[0]["objection"] == "already_black" and len(found) <= 3
    complaint = worked.run("objections", "我要投诉你们")
    assert "先走这个流程: 要投诉" in complaint.err and "绝不说" in complaint.out
    assert WORDS not in said.err


def test_in_a_call_the_aid_shows_answers_takes_no_turn_and_stores_nothing(worked: Terminal) -> None:
    typed = "\n".join(["1", "1", f"?{WORDS}", "1", f"？{WORDS}", "o", "等发工资就还", "0"]) + "\n"
    said = worked.run("talk", "C000001", typed=typed)
    assert said.code == 0, said.err
    before_check, after_check = said.err.split("说明账务", 1)
    assert "征信早黑了" in before_check and "保存五年" not in before_check
    assert "核实身份之后" in before_check
    assert "不良信息自不良行为终止之日起保存五年" in after_check and "CN-CR-02" in after_check
    assert "等发工资" in after_check and "客户刚才说" in after_check
    assert "俺征信" not in said.out
    for path in Path(worked.home).rglob("*"):
        if path.is_file():
            assert "俺征信早就黑透" not in path.read_bytes().decode("utf-8", errors="ignore"), path.name
