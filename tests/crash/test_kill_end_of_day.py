"""``kill -9`` at the boundary of every step of the end of a day, and inside every step: the day ends as if undisturbed.

The process kills itself at a named moment (``killing.py``), which no timing can miss; what it left is taken up
by the next process, which is killed at the next moment, and so on through the whole day. In the end everything that
is stored and written is compared, byte for byte, with a run of the same portfolio that nobody disturbed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from crash.houses import BIN, DATABASES, SERVER, Killable, killable_house

pytestmark = pytest.mark.crash

TESTS = Path(__file__).parents[1]
DAY = "2026-03-20"
CLOSE = ("end-of-day", "--date", DAY)
STEPS = (
    "judge_claims", "judge_promises", "judge_plans", "settle", "return_due", "matters", "review_calls",
    "ledger_proof",
    "measures_snapshot", "feedback_files", "day_report",
)  # fmt: skip
STORED = {
    "the logs": "SELECT case_id, seq, kind, at, actor, body, prev_hash, hash FROM rows_caseevent ORDER BY case_id, seq",
    "the projections": "SELECT * FROM rows_case ORDER BY case_id",
    "the payments": "SELECT * FROM rows_payment ORDER BY payment_id",
    "the run": "SELECT run_id, round, as_of, version, actor, finished_at IS NULL FROM rows_dayrun ORDER BY run_id",
    "the steps": "SELECT run_id, place, step, state, counts, digest, done, note FROM rows_dayrunstep ORDER BY place",
    "the files sent": "SELECT run_id, creditor, template, name, digest, rows, paid_in_period_fen, paid_fen, balance_fen, "
    "as_of, moves_chain FROM rows_sentfile ORDER BY creditor, template",
    "the exports": "SELECT creditor, digest, rows, actor FROM rows_export ORDER BY creditor, digest",
    "the answers of the gate": "SELECT action, verdict, actor, COUNT(*) FROM rows_decision GROUP BY 1, 2, 3 ORDER BY 1, 2",
}


@dataclass(frozen=True)
class Whole:
    """Everything that a closed day leaves behind, and the moments that an undisturbed run met, in order."""

    stored: dict[str, list[tuple[object, ...]]]
    files: dict[str, str]
    moments: tuple[str, ...]


@dataclass
class Base:
    """A portfolio before the day is closed, of which a test takes as many copies as it wants."""

    house: Killable
    folder: Path
    whole: Whole | None = None

    @contextmanager
    def copy(self, name: str) -> Iterator[Killable]:
        """A house of its own with the same rows."""
        folder = self.folder / name
        folder.mkdir()
        environment = self.house.environment | {"FAIRDUE_HOME": str(folder)}
        if self.house.database == "sqlite":
            path = folder / "fairdue.sqlite3"
            shutil.copy(self.house.address, path)
            yield Killable(environment | {"DATABASE_URL": f"sqlite:///{path}"}, "sqlite", str(path))
            return
        base = self.house.address.rsplit("/", 1)[1]
        own = f"{base}_{name}"
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{own}" TEMPLATE "{base}"')
        address = f"{SERVER}/{own}"
        try:
            yield Killable(environment | {"DATABASE_URL": address}, "postgresql", address)
        finally:
            with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@pytest.fixture(scope="module", params=DATABASES)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("day")
    with ExitStack() as stack:
        house = stack.enter_context(killable_house(request.param, folder / "base", name="day"))
        path = os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", "")))
        environment = house.environment | {"PYTHONPATH": path, "FAIRDUE_ACTOR": "end-of-day"}
        built = subprocess.run(
            [sys.executable, str(TESTS / "crash" / "day_house.py")],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert built.returncode == 0, built.stderr
        watched = environment | {
            "FAIRDUE_TODAY": "2026-03-21T09:00",
            "FAIRDUE_WIRING": "crash.killing:open_house",
        }
        if (
            house.database == "sqlite"
        ):  # what a copy of the file takes along must not lie in the log beside it
            house.ask("PRAGMA wal_checkpoint(TRUNCATE)")
        the_base = Base(replace(house, environment=watched), folder)
        with the_base.copy("undisturbed") as calm:
            the_base.whole = _undisturbed(calm, folder / "moments.txt")
        yield the_base


def _undisturbed(house: Killable, trace: Path) -> Whole:
    ended = house.run(*CLOSE, FAIRDUE_TEST_TRACE=str(trace))
    assert ended.returncode == 0, ended.stderr
    moments = tuple(dict.fromkeys(trace.read_text(encoding="utf-8").split()))
    return Whole(stored(house), files(house), moments)


def stored(house: Killable) -> dict[str, list[tuple[object, ...]]]:
    return {name: house.ask(sql) for name, sql in STORED.items()}


def files(house: Killable) -> dict[str, str]:
    folder = Path(house.environment["FAIRDUE_HOME"]) / "outbox"
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_the_same(house: Killable, whole: Whole) -> None:
    assert files(house) == whole.files
    now = stored(house)
    for name, rows in whole.stored.items():
        assert now[name] == rows, f"{name} differ from those of the undisturbed run"
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def killed_at(house: Killable, moment: str) -> bool:
    """Close the day and die at this moment; False when the run met no such moment and came to its end."""
    return house.run(*CLOSE, FAIRDUE_TEST_KILL=moment).returncode == -signal.SIGKILL


def test_an_undisturbed_run_has_work_for_every_step_and_meets_moments_in_each(base: Base) -> None:
    whole = base.whole
    assert whole is not None
    assert [row[2] for row in whole.stored["the steps"]] == list(STEPS)
    for step in STEPS:
        stages = {moment.split(":")[0] for moment in whole.moments if f":{step}:" in moment}
        assert {"begin_step", "end_step"} <= stages
    for step in ("judge_claims", "judge_promises", "judge_plans", "settle", "return_due"):
        assert f"append:{step}:after" in whole.moments, (
            "nothing was recorded, so a kill inside would prove nothing"
        )
    kinds = sorted(Path(name).suffix for name in whole.files)
    assert kinds == [".csv", ".json", ".xlsx", ".xlsx", ".xlsx"]


def test_a_day_that_is_killed_at_every_moment_in_turn_ends_as_one_that_never_was(base: Base) -> None:
    assert base.whole is not None
    with base.copy("everywhere") as house:
        kills = sum(killed_at(house, moment) for moment in base.whole.moments)
        last = house.run(*CLOSE)
        assert last.returncode == 0, last.stderr
        # A few moments lie in the part that an earlier kill, after its commit, had already brought to its end.
        assert kills >= 0.9 * len(base.whole.moments) > 80
        is_the_same(house, base.whole)


@pytest.mark.parametrize(
    "moment",
    [
        "append:judge_promises:after",
        "progress:judge_claims:committed",
        "end_step:return_due:before",
        "begin_step:ledger_proof:committed",
        "record_export:feedback_files:after",
        "record_sent:feedback_files:committed",
        "put:feedback_files:before",
        "put:feedback_files:after",
        "finish:day_report:before",
    ],
)
def test_a_day_that_is_killed_once_ends_as_one_that_never_was(base: Base, moment: str) -> None:
    assert base.whole is not None
    with base.copy("once") as house:
        assert killed_at(house, moment)
        ended = house.run(*CLOSE)
        assert ended.returncode == 0, ended.stderr
        is_the_same(house, base.whole)
    shutil.rmtree(base.folder / "once")


def test_a_closed_day_that_is_closed_again_says_nothing_new_and_changes_nothing(base: Base) -> None:
    assert base.whole is not None
    with base.copy("twice") as house:
        assert house.run(*CLOSE).returncode == 0
        again = house.run(*CLOSE, FAIRDUE_LANG="en")
        assert again.returncode == 0 and "nothing new" in again.stderr
        is_the_same(house, base.whole)


def test_of_two_runs_at_once_one_closes_the_day_and_the_other_is_told_who_does(base: Base) -> None:
    assert base.whole is not None
    with base.copy("both") as house:
        slow = subprocess.Popen(
            [str(BIN / "fairdue"), *CLOSE],
            env=house.environment | {"FAIRDUE_TEST_STOP": "begin_step:settle:committed"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 60
            while not house.count("rows_dayrunstep", "step = 'settle'"):
                assert time.monotonic() < deadline and slow.poll() is None
                time.sleep(0.05)
            refused = house.run(*CLOSE)
            assert refused.returncode == 4 and "--wait" in refused.stderr, refused.stderr
            slow.send_signal(signal.SIGCONT)
            waited = house.run(*CLOSE, "--wait", "60")
            assert waited.returncode == 0, waited.stderr
            assert slow.wait(timeout=60) == 0
        finally:
            slow.kill()
            slow.wait()
        is_the_same(house, base.whole)


def test_a_run_that_was_killed_while_it_held_the_lock_keeps_nobody_out(base: Base) -> None:
    assert base.whole is not None
    with base.copy("dead") as house:
        assert killed_at(house, "begin_step:matters:committed")
        assert house.run(*CLOSE).returncode == 0
        is_the_same(house, base.whole)
