"""How long does a million payments against 300,000 cases take, from the file to the ledger? One command answers.

    python benchmarks/payments/run.py

It invents both files, places the cases (not measured), then measures ``fairdue place`` of the payment file in a
process of its own, on SQLite and on PostgreSQL: reading, matching with reasons, queues, sealed events, ledger
lines, list rows, closing of what is paid off, one commit. Beside each stands a floor, measured in the same
minute: DuckDB reads the same payment file and a table of the same cases, joins them by number and by card, and
writes the joined lines into one table, in DuckDB itself and by plain COPY into the same PostgreSQL; no check, no
serial number known again, no log, no ledger, no index. CPU is of the process and, for PostgreSQL, of the server's
process for it as well. It ends with 1 where a demand is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

FAIRDUE = [sys.executable, "-c", "from fairdue.cli import main; main()"]
_SERVER = urlsplit(os.environ.get("FAIRDUE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432"))
SERVER = f"{_SERVER.scheme}://{_SERVER.netloc}"
DATABASE = f"fairdue_benchmark_{os.getpid()}"
KEY = "dGVzdCBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyBvayE="
DEMANDS = {"postgresql": 120.0, "sqlite": 240.0}
DEMAND_MIB = 2048
CHECK = """
from fairdue_desk.wiring import open_house
open_house()
from django.db import connection
for sql in (
    "SELECT sum(received_lines), sum(received_fen - posted_fen - reversed_fen - queued_fen - duplicate_fen"
    " - refused_fen) FROM rows_paymenttally",
    "SELECT count(*), sum(amount_fen) FROM rows_payment WHERE outcome = 'posted'",
    "SELECT count(*), sum(received) FROM rows_ledgerline WHERE movement IN ('payment', 'reversal')",
    "SELECT (SELECT count(*) FROM rows_caseevent WHERE kind = 'PaymentPosted'), sum(paid_fen) FROM rows_case",
    "SELECT count(*) FROM rows_ledgerline WHERE fees + penalty + interest + unsplit + principal + overpaid"
    " + handed_back + placed + restated + received <> 0",
):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        print(*cursor.fetchone())
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. ``cpu_s`` is of the process and of the one that reads ahead for it, ``peak_mib`` the most that the two
    held, ``server_s`` of the database server while it ran (None: not known).

    ``load`` is that of the machine in the minute before it began and in its own last minute; ``queued_s`` how long
    the process was ready to go on and had to wait for a core, which on a quiet machine is next to nothing.
    """

    what: str
    wall_s: float
    cpu_s: float
    peak_mib: float
    load: tuple[float, float]
    queued_s: float
    server_s: float | None = None


def main() -> None:
    """Measure and print; exits with 1 when a run failed or a demand is missed."""
    parser = argparse.ArgumentParser(description="Measure posting a large payment file.")
    parser.add_argument("--cases", type=int, default=300_000)
    parser.add_argument("--payments", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--databases", default="postgresql,sqlite")
    parser.add_argument("--below", type=float, help="wait for a load below this before each measurement")
    parser.add_argument("--patience", type=float, default=600.0, help="seconds to wait for it at most")
    parser.add_argument("--again", action="store_true", help="place the same file a second time as well")
    parser.add_argument("--floor", nargs=3, metavar=("CASES", "PAYMENTS", "TARGET"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.floor:
        join_and_copy(*asked.floor)
        return
    print(machine(), flush=True)
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fairdue-benchmark-") as folder:
        cases, payments = write_files(Path(folder), asked)
        size = payments.stat().st_size / 2**20
        print(f"\n{asked.payments:,} payments ({size:.0f} MiB of CSV) against {asked.cases:,} cases")
        print(
            f"{'run':<34} {'wall s':>8} {'CPU s':>8} {'server CPU':>11} {'peak MiB':>9} {'× floor':>8} {'load':>13}"
        )
        for database in asked.databases.split(","):
            try:
                with home_of(database, Path(folder)) as environment:
                    missed += measure(database, cases, payments, environment, asked)
            except ConnectionError as error:
                print(f"{database}: left out, {error}")
    for line in missed:
        print(f"MISSED: {line}")
    raise SystemExit(1 if missed else 0)


def write_files(folder: Path, asked: argparse.Namespace) -> tuple[Path, Path]:
    """Invent both files."""
    from fairdue.practice.payment_load import payment_lines, placement_lines, write_lines

    cases, payments = folder / "cases.csv", folder / "payments.csv"
    write_lines(cases, placement_lines(asked.cases))
    write_lines(payments, payment_lines(cases=asked.cases, payments=asked.payments, seed=asked.seed))
    return cases, payments


def measure(
    database: str, cases: Path, payments: Path, environment: Mapping[str, str], asked: argparse.Namespace
) -> list[str]:
    """Measure one database; returns the demands that were missed."""
    target = environment["DATABASE_URL"] or str(payments.with_suffix(".duckdb"))
    wait_for_quiet(asked)
    floor = run(
        [sys.executable, __file__, "--floor", str(cases), str(payments), target],
        what=f"floor: DuckDB join{' + COPY' if database == 'postgresql' else ''}",
        environment=environment,
    )
    show(floor, floor)
    place = [*FAIRDUE, "place", "--creditor", "示例银行"]
    run([*place, str(cases)], what="place the cases", environment=environment)
    wait_for_quiet(asked)
    posted = run([*place, str(payments)], what=f"fairdue place, {database}", environment=environment)
    show(posted, floor)
    expect(payments, environment)
    if asked.again:
        show(run([*place, str(payments)], what="the same file again", environment=environment), floor)
        expect(payments, environment)
    demand = DEMANDS[database] * asked.payments / 1_000_000
    missed = []
    if posted.wall_s > demand:
        missed.append(f"{database}: {posted.wall_s:.0f} s of at most {demand:.0f} s")
    if posted.peak_mib > DEMAND_MIB:
        missed.append(f"{database}: {posted.peak_mib:.0f} MiB of at most {DEMAND_MIB}")
    return missed


def run(command: list[str], *, what: str, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end and say what it used. Raises SystemExit when it failed."""
    server, load = server_cpu(), os.getloadavg()[0]
    begun = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    queued, beside = [0.0], [0.0]
    watch = threading.Thread(target=watch_queue, args=(child.pid, queued, beside))
    watch.start()
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    watch.join()
    wall_s = time.perf_counter() - begun
    if child.returncode != 0:
        raise SystemExit(f"{what} ended with {child.returncode}:\n{said[-2000:]}")
    time.sleep(1.0)  # the server counts a connection's CPU as its own a moment after the connection ended
    after = server_cpu()
    of_server = None if server is None or after is None or not environment["DATABASE_URL"] else after - server
    loads = (load, os.getloadavg()[0])
    return Measured(
        what,
        wall_s,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024 + beside[0],
        loads,
        queued[0],
        of_server,
    )


def watch_queue(pid: int, queued: list[float], beside: list[float]) -> None:
    """Keep the seconds that the first thread of a process waited for a core, until it ends, and the largest memory
    of a process that it started, in MiB; pages that both hold count twice. Linux alone says either.
    """
    task = Path(f"/proc/{pid}/task/{pid}")
    while True:
        try:
            queued[0] = int((task / "schedstat").read_text().split()[1]) / 1e9
            children = (task / "children").read_text().split()
        except (OSError, IndexError):
            return
        beside[0] = max([beside[0], *(most_held(own) for own in children)])
        time.sleep(0.05)


def most_held(pid: str) -> float:
    """The most memory that a process held so far, in MiB; 0 once it has ended."""
    try:
        told = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in told if line.startswith("VmHWM")), default=0.0)


def wait_for_quiet(asked: argparse.Namespace) -> None:
    """Wait until the machine has little else to do, if that was asked for; not longer than the patience."""
    until = time.monotonic() + asked.patience
    while asked.below is not None and os.getloadavg()[0] >= asked.below and time.monotonic() < until:
        time.sleep(2)


def server_cpu() -> float | None:
    """The CPU seconds that all PostgreSQL processes of this machine used so far, ended children included.

    Other work on the same server counts too, so on a busy one it is an upper bound.
    """
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition(")")
            if name.endswith("(postgres"):
                parts = rest.split()
                total += int(parts[11]) + int(parts[12])
                if parts[1] == "1" or not Path(f"/proc/{parts[1]}").exists():
                    total += int(parts[13]) + int(parts[14])
        except (OSError, IndexError):
            continue
    return total / os.sysconf("SC_CLK_TCK") if total else None


def expect(payments: Path, environment: Mapping[str, str]) -> None:
    """Make sure that what was measured is the whole work: lines, events, ledger and payments agree to the fen."""
    said = subprocess.run(
        [sys.executable, "-c", CHECK],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    lines = sum(1 for _ in payments.open("rb")) - 1
    tally, by_payment, by_ledger, by_event, unbalanced = said
    received, untied = tally.split()
    assert int(received) % lines == 0 and int(untied) == 0, tally
    assert by_payment == by_ledger == by_event, said
    assert unbalanced == "0", unbalanced


def show(measured: Measured, floor: Measured) -> None:
    """Print one line of the table."""
    times = measured.wall_s / floor.wall_s
    server = "" if measured.server_s is None else f"{measured.server_s:.1f}"
    line = f"{measured.what:<34} {measured.wall_s:>8.1f} {measured.cpu_s:>8.1f} {server:>11}"
    load = f"{measured.load[0]:.1f} to {measured.load[1]:.1f}"
    print(f"{line} {measured.peak_mib:>9.0f} {times:>8.1f} {measured.queued_s:>9.1f} {load:>13}", flush=True)


@contextmanager
def home_of(database: str, folder: Path) -> Iterator[Mapping[str, str]]:
    """An empty, migrated house of its own on the database, thrown away afterwards.

    Raises ConnectionError when no server answers.
    """
    environment = {
        "FAIRDUE_HOME": str(folder / f"home-{database}"),
        "FAIRDUE_KEY": KEY,
        "FAIRDUE_TODAY": "2026-03-02T10:00",
        "DATABASE_URL": "",
    }
    Path(environment["FAIRDUE_HOME"]).mkdir(exist_ok=True)
    if database == "sqlite":
        run([*FAIRDUE, "audit", "verify"], what="migrate", environment=environment)
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
        run([*FAIRDUE, "audit", "verify"], what="migrate", environment=environment)
        yield environment
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')


def join_and_copy(cases: str, payments: str, target: str) -> None:
    """The floor: a pure join of the same files, written into one table without an index."""
    import duckdb

    joined = (
        'SELECT p."流水号", coalesce(n."个案序列号", k."个案序列号") AS case_no, p."入账日期",'
        ' CAST(round(CAST(p."入账金额" AS DECIMAL(18, 2)) * 100) AS BIGINT) AS fen, p."还款渠道"'
        f" FROM read_csv('{payments}', all_varchar = true) p"
        f' LEFT JOIN read_csv(\'{cases}\', all_varchar = true) n ON n."个案序列号" = p."个案序列号"'
        f' LEFT JOIN read_csv(\'{cases}\', all_varchar = true) k ON k."卡号" = p."卡号"'
    )
    if not target.startswith("postgres"):
        with duckdb.connect(target) as connection:
            connection.execute(f"CREATE OR REPLACE TABLE posted AS {joined}")
        return
    import psycopg

    with psycopg.connect(target) as server, duckdb.connect() as connection:
        server.execute(
            "CREATE TABLE floor_posted (serial text, case_no text, posted text, fen bigint, way text)"
        )
        rows = connection.execute(joined)
        with server.cursor() as cursor, cursor.copy("COPY floor_posted FROM STDIN") as copy:
            while chunk := rows.fetchmany(20_000):
                for row in chunk:
                    copy.write_row(row)
        server.execute("DROP TABLE floor_posted")


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
