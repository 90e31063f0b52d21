"""How the columns of an act and its facts lie in SQL, and the small words that conditions are put together from.

Room: compliance. A yes/no is BOOLEAN; counts and fen are BIGINT; a word is VARCHAR; a set of words is one
BIGINT with a bit for each word; a date is DATE; a time of day is BIGINT microseconds into the day. What is not
known is NULL, and every step says what NULL leads to: each condition built here is true or false, never NULL.
What is the same on every row (the act that is asked about, a fact of the whole house) is written into the
statement, and what follows from it is decided while the statement is built.

>>> row = Row(known={"kind": "visit", "headcount": None})
>>> [part.sql() for part in (row.one_of("kind", {"visit"}), row.absent("headcount"), row.absent("visits_today"))]
['TRUE', 'TRUE', '"visits_today" IS NULL']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, cast

from sqlglot import exp

from fairdue.compliance.action import ACTION_COLUMNS
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS

Sql = exp.Expression

DAY_US = 86_400_000_000
"""The microseconds of one day on the wall."""

TYPES = {
    ColumnKind.YES_NO: "BOOLEAN",
    ColumnKind.COUNT: "BIGINT",
    ColumnKind.FEN: "BIGINT",
    ColumnKind.DATE: "DATE",
    ColumnKind.CLOCK: "BIGINT",
    ColumnKind.WORD: "VARCHAR",
    ColumnKind.WORDS: "BIGINT",
    ColumnKind.NAME: "VARCHAR",
}
"""The SQL type of each kind of column; the names mean the same in DuckDB and PostgreSQL."""

COLUMNS: Mapping[str, Column] = {**FACT_COLUMNS, **ACTION_COLUMNS}
"""All columns that a statement may read, by name."""


def stored(column: Column, value: Any) -> bool | int | str | date | None:
    """A value as SQL keeps it: a time of day as microseconds, a set of words as one number."""
    if value is None:
        return None
    if column.kind is ColumnKind.CLOCK:
        return clock_us(value)
    if column.kind is ColumnKind.WORDS:
        return column.mask(frozenset(value))
    return value if column.kind in _PLAIN else str(value)


_PLAIN = frozenset({ColumnKind.YES_NO, ColumnKind.COUNT, ColumnKind.FEN, ColumnKind.DATE})


def clock_us(wall: time) -> int:
    """A time of day as microseconds since midnight on the wall."""
    return ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1_000_000 + wall.microsecond


def literal(column: Column, value: Any) -> Sql:
    """A value of this column, written into a statement."""
    kept = stored(column, value)
    if kept is None:
        return exp.cast(exp.null(), TYPES[column.kind])
    if isinstance(kept, bool):
        return exp.Boolean(this=kept)
    if isinstance(kept, int):
        return number(kept)
    return day(kept) if isinstance(kept, date) else exp.Literal.string(kept)


def number(value: int) -> Sql:
    """A whole number."""
    return exp.Literal.number(value)


def day(value: date) -> Sql:
    """A date."""
    return exp.cast(exp.Literal.string(value.isoformat()), "DATE")


def named(column: str) -> Sql:
    """A column by its name; quoted, so that no name can be a word of some dialect."""
    return exp.column(column, quoted=True)


def truth(value: bool) -> Sql:
    """TRUE or FALSE."""
    return exp.Boolean(this=value)


def is_certain(part: Sql, value: bool) -> bool:
    """Is it already decided that this condition has this value on every row?"""
    return isinstance(part, exp.Boolean) and part.this is value


def every(*parts: Sql) -> Sql:
    """All of them hold."""
    left = [part for part in parts if not is_certain(part, True)]
    if any(is_certain(part, False) for part in left):
        return truth(False)
    return cast(Sql, exp.and_(*left)) if left else truth(True)


def some(*parts: Sql) -> Sql:
    """At least one of them holds."""
    left = [part for part in parts if not is_certain(part, False)]
    if any(is_certain(part, True) for part in left):
        return truth(True)
    return cast(Sql, exp.or_(*left)) if left else truth(False)


def no(part: Sql) -> Sql:
    """It does not hold."""
    return truth(not part.this) if isinstance(part, exp.Boolean) else exp.not_(part)


def choose(branches: Iterable[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """The value of the first branch whose condition holds."""
    open_branches = []
    for condition, value in branches:
        if is_certain(condition, True):
            otherwise = value
            break
        if not is_certain(condition, False):
            open_branches.append((condition, value))
    chosen = exp.Case(default=otherwise.copy())
    for condition, value in open_branches:
        chosen = chosen.when(condition, value, copy=False)
    return chosen if open_branches else otherwise


@dataclass(frozen=True, slots=True)
class Row:
    """One row of columns, some of them ``known`` beforehand, with values as ``Action`` and ``Facts`` hold them.

    ``renamed`` reads a column from another one of the table (a channel's own agreement, say). Whether the zone
    is one that exists is asked once, and read here as the condition ``zone_exists``.
    """

    known: Mapping[str, object] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    zone_exists: Sql = field(default_factory=lambda: named("zone_exists"))

    def read(self, name: str) -> Sql:
        """The column's value, NULL where it is not known."""
        if name in self.known:
            return literal(COLUMNS[name], self.known[name])
        return named(self.renamed.get(name, name))

    def absent(self, name: str) -> Sql:
        """Its value is not known."""
        if name in self.known:
            return truth(self.known[name] is None)
        return cast(Sql, self.read(name).is_(exp.null()))

    def present(self, name: str) -> Sql:
        """Its value is known."""
        return no(self.absent(name))

    def is_yes_no(self, name: str, wanted: bool) -> Sql:
        """The yes/no column is known and has this value."""
        if name in self.known:
            return truth(self.known[name] is wanted)
        return cast(Sql, self.read(name).is_(truth(wanted)))

    def one_of(self, name: str, allowed: Set[str | bool]) -> Sql:
        """The value is known and is one of these; of a set of words, it shares one with them."""
        column = COLUMNS[name]
        if name in self.known:
            return truth(_is_among(self.known[name], allowed))
        if column.kind is ColumnKind.YES_NO:
            return some(*(self.is_yes_no(name, bool(value)) for value in sorted(allowed)))
        if column.kind is ColumnKind.WORDS:
            mask = column.mask(frozenset(str(word) for word in allowed))
            shared = exp.BitwiseAnd(this=self.read(name), expression=number(mask))
            return every(self.present(name), exp.NEQ(this=exp.paren(shared), expression=number(0)))
        words = [exp.Literal.string(str(word)) for word in sorted(allowed)]
        return every(self.present(name), exp.In(this=self.read(name), expressions=words))


def _is_among(value: object, allowed: Set[str | bool]) -> bool:
    if value is None:
        return False
    return not allowed.isdisjoint(value) if isinstance(value, frozenset) else value in allowed
