"""A row of a published truth table as its file has it: typed values, strict keys, errors that name file and row.

Room: followup. What a row means, and what the running code makes of it, ``truth_table`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml

Cell = object
"""Text, a whole number, or a tuple of cells."""
Line = tuple[Cell, ...]

_NEEDED = frozenset({"id", "zh", "en", "as_of", "then"})


class TruthTableFault(ValueError):
    """A table cannot be used; the message names file, row and what to mend."""


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row: what it says, what is given, the day to look at, and what must be found by name."""

    row_id: str
    says: Bilingual
    year: int
    as_of_on: date
    given: Mapping[str, Cell]
    then: Mapping[str, Line]

    def day(self, text: Cell) -> date:
        """A day of the table's year, or one that names its own. Raises ValueError."""
        words = str(text)
        return date.fromisoformat(words if len(words) > len("03-02") else f"{self.year}-{words}")

    def number(self, key: str, default: int) -> int:
        """A whole number that is given. Raises TypeError."""
        value = self.given.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{key} is a whole number")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no. Raises TypeError."""
        value = self.given.get(key, default)
        if not isinstance(value, bool):
            raise TypeError(f"{key} is true or false")
        return value

    def text(self, key: str) -> str:
        """Words that are given, or nothing."""
        return str(self.given.get(key, ""))

    def line(self, key: str) -> Line:
        """One list. Raises TypeError."""
        value = self.given.get(key, ())
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is a list")
        return value

    def lines(self, key: str) -> tuple[Line, ...]:
        """A list of lists. Raises TypeError."""
        found = []
        for one in self.line(key):
            if not isinstance(one, tuple):
                raise TypeError(f"{key} is a list of lists")
            found.append(one)
        return tuple(found)

    def named(self, key: str, default: Mapping[str, Line]) -> Mapping[str, Line]:
        """Lists by name. Raises TypeError."""
        value = self.given.get(key, default)
        if not isinstance(value, dict):
            raise TypeError(f"{key} is a mapping from a name to a list")
        return value


def read_rows(text: str, *, source: str, keys: frozenset[str]) -> tuple[TruthRow, ...]:
    """Read the rows of one table, which may give these ``keys``. Raises TruthTableFault."""
    try:
        page = read_yaml(text, source=source)
    except YamlError as error:
        raise TruthTableFault(str(error)) from error
    if not isinstance(page, dict) or set(page) != {"year", "rows"} or not isinstance(page["rows"], list):
        raise TruthTableFault(f"{source}: a table has exactly year and rows, and rows is a list")
    if not isinstance(page["year"], int):
        raise TruthTableFault(f"{source}: year is a year such as 2026")
    rows = tuple(
        _row(raw, f"{source}: row {number}", page["year"], keys) for number, raw in enumerate(page["rows"], 1)
    )
    for told in (
        [row.row_id for row in rows],
        [row.says.zh for row in rows],
        [row.says.en for row in rows],
    ):
        if doubled := sorted({one for one in told if told.count(one) > 1}):
            raise TruthTableFault(f"{source}: {doubled[0]} stands twice; each row says something of its own")
    return rows


def _row(raw: object, where: str, year: int, keys: frozenset[str]) -> TruthRow:
    if not isinstance(raw, dict):
        raise TruthTableFault(f"{where}: a mapping is expected")
    missing, foreign = sorted(_NEEDED - set(raw)), sorted(str(one) for one in set(raw) - _NEEDED - keys)
    if missing or foreign:
        told = [*(f"{one} is missing" for one in missing), *(f"{one} is not known" for one in foreign)]
        raise TruthTableFault(f"{where}: {'; '.join(told)}; known are {', '.join(sorted(_NEEDED | keys))}")
    then = _frozen(raw["then"])
    if not isinstance(then, dict) or not then or not all(isinstance(one, tuple) for one in then.values()):
        raise TruthTableFault(f"{where}: then says for each name a list of what must be found")
    given = {key: _frozen(value) for key, value in raw.items() if key in keys}
    row = TruthRow(str(raw["id"]), Bilingual(str(raw["zh"]), str(raw["en"])), year, date.min, given, then)
    try:
        as_of_on = row.day(raw["as_of"])
    except ValueError as error:
        raise TruthTableFault(f"{where}: as_of is a day such as 03-12 or 2027-01-05") from error
    return TruthRow(row.row_id, row.says, year, as_of_on, given, then)


def _frozen(value: object) -> Cell:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return {str(key): _frozen(one) for key, one in value.items()}
    return value
