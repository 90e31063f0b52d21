"""The approaches of a house as one table in DuckDB, judged, and written with an answer and its reasons a line.

Room: engines. Each row carries its own act, so one statement judges every channel. Rows come in through a text file
in a folder that ends with the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlglot import exp

from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.fact_rows import cells_of, types_of
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.gate_sql import Asking, Moment, judged_sql
from fairdue.compliance.rulebook import Rulebook
from fairdue.engines.duckdb_gate import open_duckdb, reasons_sql
from fairdue.engines.row_files import quoted, read_rows_sql, write_rows

_OWN = {"case_id": "VARCHAR", "case_no": "VARCHAR", "creditor": "VARCHAR", "way": "VARCHAR"}
_FACTS, _ACT = tuple(FACT_COLUMNS), tuple(ACTION_COLUMNS)


class Row(NamedTuple):
    """One case and one way of approaching it. The four texts name neither a person nor a number of theirs."""

    case_id: str
    case_no: str
    creditor: str
    way: str
    action: Action
    facts: Facts


def write_eligible(
    rulebook: Rulebook, rows: Iterable[Row], *, as_of: datetime, out: Path
) -> list[tuple[str, str, int]]:
    """Judge the rows as of a moment, write Parquet, and return how often each way got each answer.

    The file has ``case_id``, ``case_no``, ``creditor``, ``channel``, ``verdict``, ``until`` (on the wall in ``zone``),
    ``zone`` and ``because``, the ids of the rules that fired.
    """
    judged = judged_sql(
        rulebook,
        table=exp.to_table("approaches"),
        asked=[Asking()],
        keep=[*_OWN, "zone"],
        moment=Moment(as_of),
    )
    columns = {**_OWN, **types_of(_FACTS), **types_of(_ACT)}
    with (
        TemporaryDirectory(prefix="fairdue-eligible-") as folder,
        open_duckdb(spill=Path(folder)) as database,
    ):
        path = Path(folder) / "approaches.csv"
        write_rows(path, (_cells(row) for row in rows))
        database.execute(f"CREATE TABLE approaches AS FROM {read_rows_sql(path, columns)}")
        answers = judged.statement.sql(dialect="duckdb")
        database.execute(
            "CREATE TABLE answers AS SELECT case_id, case_no, creditor, way AS channel, verdict, "  # noqa: S608
            f"make_timestamp(until_us) AS until, zone, {reasons_sql(judged.rules[''])} AS because FROM ({answers})"
        )
        order = "ORDER BY creditor, case_no, channel"
        database.execute(f"COPY (FROM answers {order}) TO {quoted(out)} (FORMAT parquet, COMPRESSION zstd)")
        counts = "SELECT channel, verdict, count(*) FROM answers GROUP BY ALL ORDER BY ALL"
        return database.execute(counts).fetchall()


def _cells(row: Row) -> Sequence[object]:
    return [*row[:4], *cells_of(row.facts, _FACTS), *cells_of(row.action, _ACT)]
