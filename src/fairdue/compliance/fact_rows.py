"""Facts and acts as rows of cells, as a text file or a statement hands them to a database.

Room: compliance. Every column is kept as ``column_sql`` stores it; what is not known is None, an empty cell.

>>> cells_of(Facts(case_open=True, visits_today=2), ("case_open", "visits_today", "holds"))
['true', 2, None]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import StrEnum

from fairdue.compliance.action import Action
from fairdue.compliance.column_sql import COLUMNS, TYPES, clock_us
from fairdue.compliance.facts import Facts

_BITS = {
    name: {word: column.bit_of(word) for word in column.words}
    for name, column in COLUMNS.items()
    if column.words
}


def cell(name: str, value: object) -> object:
    """One value as the text of its cell; None where it is not known."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        bits = _BITS[name]
        return sum(bits[word] for word in value)
    if isinstance(value, time):
        return clock_us(value)
    return value.isoformat() if isinstance(value, date) else value


def cells_of(row: Action | Facts, columns: Sequence[str]) -> list[object]:
    """The cells of some columns of an act or of facts."""
    return [cell(name, getattr(row, name)) for name in columns]


def types_of(names: Iterable[str]) -> dict[str, str]:
    """The SQL types of columns by name."""
    return {name: TYPES[COLUMNS[name].kind] for name in names}
