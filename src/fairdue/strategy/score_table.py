"""The score table: points for each known figure, as data, with an explicit answer where a figure is missing.

Room: strategy. A table is read from the playbook, checked as a whole, and compiled once to a Python function
that adds integer points and says why. It does not know cases: it reads named columns of a flat row, and a
column that the row does not have is a fault of the table, not a zero.

Bands are asked from the top; ``below`` must rise, and the last band has no bound, so every number falls into
exactly one of them.

>>> column = Column("periods", Bilingual("期数", "periods"), Band(0, Bilingual("未知", "unknown")),
...     bounds=(3,), bands=(Band(0, Bilingual("期数少", "few")), Band(2, Bilingual("期数多", "many"))), words={})
>>> [band_of(column, value).points for value in (1, 2, 3, None)]
[0, 0, 2, 0]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.foundation.strict_yaml import read_yaml


class Level(StrEnum):
    """How much of something there is; ``UNKNOWN`` when too little is known to say."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


class ScoreTableFault(ValueError):
    """A score table of the playbook has a hole; the message names file and column, and what to write."""


@dataclass(frozen=True, slots=True)
class Band:
    """One answer of a column: its points and what it says to a person."""

    points: int
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Column:
    """One figure that is asked. ``bounds`` are the upper bounds of all bands but the last.

    A column of words has no bounds: ``words`` leads each word to its band, the last band takes the others.
    """

    name: str
    label: Bilingual
    missing: Band
    bounds: tuple[int, ...]
    bands: tuple[Band, ...]
    words: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One table. ``medium_from`` and ``high_from`` are the points at which the levels begin."""

    table_id: str
    label: Bilingual
    known_at_least: int
    medium_from: int
    high_from: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class WeighedReason:
    """One reason of an estimate with the points it brought; the points of all reasons add up to the total."""

    reason: Reason
    points: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A level, the points it rests on, why, and which figures were missing. It advises and decides nothing."""

    level: Level
    points: int
    reasons: tuple[WeighedReason, ...]
    missing: tuple[Bilingual, ...]


Scorer = Callable[[object], Estimate]


def band_of(column: Column, value: int | str | None) -> Band:
    """The one band of a column into which a value falls; None falls into ``missing``."""
    if value is None:
        return column.missing
    if isinstance(value, str):
        return column.bands[column.words.get(value, len(column.bands) - 1)]
    return column.bands[bisect_right(column.bounds, value)]


def compile_table(table: ScoreTable) -> Scorer:
    """Turn a table into a function of one flat row; the row's attributes are the columns."""

    def score(row: object) -> Estimate:
        points, known = 0, 0
        reasons: list[WeighedReason] = []
        missing: list[Bilingual] = []
        for column in table.columns:
            value = getattr(row, column.name)
            band = band_of(column, value)
            points += band.points
            if value is None:
                missing.append(column.label)
            else:
                known += 1
            if band.points:
                code = f"{table.table_id}.{column.name}"
                reasons.append(WeighedReason(Reason(code, band.text), band.points))
        # The heaviest reason stands first; sorting is stable, so equal ones keep the order of the table.
        reasons.sort(key=lambda weighed: -abs(weighed.points))
        level = _level(table, points) if known >= table.known_at_least else Level.UNKNOWN
        return Estimate(level, points, tuple(reasons), tuple(missing))

    return score


def _level(table: ScoreTable, points: int) -> Level:
    if points >= table.high_from:
        return Level.HIGH
    return Level.MEDIUM if points >= table.medium_from else Level.LOW


def read_score_table(*, text: str, file: str, columns: Collection[str]) -> ScoreTable:
    """Read and check one table; ``columns`` are the figures that the row has.

    Raises ScoreTableFault where a column is foreign or asked twice, points are no whole number, bounds do
    not rise, the last band is bounded, or the answer for a missing value is not written down.
    """
    page = read_yaml(text, source=file)
    if not isinstance(page, dict):
        raise ScoreTableFault(f"{file}: the table is a mapping with id, label, levels and columns")
    levels = _part(page, "levels", dict, file)
    table = ScoreTable(
        table_id=_part(page, "id", str, file),
        label=bilingual(page.get("label"), f"{file}: label"),
        known_at_least=_whole(page.get("known_at_least"), f"{file}: known_at_least"),
        medium_from=_whole(levels.get("medium_from"), f"{file}: levels.medium_from"),
        high_from=_whole(levels.get("high_from"), f"{file}: levels.high_from"),
        columns=tuple(_column(entry, file, columns) for entry in _part(page, "columns", list, file)),
    )
    names = [column.name for column in table.columns]
    if len(set(names)) != len(names):
        raise ScoreTableFault(f"{file}: a column is asked twice; put its bands together")
    if table.high_from <= table.medium_from:
        raise ScoreTableFault(f"{file}: high_from must lie above medium_from")
    return table


def _column(entry: object, file: str, columns: Collection[str]) -> Column:
    if not isinstance(entry, dict):
        raise ScoreTableFault(f"{file}: each column is a mapping with column, label, missing and bands")
    name = str(entry.get("column"))
    place = f"{file}: column {name}"
    if name not in columns:
        raise ScoreTableFault(f"{place}: no such figure; the figures are {', '.join(sorted(columns))}")
    if "missing" not in entry:
        raise ScoreTableFault(f"{place}: say under `missing` what an unknown value counts")
    bounds: list[int] = []
    bands: list[Band] = []
    words: dict[str, int] = {}
    listed = _part(entry, "bands", list, place)
    for number, band in enumerate(listed):
        bands.append(_band(band, place))
        last = number == len(listed) - 1
        if last != ("below" not in band and "is" not in band):
            raise ScoreTableFault(f"{place}: the last band, and only the last, has neither `below` nor `is`")
        if "below" in band:
            bounds.append(_whole(band["below"], f"{place}: below"))
        words.update({str(word): number for word in band.get("is", ())})
    if bounds and words:
        raise ScoreTableFault(f"{place}: use `below` for numbers or `is` for words, not both")
    if bounds != sorted(set(bounds)):
        raise ScoreTableFault(f"{place}: the bounds under `below` must rise")
    return Column(
        name=name,
        label=bilingual(entry.get("label"), f"{place}: label"),
        missing=_band(entry["missing"], place),
        bounds=tuple(bounds),
        bands=tuple(bands),
        words=words,
    )


def _band(entry: object, place: str) -> Band:
    if not isinstance(entry, dict):
        raise ScoreTableFault(f"{place}: each answer is a mapping with points, zh and en")
    return Band(_whole(entry.get("points"), f"{place}: points"), bilingual(entry, place))


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ScoreTableFault(f"{place}: write a whole number")
    return value


def _part(page: dict[Any, Any], key: str, kind: type[Any], place: str) -> Any:
    value = page.get(key)
    if not isinstance(value, kind) or not value:
        raise ScoreTableFault(f"{place}: `{key}` is missing or of another kind than {kind.__name__}")
    return value


def bilingual(entry: object, place: str) -> Bilingual:
    """Read a text with both languages; ScoreTableFault names the place where one is missing."""
    if not isinstance(entry, dict) or not entry.get("zh") or not entry.get("en"):
        raise ScoreTableFault(f"{place}: needs both `zh` and `en`")
    return Bilingual(str(entry["zh"]), str(entry["en"]))
