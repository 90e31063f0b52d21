"""Amounts and days as a customer says them, and in how many ways.

Room: practice. It is the way back of ``understanding.spoken_money`` and ``understanding.spoken_date``: what is said
here is read there as the same value (tested over many values).

>>> say_number(2160), say_number(10050)
('两千一百六十', '一万零五十')
"""

from __future__ import annotations

from datetime import date, timedelta

from fairdue.foundation.money import FEN_PER_YUAN

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_WEEKDAYS = "一二三四五六日"
_DAYS_OF_WEEK = 7
_TEN_THOUSAND = 10_000


def say_digits(digits: str) -> str:
    """Digits one by one: 3021 is 三零二一. Other characters stay."""
    return "".join(_DIGITS[int(one)] if one.isdecimal() else one for one in digits)


def say_number(number: int) -> str:
    """A whole number from 0 to below a hundred million in spoken Chinese."""
    if number >= _TEN_THOUSAND:
        high, low = divmod(number, _TEN_THOUSAND)
        gap = "零" if 0 < low < _TEN_THOUSAND // 10 else ""
        rest = _below_ten_thousand(low) if low else ""
        return f"{_two(high)}万{gap}{rest}"
    return _two(number) if number else "零"


def _two(number: int) -> str:
    """二 is said 两 before a measure; a leading 一十 is said 十."""
    said = _below_ten_thousand(number)
    if number == 2:
        return "两"
    return said.removeprefix("一") if 10 <= number < 20 else said


def _below_ten_thousand(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(said)
            continue
        if gap:
            said += "零"
            gap = False
        said += ("两" if digit == 2 and place >= 2 else _DIGITS[digit]) + _PLACES[place]
    return said


def ways_to_say_money(fen: int) -> tuple[str, ...]:
    """How an amount of whole yuan may be said: in full, short where that is clear, and in figures.

    Fen beside whole yuan are left out, as people do: the ways say the yuan.
    """
    yuan = fen // FEN_PER_YUAN
    full = say_number(yuan)
    ways = [f"{full}块", f"{full}块钱", f"{full}元", f"{yuan}块", f"{yuan}元"]
    short = _short(yuan)
    if short:
        ways.append(short)
    return tuple(ways)


def _short(yuan: int) -> str:
    """两千一百 is said 两千一, and 两千一百六十 is said 两千一百六: only the last place loses its name."""
    if yuan < 100 or yuan >= _TEN_THOUSAND:
        return ""
    for place in (10, 100):
        if yuan % place == 0 and yuan // place % 10 and yuan // (place * 10) % 10:
            said = say_number(yuan)[:-1]
            return f"{said[:-1]}二" if said.endswith("两") else said
    return ""


def ways_to_say_day(day: date, today: date) -> tuple[str, ...]:
    """How a day near ``today`` may be said, each way leading back to it alone; never empty."""
    away = (day - today).days
    near = {
        0: ("今天", "今儿"),
        1: ("明天", "明儿"),
        2: ("后天",),
        3: ("大后天",),
        -1: ("昨天", "昨儿"),
        -2: ("前天",),
    }
    ways = list(near.get(away, ()))
    month, number = say_number(day.month).replace("两", "二"), _day_number(day.day)
    ways += [f"{month}月{number}号", f"{day.month}月{day.day}号"]
    week_now = today - timedelta(days=today.weekday())
    weeks = ((day - timedelta(days=day.weekday())) - week_now).days // _DAYS_OF_WEEK
    weekday = _WEEKDAYS[day.weekday()]
    if weeks == 1:
        ways += [f"下周{weekday}", f"下个星期{weekday}", f"下礼拜{weekday}"]
    if weeks == -1:
        ways += [f"上周{weekday}", f"上个星期{weekday}"]
    if weeks == 0 and away > 0:
        ways += [f"这周{weekday}", f"这个礼拜{weekday}"]
    if (day.year, day.month) == (today.year, today.month) and away:
        ways += [f"这个月{number}号"] + ([f"{number}号"] if away > 0 else [])
    if (day.year * 12 + day.month) - (today.year * 12 + today.month) == 1:
        ways += [f"下个月{number}号", f"下月{number}号"]
    return tuple(ways)


def _day_number(day: int) -> str:
    return say_number(day).replace("两", "二")
