"""The race to the cap in a smaller form: exactly the cap goes out in every run, and a miss is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.db import OperationalError, connection, connections

from fairdue_desk.wiring import build_house

GATE = Path(__file__).resolve().parents[2] / "benchmarks" / "gate"


@pytest.fixture
def race_modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    monkeypatch.syspath_prepend(str(GATE))
    yield import_module("race"), import_module("race_callers")
    for name in ("race", "race_callers"):
        sys.modules.pop(name, None)


def run_race(*, database: str, runs: int, callers: int) -> subprocess.CompletedProcess[str]:
    asked = ["--database", database, "--runs", str(runs), "--callers", str(callers)]
    # Its own home and database: what this test run uses must not reach it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRDUE_TODAY")}
    environment["PYTHONPATH"] = str(GATE.parents[1] / "src")
    return subprocess.run(
        [sys.executable, str(GATE / "race.py"), *asked],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="threads race on PostgreSQL; on SQLite processes do, below",
)
def test_forty_threads_stop_exactly_at_the_cap_in_each_of_six_runs() -> None:
    raced = run_race(database="postgresql", runs=6, callers=40)
    assert raced.returncode == 0, raced.stdout + raced.stderr
    assert "two persons with one number" in raced.stdout
    assert "cap 3: exactly 3 went out in 6 of 6 runs" in raced.stdout
    assert "cap 6: exactly 6 went out in 6 of 6 runs" in raced.stdout


@pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="processes race on an SQLite file; on PostgreSQL threads do, above",
)
def test_eight_processes_stop_exactly_at_the_cap_in_each_of_three_runs() -> None:
    raced = run_race(database="sqlite", runs=3, callers=8)
    assert raced.returncode == 0, raced.stdout + raced.stderr
    assert "cap 3: exactly 3 went out in 3 of 3 runs" in raced.stdout
    assert "cap 6: exactly 6 went out in 3 of 3 runs" in raced.stdout


def test_a_race_that_ends_beside_the_cap_is_a_miss(
    transactional_db: None,
    race_modules: tuple[ModuleType, ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    race, callers = race_modules
    monkeypatch.setattr(callers, "_HOUSE", [build_house()])
    start = race.place_debtors(caps=[3], runs=1)[0]

    def nobody_calls(start: object) -> list[object]:
        return [callers.Called("deferred", 0.0, 1.0), callers.Called("RuntimeError()", 0.5, 2.0)]

    raced = race.hold(start, nobody_calls, 3)
    assert raced.total == 2
    assert race.report([raced]) == 1
    said = capsys.readouterr().out
    for fault in (
        "MISS: a caller ended with RuntimeError()",
        "MISS: 2 of 3 callers came back",
        "MISS: 2 went out, the cap is 3",
        "MISS: 2 attempts are stored, not 3",
    ):
        assert fault in said

    def the_last_one(start: object) -> list[object]:
        return [callers.Called(callers.dial(callers.the_house(), start, 2), 0.0, 1.0)]

    whole = race.hold(race.Start(0, 3, start.layout, 0, start.cases), the_last_one, 1)
    # The database holds the three now; only this run's own reckoning is off.
    assert whole.faults == ("1 went out, the cap is 3",)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows one writer at a time")
def test_a_number_is_locked_for_everybody_who_shares_it_until_the_transaction_ends(
    transactional_db: None,
) -> None:
    house = build_house()
    became: list[str] = []

    def lock(number_key: str) -> None:
        try:
            with house.book.transaction(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                house.book.lock_number(number_key)
                became.append("locked")
        except OperationalError:
            became.append("waited in vain")
        finally:
            connections.close_all()

    def elsewhere(number_key: str) -> str:
        thread = threading.Thread(target=lock, args=(number_key,))
        thread.start()
        thread.join(timeout=30)
        return became[-1]

    with house.book.transaction():
        house.book.lock_number("shared")
        assert elsewhere("shared") == "waited in vain"
        assert elsewhere("another") == "locked"
    assert elsewhere("shared") == "locked"


def test_a_number_is_locked_only_inside_a_transaction(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match=r"open book\.transaction"):
        build_house().book.lock_number("any")
