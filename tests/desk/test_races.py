"""Many at once at the cap: exactly as many contacts go out as the cap allows, on either database.

PostgreSQL is raced by threads with a connection each; SQLite, which knows one writer at a time, by
processes on one real file, as several command lines and web workers would.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.decision import Defer, Refuse
from fairdue.operations import standing_ports
from fairdue.operations.audit import audit
from fairdue.operations.converse import AlreadyInCall, begin_call, call_action
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.ports import ConcurrentChange, Delivery, Outbound
from fairdue.operations.send import send
from fairdue_desk.rows.models import ContactAttempt, Decision
from fairdue_desk.wiring import build_house
from journeys.story import CREDITOR, Story, on, placement_csv
from standing import with_ordinary_standing

TREE = Path(__file__).resolve().parents[2]
WORKERS = 12
CALLERS = tuple(f"w{number}" for number in range(WORKERS))


class Line:
    """A channel that ends every contact at once, as it is told; safe to share among threads."""

    name = "phone"
    line = standing_ports.Line("test line", registered=True, caller_id_owned=True)

    def __init__(self, result: CallResult, by: AnsweredBy) -> None:
        self.delivery = Delivery(result, by)

    def deliver(self, outbound: Outbound) -> Delivery:
        return self.delivery


LINES = {
    "answered": (Line(CallResult.ANSWERED, AnsweredBy.DEBTOR), 3),
    "no_answer": (Line(CallResult.NO_ANSWER, AnsweredBy.NOBODY), 6),
}
"""What the line does, and how many of a race may go out: three talks, or six unanswered attempts."""

UNDER_WAY = {"cn.gbt_45251.effective_calls"}


def one_dials(house: House, case: CaseFile, line: str, minute: int) -> str:
    """One worker's call, and what became of it in a word.

    Who loses a race on the log is told, and tries again. On a line that nobody answers a call may be put off
    while three others are still under way, since each of them could become a talk; they end at once.
    """
    action = call_action(case, contact_point_id=case.contact_points[0].contact_point_id)
    house = replace(house, channels={"phone": LINES[line][0]})
    while True:
        try:
            answer = send(house, action=action, as_of=on(0, 10, minute), actor=f"w{minute}")
        except ConcurrentChange:
            continue
        put_off = isinstance(answer, Defer) and {reason.code for reason in answer.reasons} == UNDER_WAY
        if not (put_off and line == "no_answer"):
            return type(answer).__name__


def race(work: Callable[[int], str]) -> Counter[str]:
    """Let all workers begin at one moment, and count what became of them."""
    start = threading.Barrier(WORKERS)
    became: list[str] = []

    def run(number: int) -> None:
        try:
            start.wait(timeout=30)
            became.append(work(number))
        except Exception as error:
            became.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return Counter(became)


@pytest.fixture
def placed(transactional_db: None) -> CaseFile:
    house = with_ordinary_standing(build_house(), collectors=CALLERS)
    content = placement_csv({"个案序列号": "HS-1"}, size=1)
    assert Story(house).place(content, at=on(0, 8)).new == 1
    return house.book.load(house.book.resolve("HS-1"))


needs_postgres = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="threads race on PostgreSQL; on SQLite processes do, below",
)


@needs_postgres
@pytest.mark.parametrize("line", LINES)
def test_threads_that_call_one_person_at_once_never_pass_the_cap(placed: CaseFile, line: str) -> None:
    house, cap = build_house(), LINES[line][1]
    became = race(lambda number: one_dials(house, placed, line, number))
    assert became == {"Sent": cap, "Defer": WORKERS - cap}
    assert ContactAttempt.objects.count() == cap
    assert Decision.objects.filter(verdict="permit").count() == cap
    assert audit(house).findings == ()


@needs_postgres
def test_of_threads_that_begin_one_call_at_once_exactly_one_dials_and_all_stand_in_the_same_call(
    placed: CaseFile,
) -> None:
    house = build_house()

    def begin(number: int) -> str:
        try:
            call = begin_call(house, case_id=placed.case_id, as_of=on(0, 10), actor=f"w{number}")
        except AlreadyInCall:
            return "told"
        assert not isinstance(call, Defer | Refuse), call
        return "in call"

    became = race(begin)
    assert set(became) <= {"told", "in call"}
    assert became["in call"] >= 1
    assert ContactAttempt.objects.count() == 1
    assert audit(house).findings == ()


@needs_postgres
def test_of_threads_that_place_one_file_at_once_all_end_with_the_same_cases(transactional_db: None) -> None:
    content = placement_csv(size=40)

    def place(number: int) -> str:
        house = build_house()
        place_file(house, name="same.csv", content=content, as_of=on(0, 9), actor="w", creditor=CREDITOR)
        return "placed"

    became = race(place)
    house = build_house()
    result = audit(house)
    assert (result.cases, result.events, result.findings) == (40, 40, ())
    assert became["placed"] >= 1
    # Whoever lost the race stored nothing; the database said so, and placing again changes nothing.
    report = place_file(house, name="same.csv", content=content, as_of=on(0, 9), actor="w")
    assert (report.new, report.unchanged) == (0, 40)


WORKER = """
import sys
from fairdue_desk.wiring import open_house
house = open_house()
from desk.test_races import EACH, LINES, one_dials
for line in LINES:
    case = house.book.load(house.book.resolve(line))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(EACH):
        print(one_dials(house, case, line, number), flush=True)
    print("done", flush=True)
"""

STANDING = """
from fairdue_desk.wiring import open_house
house = open_house()
from desk.test_races import CALLERS
from standing import with_ordinary_standing
with_ordinary_standing(house, collectors=CALLERS)
"""

PROCESSES, EACH = 4, 3
"""Twelve calls a race: four processes of three calls, since each process costs a start."""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="processes race on an SQLite file")
def test_processes_that_call_one_person_at_once_never_pass_the_cap_on_one_sqlite_file(
    tmp_path: Path,
) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}",
        "FAIRDUE_HOME": str(tmp_path),
        "FAIRDUE_TODAY": "2026-03-02T09:00",
        "PYTHONPATH": os.pathsep.join(str(TREE / folder) for folder in ("src", "tests")),
    }
    files = []
    for number, line in enumerate(LINES):
        files.append(tmp_path / f"{line}.csv")
        files[-1].write_bytes(placement_csv({"个案序列号": line}, size=1, seed=number))
    subprocess.run([sys.executable, "-c", STANDING], env=environment, check=True)
    cli = str(Path(sys.executable).parent / "fairdue")
    subprocess.run([cli, "place", *map(str, files)], env=environment, check=True, capture_output=True)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for line, (_, cap) in LINES.items():
        for worker in workers:
            assert said_by(worker) == "ready", line
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        became = Counter(word for worker in workers for word in iter(partial(said_by, worker), "done"))
        assert became == {"Sent": cap, "Defer": PROCESSES * EACH - cap}, line
    for worker in workers:
        assert worker.communicate(timeout=30) == ("", None)
    verified = subprocess.run([cli, "audit", "verify"], env=environment, capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout


def said_by(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    assert line, "a worker ended early"
    return line.strip()
