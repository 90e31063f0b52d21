"""A wiring that kills its own process: the real house, whose ports watch for one moment and then die by SIGKILL.

``FAIRDUE_WIRING=crash.killing:open_house`` puts it in the place of the desk's. A moment is ``call:step:stage``: which
port is called, in which step of the day, and when: ``before`` the call, ``after`` it (its transaction still open), or
``committed``, when that transaction has ended. ``FAIRDUE_TEST_STOP`` only stops it there. Every moment that is met is written into a file, so that a run
that nobody kills tells which moments there are.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairdue.operations.house import House
from fairdue_desk import wiring

_CALLS = {
    "begin", "begin_step", "progress", "end_step", "finish", "append", "put", "record_sent", "record_export",
}  # fmt: skip


class Moments:
    """Which step is under way, which moments were met, and at which one to die."""

    def __init__(self) -> None:
        self.step = "start"
        self._wanted = os.environ.get("FAIRDUE_TEST_KILL", "")
        self._stop_at = os.environ.get("FAIRDUE_TEST_STOP", "")
        self._trace = os.environ.get("FAIRDUE_TEST_TRACE", "")
        self._in_transaction: list[str] = []

    def met(self, call: str, stage: str) -> None:
        """Write it down; die if it is the one."""
        moment = f"{call}:{self.step}:{stage}"
        if self._trace:
            with Path(self._trace).open("a", encoding="utf-8") as trace:
                trace.write(moment + "\n")
        if moment == self._wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        if moment == self._stop_at:
            os.kill(os.getpid(), signal.SIGSTOP)

    def wrote(self, call: str) -> None:
        """A write whose transaction is open."""
        self._in_transaction.append(call)

    def committed(self) -> None:
        """The outermost transaction ended."""
        calls, self._in_transaction = self._in_transaction, []
        for call in dict.fromkeys(calls):
            self.met(call, "committed")


class Watched:
    """A port whose writes are watched; everything else is its own."""

    def __init__(self, port: Any, moments: Moments, names: dict[str, str]) -> None:
        self._port, self._moments, self._names = port, moments, names

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._port, name)
        if name not in self._names:
            return real
        return self._watch(self._names[name], real)

    def _watch(self, call: str, real: Callable[..., Any]) -> Callable[..., Any]:
        assert call in _CALLS

        def watched(*args: Any, **kwargs: Any) -> Any:
            if call == "begin_step":
                self._moments.step = args[0].step
            self._moments.met(call, "before")
            answer = real(*args, **kwargs)
            self._moments.met(call, "after")
            self._moments.wrote(call)
            return answer

        return watched


class WatchedBook(Watched):
    """The case book, whose outermost transaction says when what was written is safe."""

    depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """The real one; afterwards the moments hear of it."""
        self.depth += 1
        try:
            with self._port.transaction():
                yield
        finally:
            self.depth -= 1
        if self.depth == 0:
            self._moments.committed()


def open_house() -> House:
    """The house of the desk, watched."""
    house, moments = wiring.open_house(), Moments()
    runs = {name: name for name in ("begin", "begin_step", "progress", "end_step", "finish")}
    office = replace(
        house.back_office,
        runs=Watched(house.back_office.runs, moments, runs),
        sent=Watched(house.back_office.sent, moments, {"record": "record_sent"}),
        outbox=Watched(house.back_office.outbox, moments, {"put": "put"}),
    )
    return replace(
        house,
        book=WatchedBook(house.book, moments, {"append": "append"}),
        exports=Watched(house.exports, moments, {"record": "record_export"}),
        back_office=office,
    )
