"""The measures recomputed in DuckDB from the raw events, by the SQL that was written from the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod
from pathlib import Path

import duckdb

from fairdue.practice.year_tables import TABLES

FOLDER = Path(__file__).parent / "measures_sql"
FIGURES = ("funnel", "roll_matrix", "hour_heat", "promise_calendar")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the SQL found for one measure: its parts ("" is the whole), and the median where it gave one."""

    parts: dict[str, tuple[int, int]]
    middle: Fraction | None = None

    @property
    def whole(self) -> tuple[int, int]:
        """The sums of all parts."""
        return sum(n for n, _ in self.parts.values()), sum(d for _, d in self.parts.values())


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Load the tables of a year."""
    base = duckdb.connect()
    base.execute("SET preserve_insertion_order = false; SET TimeZone = 'Asia/Shanghai'")
    for name, columns in TABLES.items():
        fields = ", ".join(f"'{one.split()[0]}': '{one.split()[1]}'" for one in columns.split(", "))
        base.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv', header = false, "
            f"columns = {{{fields}}}, nullstr = '')"
        )
    return base


def recompute(
    base: duckdb.DuckDBPyConnection, *, period_from: date, period_until: date, as_of_on: date
) -> dict[str, Recomputed]:
    """Run every file of ``measures_sql`` for one period."""
    base.execute(
        "CREATE OR REPLACE TABLE params AS SELECT ?::DATE AS period_from, ?::DATE AS period_until, ?::DATE AS as_of_on",
        [period_from, period_until, as_of_on],
    )
    base.execute((FOLDER / "00_views.sql").read_text(encoding="utf-8"))
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*.sql")):
        rows = base.execute(path.read_text(encoding="utf-8")).fetchall()
        middle = Fraction(rows[0][3]) if rows and len(rows[0]) > 3 and rows[0][3] is not None else None
        found[path.stem] = Recomputed({str(part): (int(n), int(d)) for part, n, d, *_ in rows}, middle)
    steps = found["roll_rate"].parts
    latest = max((part.split("/")[0] for part in steps), default="")
    chain = (
        [both for part, both in sorted(steps.items()) if part.startswith(latest + "/")]
        if latest
        else [(0, 0)]
    )
    found["roll_cumulative"] = Recomputed({"": (prod(n for n, _ in chain), prod(d for _, d in chain))})
    return found
