"""A ``COPY … FROM STDIN``, and what PostgreSQL says when it refuses a row, without the value.

The server repeats the value, often the whole row, in its message: a name or an account number, which would then
stand in a log. What is raised here names the table, the column, the case and the line of the file instead.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import DatabaseError

from fairdue.operations.ports import RowRefused

_CONTEXT = re.compile(r"COPY [^,]+, \D*(\d+)(?:, \S+ (\w+))?")
"""``COPY rows_payment, line 3, column amount_fen: "…"``, in whatever language the server speaks."""
_STATEMENT = re.compile(r'COPY "?(\w+)"? \((.*?)\)')
_OF_THE_DATA = ("22", "23")
"""Classes of SQLSTATE: a value that does not fit, and a constraint that is broken. Only these repeat values."""
_DUPLICATE = "23505"


class CopyRefused(RowRefused, DatabaseError):
    """``RowRefused`` by PostgreSQL; for Django an error of the database like any other."""


def copy_rows(cursor: Any, statement: str, text: str) -> None:
    """Hand the server a whole text. Raises CopyRefused where it refuses a row."""
    from psycopg import Error

    refused: CopyRefused | None = None
    try:
        with cursor.copy(statement) as copy:
            copy.write(text)
    except Error as error:
        refused = _refusal(error, statement, text)
        if refused is None:
            raise
    if refused is not None:
        raise refused  # outside of the handler, so that the server's own words hang on nothing that is shown


def _refusal(error: Any, statement: str, text: str) -> CopyRefused | None:
    state = error.sqlstate or ""
    if not state.startswith(_OF_THE_DATA):
        return None
    named = _STATEMENT.match(statement)
    table, columns = (named[1], re.findall(r"\w+", named[2])) if named else ("", [])
    where = _CONTEXT.search(error.diag.context or "")
    column = error.diag.column_name or (where[2] if where else None) or ""
    row = _row(text, int(where[1])) if where else []
    known = dict(zip(columns, row, strict=False)) if len(row) == len(columns) else {}
    line = known.get("file_line", "")
    return CopyRefused(
        table=table,
        column=column,
        kind="the same is there already" if state == _DUPLICATE else type(error).__name__,
        file_line=int(line) if line.isdecimal() and int(line) else None,
        case_id=known.get("case_id", ""),
    )


def _row(text: str, number: int) -> list[str]:
    lines = text.split("\n")
    return lines[number - 1].split("\t") if 0 < number <= len(lines) else []
