"""The callers of the race: threads with connections of their own, or processes that live through all runs.

Each caller does one act by the operations and says in a word what became of it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fairdue.operations.house import House

LINES = {3: "answered", 6: "no_answer"}
"""What the line does to a call, by the cap that it works towards."""
CALLER = "caller"
RACE = Path(__file__).with_name("race.py")
SPARE_CONNECTIONS = 20
"""What a server is left for others while the threads hold the rest."""


@dataclass(frozen=True, slots=True)
class Start:
    """How a run begins: whose cases are called, on which line, and how many contacts were made before."""

    run: int
    cap: int
    layout: str
    already: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """What one caller met: a word, or an error, and when the caller was in the act."""

    word: str
    begun_s: float
    ended_s: float


Race = Callable[[Start], list[Called]]


def dial(house: House, start: Start, number: int) -> str:
    """One caller's act, and what became of it in a word.

    Who loses a race on the log is told, and tries again. On a line that nobody answers a call may be put off
    while three others are under way, since each of them could become a talk; they end at once.
    """
    from fairdue.compliance.decision import Defer, Refuse
    from fairdue.operations.converse import call_action
    from fairdue.operations.ports import ConcurrentChange
    from fairdue.operations.send import send

    case = house.book.load(start.cases[number % len(start.cases)])  # type: ignore[arg-type]
    action = call_action(case, contact_point_id=case.contact_points[0].contact_point_id)
    house = replace(house, channels={"phone": Line(LINES[start.cap])})
    while True:
        try:
            answer = send(house, action=action, as_of=moment(number), actor=CALLER)
        except ConcurrentChange:
            continue
        if isinstance(answer, Refuse):
            return "refused"
        if not isinstance(answer, Defer):
            return "sent"
        reasons = {reason.code for reason in answer.reasons}
        if start.cap == 3 or reasons != {"cn.gbt_45251.effective_calls"}:
            return "deferred"
        time.sleep(0.005)


class Line:
    """A channel that ends every call at once, as it is told; safe to share among threads."""

    name = "phone"

    def __init__(self, line: str) -> None:
        from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
        from fairdue.operations.ports import Delivery
        from fairdue.operations.standing_ports import Line as LineUsed

        self.line = LineUsed("race", registered=True, caller_id_owned=True)
        by = AnsweredBy.DEBTOR if line == "answered" else AnsweredBy.NOBODY
        self.delivery = Delivery(CallResult(line), by)

    def deliver(self, outbound: object) -> Any:
        """Ring; it is over."""
        return self.delivery


@contextmanager
def threads(callers: int) -> Iterator[Race]:
    """Threads with connections of their own to PostgreSQL, at most as many at a time as the server lets in."""
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int, count(*) FROM pg_stat_activity")
        most, taken = cursor.fetchone()
    free = min(callers, most - taken - SPARE_CONNECTIONS)
    print(f"{callers} threads; the server allows {most} connections, so {free} act at a time, the rest queue")
    lent: queue.LifoQueue[Any] = queue.LifoQueue()
    for _ in range(free):
        one = connections.create_connection("default")
        one.inc_thread_sharing()
        one.connect()
        lent.put(one)

    def race(start: Start) -> list[Called]:
        gate = threading.Barrier(callers)
        called: list[Called] = []

        def call(number: int) -> None:
            gate.wait(timeout=120)
            own = lent.get()
            begun = time.monotonic()
            connections["default"] = own
            try:
                word = dial(the_house(), start, number)
            except Exception as error:
                word = repr(error)
            finally:
                lent.put(own)
            called.append(Called(word, begun, time.monotonic()))

        crowd = [threading.Thread(target=call, args=(number,)) for number in range(callers)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join(timeout=600)
        return called

    try:
        yield race
    finally:
        while not lent.empty():
            lent.get().close()


@contextmanager
def processes(callers: int) -> Iterator[Race]:
    """Processes on one SQLite file that start once and race anew in each run."""
    print(f"{callers} processes on one SQLite file")
    command = [sys.executable, str(RACE), "--worker"]
    crowd = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(callers)
    ]
    try:
        for one in crowd:
            heard(one)

        def race(start: Start) -> list[Called]:
            # All are told first and begin together a moment later, so that the telling is no head start.
            begin_s = time.monotonic() + 0.05
            for number, one in enumerate(crowd):
                told = [number, begin_s, start.run, start.cap, start.layout, start.already, start.cases]
                say(one, json.dumps(told))
            return [Called(*json.loads(heard(one))) for one in crowd]

        yield race
    finally:
        for one in crowd:
            if one.stdin is not None:
                one.stdin.close()
            one.wait(timeout=60)


def work() -> int:
    """One process of the crowd: it reads how a run begins, calls, and says what became of it."""
    house = the_house()
    print("ready", flush=True)
    for line in sys.stdin:
        number, begin_s, run, cap, layout, already, cases = json.loads(line)
        start = Start(run, cap, layout, already, tuple(cases))
        time.sleep(max(0.0, begin_s - time.monotonic()))
        begun = time.monotonic()
        try:
            word = dial(house, start, number)
        except Exception as error:
            word = repr(error)
        print(json.dumps([word, begun, time.monotonic()]), flush=True)
    return 0


def say(worker: subprocess.Popen[str], line: str) -> None:
    """Tell a worker one line."""
    assert worker.stdin is not None
    worker.stdin.write(line + "\n")
    worker.stdin.flush()


def heard(worker: subprocess.Popen[str]) -> str:
    """The next line of a worker."""
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise SystemExit("a worker ended early")
    return line


_HOUSE: list[Any] = []


def the_house() -> House:
    """The house of this process, opened once; its ports hold no connection."""
    if not _HOUSE:
        from fairdue_desk.wiring import open_house

        _HOUSE.append(open_house())
    house: House = _HOUSE[0]
    return house


def moment(number: int) -> datetime:
    """Ten o'clock on the day of the race, and some seconds: nobody's hours decide anything here."""
    from fairdue.foundation.civil import CHINA

    return datetime(2026, 3, 2, 10, tzinfo=CHINA) + timedelta(seconds=number)
