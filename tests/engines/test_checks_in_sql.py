"""Every check in SQL, on the same table that the Python form is held to: it passes, is unknown, and until when.

DuckDB answers about each row of ``core/compliance/checks.yaml``; what differs from the Python form is a fault of
one of the two. The second half holds small rulebooks equal as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlglot import exp

from core.compliance.check_builders import read_check_of, situation, table
from fairdue.compliance.action import ACTION_COLUMNS
from fairdue.compliance.check_python import compile_check
from fairdue.compliance.check_sql import check_sql
from fairdue.compliance.checks import Check, columns_read
from fairdue.compliance.column_sql import COLUMNS, Row, literal
from fairdue.compliance.resumption import resumes, zone_named
from fairdue.compliance.resumption_sql import wait_sql, zone_exists_sql
from fairdue.engines.duckdb_gate import DuckDb, open_duckdb

CHECKS = table("checks.yaml")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def duckdb() -> Iterator[DuckDb]:
    with open_duckdb(threads=1) as database:
        yield database


def _known(check: Check, given: dict[str, Any]) -> dict[str, object]:
    """The columns that the check and its wait read, as values."""
    action, facts = situation(given)
    names = {*columns_read(check), "local_on", "local_time", "other_local_time", "zone"}
    return {name: getattr(action if name in ACTION_COLUMNS else facts, name) for name in sorted(names)}


def _python(check: Check, given: dict[str, Any]) -> tuple[str, int | None]:
    action, facts = situation(given)
    verdict = compile_check(check)(action, facts)
    until = resumes(check, facts=facts)
    if verdict.name != "FAIL" or until is None:
        return verdict.name, None
    return verdict.name, (until.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def _asked(check: Check, row: Row, source: str = "") -> str:
    asked, wait = check_sql(check, row), wait_sql(check, row)
    parts = [asked.passes, asked.unknown, wait.can_be_said, wait.until_us]
    return f"SELECT {', '.join(part.sql(dialect='duckdb') for part in parts)} {source}"


def _sql(found: tuple[bool, bool, bool, int | None]) -> tuple[str, int | None]:
    passes, unknown, can_be_said, until = found
    assert not (passes and unknown), "one of the two at most holds"
    assert None not in (passes, unknown, can_be_said), "a condition is true or false, never NULL"
    verdict = "PASS" if passes else "UNKNOWN" if unknown else "FAIL"
    return verdict, until if verdict == "FAIL" and can_be_said else None


@pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry["name"])
def test_the_check_in_sql_answers_about_rows_as_in_python(entry: dict[str, Any], duckdb: DuckDb) -> None:
    check = read_check_of(entry["rule"], entry["values"])
    rows = [_known(check, seen["given"]) for seen in entry["seen"]]
    names = list(rows[0])
    lines = [
        f"({place}, {', '.join(literal(COLUMNS[name], row[name]).sql(dialect='duckdb') for name in names)})"
        for place, row in enumerate(rows)
    ]
    columns = ", ".join(f'"{name}"' for name in ("place", *names))
    source = f"FROM (VALUES {', '.join(lines)}) AS facts({columns})"
    exists = zone_exists_sql(Row()).sql(dialect="duckdb")
    placed = f"FROM (SELECT *, {exists} AS zone_exists {source}) ORDER BY place"
    found = [_sql(one) for one in duckdb.execute(_asked(check, Row(), placed)).fetchall()]
    assert found == [_python(check, seen["given"]) for seen in entry["seen"]]


@pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry["name"])
def test_the_check_in_sql_answers_about_what_is_known_beforehand(
    entry: dict[str, Any], duckdb: DuckDb
) -> None:
    check = read_check_of(entry["rule"], entry["values"])
    asked, wanted = [], []
    for seen in entry["seen"]:
        known = _known(check, seen["given"])
        zone = exp.Boolean(this=zone_named(situation(seen["given"])[1].zone) is not None)
        asked.append(_asked(check, Row(known=known, zone_exists=zone)))
        wanted.append(_python(check, seen["given"]))
    assert [_sql(duckdb.execute(one).fetchall()[0]) for one in asked] == wanted
