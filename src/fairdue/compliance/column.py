"""A column: one typed thing that a rule may ask about an act or about the world, with its name in words.

Room: compliance. ``Action`` and ``Facts`` are rows of columns. A column says what kind of value it holds, so
that one description serves the rule files, the Python predicates and the SQL; and it says what follows when
its value is missing. A missing value (None) always means *not known*, never *no*.

>>> from fairdue.compliance.facts import Facts
>>> columns_of(Facts)["effective_calls_today"].kind
<ColumnKind.COUNT: 'count'>
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, time
from enum import Enum, StrEnum
from functools import cache
from typing import Any

from fairdue.foundation.bilingual import Bilingual


class ColumnKind(Enum):
    """What a column holds. A set of words is one number in SQL, a bit for each word."""

    YES_NO = "yes_no"
    COUNT = "count"
    FEN = "fen"
    DATE = "date"
    CLOCK = "clock"
    WORD = "word"
    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``words`` is the closed list of a WORD or WORDS column.

    ``attested``: nobody can compute it; a person states it, with evidence, for a scope and a period.
    ``assumed`` is what the gathering hands in while nobody has stated anything; None leaves it not known.
    """

    name: str
    kind: ColumnKind
    label: Bilingual
    of_action: bool
    words: type[StrEnum] | None = None
    attested: bool = False
    assumed: object = None
    missing: str = ""

    def bit_of(self, word: str) -> int:
        """The bit of one word of a WORDS column; ValueError for a word that is not on its list."""
        assert self.words is not None
        return 1 << list(self.words).index(self.words(word))

    def mask(self, chosen: frozenset[str]) -> int:
        """Several words as one number, as SQL keeps them."""
        return sum(self.bit_of(word) for word in chosen)


_REFUSES = "the rules that need it refuse"
_OF_TYPE = {bool: ColumnKind.YES_NO, date: ColumnKind.DATE, time: ColumnKind.CLOCK, str: ColumnKind.NAME}


def column(
    kind: type | ColumnKind,
    zh: str,
    en: str,
    *,
    words: type[StrEnum] | None = None,
    default: object = None,
    attested: bool = False,
    assumed: object = None,
    missing: str = _REFUSES,
) -> Any:
    """Declare a column of ``Action`` or ``Facts`` as the field of a dataclass.

    ``kind`` is bool, date, time, str, a StrEnum (a closed list of words) or a ColumnKind.
    """
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words, kind = kind, ColumnKind.WORD
    told = kind if isinstance(kind, ColumnKind) else _OF_TYPE[kind]
    about = {
        "kind": told,
        "words": words,
        "label": Bilingual(zh, en),
        "attested": attested,
        "assumed": assumed,
        "missing": missing,
    }
    return field(default=default, metadata={"column": about})


@cache
def columns_of(row: type, *, of_action: bool = False) -> dict[str, Column]:
    """All columns of a row type in their order, by name; fields that are no columns are left out."""
    return {
        entry.name: Column(name=entry.name, of_action=of_action, **entry.metadata["column"])
        for entry in fields(row)
        if "column" in entry.metadata
    }
