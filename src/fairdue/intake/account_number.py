"""Account and card numbers: read as text, with Luhn's check digit for those that are card numbers.

Room: intake. Source of the check: ISO/IEC 7812-1. A card that fails it is only warned about, since
creditors also write loan and contract numbers into the same column.

>>> passes_luhn("6222020200112230"), passes_luhn("6222020200112231")
(True, False)
"""

from __future__ import annotations

import re

from fairdue.intake.cell import Cell, code_of

_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_DOUBLED = bytes(
    (2 * (code - 48) - (9 if code > 52 else 0)) if 48 <= code <= 57 else 0 for code in range(256)
)
_DASHES = re.compile(r"(?<=\d)[-‐‑–—](?=\d)")


def read_account(cell: Cell) -> str:
    """The number as the house keeps it: no blanks, no dashes between digits."""
    text = code_of(cell)
    return text if text.isdigit() else _DASHES.sub("", text)


def is_card_shaped(number: str) -> bool:
    """Could this be a bank card number: 13 to 19 digits?"""
    return _SHORTEST_CARD <= len(number) <= _LONGEST_CARD and number.isascii() and number.isdigit()


def passes_luhn(number: str) -> bool:
    """Does a number of digits end in its Luhn check digit?"""
    digits = number.encode("ascii")
    plain = digits[-1::-2]
    return (sum(plain) - 48 * len(plain) + sum(digits[-2::-2].translate(_DOUBLED))) % 10 == 0
