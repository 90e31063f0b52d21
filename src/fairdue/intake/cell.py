"""A cell as files hold it, and the plain readings that every column shares: text, whole numbers, codes.

Room: intake. A text file gives only ``str``; a workbook gives numbers, dates and truth values as well.
Nothing is evaluated: a cell that begins with ``=`` or ``@`` is text.

>>> code_of("’ 6222 0000")
'62220000'
>>> code_of('="00123"')
'00123'
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fairdue.foundation.fold import fold
from fairdue.intake.limits import MAX_TEXT_CHARS

Cell = str | int | float | bool | date | datetime | time | timedelta
Cells = list[Cell]

_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d*[eE]\+?|[eE]\+)\d{1,3}")
_QUOTED_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_CODE_NOISE = re.compile(r"[\s'’‘`´\u3000\u00a0]+")
_CJK = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BLANKS_BETWEEN_CJK = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
# Control characters could drive the terminal of whoever reads the case; tab and line ends are only blanks.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
FIRST_INEXACT = 10**15
"""A spreadsheet keeps fifteen digits; a longer number has lost its end."""


def is_blank(cell: Cell) -> bool:
    """Does the cell hold nothing that a person can see?"""
    return cell == "" if not isinstance(cell, str) else not cell or not cell.strip().strip("\ufeff\u200b")


def plain_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a decimal point, dates as ISO, never in exponents."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e18:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def unwrapped(text: str) -> str:
    """Undo ``="00123"``, the trick by which systems keep a spreadsheet from changing a number."""
    if text.startswith("="):
        match = _QUOTED_FORMULA.fullmatch(text.strip())
        if match is not None:
            return match.group(1)
    return text


def text_of(cell: Cell) -> str:
    """Free text as it stands, ends trimmed, invisible characters gone; at most MAX_TEXT_CHARS."""
    if not isinstance(cell, str):
        return plain_text(cell)[:MAX_TEXT_CHARS]
    text = unwrapped(cell.strip())
    if not text.isprintable() or not text.isascii():
        text = _INVISIBLE.sub("", text).strip()
    return text[:MAX_TEXT_CHARS]


def name_of(cell: Cell) -> str:
    """A person's or firm's name: rare characters kept, alignment blanks between characters removed."""
    text = text_of(cell)
    if text.isalnum():
        return text
    return _BLANKS_BETWEEN_CJK.sub("", text.lstrip("'’")).strip()


def code_of(cell: Cell) -> str:
    """A number or code that identifies something: half-width, no blanks, no leading apostrophe."""
    if not isinstance(cell, str):
        return plain_text(cell).strip()
    if cell.isascii() and cell.isalnum():
        return cell
    text = fold(unwrapped(cell.strip()))
    return _CODE_NOISE.sub("", text)


def lost_digits(cell: Cell) -> bool:
    """Has a spreadsheet turned this long number into an approximation, so that its end is lost?"""
    if isinstance(cell, str):
        if cell.isdigit() or not cell:
            return False  # by far the most, and no exponent stands in digits
        return len(cell) < 40 and _SCIENTIFIC.fullmatch(code_of(cell)) is not None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= FIRST_INEXACT
    return False


def whole_number_of(cell: Cell) -> int | None:
    """A small whole number (days, periods, day of the month), ``45天`` included; None if it is none."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell if abs(cell) < 10**6 else None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 10**6 else None
    if not isinstance(cell, str):
        return None
    if len(cell) < 7 and cell.isascii() and cell.isdigit():
        return int(cell)
    match = re.fullmatch(r"\+?(-?\d{1,6})(?:\.0+)?\s*(?:天|日|期|号|个月|days?)?", fold(cell).lstrip("'"))
    return int(match.group(1)) if match is not None else None
