"""``fairdue attest`` and ``fairdue override``: what they say, how they end, and that two terminals are two persons."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from cli.terminal import COLLECTOR, Terminal
from core.intake.file_builders import placement_csv, record
from fairdue.cli.house import ExpectedFailure
from fairdue.cli.moments import typed_end, typed_moment, typed_start
from fairdue.compliance.attested import ATTESTED_COLUMNS
from fairdue.foundation.civil import CHINA

PAPER = ("--evidence", "paper")


@pytest.fixture(scope="module")
def placed(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with one case, of which nobody has vouched for anything."""
    path: Path = tmp_path_factory.mktemp("files") / "one.csv"
    path.write_bytes(placement_csv(record(1)))
    assert lasting.run("place", "--creditor", "示例银行", path).code == 0
    return lasting


def test_a_first_call_ends_in_a_refusal_whose_commands_can_be_typed_as_they_stand(placed: Terminal) -> None:
    refused = placed.run("talk", "C000001")
    assert (refused.code, refused.out) == (3, "")
    assert "以下事实尚无人声明" in refused.err
    shown = [line.strip() for line in refused.err.splitlines() if line.strip().startswith("fairdue attest ")]
    typed = [line.replace("creditor|agency|debt_buyer", "agency").split()[1:] for line in shown]
    assert {words[1] for words in typed} == {
        "agency_listed",
        "debtor_told_of_agency",
        "collector_licensed",
        "acting_as",
    }
    assert COLLECTOR in " ".join(shown)
    for words in typed:
        said = placed.run(*(word.replace('"…"', "paper") for word in words), FAIRDUE_ACTOR="lead")
        assert (said.code, said.err) == (0, ""), said.err
    permitted = placed.run("explain", "C000001")
    assert permitted.code == 0, permitted.out
    english = placed.run("explain", "C000001", FAIRDUE_LANG="en", FAIRDUE_ACTOR="newcomer")
    assert english.code == 3
    assert "Nobody has vouched for these yet" in english.out and "--staff newcomer" in english.out


def test_statements_are_listed_withdrawn_and_told_as_data(placed: Terminal) -> None:
    said = placed.run("attest", "pay_scheme_balanced", "--house", "--until", "2026-03-31", *PAPER)
    assert said.code == 0
    (line,) = placed.run("attest", "list", "--column", "pay_scheme_balanced", "--json").out.splitlines()
    told = json.loads(line)
    assert (told["value"], told["scope"], told["name"]) == ("yes", "house", "")
    assert told["ends_at"] == "2026-04-01T00:00:00+08:00", "the last day counts to its end"
    assert (told["stated_by"], told["evidence"], told["holds"]) == (COLLECTOR, "paper", True)
    assert placed.run("attest", "withdraw", told["id"]).code == 0
    assert placed.run("attest", "list", "--column", "pay_scheme_balanced").out == ""
    kept = placed.run("attest", "list", "--column", "pay_scheme_balanced", "--all").out
    assert told["id"] in kept and "已撤回" in kept
    columns = placed.run("attest", "list", "--columns").out
    assert "collector_licensed" in columns and "yes|no" in columns


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("agency_listd", "--creditor", "示例银行", *PAPER), "there is no fact"),
        (("agency_listed", "maybe", "--creditor", "示例银行", *PAPER), "yes or no"),
        (("agency_listed", *PAPER), "say what it is about"),
        (("agency_listed", "--creditor", "示例银行", "--house", *PAPER), "say what it is about"),
        (("agency_listed", "--batch", "B1", *PAPER), "--batch needs --creditor"),
        (("agency_listed", "--creditor", "示列银行", *PAPER), "there are 示例银行"),
        (("agency_listed", "--creditor", "示例银行", "--evidence", " "), "rests on evidence"),
        (("collector_licensed", "--staff", "c", *PAPER), "say until when"),
        (("collector_licensed", "--staff", "c", "--until", "soon", *PAPER), "--until is a day like"),
        (("collector_licensed", "--staff", "c", "--until", "2026-03-01", *PAPER), "before it starts"),
        (("vulnerable", "--case", "NO-SUCH", *PAPER), "no case has this id"),
        (("withdraw", "as-nobody"), "attest list"),
    ],
)
def test_a_statement_that_cannot_be_made_ends_with_2_and_says_what_to_type(
    placed: Terminal, arguments: tuple[str, ...], message: str
) -> None:
    said = placed.run("attest", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("fairdue: ") and message in said.err


def test_an_override_takes_two_terminals_and_law_none_at_all(placed: Terminal) -> None:
    asked = placed.run(
        "override", "ask", "C000001", "house.weekly_contacts",
        "--reason", "asked for daily calls", "--evidence", "rec-7", "--until", "2026-03-08",
    )  # fmt: skip
    assert asked.code == 0, asked.err
    override_id = asked.out.split()[0]
    assert "2026-03-09 00:00" in asked.out and "待第二人批准" in asked.out
    own = placed.run("override", "grant", override_id)
    assert (own.code, own.out) == (3, "") and "两人" in own.err
    granted = placed.run("override", "grant", override_id, FAIRDUE_ACTOR="lead")
    assert granted.code == 0 and "lead" in granted.out
    assert override_id in placed.run("override", "list").out
    assert placed.run("override", "withdraw", override_id).code == 0
    assert placed.run("override", "list").out == ""
    assert "已撤回" in placed.run("override", "list", "--all").out
    law = placed.run(
        "override", "ask", "C000001", "cn.civil_code.no_minors",
        "--reason", "r", "--evidence", "e", "--until", "2026-03-08",
    )  # fmt: skip
    assert (law.code, law.out) == (3, "") and "法律规定从不豁免" in law.err
    nowhere = placed.run("override", "grant", "ov-nowhere")
    assert nowhere.code == 2 and "override list" in nowhere.err
    assert placed.run("audit", "verify").code == 0


@pytest.mark.parametrize("day", ["2026-03-31", "20260331", "2026-W14-2", "2026W142"])
def test_a_last_day_counts_to_its_end_however_it_is_written(day: str) -> None:
    assert typed_end(day, option="--until") == datetime(2026, 4, 1, tzinfo=CHINA)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "9999-12-31T23:59", "0001-01-01T00:00+14:00"])
@pytest.mark.parametrize("read", [typed_start, typed_end, typed_moment])
def test_a_moment_at_the_end_of_the_calendar_is_refused(read: Callable[..., datetime], text: str) -> None:
    with pytest.raises(ExpectedFailure, match=r"--as-of is between the years 1900 and 9000"):
        read(text, option="--as-of")


def test_what_can_be_vouched_for_is_told_as_data_too(placed: Terminal) -> None:
    told = [json.loads(line) for line in placed.run("attest", "list", "--columns", "--json").out.splitlines()]
    assert {one["column"] for one in told} == set(ATTESTED_COLUMNS)
    assert all(one["scopes"] and one["value"] and one["says"] for one in told)


def test_statements_of_a_fact_that_there_is_not_are_not_none_but_a_mistake(placed: Terminal) -> None:
    said = placed.run("attest", "list", "--column", "nonsense")
    assert (said.code, said.out) == (2, "")
    assert "there is no fact 'nonsense'" in said.err


@pytest.mark.parametrize("name", ["house:exam", "House:Exam"])
def test_nobody_acts_at_the_terminal_in_the_name_of_the_house(placed: Terminal, name: str) -> None:
    vouch = ("attest", "collector_licensed", "yes", "--staff", "c", "--until", "2026-12-31", *PAPER)
    said = placed.run(*vouch, FAIRDUE_ACTOR=name)
    assert said.code == 2 and "the house's own" in said.err
    assert "house:exam" not in placed.run("attest", "list", "--all").out
