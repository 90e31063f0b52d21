"""Bulk writing: one statement for many rows, on SQLite by ``executemany``, on PostgreSQL by ``COPY``.

Django's ``bulk_create`` builds a model object a row and is several times slower at 200,000 rows. Both
ways here run on the connection's own transaction, so a crash leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from fairdue_desk.stores.behind import copy_in

EVENT_COLUMNS = ("case_id", "seq", "kind", "at", "actor", "body", "prev_hash", "hash")
_COPIED_AT_ONCE = 5_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of plain values; table and column names come from the models, never from input."""
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        rows = iter(rows)
        while some := list(islice(rows, _COPIED_AT_ONCE)):
            copy_in(f'COPY "{table}" ({names}) FROM STDIN', copy_text(some))
        return
    marks = ", ".join(["?"] * len(columns))
    with connection.cursor() as cursor:
        # The raw driver is used since Django's wrapper rewrites placeholders for every row.
        cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def copy_text(rows: Sequence[Sequence[object]]) -> str:
    r"""Rows as PostgreSQL's text form of ``COPY``: a tab between values, ``\N`` for none at all.

    Values are text, numbers, truth values, days and moments, which the server reads as Python shows them.

    >>> copy_text([("a", 1, None), ("tab\tand \\", 2, True)])
    'a\t1\t\\N\ntab\\tand \\\\\t2\tTrue\n'
    """
    width = len(rows[0])
    template = "\t".join(["%s"] * width) + "\n"
    text = "".join([template % tuple(row) for row in rows])
    # Nearly all rows of a large file need no more than that; whether these do is seen from the whole at once.
    is_plain = text.count("\t") == (width - 1) * len(rows) and text.count("\n") == len(rows)
    if is_plain and "\\" not in text and "\r" not in text and "None" not in text:
        return text
    return "".join(
        "\t".join(r"\N" if value is None else str(value).translate(_ESCAPED) for value in row) + "\n"
        for row in rows
    )


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
