"""One process closes a day at a time: a lock that the operating system or the database takes back from the dead.

On PostgreSQL it is an advisory lock of the connection, which the server frees when the connection ends, on whatever
machine the process ran. On SQLite it is a lock on a file beside the database, which the kernel frees when the process
ends. Neither can go stale, so nobody ever has to delete one; who holds it is written beside it for people to read.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from fairdue.operations.run_ports import RunUnderWay
from fairdue_desk.environment import home

_LOCK = 70_419  # any number that no other advisory lock of the house uses
_AGAIN_S = 0.25


class RunLock:
    """``RunBook.hold``."""

    @contextmanager
    def hold(self, *, owner: str, wait_s: float) -> Iterator[None]:
        """Hold the lock, waiting so long at most. Raises RunUnderWay that says who holds it."""
        held = _on_postgres if connection.vendor == "postgresql" else _on_file
        with held(owner, int(wait_s / _AGAIN_S)):
            yield


@contextmanager
def _on_postgres(owner: str, tries: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if cursor.fetchone()[0]:
                break
            if tries <= 0:
                cursor.execute(
                    "SELECT a.pid, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
                    "WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted",
                    [_LOCK],
                )
                row = cursor.fetchone()
                who = (
                    f"database session {row[0]}, connected since {row[1]:%Y-%m-%d %H:%M:%S}"
                    if row
                    else "another process"
                )
                raise RunUnderWay(_said(who))
            tries -= 1
            time.sleep(_AGAIN_S)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _on_file(owner: str, tries: int) -> Iterator[None]:
    with _lock_path().open("a+") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if tries <= 0:
                    lock.seek(0)
                    raise RunUnderWay(_said(lock.read().strip() or "another process")) from None
                tries -= 1
                time.sleep(_AGAIN_S)
        lock.seek(0)
        lock.truncate()
        lock.write(f"process {os.getpid()} of {owner}")
        lock.flush()
        try:
            yield
        finally:
            lock.seek(0)
            lock.truncate()
            fcntl.flock(lock, fcntl.LOCK_UN)


def _lock_path() -> Path:
    database = Path(str(connection.settings_dict["NAME"]))
    folder = database.parent if database.is_file() else home()
    return folder / ".end-of-day.lock"


def _said(who: str) -> str:
    return f"a day is being closed just now by {who}; wait for it, or run with --wait SECONDS"
