"""``fairdue understand``: one line out for each line in, bad ones told in their place, both languages, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.line_builders import BAD_LINES, REFERENCE, line
from cli.terminal import Said, Terminal


def _run(terminal: Terminal, content: bytes, **environment: str) -> tuple[Said, list[dict[str, Any]]]:
    path = terminal.home / "said.jsonl"
    path.write_bytes(content)
    said = terminal.run("understand", path, **environment)
    return said, [json.loads(one) for one in said.out.splitlines()]


def test_each_line_is_answered_with_its_id_in_its_order(terminal: Terminal) -> None:
    said, told = _run(
        terminal,
        line(id="b", text="我下周五还两千", reference=REFERENCE, agent_before="您什么时候能还？")
        + line(id=7, text="不想活了", reference=REFERENCE, agent_before=None, more={"kept": "out"})
        + line(id="a", text="", reference=REFERENCE),
    )
    assert said.code == 0 and said.err == ""
    assert [one["id"] for one in told] == ["b", 7, "a"]
    assert all(list(one) == ["id", "intents", "willingness", "slots", "scores", "triggers"] for one in told)
    assert told[0]["intents"][0] == "promise"
    assert told[0]["slots"] == {"promise_on": "2026-03-20", "promise_amount_fen": 200_000}
    assert told[1]["triggers"] == [{"intent": "distress", "starts": 0, "ends": 3, "text": "不想活"}]


def test_a_mark_of_byte_order_blank_lines_and_carriage_returns_are_no_problem(terminal: Terminal) -> None:
    one = line(id=1, text="好", reference=REFERENCE)
    said, told = _run(
        terminal,
        b"\xef\xbb\xbf"
        + one.replace(b"\n", b"\r\n")
        + b"\r\n  \n"
        + line(id=2, text="好", reference=REFERENCE)[:-1],
    )
    assert (said.code, said.err, [one["id"] for one in told]) == (0, "", [1, 2])


def test_stdin_is_read_for_a_dash(terminal: Terminal) -> None:
    said = terminal.run(
        "understand", "-", typed=line(id="x", text="我已经还了", reference=REFERENCE).decode()
    )
    assert said.code == 0
    assert json.loads(said.out)["intents"][0] == "already_paid"
    bad = terminal.run("understand", "-", typed="{}\n")
    assert bad.code == 1
    assert bad.err == "<stdin>:1: 缺少 id；每行要有一个 id\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_lines_are_told_in_their_places_and_the_others_are_read(lang: str, terminal: Terminal) -> None:
    content = b"".join(
        bad + line(id=kind, text="好的", reference=REFERENCE) for kind, bad in BAD_LINES.items()
    )
    said, told = _run(terminal, content, FAIRDUE_LANG=lang)
    assert said.code == 1
    assert [one["id"] for one in told[1::2]] == list(BAD_LINES)
    for place, one in enumerate(told[::2]):
        assert list(one) == ["id", "line", "problem"]
        assert one["line"] == 2 * place + 1
        assert one["problem"].isascii() is (lang == "en")
    assert said.err.splitlines() == [f"said.jsonl:{one['line']}: {one['problem']}" for one in told[::2]]


def test_a_problem_keeps_the_id_of_its_line_where_there_is_one(terminal: Terminal) -> None:
    _, told = _run(terminal, BAD_LINES["text is a number"] + BAD_LINES["no id"])
    assert [one["id"] for one in told] == ["t2", None]


def test_an_id_that_stands_twice_is_a_problem_and_a_number_is_not_its_text(terminal: Terminal) -> None:
    lines = [line(id=one, text="好", reference=REFERENCE) for one in ("1", 1, "1", 1)]
    said, told = _run(terminal, b"".join(lines), FAIRDUE_LANG="en")
    assert said.code == 1
    assert ["problem" in one for one in told] == [False, False, True, True]
    assert told[2] == {"id": "1", "line": 3, "problem": "an earlier line has this id; this one was not read"}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "reference is missing"),
        ({"reference": "2026-03-11T10:20:00"}, "with its zone"),
        ({"reference": "yesterday"}, "with its zone"),
        ({"reference": 20260311}, "with its zone"),
        ({"reference": "0001-01-01T00:00:00+08:00"}, "between the years 1900 and 2200"),
        ({"reference": "9999-12-31T23:59:59+00:00"}, "between the years 1900 and 2200"),
        ({"reference": REFERENCE, "agent_before": 5}, "agent_before must be text"),
        ({"reference": REFERENCE, "agent_before": "\ud800"}, "agent_before holds half a character"),
        ({"reference": REFERENCE, "speaker": "agent"}, "use fairdue check"),
        ({"reference": REFERENCE, "speaker": ["debtor"]}, "speaker is one of"),
    ],
)
def test_what_is_odd_about_a_line_is_said(fields: dict[str, object], says: str, terminal: Terminal) -> None:
    content = json.dumps({"id": "x", "text": "好"} | fields).encode() + b"\n"
    said, told = _run(terminal, content, FAIRDUE_LANG="en")
    assert said.code == 1
    assert told[0]["id"] == "x" and says in told[0]["problem"]


def test_the_ends_of_the_calendar_that_are_taken_can_be_reckoned_with(terminal: Terminal) -> None:
    texts = ("除夕还", "月底还五百", "下下周五还", "大后天下午三点打给我", "上个月还过了", "明年春节")
    lines = [
        line(id=f"{year}{text}", text=text, reference=f"{year}-{day}T00:00:00+08:00")
        for year, day in ((1900, "01-01"), (2200, "12-31"))
        for text in texts
    ]
    assert _run(terminal, b"".join(lines))[0].code == 0


def test_a_file_that_cannot_be_read_at_all_ends_with_two(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("understand", tmp_path / "none.jsonl").code == 2
    assert terminal.run("understand", tmp_path).code == 2
    (tmp_path / "wide.jsonl").write_bytes('{"id": 1}\n'.encode("utf-16"))
    said = terminal.run("understand", tmp_path / "wide.jsonl", FAIRDUE_LANG="en")
    assert (said.code, said.out) == (2, "")
    assert said.err == "fairdue: wide.jsonl: the file is UTF-16; save it as UTF-8\n"


def test_an_empty_file_has_no_lines_and_no_problem(terminal: Terminal) -> None:
    said, told = _run(terminal, b"")
    assert (said.code, told) == (0, [])
