"""The five shared files, placed in order into one database, say exactly what ``expected.json`` says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.terminal import Said, Terminal
from shared_data import shared

pytestmark = pytest.mark.shared

FILES = (
    "01_clean_utf8.csv",
    "02_messy.xlsx",
    "03_defects_gbk.csv",
    "04_update_utf8sig.csv",
    "05_payments_gb18030.csv",
)


@pytest.fixture(scope="module")
def placed(lasting: Terminal) -> dict[str, Said]:
    """Each file placed once, in order."""
    return {name: lasting.run("place", "--json", path_of(name)) for name in FILES}


def path_of(name: str) -> Path:
    return shared(f"placements/{name}")


def expected(name: str) -> dict[str, Any]:
    document = json.loads(shared("placements/expected.json").read_text("utf-8"))
    return dict(document["files"][name])


@pytest.mark.parametrize("name", FILES)
def test_a_shared_file_is_taken_exactly_as_expected(placed: dict[str, Said], name: str) -> None:
    said, want = placed[name], expected(name)
    assert said.code == 0, said.err
    got = said.json()
    assert got["problems"] == []
    if "accepted" in want:
        assert len(got["accepted"]) == len(want["accepted"])
        for one, other in zip(got["accepted"], want.pop("accepted"), strict=True):
            assert {key: one[key] for key in other} == other
    if "accepted_case_nos" in want:
        assert [one["case_no"] for one in got["accepted"]] == want.pop("accepted_case_nos")
    for key in ("rejected", "warned"):
        found = [{k: one[k] for k in ("file_line", "column", "defect")} for one in got.get(key, [])]
        assert found == want.pop(key, [])
        assert all(one["message"] for one in got.get(key, []))
    assert {key: got[key] for key in want} == want


def test_totals_are_those_of_the_accepted_to_the_fen(placed: dict[str, Said]) -> None:
    for name in FILES[:2]:
        total = sum(one["amount_fen"] for one in expected(name)["accepted"])
        assert placed[name].json()["total_fen"] == total


def test_talk_is_on_stderr_and_names_the_file_and_the_line(placed: dict[str, Said]) -> None:
    for name, said in placed.items():
        assert len(said.out.splitlines()) == 1, "one object a file"
        assert name in said.err
    assert "03_defects_gbk.csv:4: id_checksum" in placed["03_defects_gbk.csv"].err


def test_placing_the_files_again_changes_nothing(placed: dict[str, Said], lasting: Terminal) -> None:
    assert {said.code for said in placed.values()} == {0}
    tables = ("rows_case", "rows_caseevent", "rows_payment", "rows_person", "rows_placedfile")
    before = {table: lasting.count(table) for table in tables}
    assert before["rows_case"] == 749
    again = lasting.run("place", "--json", *map(path_of, FILES))
    assert again.code == 0
    assert {table: lasting.count(table) for table in tables} == before
    first, second, third, updates, payments = map(json.loads, again.out.splitlines())
    assert [one["new"] for one in (first, second, third)] == [0, 0, 0]
    assert (updates["unchanged"], payments["posted"], payments["already_posted"]) == (120, 0, 91)
    verified = lasting.run("audit", "verify")
    assert (verified.code, verified.out) == (0, ""), verified.out


def test_a_dry_run_says_the_same_and_stores_nothing(terminal: Terminal) -> None:
    said = terminal.run("place", "--dry-run", "--json", path_of(FILES[0]))
    got = said.json()
    assert (said.code, got["dry_run"], got["new"], got["taken"]) == (0, True, 500, 500)
    for table in ("rows_case", "rows_caseevent", "rows_person", "rows_placedfile"):
        assert terminal.count(table) == 0
    assert "试运行" in said.err
