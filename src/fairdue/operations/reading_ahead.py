"""Reading ahead: the next lines of a file are drawn while the caller decides and stores the ones before.

Room: operations. Only reading is elsewhere, in one order and one item ahead; whatever decides or touches the
database stays with the caller. A thread serves a file of any size. A large one is read in a process of its own,
since of two threads of one interpreter only one works at a time, and an hour's file has a million lines.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")


class ReadingEnded(RuntimeError):
    """The process that read ahead ended before its file did: killed, or out of memory."""


def read_ahead(items: Iterator[Item], *, apart: bool = False) -> Iterator[Item]:
    """Draw the next item while the caller works on this one. What drawing raises is raised here, in its turn.

    ``apart`` asks for a process of its own; it is granted where one can be forked safely, from a process that has
    one thread. Items are then copied: they must be plain values, and none may be None.
    """
    return _in_a_process(items) if apart and _can_fork() else _in_a_thread(items)


def _can_fork() -> bool:
    """Another thread might hold a lock that the forked process would wait for, so there must be none."""
    if (os.cpu_count() or 1) < 2 or multiprocessing.current_process().daemon:
        return False
    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()


def _in_a_thread(items: Iterator[Item]) -> Iterator[Item]:
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader:
        drawn = reader.submit(next, items, None)
        while (item := drawn.result()) is not None:
            drawn = reader.submit(next, items, None)
            yield item


def _in_a_process(items: Iterator[Item]) -> Iterator[Item]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    reader = context.Process(target=_tell, args=(items, ours, theirs), name="reading", daemon=True)
    reader.start()
    theirs.close()
    try:
        while True:
            try:
                told = ours.recv_bytes()
            except EOFError:
                raise ReadingEnded(
                    "reading the file was cut off; nothing is stored, place it again"
                ) from None
            item, error = pickle.loads(told)  # noqa: S301 - our own process wrote it a moment ago
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        # A reader that still has something to tell finds nobody there, and ends.
        ours.close()
        reader.join()


def _tell(items: Iterator[Item], ours: Connection, theirs: Connection) -> None:
    """The other process: read, tell, end. It holds the pipe's end alone, so that it ends with its caller."""
    ours.close()
    try:
        try:
            for item in items:
                theirs.send_bytes(pickle.dumps((item, None), pickle.HIGHEST_PROTOCOL))
        except (BrokenPipeError, KeyboardInterrupt):
            return
        except Exception as error:
            theirs.send_bytes(pickle.dumps((None, error)))
        else:
            theirs.send_bytes(pickle.dumps((None, None)))
    except BrokenPipeError:
        return
