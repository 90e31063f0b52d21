"""One pass over a large portfolio, beside what DuckDB needs just to read and group the same tables.

The tables are made up in DuckDB from a seed, written as Parquet, and deleted afterwards. Every fact of a case or a
person that a rule about calling reads is a column; what the house attests for itself is the same for all and is
written into the statement. A share of each column is off or not known, so that every rule has something to say.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlglot import exp

from fairdue.compliance.channel_acts import CHANNELS
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.column_sql import stored
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.facts_case import CaseFacts
from fairdue.compliance.gate_sql import Judged
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.engines.duckdb_gate import DuckDb, open_duckdb, write_parquet
from fairdue.engines.portfolio import columns_of_table, days_of, portfolio_sql, zones_in
from fairdue.foundation.civil import CHINA

AS_OF = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
CALLS = {"call": CHANNELS["call"]}
_OWN = ("case_id", "person_id", "creditor", "number_key", "zone")
_DERIVED = frozenset({"jurisdiction", "zone", "local_on", "local_time", "other_local_time"})


@dataclass(frozen=True, slots=True)
class Timed:
    """One run: wall seconds, and CPU seconds of the process over all of its threads."""

    wall_s: float
    cpu_s: float


def timed(connection: DuckDb, statement: str) -> tuple[Timed, list[tuple[object, ...]]]:
    """Run a statement and take its time."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = connection.execute(statement).fetchall()
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    return Timed(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), rows


def known_facts() -> tuple[dict[str, object], Facts]:
    """What the house attests for itself, and the facts of an ordinary case."""
    _, ordinary = all_clear(act="call_debtor", when=AS_OF)
    of_house = [name for name in FACT_COLUMNS if name not in CaseFacts.__dataclass_fields__]
    return {"jurisdiction": "CN", **{name: getattr(ordinary, name) for name in of_house}}, ordinary


def facts_read(rulebook: Rulebook) -> list[str]:
    """The facts of a case or a person that rules about calling read, the counters of the log left out."""
    known, _ = known_facts()
    plain = portfolio_sql(
        rulebook,
        columns=[*_OWN, *(name for name in FACT_COLUMNS if name not in known and name not in _DERIVED)],
        with_attempts=False,
        days=[],
        as_of=AS_OF,
        known=known,
        channels=CALLS,
    )
    named = {column.name for column in plain.statement.find_all(exp.Column)}
    counted = counters_of(rulebook)
    return [
        name
        for name in FACT_COLUMNS
        if name in named and name not in known and name not in _DERIVED | counted
    ]


def counters_of(rulebook: Rulebook) -> set[str]:
    """The facts about calling that are counted from the log."""
    known, _ = known_facts()
    judged = portfolio_sql(
        rulebook,
        columns=_OWN,
        with_attempts=True,
        days=[AS_OF.date()],
        as_of=AS_OF,
        known=known,
        channels=CALLS,
    )
    with_names = judged.statement.find_all(exp.Alias)
    return {alias.alias for alias in with_names if alias.alias in FACT_COLUMNS} - _DERIVED


def _drawn(name: str, column: Column, ordinary: object, salt: int) -> str:
    """A column: ordinary for most, off for 3 of 100, not known for 1 of 200."""
    dice = f"(hash(i, {salt}) % 1000)"
    value = stored(column, ordinary)
    if column.kind is ColumnKind.WORDS:
        usual, off = "0::BIGINT", "(1::BIGINT << (hash(i, 7) % 12)::INTEGER)"
    elif column.kind is ColumnKind.YES_NO:
        usual, off = str(bool(value)).upper(), str(not value).upper()
    elif column.kind in (ColumnKind.COUNT, ColumnKind.FEN):
        usual, off = f"({int(value or 0)} + hash(i, 3) % 3)::BIGINT", "99::BIGINT"
    elif column.kind is ColumnKind.DATE:
        usual, off = "NULL::DATE", f"DATE '{AS_OF.date() - timedelta(days=3)}'"
    else:
        assert column.words is not None, name
        words = ", ".join(f"'{word}'" for word in column.words)
        usual, off = (
            f"'{value}'" if value else "NULL",
            f"[{words}][1 + (hash(i, 5) % {len(column.words)})::INTEGER]",
        )
    return f"CASE WHEN {dice} < 5 THEN NULL WHEN {dice} < 35 THEN {off} ELSE {usual} END AS {name}"


def generate(connection: DuckDb, rulebook: Rulebook, folder: Path, accounts: int, attempts: int) -> None:
    """Write ``accounts.parquet`` and ``attempts.parquet``."""
    _, ordinary = known_facts()
    facts = ",\n".join(
        _drawn(name, FACT_COLUMNS[name], getattr(ordinary, name), 100 + place)
        for place, name in enumerate(facts_read(rulebook))
    )
    # Ids are keyed digests, as the house makes them; ten people have twelve cases, ten numbers eleven.
    case, person, number = (
        f"'{letter}' || substr(md5('{letter}' || (({{0}}) * 10 // {share})::VARCHAR), 1, 20)"
        for letter, share in (("c", 10), ("p", 12), ("n", 11))
    )
    creditor = "'creditor_' || (({0}) % 5)::VARCHAR"
    zone = "CASE hash(i, 1) % 100 WHEN 0 THEN 'America/New_York' WHEN 1 THEN 'Europe/London' ELSE 'Asia/Shanghai' END"
    own = ", ".join(
        f"{sql.format('i')} AS {name}"
        for name, sql in (
            ("case_id", case),
            ("person_id", person),
            ("creditor", creditor),
            ("number_key", number),
        )
    )
    _write(
        connection,
        folder / "accounts.parquet",
        f"SELECT {own}, {zone} AS zone, {facts} FROM range({accounts}) t(i)",
    )
    of = f"(hash(i, 11) % {accounts})"
    ago = f"to_microseconds(((hash(i, 12) % {7 * 86_400})::BIGINT) * 1000000)"
    started = f"TIMESTAMPTZ '{AS_OF.isoformat()}' - {ago}"
    log = f"""SELECT {case.format("k")} AS case_id, {person.format("k")} AS person_id, {creditor.format("k")} AS creditor,
        {number.format("k")} AS number_key,
        ['phone', 'phone', 'phone', 'sms', 'in_person'][1 + (hash(i, 13) % 5)::INTEGER] AS channel,
        ['interactive', 'interactive', 'notify'][1 + (hash(i, 14) % 3)::INTEGER] AS call_type,
        CASE WHEN hash(i, 15) % 20 = 0 THEN 'customer' ELSE 'agent' END AS initiated_by,
        CASE WHEN hash(i, 16) % 20 = 0 THEN 'third_party' ELSE 'debtor' END AS callee_role,
        started_at, CAST(started_at AT TIME ZONE 'Asia/Shanghai' AS DATE) AS civil_on,
        ['answered', 'no_answer', 'busy', 'rejected', NULL][1 + (hash(i, 17) % 5)::INTEGER] AS result,
        ['debtor', 'unknown_person', 'nobody', 'third_party'][1 + (hash(i, 18) % 4)::INTEGER] AS answered_by
        FROM (SELECT i, {of} AS k, {started} AS started_at FROM range({attempts}) t(i))"""
    _write(connection, folder / "attempts.parquet", log)


def _write(connection: DuckDb, path: Path, query: str) -> None:
    connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def calls_judged(connection: DuckDb, rulebook: Rulebook) -> Judged:
    """The statement that judges a call on every account."""
    known, _ = known_facts()
    return portfolio_sql(
        rulebook,
        columns=columns_of_table(connection, "accounts"),
        with_attempts=True,
        days=days_of(zones_in(connection, "accounts"), AS_OF),
        as_of=AS_OF,
        known=known,
        channels=CALLS,
    )


def read_and_group(judged: Judged, columns: Sequence[str]) -> dict[str, str]:
    """The floor: the same columns read, the log grouped by the same keys over the same rows.

    Two floors: grouped with nothing but a count, and grouped with the very counters of the pass.
    """
    grouped = [cte for cte in judged.statement.find_all(exp.CTE) if cte.alias.startswith("by_")]
    read = "SELECT " + ", ".join(f"last({name})" for name in columns) + " FROM accounts"
    floors = {}
    for floor in ("count", "counters"):
        parts = [f"({read})"]
        for cte in grouped:
            select = cte.this.copy()
            keys = [key.sql(dialect="duckdb") for key in select.args["group"].expressions]
            if floor == "count":
                select.set(
                    "expressions",
                    [*select.args["group"].expressions, exp.alias_(exp.Count(this=exp.Star()), "n")],
                )
            added = [one.alias for one in select.expressions if one.alias]
            outer = ", ".join([f"last({key})" for key in keys] + [f"sum({one})" for one in added])
            parts.append(f"(SELECT {outer} FROM ({select.sql(dialect='duckdb')}))")
        # Every column is handed out: what nobody asks for the database would not even read.
        floors[floor] = "SELECT * FROM " + ", ".join(parts)
    return floors


def measure(
    rulebook: Rulebook, folder: Path, *, accounts: int, attempts: int, rounds: int, threads: int
) -> None:
    """Generate, measure in turn, print."""
    with open_duckdb(threads=threads, spill=folder) as database:
        made, _ = timed(database, "SELECT 1")
        started = time.perf_counter()
        generate(database, rulebook, folder, accounts, attempts)
        sizes = {path.name: path.stat().st_size / 2**20 for path in sorted(folder.glob("*.parquet"))}
        print(
            f"\n{accounts:,} accounts, {attempts:,} attempts, made in {time.perf_counter() - started:.0f} s: "
            + ", ".join(f"{name} {size:.0f} MiB" for name, size in sizes.items())
        )
        for name in ("accounts", "attempts"):
            database.execute(f"CREATE VIEW {name} AS FROM read_parquet('{folder / name}.parquet')")
        judged = calls_judged(database, rulebook)
        columns = columns_of_table(database, "accounts")
        print(
            f"{len(judged.rules['call'])} rules, {len(columns)} columns of accounts; days there: "
            + ", ".join(map(str, _days(database)))
        )
        _rounds(database, judged, read_and_group(judged, columns), folder, rounds)
        del made


def _days(connection: DuckDb) -> list[date]:
    return days_of(zones_in(connection, "accounts"), AS_OF)


def _rounds(database: DuckDb, judged: Judged, floors: dict[str, str], folder: Path, rounds: int) -> None:
    words = sorted(name for name in judged.statement.named_selects if "_fired_" in name)
    summed = ", ".join(f"sum({name})" for name in words)
    inner = judged.statement.sql(dialect="duckdb")
    counted = (
        f"SELECT call_verdict, count(*), max(until_us), {summed} FROM "
        f"(SELECT *, call_until_us AS until_us FROM ({inner})) GROUP BY ALL ORDER BY 1"
    )
    runs: dict[str, list[Timed]] = {}
    for _ in range(rounds):
        for name, statement in (
            *((f"floor, {name}", text) for name, text in floors.items()),
            ("judge", counted),
        ):
            took, rows = timed(database, statement)
            runs.setdefault(name, []).append(took)
            answers = rows if name == "judge" else []
        before = time.perf_counter()
        write_parquet(database, judged, folder / "answers.parquet")
        runs.setdefault("judge and write", []).append(Timed(time.perf_counter() - before, 0.0))
    print("  ".join(f"{row[0]} {row[1]:,}" for row in answers))
    base = {name: median(one.wall_s for one in runs[name]) for name in runs}
    for name, took in runs.items():
        ratios = "  ".join(
            f"× {floor} {base[name] / base[floor]:.2f}" for floor in base if floor.startswith("floor")
        )
        walls = ", ".join(f"{one.wall_s:.2f}" for one in took)
        cpus = ", ".join(f"{one.cpu_s:.2f}" for one in took)
        print(f"{name:<18} wall s {walls}   CPU s {cpus}   {ratios}")
