"""``fairdue eligible``: every channel of every open case in one Parquet file, as the gate would answer each alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from cli.terminal import Terminal

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "placement.csv"
CHANNELS = 8


def test_every_channel_of_every_open_case_is_judged_as_explain_judges_it(terminal: Terminal) -> None:
    assert terminal.run("place", SAMPLE, "--creditor", "demo_bank").code == 0
    terminal.take_ordinary_standing(creditor="示例银行")
    cases = terminal.count("rows_case")
    out = terminal.home / "eligible.parquet"
    said = terminal.run("eligible", out, "--as-of", "2026-03-02T23:00", FAIRDUE_LANG="en")
    assert said.code == 0, said.err
    assert said.out == ""
    assert f"call          permit 0  defer {cases}  refuse 0" in said.err
    columns = "case_no, verdict, strftime(until, '%Y-%m-%dT%H:%M:%S'), because"
    calls = duckdb.sql(f"SELECT {columns} FROM '{out}' WHERE channel = 'call' ORDER BY case_no").fetchall()
    assert len(calls) == cases
    assert duckdb.sql(f"SELECT count(*) FROM '{out}'").fetchall() == [(cases * CHANNELS,)]
    case_no, verdict, until, because = calls[0]
    told = terminal.run("explain", case_no, "--as-of", "2026-03-02T23:00", "--json").json()
    assert told["verdict"] == verdict
    assert str(told["until"]).startswith(until)
    fired = {line["rule"] for line in told["trace"] if line["outcome"] not in ("passed", "not_applicable")}
    assert set(because) == fired


def test_no_name_and_no_number_of_a_person_is_in_the_file(terminal: Terminal) -> None:
    terminal.run("place", SAMPLE, "--creditor", "demo_bank")
    out = terminal.home / "eligible.parquet"
    assert terminal.run("eligible", out).code == 0
    kept = [row[0] for row in duckdb.sql(f"DESCRIBE FROM '{out}'").fetchall()]
    assert kept == ["case_id", "case_no", "creditor", "channel", "verdict", "until", "zone", "because"]


def test_a_file_that_is_there_is_not_written_over_and_a_bad_moment_is_said(terminal: Terminal) -> None:
    out = terminal.home / "eligible.parquet"
    out.write_text("mine")
    said = terminal.run("eligible", out)
    assert (said.code, out.read_text()) == (2, "mine")
    assert "exists already" in said.err
    assert terminal.run("eligible", terminal.home / "nowhere" / "x.parquet").code == 2
    assert terminal.run("eligible", terminal.home / "x.parquet", "--as-of", "today").code == 2


def test_a_house_without_cases_writes_an_empty_file(terminal: Terminal) -> None:
    out = terminal.home / "eligible.parquet"
    assert terminal.run("eligible", out).code == 0
    assert duckdb.sql(f"SELECT count(*) FROM '{out}'").fetchall() == [(0,)]


def test_no_other_command_waits_for_an_engine() -> None:
    told = "import sys; from fairdue.cli.app import run; run(['--help']); print(sorted({'duckdb', 'sqlglot'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=60)
    assert said.stdout.splitlines()[-1] == "[]", said.stderr
