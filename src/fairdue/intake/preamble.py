"""What title rows above the header say for the whole file: creditor, batch, placement day, term.

Room: intake. A title is a hint: a column of the file always wins over it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fairdue.foundation.civil import DateUnreadable, read_date
from fairdue.intake.layouts import Words, fold_word

_DATE = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{8}"
_TERM = re.compile(rf"({_DATE})\s*(?:[-–—~～]+|至|到|to)\s*({_DATE})")
_BETWEEN_TITLE_WORDS = re.compile(r"[\s:：,，()（）《》【】\[\]]+")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Term:
    """The stretch for which cases are entrusted; both days are inside."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Preamble:
    """What the rows above the header say, as far as it was understood."""

    creditor: str | None = None
    batch_no: str | None = None
    placed_on: date | None = None
    term: Term | None = None


def read_preamble(*, rows: Sequence[Sequence[str]], words: Words) -> Preamble:
    """Read the title rows: ``委托方:某银行``, key and value in neighbouring cells, or a creditor's name."""
    said: dict[str, str] = {}
    title: str | None = None
    for row in rows:
        for index, cell in enumerate(row):
            text = unicodedata.normalize("NFKC", cell).strip()
            key, _, value = text.partition(":")
            meaning = words.preamble.get(fold_word(key))
            if meaning is not None:
                neighbour = row[index + 1] if index + 1 < len(row) else ""
                said.setdefault(meaning, value.strip() or neighbour.strip())
            elif title is None:
                title = _creditor_in(text, words.creditor_endings)
    return Preamble(
        creditor=said.get("creditor") or title,
        batch_no=said.get("batch_no") or None,
        placed_on=_date_of(said.get("placed_on", "")),
        term=_term_of(said.get("term", "")),
    )


def _creditor_in(title: str, endings: tuple[str, ...]) -> str | None:
    pattern = re.compile(rf"[^\s\d:：]{{1,30}}?(?:{'|'.join(map(re.escape, endings))})+")
    for piece in _BETWEEN_TITLE_WORDS.split(title):
        match = pattern.match(piece)
        if match is not None and len(match.group()) <= _LONGEST_NAME:
            return match.group()
    return None


def _date_of(text: str) -> date | None:
    try:
        return read_date(text)
    except DateUnreadable:
        return None


def _term_of(text: str) -> Term | None:
    match = _TERM.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    first, last = _date_of(match.group(1)), _date_of(match.group(2))
    if first is None or last is None or last < first:
        return None
    return Term(first, last)
