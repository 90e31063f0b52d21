"""``kill -9`` at ten moments of placing a large file: the file is in whole, or not at all."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from random import Random

import pytest

from crash.houses import DATABASES, Killable, killable_house
from fairdue.practice.population import generate_rows, write_placement_csv

pytestmark = pytest.mark.crash

CASES, KILLS, SEED = 20_000, 10, 2_603
TABLES = ("rows_person", "rows_case", "rows_caseevent", "rows_placedfile")


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.csv"
    rows = generate_rows(
        seed=7, size=CASES, placed_on=date(2026, 3, 1), creditor="示例银行", batch_no="B2603-01"
    )
    assert write_placement_csv(path, rows=rows) == CASES
    return path


@pytest.mark.parametrize("database", DATABASES)
def test_a_file_whose_placing_is_killed_is_there_whole_or_not_at_all(
    database: str, large_file: Path, tmp_path: Path
) -> None:
    with killable_house(database, tmp_path / "whole", name="whole") as house:
        begun = time.perf_counter()
        assert house.run("place", str(large_file)).returncode == 0
        whole_s = time.perf_counter() - begun
        whole = stored(house)
        content = digest_of(house)
        assert whole["rows_case"] == whole["rows_caseevent"] == CASES
    rng = Random(f"{SEED}:{database}")
    # Up to nine tenths of a run: a machine that is quicker the next time has mostly not finished by then.
    kills = [0.9 * (number + rng.random()) / KILLS for number in range(KILLS)]
    rng.shuffle(kills)
    round_number = found_nothing = 0
    while kills:
        round_number += 1
        with killable_house(database, tmp_path / f"round-{round_number}", name="round") as house:
            # The tables are made before, so that every kill falls into the placing itself.
            assert house.run("audit", "verify").returncode == 0
            while kills and not house.count("rows_case"):
                after_s = kills.pop() * whole_s
                house.run_and_kill("place", str(large_file), after_s=after_s)
                after = stored(house)
                assert after in (whole, dict.fromkeys(TABLES, 0)), "something is half done"
                found_nothing += after != whole
                if after == whole:
                    # The machine has become quicker than it was at the first run; later kills come sooner.
                    whole_s = min(whole_s, after_s)
            if house.count("rows_case"):
                assert digest_of(house) == content
            if not kills:
                completes(house, large_file, whole, content)
    assert found_nothing >= KILLS // 2, "the kills came too late to prove anything"


def completes(house: Killable, file: Path, whole: dict[str, int], content: object) -> None:
    """After all kills on one database: placing again leads to the same whole, and every log is whole."""
    again = house.run("place", str(file))
    assert again.returncode == 0, again.stderr
    assert stored(house) == whole
    assert digest_of(house) == content
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def stored(house: Killable) -> dict[str, int]:
    return {table: house.count(table) for table in TABLES}


def digest_of(house: Killable) -> object:
    """What is stored, in numbers that any difference would change; tokens and hashes differ by design."""
    return house.ask(
        "SELECT SUM(amount_fen), SUM(balance_fen), SUM(principal_fen), COUNT(DISTINCT case_no), "
        "COUNT(DISTINCT person_id), MIN(fingerprint), MAX(fingerprint) FROM rows_case"
    )
