"""A house of its own for processes that are killed: a home, a key, a clock that stands, a real database."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from ready_process import run_ready

BIN = Path(sys.executable).parent
DATABASES = ("sqlite", "postgresql")
COLLECTOR = "collector1"
KEY = "dGVzdCBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyBvayE="
_SERVER = urlsplit(os.environ.get("FAIRDUE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432"))
SERVER = f"{_SERVER.scheme}://{_SERVER.netloc}"


@dataclass(frozen=True)
class Killable:
    """One house whose processes may die at any moment."""

    environment: dict[str, str]
    database: str
    address: str

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return run_ready(arguments, env=self.environment | environment)

    def run_and_kill(self, *arguments: str, after_s: float) -> bool:
        """Run one command and kill it after some seconds; True when it was still alive then."""
        process = subprocess.Popen(
            [str(BIN / "fairdue"), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Look into the database past the house; a house that never began has no tables and no rows."""
        if self.database == "sqlite":
            connection = sqlite3.connect(self.address)
            try:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError as error:
                assert "no such table" in str(error)
                return []
            finally:
                connection.close()
        with psycopg.connect(self.address) as server:
            try:
                return server.execute(sql).fetchall()
            except psycopg.errors.UndefinedTable:
                return []

    def count(self, table: str, where: str = "1 = 1") -> int:
        """How many rows of a table there are."""
        rows = self.ask(f"SELECT COUNT(*) FROM {table} WHERE {where}")
        return int(str(rows[0][0])) if rows else 0


@contextmanager
def killable_house(database: str, folder: Path, *, name: str) -> Iterator[Killable]:
    """Make one, and throw its database away afterwards; skips where PostgreSQL does not answer."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "FAIRDUE_HOME": str(folder),
        "FAIRDUE_KEY": KEY,
        "FAIRDUE_TODAY": "2026-03-02T10:00",
        "FAIRDUE_LANG": "zh",
        "FAIRDUE_ACTOR": COLLECTOR,
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": "200",
    }
    if database == "sqlite":
        path = folder / "fairdue.sqlite3"
        yield Killable(environment | {"DATABASE_URL": f"sqlite:///{path}"}, database, str(path))
        return
    own = f"fairdue_crash_{name}_{os.getpid()}"
    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=5) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{own}"')
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers at FAIRDUE_TEST_POSTGRES")
    address = f"{SERVER}/{own}"
    try:
        yield Killable(environment | {"DATABASE_URL": address}, database, address)
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
