"""One YAML file of knowledge while it is read: its keys, and complaints that know file and line.

Room: compliance. Nothing here touches a disk: text comes in. Rules, overlays and the register are read by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from fairdue.compliance.action import ACTION_COLUMNS
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.span import Span
from fairdue.foundation.strict_yaml import YamlError, lines_of, read_yaml

ALL_COLUMNS: dict[str, Column] = {**FACT_COLUMNS, **ACTION_COLUMNS}
"""Every column that a rule can name; no name stands in both rows."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_LONGEST = {"days": 36_500, "months": 1_200, "years": 100}
"""The longest span in each word: a century. A longer one is a slip, and leads past the end of the calendar."""
_LARGEST = 1_000_000_000_000
"""The largest number: ten thousand million yuan in fen. A larger one no database holds as a whole number for sure."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Characters that nobody sees and that change what a reader sees: controls, marks of direction, half a character."""

Word = TypeVar("Word", bound=StrEnum)


class RuleUnreadable(ValueError):
    """A rule file that is not understood; the message says file, line, what is wrong and how to mend it."""


class Page:
    """One rule file while it is read: its keys, and complaints that know their line."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        try:
            keys = read_yaml(text, source=file)
        except YamlError as error:
            raise RuleUnreadable(str(error)) from error
        if not isinstance(keys, dict):
            raise RuleUnreadable(
                f"{file}: line 1: expected keys such as `id:` and `says:`, each on a line of its own"
            )
        self.keys: dict[Any, Any] = keys
        self._lines: dict[tuple[str, ...], int] | None = None
        self._spots: dict[str, tuple[object, ...]] = {}
        self._demand_seen()

    def wrong(self, key: str, complaint: str, *below: object) -> NoReturn:
        """Refuse the file, naming the line of ``key``, or of what stands below it on the path ``below``."""
        path = below or self._spots.get(key, ())
        raise RuleUnreadable(f"{self.file}: line {self.line_of(key, *path)}: {key}: {complaint}")

    def _demand_seen(self) -> None:
        """Refuse text with characters that cannot be seen; a line break within a text is one that can."""
        waiting: list[tuple[tuple[object, ...], object]] = [((key,), key) for key in self.keys]
        waiting += [((key,), value) for key, value in self.keys.items()]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [((*path, key), part) for key, below in value.items() for part in (key, below)]
            elif isinstance(value, list):
                waiting += [((*path, place), part) for place, part in enumerate(value)]
            elif isinstance(value, str):
                for mark in value:
                    if mark != "\n" and unicodedata.category(mark) in _UNSEEN:
                        key = ascii(path[0])[1:-1] if value == path[0] else str(path[0])
                        complaint = (
                            f"holds U+{ord(mark):04X}, which cannot be seen; write the text without it"
                        )
                        line = self.line_of(str(path[0]), *path[1:])
                        raise RuleUnreadable(f"{self.file}: line {line}: {key}: {complaint}")

    def line_of(self, key: str, *below: object) -> int:
        """The line on which the key begins, or the deepest part of the path below it that there is; else 1."""
        if self._lines is None:
            self._lines = lines_of(self.text)
        path = (key, *(str(part) for part in below))
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines[path] if path else 1

    @contextmanager
    def within(self, key: str, *below: object) -> Iterator[None]:
        """Inside, complaints about ``key`` name the line of the entry below it that is being read."""
        before = self._spots.get(key, ())
        self._spots[key] = below
        try:
            yield
        finally:
            self._spots[key] = before

    def words(self, key: str) -> str:
        """A sentence or a name: text that is not empty."""
        value = self.keys.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "expected a text that is not empty")
        return value.strip()

    def optional_words(self, key: str) -> str | None:
        """Like ``words``; None where the key is absent or null."""
        return None if self.keys.get(key) is None else self.words(key)

    def pair(self, key: str) -> Bilingual | None:
        """A text and its English under ``key`` and ``key_en``: both, or neither."""
        zh, en = self.optional_words(key), self.optional_words(f"{key}_en")
        if (zh is None) != (en is None):
            self.wrong(key if zh else f"{key}_en", f"write both {key} and {key}_en")
        return Bilingual(zh, en) if zh is not None and en is not None else None

    def one_of(self, key: str, kind: type[Word]) -> Word:
        """A word of a closed list."""
        return self.member(key, self.keys.get(key), kind)

    def member(self, key: str, value: object, kind: type[Word]) -> Word:
        """Read one word of a closed list, wherever under ``key`` it stands."""
        try:
            return kind(str(value))
        except ValueError:
            self.wrong(key, f"{value!r} is not known; write one of {', '.join(kind)}")

    def day(self, key: str, value: object) -> date:
        """A civil date as YAML reads it."""
        if type(value) is not date:
            shown = str(value) if isinstance(value, date) else repr(value)
            self.wrong(key, f"{shown} is not a date; write it as 2026-01-30")
        return value

    def clock(self, key: str, value: object) -> time:
        """A time of day such as 22:00."""
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.wrong(key, f'{value!r} is not a time of day; write it as "22:00"')
        return time(int(found[1]), int(found[2]))

    def number(self, key: str, value: object) -> int:
        """A whole number that is not negative."""
        if type(value) is not int or value < 0:
            self.wrong(key, f"{value!r} is not a whole number from 0 up")
        if value > _LARGEST:
            self.wrong(key, f"a number of {len(str(value))} digits; write one up to {_LARGEST}")
        return value

    def listed(self, key: str, value: object) -> list[Any]:
        """A list that is not empty."""
        if not isinstance(value, list) or not value:
            self.wrong(key, "expected a list that is not empty, such as [a, b]")
        return value

    def dated(self, key: str) -> list[tuple[date, Any]]:
        """Entries under dates, earliest first."""
        entries = self.keys.get(key)
        if not isinstance(entries, dict) or not entries:
            self.wrong(key, "expected entries under dates, such as {2026-01-30: ...}")
        return sorted((self.day(key, day), entry) for day, entry in entries.items())

    def column(self, key: str, name: object, *kinds: ColumnKind) -> Column:
        """A column by its name, of one of these kinds (any, if none is named)."""
        found = ALL_COLUMNS.get(name) if isinstance(name, str) else None
        if found is None:
            self.wrong(
                key, f"{name!r} is no column; see compliance.facts and compliance.action for those that exist"
            )
        if kinds and found.kind not in kinds:
            wanted = " or ".join(_KIND_NAMES[kind] for kind in kinds)
            self.wrong(key, f"{name!r} is {_KIND_NAMES[found.kind]}; expected {wanted}")
        return found

    def values_of(self, key: str, column: Column, values: list[Any]) -> list[str | bool]:
        """Values that this column can have, each checked against its kind."""
        if column.kind is ColumnKind.YES_NO:
            if not all(type(value) is bool for value in values):
                self.wrong(key, f"{column.name} is a yes/no column; write true or false")
            return values
        if column.words is None:
            self.wrong(key, f"{column.name} has no closed list of values to choose from")
        return [str(self.member(key, value, column.words)) for value in values]

    def span(self, key: str, value: object) -> Span:
        """A span such as {days: 7}, {months: 3} or {years: 5}."""
        if not isinstance(value, dict) or len(value) != 1 or not set(value) <= set(_LONGEST):
            self.wrong(key, f"{value!r} is no span; write one of {{days: 7}}, {{months: 3}}, {{years: 5}}")
        ((word, number),) = value.items()
        many = self.number(key, number)
        if many == 0:
            self.wrong(key, "a span of nothing is none; write at least 1")
        if many > _LONGEST[word]:
            self.wrong(key, f"{many} {word} is longer than a century; write at most {_LONGEST[word]}")
        return Span(days=many) if word == "days" else Span(months=many * (12 if word == "years" else 1))


_KIND_NAMES = {
    ColumnKind.YES_NO: "a yes/no column",
    ColumnKind.COUNT: "a counting column",
    ColumnKind.FEN: "a column of money",
    ColumnKind.DATE: "a column of dates",
    ColumnKind.CLOCK: "a column of times of day",
    ColumnKind.WORD: "a column of one word",
    ColumnKind.WORDS: "a column of several words",
    ColumnKind.NAME: "a column of free names",
}
