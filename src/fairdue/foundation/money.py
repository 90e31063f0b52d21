"""Money as integer fen (1 yuan = 100 fen): reading it from files, showing it, splitting it without loss.

Room: foundation. No floats anywhere: a spreadsheet's number is read by its shortest decimal form.
Spoken amounts (三千五) belong to ``understanding``; here only what files write.

>>> read_money("￥1,234.50")
123450
>>> show_yuan(123450)
'1,234.50'
>>> split_fen(100, parts=3)
(34, 33, 33)
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from fairdue.foundation.fold import fold

FEN_PER_YUAN = 100
LARGEST_FEN = 10**15  # ten trillion yuan: far above any debt, far below a 64-bit column's limit

_PLAIN = re.compile(r"-?\d+(?:\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_MARKS_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|¥|¥)\s*", re.IGNORECASE)
_MARKS_AFTER = re.compile(r"\s*(?:人民币|RMB|CNY|元整|元|圆整|圆|整)$", re.IGNORECASE)


class MoneyUnreadable(ValueError):
    """The cell holds something, and it is not an amount of money in a shape that files use."""


def read_money(cell: str | int | float | Decimal) -> int:
    """Read an amount of yuan as it stands in a file and return fen; the sign is kept.

    Shapes: ``1234.5``, ``1,234.50``, ``￥1,234.50``, ``1234.5元``, ``1.2万``, full-width digits,
    ``(120.00)`` and ``120.00-`` for negatives, and numbers from a spreadsheet.
    Raises MoneyUnreadable for anything else, for more than two decimals of a yuan, and for sums above
    ten trillion yuan. The text of the cell is never part of the error: it may be personal.
    """
    if isinstance(cell, bool):
        raise MoneyUnreadable("a yes/no value is not an amount")
    if isinstance(cell, int):
        return _bounded(cell * FEN_PER_YUAN)
    if isinstance(cell, float):
        return _fen_from_float(cell)
    if isinstance(cell, Decimal):
        return _fen_from_decimal(cell)
    if len(cell) < 16 and _PLAIN.fullmatch(cell):  # the common case in bulk files, kept fast
        whole, _, cents = cell.partition(".")
        fen = abs(int(whole)) * FEN_PER_YUAN + int(cents.ljust(2, "0"))
        return _bounded(-fen if cell.startswith("-") else fen)
    return _fen_from_text(cell)


def _fen_from_float(number: float) -> int:
    if number != number or number in (float("inf"), float("-inf")):
        raise MoneyUnreadable("the number is not finite")
    # A spreadsheet stores 13563.9 as a binary fraction and sums leave noise far right of the decimal
    # point; a millionth of a yuan is well below what any creditor writes on purpose.
    exact = Decimal(repr(number)) * FEN_PER_YUAN
    whole = exact.to_integral_value()
    if abs(exact - whole) > Decimal("0.0001"):
        raise MoneyUnreadable("more than two decimals of a yuan")
    return _bounded(int(whole))


def _fen_from_decimal(amount: Decimal) -> int:
    if not amount.is_finite():
        raise MoneyUnreadable("the number is not finite")
    fen = amount * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise MoneyUnreadable("more than two decimals of a yuan")
    return _bounded(int(fen))


def _fen_from_text(cell: str) -> int:
    text = fold(cell).lstrip("'").strip()
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    text = _MARKS_BEFORE.sub("", text)
    text = _MARKS_AFTER.sub("", text).strip()
    if text.startswith(("-", "−", "+")):
        negative ^= text[0] != "+"
        text = _MARKS_BEFORE.sub("", text[1:].strip())
    elif text.endswith("-"):
        negative, text = not negative, text[:-1].strip()
    factor = 1
    for unit, times in (("万", 10_000), ("w", 10_000), ("W", 10_000), ("亿", 100_000_000)):
        if text.endswith(unit):
            factor, text = times, text[: -len(unit)].strip()
            break
    text = text.replace(" ", "")
    if not _GROUPED.fullmatch(text):
        raise MoneyUnreadable("not an amount in figures")
    try:
        amount = Decimal(text.replace(",", "")) * factor
    except InvalidOperation as error:  # pragma: no cover - the pattern admits decimals only
        raise MoneyUnreadable("not an amount in figures") from error
    fen = _fen_from_decimal(amount)
    return -fen if negative else fen


def _bounded(fen: int) -> int:
    if abs(fen) > LARGEST_FEN:
        raise MoneyUnreadable("larger than any debt: above ten trillion yuan")
    return fen


def show_yuan(fen: int) -> str:
    """Show fen as yuan with thousands separators and two decimals: ``-1,234.50``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan:,}.{rest:02d}"


def split_fen(total_fen: int, *, parts: int) -> tuple[int, ...]:
    """Split a sum into equal parts that add up to it to the fen; the earlier parts carry the remainder.

    Raises ValueError when ``parts`` is below 1 or the sum is negative.
    """
    if parts < 1:
        raise ValueError(f"a sum is split into at least one part, not {parts}")
    if total_fen < 0:
        raise ValueError("a negative sum is not split; reverse the split of the positive one")
    each, left = divmod(total_fen, parts)
    return tuple(each + 1 if number < left else each for number in range(parts))
