"""Feasts and lunar days as customers say them: 除夕, 大年初三, 腊月二十八, 正月十五, 清明, 中秋, 国庆前.

Room: understanding. Called by the reader of dates, which owns what 以后 and 左右 do to a day. What is only a
season (过年前, 年后) is no day and is not looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from fairdue.understanding.chinese_number import read_number
from fairdue.understanding.lunar_year import LAST_OF_MONTH, lunar_day, lunar_day_of_any_month

FIXED_FEASTS: dict[str, tuple[int, int]] = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "愚人节": (4, 1), "劳动节": (5, 1),
    "五一": (5, 1), "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "618": (6, 18), "建军节": (8, 1),
    "教师节": (9, 10), "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25), "跨年": (12, 31),
}  # fmt: skip
LUNAR_FEASTS: dict[str, tuple[int, int]] = {
    "大年三十": (12, LAST_OF_MONTH), "年三十": (12, LAST_OF_MONTH), "三十晚上": (12, LAST_OF_MONTH), "三十儿晚上": (12, LAST_OF_MONTH),
    "除夕": (12, LAST_OF_MONTH), "大年夜": (12, LAST_OF_MONTH), "年三十晚": (12, LAST_OF_MONTH),
    "大年初一": (1, 1), "春节当天": (1, 1), "春节那天": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2),
    "端午": (5, 5), "端阳": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9),
    "腊八": (12, 8), "小年": (12, 23), "鬼节": (7, 15),
}  # fmt: skip
TERMS: dict[str, tuple[int, float]] = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.73), "惊蛰": (3, 5.63),
    "春分": (3, 20.646), "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.04),
    "芒种": (6, 5.678), "夏至": (6, 21.37), "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5),
    "处暑": (8, 23.13), "白露": (9, 7.646), "秋分": (9, 23.042), "寒露": (10, 8.318), "霜降": (10, 23.438),
    "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.94),
}  # fmt: skip
"""The solar terms: their month, and the constant of the usual fit of this century (寿星公式)."""
_A_DAY_EARLY = frozenset({("冬至", 2021), ("雨水", 2026)})
"""Where the fit comes out a day late."""
SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}
"""The month, and which of its Sundays."""
LUNAR_SAID = re.compile(r"农历|阴历|旧历|古历")
_CIVIL_SAID = re.compile(r"阳历|公历")
_YEAR_ENDS = frozenset({"大年三十", "年三十", "三十晚上", "三十儿晚上", "除夕", "大年夜", "年三十晚", "跨年"})
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_NEW_YEAR_DAYS = 60


def fixed_or_lunar_feast(name: str, today: date, step: int) -> date | None:
    """The feast of that name on the side of ``today`` that ``step`` says: 1 to come, -1 gone by."""
    if name in TERMS:
        return _nearest(lambda year: _term(name, year), today, step)
    if name in SUNDAYS:
        in_month, which = SUNDAYS[name]
        return _nearest(lambda year: _sunday(year, in_month, which), today, step)
    if name in FIXED_FEASTS:
        month, day = FIXED_FEASTS[name]
        return _nearest(lambda year: date(year, month, day), today, step)
    month, day = LUNAR_FEASTS[name]
    return _nearest(lambda year: lunar_day(year=year, month=month, day=day), today, step)


def _term(name: str, year: int) -> date:
    """The day of a solar term; all 24 of 2020 to 2035 agree with the package lunar_python."""
    month, constant = TERMS[name]
    short = year % 100
    leaps = (short - 1) // 4 if month <= 2 else short // 4
    return date(year, month, int(short * 0.2422 + constant) - leaps - ((name, year) in _A_DAY_EARLY))


def _sunday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (which - 1))


def _nearest(of_year: Callable[[int], date | None], today: date, step: int) -> date | None:
    """Of the years around today the nearest day on the asked side; today counts on both."""
    for year in range(today.year - step, today.year + 3 * step, step):
        found = of_year(year)
        if found is not None and (found - today).days * step >= 0:
            return found
    return None


def lunar_month_and_day(match: re.Match[str], today: date, step: int) -> date | None:
    """腊月二十八, 正月初六, 农历八月十五, 五月初五; None where the speaker says 阳历 beside it."""
    if _CIVIL_SAID.search(match.string):
        return None
    month_word = match["lunar_month"]
    month = _LUNAR_MONTHS.get(month_word) or _whole(month_word)
    day = _lunar_day_number(match["lunar_day"])
    if month is None or day is None:
        return None
    return nearest_lunar(month, day, today, step)


def nearest_lunar(month: int, day: int, today: date, step: int) -> date | None:
    """That lunar day on the side of ``today`` that ``step`` says."""
    return _nearest(lambda year: lunar_day(year=year, month=month, day=day), today, step)


def folk_day(match: re.Match[str], today: date, step: int) -> date | None:
    """八月十五, 九月九, 二月二 without 号: days that the people name in the lunar calendar only."""
    month, day = _whole(match["month_word"] or match["twin"]), _whole(match["day_word"] or match["same"])
    if month is None or day is None:
        return None
    return _nearest(lambda year: lunar_day(year=year, month=month, day=day), today, step)


def new_year_day(match: re.Match[str], today: date, step: int) -> date | None:
    """大年初三, 年初八, 年二十八; a bare 初八 only near the turn of the lunar year."""
    word, prefix = match["lunar_day"], match["year_word"]
    day = _lunar_day_number(word)
    if day is None:
        return None
    if not prefix and LUNAR_SAID.search(match.string):
        return lunar_day_of_any_month(day=day, today=today, step=step)
    month = 1 if word.startswith("初") else 12
    found = _nearest(lambda year: lunar_day(year=year, month=month, day=day), today, step)
    if found is not None and not prefix and abs((found - today).days) > _NEW_YEAR_DAYS:
        return None
    return found


def lunar_day_alone(match: re.Match[str], today: date, step: int) -> date | None:
    """农历十五, or 二十六 where 农历 stands somewhere beside it: the next such day of a lunar month."""
    day = _lunar_day_number(match["lunar_day"])
    if day is None or not LUNAR_SAID.search(match.string) or _CIVIL_SAID.search(match.string):
        return None
    return lunar_day_of_any_month(day=day, today=today, step=step)


def _lunar_day_number(word: str) -> int | None:
    if word.startswith("初"):
        return _whole(word[1:])
    return _whole(word)


def _whole(word: str) -> int | None:
    value = read_number(word)
    return None if value is None else int(value)


def feast_date(match: re.Match[str], today: date, step: int) -> date | None:
    """A feast by name, or with 前 the day before it; 除夕前 and 跨年前 still take in the day itself."""
    name = match["feast"]
    if name == "十一":
        name = "国庆"
    day = fixed_or_lunar_feast(name, today, step)
    return (
        None
        if day is None
        else day
        - timedelta(days=1 if match["eve"] and (name not in _YEAR_ENDS or "一" in match["eve"]) else 0)
    )


_WEATHER_TOO = frozenset({"小满", "小雪", "大雪", "大寒", "小寒", "雨水", "谷雨", "白露"})
_BESIDE = {name: "(?<!度)" + name + "(?=那天|当天|节气|之?前|以前)" for name in _WEATHER_TOO}
_BESIDE |= {
    name: rf"(?<![十周拜期\d一二三四五六七八九]){name}(?![定起次共直样下个万千百块点])"
    for name in ("五一", "六一")
}
_NAMES = "|".join(
    _BESIDE.get(name, name)
    for name in sorted([*FIXED_FEASTS, *LUNAR_FEASTS, *TERMS, *SUNDAYS], key=len, reverse=True)
)
FIRST_CHARACTERS = frozenset(name[0] for name in [*FIXED_FEASTS, *LUNAR_FEASTS, *TERMS, *SUNDAYS, "十一"])
_LUNAR_DAY = r"初[一二三四五六七八九十]|(?:二|三)?十[一二三四五六七八九]?"
FEAST = rf"(?P<feast>{_NAMES}|(?<![一二三四五六七八九十双月])十一(?=假期|长假|放假|黄金周|小长假|之?前))(?:放假)?(?:节)?(?:那天|当天|当日)?(?P<eve>之?前一[天日]|前夕|前头|[之以]?前(?!后|第?[一二两三四五六七八九十\d]+个?[天日周星礼]))?(?!饭|晚会|联欢|退款|备货|活动|大促|促销|做|订单|快递|奖金|红包|期间|这几天|那几天|左右)"
LUNAR_MONTH_AND_DAY = (
    rf"(?:农历|阴历|旧历|古历)?(?P<lunar_month>正|冬|腊)月(?P<lunar_day>{_LUNAR_DAY})(?![点几多来])"
)
NAMED_LUNAR = rf"(?:农历|阴历|旧历|古历)的?(?P<lunar_month>[一二三四五六七八九十]{{1,2}})月份?(?P<lunar_day>{_LUNAR_DAY})"
INITIAL_LUNAR = r"(?P<lunar_month>[一二三四五六七八九十]{1,2})月(?P<lunar_day>初[一二三四五六七八九十])(?![几号日口次下把])"
NEW_YEAR_DAY = (
    r"(?P<year_word>大年|过年|年)(?P<lunar_day>初[一二三四五六七八九十]|二十[一二三四五六七八九])"
    r"(?!号)"
)
BARE_INITIAL = r"(?P<year_word>)(?<![月年])(?P<lunar_day>初[一二三四五六七八九十])(?![中高级口次下把])"
LUNAR_DAY_ALONE = rf"(?:农历|阴历|旧历|古历)的?(?P<lunar_day>{_LUNAR_DAY})(?![月点几多来百千万块元个天岁])"
BARE_LUNAR_DAY = r"(?<![\d一二三四五六七八九十百千万月年第初还给转])(?P<lunar_day>[二三]?十[一二三四五六七八九]?)(?![月点几多来百千万块元个天岁号日年人家\d一二三四五六七八九十])"
FOLK_DAY = r"(?<![十\d下上个])(?:(?P<month_word>八)月(?P<day_word>十五)|(?P<twin>[二三五七九])月(?P<same>(?P=twin)))(?![号日几天个月十多\d])"
