"""A terminal of its own for tests of the command line: a home, a key, a clock that stands, real processes."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ready_process import run_ready
from standing import typed_standing

COLLECTOR = "collector1"
KEY = "dGVzdCBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyBvayE="


@dataclass(frozen=True)
class Said:
    """What one command said and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        document = json.loads(self.out)
        assert isinstance(document, dict)
        return document


@dataclass(frozen=True)
class Terminal:
    """Runs ``fairdue`` on an SQLite database in its own home."""

    home: Path

    def run(self, *arguments: str | Path, typed: str = "", **environment: str) -> Said:
        """Run one command; ``environment`` is added to that of the terminal."""
        surroundings = {
            **os.environ,
            "FAIRDUE_HOME": str(self.home),
            "FAIRDUE_KEY": KEY,
            "FAIRDUE_TODAY": "2026-03-02T10:00",
            "FAIRDUE_LANG": "zh",
            "FAIRDUE_ACTOR": COLLECTOR,
            "DATABASE_URL": "",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "COLUMNS": "200",
        }
        ended = run_ready([str(one) for one in arguments], env=surroundings | environment, typed=typed)
        return Said(ended.returncode, ended.stdout, ended.stderr)

    def take_ordinary_standing(self, *, creditor: str) -> None:
        """State what a house states on its first day with a creditor, for whoever sits at this terminal."""
        for arguments in typed_standing(creditor=creditor, collector=COLLECTOR):
            said = self.run(*arguments, FAIRDUE_ACTOR="lead")
            assert said.code == 0, said.err

    def count(self, table: str) -> int:
        """How many rows a table has; none when no command made it yet."""
        path = self.home / "fairdue.sqlite3"
        if not path.exists():
            return 0
        connection = sqlite3.connect(path)
        try:
            return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
        finally:
            connection.close()
