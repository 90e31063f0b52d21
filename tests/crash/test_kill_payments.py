"""``kill -9`` while a payment file is read in one process, decided in another and filed by the server."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from crash.houses import DATABASES, Killable, killable_house
from fairdue.operations.place import LARGE_BYTES
from fairdue.practice.payment_load import payment_lines, placement_lines, write_lines

pytestmark = pytest.mark.crash

CASES, PAYMENTS, KILLS = 500, 75_000, 4
TABLES = ("rows_payment", "rows_paymenttally", "rows_placedfile")


@pytest.mark.parametrize("database", DATABASES)
def test_a_payment_file_whose_posting_is_killed_is_there_whole_or_not_at_all(
    database: str, tmp_path: Path
) -> None:
    cases, payments = tmp_path / "cases.csv", tmp_path / "payments.csv"
    write_lines(cases, placement_lines(CASES))
    write_lines(payments, payment_lines(cases=CASES, payments=PAYMENTS, seed=3))
    assert payments.stat().st_size >= LARGE_BYTES, "large enough for a process that reads ahead"
    with killable_house(database, tmp_path / "whole", name="whole") as house:
        assert house.run("place", "--creditor", "示例银行", str(cases)).returncode == 0
        begun = time.perf_counter()
        assert house.run("place", "--creditor", "示例银行", str(payments)).returncode == 0
        whole_s = time.perf_counter() - begun
        whole = stored(house)
    found_nothing = 0
    with killable_house(database, tmp_path / "killed", name="killed") as house:
        assert house.run("place", "--creditor", "示例银行", str(cases)).returncode == 0
        nothing = stored(house)
        for number in range(KILLS):
            after_s = whole_s * (number + 1) / (KILLS + 1)
            house.run_and_kill("place", "--creditor", "示例银行", str(payments), after_s=after_s)
            after = stored(house)
            assert after in (nothing, whole), "something is half done"
            found_nothing += after == nothing
        assert found_nothing >= KILLS // 2, "the kills came too late to prove anything"
        again = house.run("place", "--creditor", "示例银行", str(payments))
        assert again.returncode == 0, again.stderr
        payments_as_whole = {**whole, "rows_paymenttally": stored(house)["rows_paymenttally"]}
        assert stored(house) == payments_as_whole
        assert house.run("audit", "verify").returncode == 0


def stored(house: Killable) -> dict[str, object]:
    """How many rows there are, and what the money of cases, ledger and logs adds up to."""
    counted: dict[str, object] = {table: house.count(table) for table in TABLES}
    counted["cases"] = house.ask("SELECT SUM(balance_fen), SUM(paid_fen), SUM(event_count) FROM rows_case")
    counted["ledger"] = house.ask("SELECT COUNT(*), SUM(received), SUM(principal) FROM rows_ledgerline")
    counted["events"] = house.count("rows_caseevent")
    return counted
