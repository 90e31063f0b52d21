"""Exit codes and streams of the other commands: data on stdout, talk on stderr, 2 for input, 3 for a no."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cli.terminal import Terminal
from core.intake.file_builders import placement_csv, record

THIRD = {"联系人1姓名": "联系甲", "联系人1手机": "13900001234"}


@pytest.fixture(scope="module")
def worked(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with three cases and an ordinary standing."""
    path = tmp_path_factory.mktemp("files") / "three.csv"
    path.write_bytes(placement_csv(*[record(number) | THIRD for number in (1, 2, 3)]))
    said = lasting.run("place", "--creditor", "示例银行", path)
    assert (said.code, said.out) == (0, "")
    assert "three.csv" in said.err
    lasting.take_ordinary_standing(creditor="示例银行")
    return lasting


@pytest.mark.parametrize("command", [("prepare",), ("talk",), ("explain",), ("audit", "verify")])
def test_an_unknown_case_ends_with_2_and_says_where_to_look(
    worked: Terminal, command: tuple[str, ...]
) -> None:
    said = worked.run(*command, "NO-SUCH-1")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("fairdue: no case has this id or number here")


def test_at_night_talk_is_not_permitted_ends_with_3_and_names_the_rule(worked: Terminal) -> None:
    said = worked.run("talk", "C000001", FAIRDUE_TODAY="2026-03-02T23:00")
    assert (said.code, said.out) == (3, "")
    assert "cn.gbt_45251.quiet_hours" in said.err or "GB/T 45251" in said.err
    assert "08:00" in said.err
    english = worked.run("talk", "C000001", FAIRDUE_TODAY="2026-03-02T23:00", FAIRDUE_LANG="en")
    assert english.code == 3
    assert "22:00 to 08:00" in english.err
    connection = sqlite3.connect(worked.home / "fairdue.sqlite3")
    kept = connection.execute("SELECT verdict FROM rows_decision WHERE action = 'place_call'").fetchall()
    connection.close()
    assert kept == [("defer",), ("defer",)]
    assert worked.count("rows_contactattempt") == 0


def test_explain_says_the_same_with_3_and_records_nothing(worked: Terminal) -> None:
    before = worked.count("rows_decision")
    said = worked.run("explain", "C000001", "--as-of", "2026-03-02T23:00", "--json")
    assert said.code == 3
    told = said.json()
    assert (told["verdict"], told["until"]) == ("defer", "2026-03-03T08:00:00+08:00")
    assert "cn.gbt_45251.quiet_hours" in {line["rule"] for line in told["trace"]}
    by_day = worked.run("explain", "C000001", "--json")
    assert (by_day.code, by_day.json()["verdict"]) == (0, "permit")
    assert worked.count("rows_decision") == before


def test_a_call_by_keyboard_ends_with_its_record_on_stdout_and_the_screen_on_stderr(worked: Terminal) -> None:
    typed = "\n".join(["1", "1", "1", "4", "2", "三百", "后天", "微信", "1", "1"]) + "\n"
    said = worked.run("talk", "C000002", typed=typed)
    assert said.code == 0, said.err
    recorded = said.json()
    assert (recorded["case_no"], recorded["code"]) == ("C000002", "PTP")
    assert "300" in recorded["note"] and "微信" in recorded["note"]
    assert "核实身份" in said.err
    before_identity = said.err.split("核实身份")[0]
    assert "1,234" not in before_identity
    diary = worked.run("diary", "--json")
    (line,) = [json.loads(line) for line in diary.out.splitlines()]
    assert (line["case_no"], line["kind"], line["due_at"][:10]) == ("C000002", "promise_due", "2026-03-04")


def test_a_call_whose_input_ends_stays_open_and_is_taken_up_at_the_same_step(worked: Terminal) -> None:
    first = worked.run("talk", "C000003", typed="1\n1\n")
    assert (first.code, first.out) == (1, "")
    assert "再次运行同一命令" in first.err
    second = worked.run("talk", "C000003", typed="0\n")
    assert second.code == 0, second.err
    assert second.json()["code"] == "HU"
    assert "核实身份" in second.err and "电话接通情况" not in second.err


def test_prepare_and_today_give_data_on_stdout_alone(worked: Terminal) -> None:
    card = worked.run("prepare", "C000001", "--json")
    assert (card.code, card.err) == (0, "")
    assert len(card.json()["facts"]) == 6
    today = worked.run("today", "--json", "--limit", "2")
    assert (today.code, today.err, len(today.out.splitlines())) == (0, "", 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("place",),
        ("place", "--no-such-option", "x.csv"),
        ("today", "--limit", "0"),
        ("explain", "C000001", "no_such_act"),
        ("explain", "C000001", "--as-of", "yesterday"),
        ("end-of-day", "--date", "soon"),
        ("talk", "C000001", "--number", "9"),
    ],
)
def test_wrong_use_ends_with_2_and_one_line(worked: Terminal, arguments: tuple[str, ...]) -> None:
    said = worked.run(*arguments)
    assert (said.code, said.out) == (2, ""), said.err
    assert said.err.startswith("fairdue: ")
    assert "Traceback" not in said.err


def test_a_key_that_is_not_of_this_database_is_refused(worked: Terminal) -> None:
    other = "b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXMgb2s="
    said = worked.run("today", FAIRDUE_KEY=other)
    assert (said.code, said.out) == (2, "")
    assert "key" in said.err


def test_a_changed_log_is_found_and_ends_with_1_naming_case_and_place(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(placement_csv(record(1)))
    assert terminal.run("place", path).code == 0
    connection = sqlite3.connect(terminal.home / "fairdue.sqlite3")
    with connection:
        connection.execute("DROP TRIGGER rows_caseevent_no_update")
        connection.execute("UPDATE rows_caseevent SET body = replace(body, '123450', '123451')")
    connection.close()
    said = terminal.run("audit", "verify")
    assert said.code == 1
    (finding,) = said.out.splitlines()
    assert finding.split("\t")[1] == "1"
    assert "测试甲" not in said.out + said.err


def test_an_acknowledgement_is_written_beside_the_placing(terminal: Terminal, tmp_path: Path) -> None:
    path, out = tmp_path / "one.csv", tmp_path / "ack.xlsx"
    path.write_bytes(placement_csv(record(1), record(2)))
    said = terminal.run("place", path, "--acknowledgement", out)
    assert said.code == 0, said.err
    assert out.read_bytes().startswith(b"PK")
