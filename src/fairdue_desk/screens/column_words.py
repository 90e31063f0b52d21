"""Values of columns in words: what a worked case or a statement says of one fact."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from enum import StrEnum

from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.word_names import word_name
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan

NOT_KNOWN = Bilingual("不知道", "not known")
NOTHING = Bilingual("无", "none")


def value_in_words(column: Column, value: object) -> Bilingual:
    """One value of a column, as a sentence would say it; None is what is not known."""
    match value:
        case None:
            return NOT_KNOWN
        case bool() | StrEnum():
            return word_name(column.name, value)
        case frozenset() | tuple():
            return _several(column, value)
        case int() if column.kind is ColumnKind.FEN:
            return Bilingual(f"{show_yuan(value)} 元", f"{show_yuan(value)} yuan")
        case time():
            return Bilingual(f"{value:%H:%M}", f"{value:%H:%M}")
        case date():
            return Bilingual(value.isoformat(), value.isoformat())
        case _:
            return Bilingual(str(value), str(value))


def _several(column: Column, values: Collection[object]) -> Bilingual:
    if not values:
        return NOTHING
    words = [value_in_words(column, one) for one in column.words or () if one in values]
    return Bilingual("、".join(word.zh for word in words), ", ".join(word.en for word in words))
