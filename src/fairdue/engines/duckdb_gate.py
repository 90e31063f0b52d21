"""DuckDB: runs the SQL form of the gate over a table or Parquet, and writes Parquet.

Room: engines. The database lives in memory and ends with the connection; what does not fit spills into the folder
it is given. Nothing of the house is read here but what is handed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from fairdue.compliance.column_sql import Sql
from fairdue.compliance.gate_sql import BITS, GATE_CODES, Asking, Judged, Moment, judged_sql
from fairdue.compliance.rulebook import Rulebook
from fairdue.engines.row_files import quoted

DuckDb = duckdb.DuckDBPyConnection


def open_duckdb(
    *, threads: int | None = None, memory: str | None = None, spill: Path | None = None
) -> DuckDb:
    """A database in memory. ``memory`` is a size such as ``8GB``; ``spill`` the folder for what does not fit."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET TimeZone = 'UTC'")
    # Rows may leave in another order than they came; keeping the order would hold the whole result in memory.
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    if threads is not None:
        connection.execute(f"SET threads = {threads:d}")
    if memory is not None:
        connection.execute(f"SET memory_limit = {quoted(memory)}")
    if spill is not None:
        connection.execute(f"SET temp_directory = {quoted(spill)}")
    return connection


def judge(
    connection: DuckDb,
    rulebook: Rulebook,
    *,
    table: Sql,
    asked: Sequence[Asking],
    keep: Sequence[str],
    moment: Moment,
    known: Mapping[str, object] | None = None,
) -> tuple[list[tuple[object, ...]], Judged]:
    """Judge every row of a table that the connection knows, and return the rows with what the bits mean.

    The table has the columns of ``Facts`` and, where an act is not known beforehand, of ``Action``.
    """
    judged = judged_sql(rulebook, table=table, asked=asked, keep=keep, moment=moment, known=known)
    return connection.execute(judged.statement.sql(dialect="duckdb")).fetchall(), judged


def write_parquet(connection: DuckDb, judged: Judged, out: Path, **about: str) -> int:
    """Run the statement into a Parquet file and return how many rows it wrote.

    The file's own key-value pages say which rules the bits of each act stand for, and what ``about`` says.
    """
    legend = {"fired": json.dumps({name: list(rules) for name, rules in judged.rules.items()}), **about}
    pages = ", ".join(f"{key}: {quoted(text)}" for key, text in legend.items())
    statement = judged.statement.sql(dialect="duckdb")
    told = connection.execute(
        f"COPY ({statement}) TO {quoted(out)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pages}}})"
    )
    return int(told.fetchall()[0][0])


def reasons_sql(legend: Sequence[str], *, name: str = "") -> str:
    """DuckDB's list of the ids of the rules that fired, out of the bits; the gate's own refusal stands first."""
    prefix = f"{name}_" if name else ""
    ids = [
        f'CASE WHEN "{prefix}gate_code" = {number} THEN {quoted("house.gate." + code)} END'
        for code, number in GATE_CODES.items()
        if code
    ]
    ids += [
        f'CASE WHEN "{prefix}fired_{place // BITS}" & {1 << place % BITS} <> 0 THEN {quoted(rule)} END'
        for place, rule in enumerate(legend)
    ]
    return f"list_filter([{', '.join(ids)}], lambda rule: rule IS NOT NULL)"
