"""``fairdue matters``, ``hold`` and ``diary``: data as JSON lines, a no with 3, an unknown id with 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.terminal import Said, Terminal
from core.intake.file_builders import placement_csv, record

SAID = "他们一天打了六个电话"


@pytest.fixture
def placed(terminal: Terminal, tmp_path: Path) -> Terminal:
    path = tmp_path / "two.csv"
    path.write_bytes(placement_csv(*[record(number) for number in (1, 2)]))
    assert terminal.run("place", "--creditor", "示例银行", path).code == 0
    return terminal


def lines(said: Said) -> list[dict[str, object]]:
    assert said.code == 0, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_a_complaint_from_its_receipt_to_its_closing(placed: Terminal) -> None:
    taken = placed.run("matters", "receive", "C000001", "complaint", "--said", SAID, "--json").json()
    matter_id = str(taken["matter_id"])
    assert (taken["due_on"], taken["rule"], taken["confidence"]) == (
        "2026-03-17",
        "cn.complaints_2020.answer_simple_complaint",
        "press",
    )
    assert placed.run("matters", "acknowledge", matter_id).code == 0
    assert placed.run("matters", "assign", matter_id, "officer").code == 0
    assert placed.run("matters", "extend", matter_id, "--reason", "等录音").code == 0
    told = placed.run("matters", "told", matter_id, "--channel", "letter", "--json").json()
    assert told["due_on"] == "2026-04-01"
    assert placed.run("matters", "extend", matter_id, "--reason", "再等").code == 0
    same = placed.run("matters", "approve", matter_id, "--role", "lead")
    assert (same.code, same.out) == (3, "")
    other = placed.run("matters", "approve", matter_id, "--role", "lead", FAIRDUE_ACTOR="lead")
    assert other.code == 0, other.err
    early = placed.run("matters", "close", matter_id)
    assert (early.code, early.out) == (3, "")
    answered = placed.run("matters", "answer", matter_id, "--no-upheld", "--text", "核实无误", "--json")
    assert answered.json()["pace"] == "answered"
    assert placed.run("matters", "close", matter_id, "--json").json()["status"] == "closed"
    assert placed.run("matters", "list", "--json").out == ""
    assert [line["matter_id"] for line in lines(placed.run("matters", "list", "--closed", "--json"))] == [
        matter_id
    ]


def test_a_late_matter_is_listed_first_and_what_was_said_stands_in_show_alone(placed: Terminal) -> None:
    late = placed.run(
        "matters", "receive", "C000001", "dispute", "--said", SAID, "--on", "2026-02-10", "--json"
    ).json()
    placed.run("matters", "receive", "C000002", "credit_objection", "--said", SAID)
    found = placed.run("matters", "list", "--json")
    assert SAID not in found.out
    assert [(line["kind"], line["pace"], line["days_late"]) for line in lines(found)] == [
        ("dispute", "late", 5),
        ("credit_objection", "in_time", 0),
    ]
    assert [line["kind"] for line in lines(placed.run("matters", "list", "--kind", "dispute", "--json"))] == [
        "dispute"
    ]
    assert placed.run("matters", "show", str(late["matter_id"]), "--json").json()["said"] == SAID
    assert "house.matters.answer_dispute" in placed.run("matters", "show", str(late["matter_id"])).out


def test_the_diary_of_the_team_counts_first_and_lists_then(placed: Terminal) -> None:
    placed.run("matters", "receive", "C000001", "dispute", "--said", SAID, "--on", "2026-02-10")
    found = lines(placed.run("diary", "--team", "--touch", "--json"))
    assert (found[0]["record"], found[0]["matters_late"], found[0]["overdue"]) == ("sum", 1, 1)
    assert (found[1]["record"], found[1]["kind"]) == ("line", "matter")
    touch = next(line for line in found if line["record"] == "touch")
    assert (touch["case_no"], touch["segment"]) == ("C000002", "trying")
    assert SAID not in json.dumps(found, ensure_ascii=False)


def test_a_hold_is_listed_and_released_only_by_ending_its_cause(placed: Terminal) -> None:
    placed.run("matters", "receive", "C000001", "hardship", "--said", SAID)
    (hold,) = lines(placed.run("hold", "list", "C000001", "--json"))
    assert hold["kind"] == "hardship"
    refused = placed.run(
        "hold", "release", "C000001", str(hold["hold_id"]), "--reason", "x", "--role", "lead"
    )
    assert (refused.code, refused.out) == (3, "")
    assert "办结" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("matters", "show", "cm-none-1"), 2, "fairdue matters list"),
        (("matters", "receive", "C000001", "quarrel", "--said", "x"), 2, "there is no kind"),
        (("matters", "receive", "C000001", "complaint", "--said", "x", "--on", "soon"), 2, "--on"),
        (("matters", "receive", "C000001", "complaint", "--said", "x", "--on", "2026-03-09"), 3, "今天之后"),
        (("hold", "release", "C000001", "hd-none", "--reason", "x", "--role", "lead"), 3, "没有这项停催"),
    ],
)
def test_a_wrong_word_is_told_in_one_line(
    placed: Terminal, arguments: tuple[str, ...], code: int, says: str
) -> None:
    said = placed.run(*arguments)
    assert (said.code, said.out) == (code, "")
    assert says in said.err and "Traceback" not in said.err
