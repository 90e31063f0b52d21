"""Bulk writing: one statement for many rows, on SQLite by ``executemany``, on PostgreSQL by ``COPY``.

Django's ``bulk_create`` builds a model object a row and is several times slower at 200,000 rows. Both
ways here run on the connection's own transaction, so a crash leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import connection

EVENT_COLUMNS = ("case_id", "seq", "kind", "at", "actor", "body", "prev_hash", "hash")


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of plain values; table and column names come from the models, never from input."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(columns))
        # The raw driver is used since Django's wrapper rewrites placeholders for every row.
        cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def insert_persons(person_ids: Sequence[str]) -> None:
    """Insert the persons that are not there yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO rows_person (person_id) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
                [sorted(set(person_ids))],
            )
            return
        cursor.connection.executemany(
            "INSERT OR IGNORE INTO rows_person (person_id) VALUES (?)",
            [(person_id,) for person_id in person_ids],
        )


def fetch_in(sql: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    """Run a SELECT with one ``{in}`` over many values, on either database, in one round trip.

    The column that is asked has an index. A table that this very transaction filled has no statistics yet, and
    PostgreSQL would read the whole of it again for every thousand keys, so it is told to use the index; and not
    to compile the statement, which takes longer than running it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
            cursor.execute(sql.replace("{in}", "= ANY(%s)"), [list(values)])
            found = list(cursor.fetchall())
            cursor.execute("SET LOCAL enable_seqscan = DEFAULT; SET LOCAL jit = DEFAULT")
            return found
        else:
            # A JSON array is one parameter: SQLite limits the number of parameters, not their length.
            cursor.execute(
                sql.replace("{in}", "IN (SELECT value FROM json_each(%s))"), [json.dumps(list(values))]
            )
        return list(cursor.fetchall())


def fetch_joined(sql: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    """Run a SELECT that joins ``{keys}``, many values in a column ``key``, to the index of another column.

    For a statement that needs another order than that of the index: PostgreSQL, which has no statistics yet,
    would walk the table in the wished order and filter it, once for each chunk of a file.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            keys = "(SELECT value AS key FROM json_each(%s))"
            cursor.execute(sql.replace("{keys}", keys), [json.dumps(list(values))])
            return list(cursor.fetchall())
        ways = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
        cursor.execute("; ".join(f"SET LOCAL {way} = off" for way in ways))
        cursor.execute(sql.replace("{keys}", "(SELECT unnest(%s::text[]) AS key)"), [list(values)])
        found = list(cursor.fetchall())
        cursor.execute("; ".join(f"SET LOCAL {way} = DEFAULT" for way in ways))
        return found
