"""Closing a day, returning cases, keeping one, and the commission, at the command line with its exit codes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from cli.terminal import Terminal
from fairdue.practice.population import generate_rows, write_placement_csv

BANK = "示例银行"
LATER = {"FAIRDUE_TODAY": "2026-04-10T10:00", "FAIRDUE_LANG": "en"}


@pytest.fixture(scope="module")
def lived(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Four cases, one whose term ends in March, one payment."""
    folder = tmp_path_factory.mktemp("files")
    rows = list(generate_rows(seed=5, size=4, placed_on=date(2026, 3, 1), creditor=BANK, batch_no="B1"))
    for number, row in enumerate(rows):
        row["个案序列号"] = f"HS-{number}"
        row["预计退案日期"] = "2026-03-20" if number == 3 else "2026-09-30"
    stream = io.StringIO()
    write_placement_csv(stream, rows=rows)
    (folder / "cases.csv").write_text(stream.getvalue(), encoding="utf-8")
    (folder / "paid.csv").write_text(
        "流水号,案件编号,还款日期,还款金额,还款渠道\nP1,HS-0,2026-03-09,120.00,微信\n", encoding="utf-8"
    )
    assert lasting.run("place", folder / "cases.csv").code == 0
    assert (
        lasting.run("place", folder / "paid.csv", "--creditor", BANK, FAIRDUE_TODAY="2026-03-10T10:00").code
        == 0
    )
    lasting.take_ordinary_standing(creditor=BANK)
    for fact, value in (("legal_basis_recorded", "yes"), ("acting_as", "agency")):
        assert lasting.run("attest", fact, value, "--house", "--evidence", "made up").code == 0
    for fact in ("export_within_purpose", "separate_consent_given"):
        assert lasting.run("attest", fact, "yes", "--creditor", BANK, "--evidence", "made up").code == 0
    return lasting


def test_a_day_is_closed_listed_and_closed_only_once(lived: Terminal) -> None:
    closed = lived.run("end-of-day", "--date", "2026-03-21", **LATER)
    assert closed.code == 0, closed.err
    assert closed.json() == {"date": "2026-03-21", "runs": ["2026-03-21-1"], "recorded": {"CaseReturned": 1}}
    again = lived.run("end-of-day", "--date", "2026-03-21", **LATER)
    assert (again.code, again.json()["runs"]) == (0, []) and "nothing new" in again.err
    listed = lived.run("runs", **LATER)
    assert "2026-03-21-1" in listed.out and "Feedback files" in listed.out
    record = json.loads(lived.run("runs", "--json", **LATER).out)
    assert record["steps"][-1]["step"] == "day_report" and record["finished_at"]
    files = sorted(path.name for path in (lived.home / "outbox" / "2026-03-21-1").iterdir())
    assert [name.split("-", 1)[0] for name in files] == ["20260321", "20260321", "day"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--date", "2026-05-01"), 2, "lies after the business date"),
        (("--date", "soon"), 2, "write it like 2026-03-02"),
        (("--date", "2026-03-05"), 2, "add --again"),
    ],
)
def test_a_day_that_cannot_be_closed_is_said_with_what_to_do(
    lived: Terminal, arguments: tuple[str, ...], code: int, says: str
) -> None:
    said = lived.run("end-of-day", *arguments, **LATER)
    assert (said.code, says in said.err) == (code, True), said.err


def test_a_file_is_added_up_before_it_is_taken(lived: Terminal, tmp_path: Path) -> None:
    totals = lived.run("feedback", BANK, tmp_path / "x.xlsx", "--dry-run", **LATER).json()
    assert (totals["template"], totals["rows"], totals["paid_fen"]) == ("example_bank", 4, 12_000)
    assert not (tmp_path / "x.xlsx").exists()
    assert lived.run("feedback", BANK, tmp_path / "x.xlsx", **LATER).code == 0
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"PK")
    unknown = lived.run("feedback", BANK, tmp_path / "y", "--template", "none", **LATER)
    assert unknown.code == 2 and "known: example_bank" in unknown.err


def test_a_commission_statement_is_written_and_settled(lived: Terminal, tmp_path: Path) -> None:
    period = ("--from", "2026-03-01", "--until", "2026-04-01")
    stated = lived.run("commission", BANK, tmp_path / "c.xlsx", *period, **LATER)
    assert stated.code == 0, stated.err
    record = stated.json()
    assert record["base_fen"] == 12_000 and 0 < record["commission_fen"] < 12_000 and not record["settled"]
    assert (
        lived.run("commission", BANK, tmp_path / "c.xlsx", *period, "--settle", **LATER).json()["settled"]
        is True
    )
    kept = (tmp_path / "c.xlsx").read_bytes()
    twice = lived.run("commission", BANK, tmp_path / "c.xlsx", *period, "--settle", **LATER)
    assert (tmp_path / "c.xlsx").read_bytes() == kept, "what was settled is not written over"
    assert twice.code == 2 and "is settled already" in twice.err
    strange = lived.run("commission", "无此行", tmp_path / "c.xlsx", *period, **LATER)
    assert strange.code == 2 and "has no terms for this creditor" in strange.err


def test_cases_go_back_by_list_and_what_stays_is_said(lived: Terminal, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("HS-1\nHS-9\n", encoding="utf-8")
    arguments = ("return", BANK, "--reason", "on-list", "--list", tmp_path / "list.txt")
    tried = lived.run(*arguments, "--dry-run", "--json", **LATER)
    assert tried.code == 3
    assert [json.loads(line)["returned"] for line in tried.out.splitlines()] == [True, False]
    done = lived.run(*arguments, "--out", tmp_path / "back.xlsx", **LATER)
    assert "1 returned, 1 stay" in done.err and (tmp_path / "back.xlsx").exists()
    assert "HS-9  –  this creditor has no case with this number" in done.out
    nothing = lived.run("return", BANK, "--reason", "given-back", **LATER)
    assert nothing.code == 2 and "name the cases" in nothing.err


def test_a_case_is_kept_when_its_creditor_agrees(lived: Terminal) -> None:
    assert lived.run("keep", "HS-2", "--answer", **LATER).code == 3
    late = lived.run("keep", "HS-2", "--until", "2027-01-01", **LATER)
    assert late.code == 3 and "at most 90 days" in late.err
    assert lived.run("keep", "HS-2", "--until", "2026-07-01", "--ground", "promise", **LATER).code == 3
    shut = lived.run("keep", "HS-3", "--until", "2026-07-01", **LATER)
    assert shut.code == 3 and "only an open case" in shut.err


def test_a_file_that_cannot_be_written_tells_nothing_and_moves_no_chain(
    lived: Terminal, tmp_path: Path
) -> None:
    def told(out: Path, hour: int) -> str:
        moment = {**LATER, "FAIRDUE_TODAY": f"2026-04-11T{hour}:00"}
        ran = lived.run("feedback", BANK, out, "--template", "example_finance", **moment)
        assert ran.code == 0, ran.err
        return out.read_text(encoding="gb18030")

    told(tmp_path / "first.csv", 10)
    line = "流水号,案件编号,还款日期,还款金额,还款渠道\nP9,HS-2,2026-04-10,77.77,微信\n"
    (tmp_path / "paid.csv").write_text(line, encoding="utf-8")
    late = {**LATER, "FAIRDUE_TODAY": "2026-04-11T11:00"}
    assert "1 posted" in lived.run("place", tmp_path / "paid.csv", "--creditor", BANK, **late).err
    for nowhere in (tmp_path / "no" / "x.csv", tmp_path):
        refused = lived.run(
            "feedback",
            BANK,
            nowhere,
            "--template",
            "example_finance",
            **{**LATER, "FAIRDUE_TODAY": "2026-04-11T12:00"},
        )
        assert refused.code == 2 and "in a folder that you may write to" in refused.err
    assert "77.77" in told(tmp_path / "second.csv", 13)
    assert not list(tmp_path.glob(".*.half"))
