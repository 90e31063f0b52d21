"""Rows of cells in a plain text file that DuckDB reads in one go.

Room: engines. The file lies in the folder it is given; what is not known is an empty cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_rows(path: Path, rows: Iterable[Sequence[object]]) -> int:
    """Write rows of cells as CSV without a header; returns how many there were."""
    many = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for row in rows:
            writer.writerow(row)
            many += 1
    return many


def read_rows_sql(path: Path, columns: Mapping[str, str]) -> str:
    """The table function of DuckDB that reads such a file: the columns with their types, in order."""
    struct = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        f"read_csv({quoted(path)}, header = false, auto_detect = false, delim = ',', quote = '\"', "
        f"nullstr = '', columns = {{{struct}}})"
    )


def quoted(path: Path | str) -> str:
    """A file name as a SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
