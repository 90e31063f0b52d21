"""Whole numbers as Chinese speech gives them: 三千五, 一万二, 两千零五, 二十, 3千5, 1.2万.

Room: understanding. Speech drops the last unit (三千五 is 3,500) unless 零 stands before it (三千零五 is
3,005). Two digits side by side (三四千) are a guess and not a number.

>>> read_number("一万二")
Decimal('12000')
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6}
DIGITS |= {"七": 7, "八": 8, "九": 9, "幺": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_MOST_BEFORE_POINT = 10**12

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九幺十百千万亿]|点")
NUMBER = (
    r"(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两俩三四五六七八九幺十百千])"
    r"(?:点(?=[零一二三四五六七八九]+[万亿千])|[零〇一二两俩三四五六七八九幺十百千万亿]|\d+)*"
)
"""A pattern for one number in running text; what it finds is for ``read_number`` to accept or not."""


def read_number(text: str) -> Decimal | None:
    """Read a whole text that is one number; None when it is none, or only a rough one."""
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != text:
        return None
    if "点" in tokens:
        return _with_point(tokens)
    if len(tokens) > 1 and all(token in DIGITS for token in tokens):
        return None if len(tokens) < 4 else Decimal("".join(str(DIGITS[token]) for token in tokens))
    return _of_tokens(tokens)


def _with_point(tokens: list[str]) -> Decimal | None:
    """一点二万: digits after the point, then one unit."""
    point = tokens.index("点")
    whole = _of_tokens(tokens[:point])
    after = tokens[point + 1 :]
    unit = {**_UNITS, **_MYRIADS}.get(after[-1]) if after else None
    digits = after[:-1]
    if whole is None or unit is None or not digits or any(digit not in DIGITS for digit in digits):
        return None
    if whole >= _MOST_BEFORE_POINT or whole != whole.to_integral_value():
        return None  # 1.5点二万 has two points
    return Decimal(f"{int(whole)}." + "".join(str(DIGITS[digit]) for digit in digits)) * unit


def _of_tokens(tokens: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    pending: Decimal | None = None
    last_unit, zero_before = 0, False
    for token in tokens:
        if token in ("零", "〇"):
            if pending is not None:
                return None
            zero_before = True
        elif token in _UNITS:
            if pending is None and (_UNITS[token] != 10 or (section % 100 and last_unit)):
                return None  # a bare 百 or 千 says "some hundreds"
            if 0 < last_unit <= _UNITS[token]:
                return None  # 五十一百 names two sums, not one
            section += (1 if pending is None else pending) * _UNITS[token]
            pending, last_unit, zero_before = None, _UNITS[token], False
        elif token in _MYRIADS:
            section += pending or 0
            if section == 0 and total == 0:
                return None
            if _MYRIADS[token] == 100_000_000:
                total, section = (total + section) * 100_000_000, Decimal(0)
            else:
                total, section = total + section * 10_000, Decimal(0)
            pending, last_unit, zero_before = None, _MYRIADS[token], False
        else:
            if pending is not None:
                return None  # 三四千: two digits side by side are a guess
            pending = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token.replace(",", ""))
    if pending is None:
        return total + section
    shortened = last_unit >= 100 and not zero_before and pending < 10 and pending == int(pending)
    return total + section + (pending * last_unit // 10 if shortened else pending)
