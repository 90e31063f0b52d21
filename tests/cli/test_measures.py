"""``fairdue measures`` and ``fairdue token``, as processes of their own."""

from __future__ import annotations

import json

from cli.terminal import Terminal
from fairdue.feedback.measure_dictionary import MeasureId


def test_every_measure_is_told_with_its_two_numbers_or_with_the_reason_there_is_none(
    terminal: Terminal,
) -> None:
    told = [json.loads(line) for line in terminal.run("measures", "--json").out.splitlines()]
    assert [one["id"] for one in told] == [one.value for one in MeasureId]
    assert all(one["why_no_value"] for one in told), "an empty house has nothing to count, and says so"


def test_rows_need_a_measure_and_a_file_and_come_as_csv(terminal: Terminal) -> None:
    refused = terminal.run("measures", "--rows", "coverage")
    assert refused.code == 2 and "--out" in refused.err
    path = terminal.home / "rows.csv"
    said = terminal.run("measures", "--rows", "coverage", "--out", path, FAIRDUE_LANG="en")
    assert said.code == 0, said.err
    assert path.read_text("utf-8-sig").startswith("case number,creditor,collector")


def test_the_dictionary_is_printed_in_both_languages(terminal: Terminal) -> None:
    assert "# 指标" in terminal.run("measures", "--dictionary").out
    assert "# Measures" in terminal.run("measures", "--dictionary", FAIRDUE_LANG="en").out


def test_a_token_needs_a_login_an_end_and_an_id(terminal: Terminal) -> None:
    nobody = terminal.run("token", "create", "nobody", FAIRDUE_LANG="en")
    assert nobody.code == 2 and "login" in nobody.err and nobody.out == ""
    endless = terminal.run("token", "create", "nobody", "--days", "4000")
    assert endless.code == 2 and "366" in endless.err
    unknown = terminal.run("token", "revoke", "tknone")
    assert unknown.code == 2 and "token list" in unknown.err
    assert terminal.run("token", "list").out == ""
