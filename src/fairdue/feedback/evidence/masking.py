"""Masking: numbers that are not the customer's own do not leave the house in a pack.

Room: feedback. A note may hold a neighbour's telephone number or somebody's identity number. What looks like one
and is not the customer's is hidden but for its first two and last two digits. Names cannot be told from other words
and are not found: who makes a pack reads it before it leaves.

>>> hide_numbers("请打 13900001234", own=frozenset())
('请打 13*******34', 1)
>>> hide_numbers("请打 13900001234", own=frozenset({"13900001234"}))
('请打 13900001234', 0)
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from fairdue.casefile.case import CaseFile
from fairdue.feedback.evidence.pack_records import LogLine

# People write a number with blanks, strokes, in full width or in characters, and evaders do. Up to two signs may stand
# between two digits; a word may stand before the number (tel139…), but a number is never a part of an id.
_DIGIT = "[0-9\uff10-\uff19]"
_BETWEEN = r"[\s.\-\u2010-\u2015\uff0d\u00b7\u200b-\u200d]{0,2}"


def _digits(least: int, most: int | None = None) -> str:
    return f"(?:{_BETWEEN}{_DIGIT}){{{least},{most or least}}}"


_PREFIX = rf"(?:(?:[+\uff0b]|00)?(?:86|\uff18\uff16){_BETWEEN})?"
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z\uff10-\uff19])[A-Za-z]*?("
    rf"{_PREFIX}[1\uff11]{_BETWEEN}[3-9\uff13-\uff19]{_digits(9)}"
    rf"|{_DIGIT}{_digits(16)}{_BETWEEN}[0-9\uff10-\uff19Xx\uff38\uff58]"
    rf"|{_DIGIT}{_digits(14, 18)}"
    rf"|[0\uff10]{_DIGIT}{{2,3}}[\s\-\uff0d]{_DIGIT}{{7,8}}"
    r"|[一幺][零〇一幺二三四五六七八九]{10}"
    r")(?![0-9A-Za-z\uff10-\uff19])"
)
_SPELLED = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_PLACED = frozenset({"CasePlaced", "CaseRestated"})
"""What the creditor placed holds the customer's own numbers, and third persons under the seal of the house."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What stands for whom in a redacted pack: the longest names first, so that none is cut in two."""

    words: tuple[tuple[str, str], ...]

    def apply(self, text: str) -> str:
        """The text with every name replaced."""
        for name, stand_in in self.words:
            text = text.replace(name, stand_in)
        return text


def own_numbers(case: CaseFile) -> frozenset[str]:
    """The customer's own numbers, which stay."""
    points = {point.value for point in case.contact_points}
    return frozenset({case.party.id_number, case.account.card, case.account.case_no, *points})


def _bare(number: str) -> str:
    """A number as its digits alone, however it is written."""
    plain = unicodedata.normalize("NFKC", number).translate(_SPELLED).upper()
    digits = "".join(sign for sign in plain if sign.isdigit() or sign == "X").removeprefix("00")
    return digits[2:] if len(digits) == 13 and digits.startswith("861") else digits


def hide_numbers(text: str, *, own: frozenset[str]) -> tuple[str, int]:
    """The text with the numbers of others hidden, and how many there were."""
    hidden = 0
    bare = {_bare(number) for number in own}

    def hide(found: re.Match[str]) -> str:
        nonlocal hidden
        number, before = found.group(1), found.group()[: found.start(1) - found.start()]
        if _bare(number) in bare:
            return found.group()
        hidden += 1
        return f"{before}{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"

    return _NUMBER.sub(hide, text), hidden


def mask_line(line: LogLine, *, own: frozenset[str]) -> LogLine:
    """The row as it may leave: whole where it names nobody else's number, masked where it does."""
    if line.is_link or line.kind in _PLACED:
        return line
    hidden = 0

    def walk(value: object) -> object:
        # Only what is text: an amount is no telephone number, however many digits it has.
        nonlocal hidden
        if isinstance(value, str):
            text, count = hide_numbers(value, own=own)
            hidden += count
            return text
        if isinstance(value, list):
            return [walk(one) for one in value]
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return value

    body = json.dumps(walk(json.loads(line.body)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not hidden:
        return line
    return LogLine(
        line.seq, line.prev_hash, line.hash, line.case_id, line.kind, line.at, line.actor, body, hidden
    )


def pseudonyms(names: Mapping[str, str]) -> Pseudonyms:
    """What stands for each name; names without a letter in them are left out."""
    usable = [(name, stand_in) for name, stand_in in names.items() if len(name) > 1]
    return Pseudonyms(tuple(sorted(usable, key=lambda pair: (-len(pair[0]), pair[0]))))
