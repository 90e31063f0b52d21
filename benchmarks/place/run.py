"""How long does a large placement file take, from the file to the stored cases? One command answers.

    python benchmarks/place/run.py

It invents a portfolio (200,000 cases, 34 columns, third-party contacts), writes it as CSV and as XLSX, and
places each by the command line into SQLite and into PostgreSQL, in a process of its own, as a user would.
Beside every run stands a floor, measured in the same minute: the same file read with the plainest reader
(``csv.DictReader``, or ``python-calamine`` for the workbook) and put into one SQLite table with
``executemany``, with no check, no seal, no log and no index. The ratio says what the whole work costs above
merely copying the cells. Times are of this machine as it is; nothing is averaged away.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

BIN = Path(sys.executable).parent
_SERVER = urlsplit(os.environ.get("FAIRDUE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432"))
SERVER = f"{_SERVER.scheme}://{_SERVER.netloc}"
DATABASE = f"fairdue_benchmark_{os.getpid()}"
KEY = "dGVzdCBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyBvayE="


@dataclass(frozen=True, slots=True)
class Measured:
    """One process: what it used. ``cpu_s`` is of the process alone, not of a database server beside it."""

    what: str
    wall_s: float
    cpu_s: float
    peak_mib: float


def main() -> None:
    """Measure and print; exits with 1 when a run failed."""
    parser = argparse.ArgumentParser(description="Measure placing a large file.")
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--formats", default="csv,xlsx")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--floor", nargs=2, metavar=("FILE", "DATABASE"), type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.floor:
        copy_cells(*asked.floor)
        return
    print(machine())
    with tempfile.TemporaryDirectory(prefix="fairdue-benchmark-") as folder:
        for form in asked.formats.split(","):
            measure_format(Path(folder), form, asked)


def measure_format(folder: Path, form: str, asked: argparse.Namespace) -> None:
    """Measure one file format against every database and print a table."""
    path = folder / f"placement.{form}"
    generate = [sys.executable, "-m", "fairdue.practice.population", "--out", str(path)]
    run([*generate, "--size", str(asked.cases), "--seed", str(asked.seed)], what="generate")
    print(f"\n{asked.cases:,} cases, {path.stat().st_size / 2**20:.0f} MiB of {form.upper()}")
    print(f"{'run':<34} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9} {'× floor':>8}")
    target = folder / f"floor-{form}.sqlite3"
    floor = run(
        [sys.executable, __file__, "--floor", str(path), str(target)],
        what=f"floor: {'csv' if form == 'csv' else 'calamine'} + sqlite3",
    )
    target.unlink()
    show(floor, floor)
    for database in asked.databases.split(","):
        try:
            with home_of(database, folder, form) as environment:
                place = [str(BIN / "fairdue"), "place", str(path)]
                show(run(place, what=f"fairdue place into {database}", environment=environment), floor)
                expect(asked.cases, environment)
        except ConnectionError as error:
            print(f"{database}: left out, {error}")


def run(command: list[str], *, what: str, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end and say what it used. Raises SystemExit when it failed."""
    # The memory of a child is counted from its birth, so this process itself stays small.
    begun = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - begun
    if child.returncode != 0:
        raise SystemExit(f"{what} ended with {child.returncode}:\n{said}")
    return Measured(what, wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def expect(cases: int, environment: Mapping[str, str]) -> None:
    """Make sure that what was measured is the whole work: every case is there, its log whole."""
    if cases > 20_000:
        count = "from fairdue_desk.wiring import open_house; open_house();"
        count += "from fairdue_desk.rows.models import Case, CaseEvent;"
        count += "print(Case.objects.count(), CaseEvent.objects.count())"
        command = [sys.executable, "-c", count]
        said = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
        )
        assert said.stdout.split() == [str(cases)] * 2, said.stdout
        return
    subprocess.run(
        [str(BIN / "fairdue"), "audit", "verify"],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )


def show(measured: Measured, floor: Measured) -> None:
    """Print one line of the table."""
    times = measured.wall_s / floor.wall_s
    line = f"{measured.what:<34} {measured.wall_s:>8.1f} {measured.cpu_s:>8.1f} {measured.peak_mib:>9.0f}"
    print(f"{line} {times:>8.1f}", flush=True)


@contextmanager
def home_of(database: str, folder: Path, form: str) -> Iterator[Mapping[str, str]]:
    """An empty, migrated house of its own on the database, thrown away afterwards.

    Raises ConnectionError when no server answers.
    """
    environment = {
        "FAIRDUE_HOME": str(folder / f"home-{database}-{form}"),
        "FAIRDUE_KEY": KEY,
        "FAIRDUE_TODAY": "2026-03-02T10:00",
    }
    if database == "sqlite":
        environment["DATABASE_URL"] = ""
        # Making the tables is no part of placing a file.
        run([str(BIN / "fairdue"), "audit", "verify"], what="migrate", environment=environment)
        yield environment
        return
    import psycopg

    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.OperationalError as error:
        raise ConnectionError("no server answers at FAIRDUE_TEST_POSTGRES") from error
    try:
        environment["DATABASE_URL"] = f"{SERVER}/{DATABASE}"
        run([str(BIN / "fairdue"), "audit", "verify"], what="migrate", environment=environment)
        yield environment
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')


def copy_cells(source: Path, target: Path) -> None:
    """The floor: read the cells with the plainest reader and insert them, and nothing else."""
    connection = sqlite3.connect(target)
    rows: Iterator[Sequence[object]] = _csv_rows(source) if source.suffix == ".csv" else _xlsx_rows(source)
    headers = next(rows)
    names = ", ".join(f'"{header}"' for header in headers)
    connection.execute(f"CREATE TABLE cells ({names})")
    marks = ", ".join("?" * len(headers))
    with connection:
        connection.executemany(f"INSERT INTO cells VALUES ({marks})", rows)


def _csv_rows(source: Path) -> Iterator[Sequence[object]]:
    with source.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        yield list(reader.fieldnames or [])
        for row in reader:
            yield list(row.values())


def _xlsx_rows(source: Path) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineWorkbook

    yield from CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).iter_rows()


def machine() -> str:
    """The machine, in words: processor, cores, memory, load, versions."""
    model, memory = platform.processor() or "unknown processor", "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    if Path("/proc/meminfo").exists():
        memory = f"{int(Path('/proc/meminfo').read_text().split()[1]) / 2**20:.0f} GiB"
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores, {memory} memory, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; load before the run {load:.1f}"
    )


if __name__ == "__main__":
    main()
