"""The single ways of naming a day, each a pattern and a small function that works the day out.

Room: understanding. ``spoken_date`` looks for them in running text and says which of them counts; here no
choice is made. A reader returns None where the words name no certain day.
"""

from __future__ import annotations

import calendar as month_lengths
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fairdue.understanding import feast_day, spoken_english
from fairdue.understanding.chinese_number import read_number


class Direction(StrEnum):
    """Which way a day lies when the words leave it open: a payment made, or one to come."""

    PAST = "past"
    FUTURE = "future"


_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_DAY_MARK = r"(?:号|日|嗰日|(?:th|st|nd|rd)\b)"
_WEEK = r"(?:个)?(?:周|星期|礼拜|(?<!礼)拜(?=[一二三四五六日天]))"
_WEEKDAY = r"(?P<weekday>[一二三四五六日天1-7])"
_MONTHS_EN = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MONTH_EN = rf"(?P<month_en>{'|'.join(_MONTHS_EN)})[a-z]*\.?"
_DAYS_EN = "mon tue wed thu fri sat sun".split()  # noqa: SIM905
_DAY_EN = rf"(?P<day_en>{'|'.join(_DAYS_EN)})(?:day|sday|nesday|rsday|urday)?\b"

_NEAR: tuple[tuple[str, str, int], ...] = (
    ("后", r"大后[天日]|大后儿个?|大后个儿?|外后[天日]", 3),
    ("前", r"大前[天日]|大前儿个?|大前个儿?|外前天", -3),
    ("后day", r"明后(?:两天|[天日])|后[天日]|后儿个?|后个儿?(?!月)|后晚|day after tomorrow", 2),
    ("前day", r"(?<![之以])前[天日](?!后)|前儿个?|前个儿?(?!月)|前晚|前夜头|day before yesterday", -2),
    (
        "明听tT",
        r"今明(?:两天|[天日])|明[天日早晚夜]|明儿个?|明个儿?(?!月)|明朝|明黑|听[日晚朝]|明仔日?|明上午|明下午"
        r"|\btomorrow|\btmr\b",
        1,
    ),
    (
        "昨琴寻噚夜yln",
        r"昨[天日晚夜早]|昨儿个?|昨个儿?|[琴寻噚][日晚]|昨上午|昨下午|昨中午|夜[儿个来]{1,2}(?!总)|\byesterday|\blast night",
        -1,
    ),
    (
        "今t",
        r"今[天日晚早夜朝]|今儿个?|今个儿?(?!月)|今仔日?|今黑|今上午|今下午|\btoday|\btonight|\bthis (?:afternoon|evening|morning)",
        0,
    ),
)

Reader = Callable[[re.Match[str], date, Direction], date | None]


def _number(text: str) -> int | None:
    value = read_number(text)
    return None if value is None else int(value)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_date(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]))


def _month_and_day(match: re.Match[str], today: date, direction: Direction) -> date | None:
    month, day = _number(match["month"]), _number(match["day"])
    if month is None or day is None:
        return None
    if feast_day.LUNAR_SAID.search(match.string) and match.group()[-1] not in "号日":
        return feast_day.nearest_lunar(month, day, today, 1 if direction is Direction.FUTURE else -1)
    word = match["year_word"]
    if word:
        return _day(today.year + {"今": 0, "明": 1, "来": 1, "去": -1}[word[0]], month, day)
    return _nearest(month, day, today, direction)


def _month_and_day_bare(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return _nearest(int(match["month"]), int(match["day"]), today, direction)


def _new_years_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    day = _number(match["day"])
    return None if day is None else _nearest(1, day, today, direction)


def _english_month_and_day(match: re.Match[str], today: date, direction: Direction) -> date | None:
    month = _MONTHS_EN.index(match["month_en"].lower()[:3]) + 1
    return _nearest(month, int(match["day"]), today, direction)


def _nearest(month: int, day: int, today: date, direction: Direction) -> date | None:
    """That day of the year on the side where it must lie; today counts on both sides."""
    step = 1 if direction is Direction.FUTURE else -1
    for year in range(today.year, today.year + 9 * step, step):
        found = _day(year, month, day)
        if found is not None and (found - today).days * step >= 0:
            return found
    return None


def _month_shift(match: re.Match[str]) -> int | None:
    """How many months away a word such as 下个月 is; None when no month is named."""
    word = match["which"] or ""
    if not word:
        return None
    return word.count("下") + word.count("次") - word.count("上")


_MOVED_TO = re.compile(r"[跳搬调分换]到$|住在?$")  # 从三号码头跳到七号


def _day_of_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    day, shift = _number(match["day"]), _month_shift(match)
    if day is None or _MOVED_TO.search(match.string, max(match.start() - 3, 0), match.start()):
        return None
    if shift is not None:
        return _in_month(today, shift, day)
    step = 1 if direction is Direction.FUTURE else -1
    for months in range(0, 4 * step, step):
        found = _in_month(today, months, day)
        if found is None:
            continue
        if (direction is Direction.FUTURE and found > today) or (
            direction is Direction.PAST and found <= today
        ):
            return found
    return None


def _in_month(today: date, shift: int, day: int) -> date | None:
    months = today.year * 12 + today.month - 1 + shift
    return _day(months // 12, months % 12 + 1, day)


def _last_of_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    named = match["month"]
    if named:
        month = _number(named)
        if month is None or not 1 <= month <= 12:
            return None
        first = _nearest(month, 1, today.replace(day=1), direction)
        assert first is not None, "every month has a first day"
        return _end_of(first)
    first_day = _in_month(today, _month_shift(match) or 0, 1)
    assert first_day is not None, "every month has a first day"
    return _end_of(first_day)


def _first_of_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    month = _number(match["month"]) if match["month"] else None
    if match["month"]:
        return None if month is None else _nearest(month, 1, today, direction)
    return _in_month(today, _month_shift(match) or 0, 1)


def _last_of_this_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return _end_of(today)


def _end_of(day: date) -> date:
    return day.replace(day=month_lengths.monthrange(day.year, day.month)[1])


def _weekday(match: re.Match[str], today: date, direction: Direction) -> date | None:
    name = match["weekday"]
    index = {"日": 6, "天": 6}.get(name)
    if index is None:
        index = (_number(name) or 1) - 1
    word = match["which"] or ""
    return _on_weekday(index, word.count("下") - word.count("上") if word else None, today, direction)


def _english_weekday(match: re.Match[str], today: date, direction: Direction) -> date | None:
    index = _DAYS_EN.index(match["day_en"].lower()[:3])
    weeks = {"next": 1, "last": -1, "this": 0}.get((match["which"] or "").strip().lower())
    return _on_weekday(index, weeks, today, direction)


def _on_weekday(index: int, weeks: int | None, today: date, direction: Direction) -> date:
    if weeks is not None:
        return today + timedelta(days=index - today.weekday() + 7 * weeks)
    ahead = (index - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead if direction is Direction.FUTURE else (ahead - 7 or -7))


def _span(match: re.Match[str], today: date, direction: Direction) -> date | None:
    count = _number(match["count"])
    if count is None:
        return None
    unit = match["unit"]
    if unit in ("小时", "钟头"):
        days = count // 24 if count % 24 == 0 else None
    else:
        days = count * (1 if unit in ("天", "日", "day", "days") else 7)
    if days is None or days > 3660:
        return None
    return today + timedelta(days=-days if match["tail"] in ("前", "以前", "之前", "ago") else days)


def _half_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return today + timedelta(days=15)


def _the_day_before(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return today - timedelta(days=1) if direction is Direction.PAST else None


def _just_now(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return today if direction is Direction.PAST else None


def _by_step(reader: Callable[[re.Match[str], date, int], date | None]) -> Reader:
    return lambda match, today, direction: reader(match, today, 1 if direction is Direction.FUTURE else -1)


def _near(days: int) -> Reader:
    return lambda match, today, direction: today + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class DayReader:
    """One way of naming a day; without one of the ``needs`` characters a text cannot contain it."""

    needs: frozenset[str]
    pattern: re.Pattern[str]
    read: Reader


def _reader(needs: str, pattern: str, read: Reader) -> DayReader:
    return DayReader(frozenset(needs), re.compile(pattern, re.IGNORECASE), read)


_ENGLISH = "".join({name[0] for name in _MONTHS_EN + _DAYS_EN})
_WHICH_MONTH = r"(?P<which>(?:(?<![剩余])下下|上上|(?<![剩余])下一?|上|这|本|当|次)个?月)?(?:的|里)?"
_YEAR_WORD = r"(?:(?P<year_word>今年|明年|来年|去年)的?)?"
_COUNT = r"(?P<count>\d{1,3}|[一二两俩三四五六七八九十]{1,4})"
# What follows a number with 号 that names a place or a thing and not a day.
_NO_DAY = r"(?![线楼栋桌床门井仓院]|码头|泊位|塔吊|工地|标段|窗口|柜台|病房|出口|摊位|包间|公馆|车(?!贷)|仓库|厂房|车间|机器)"
# The longer form stands before the shorter one that it contains; a stretch of text is read once.
DAY_READERS: tuple[DayReader, ...] = (
    _reader(
        "2",
        r"(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        _full_date,
    ),
    _reader("正冬腊", feast_day.LUNAR_MONTH_AND_DAY, _by_step(feast_day.lunar_month_and_day)),
    _reader("月", feast_day.FOLK_DAY, _by_step(feast_day.folk_day)),
    _reader("历", feast_day.NAMED_LUNAR, _by_step(feast_day.lunar_month_and_day)),
    _reader("初", feast_day.INITIAL_LUNAR, _by_step(feast_day.lunar_month_and_day)),
    _reader("历", feast_day.LUNAR_DAY_ALONE, _by_step(feast_day.lunar_day_alone)),
    _reader("历", feast_day.BARE_LUNAR_DAY, _by_step(feast_day.lunar_day_alone)),
    _reader("年", feast_day.NEW_YEAR_DAY, _by_step(feast_day.new_year_day)),
    _reader("初", feast_day.BARE_INITIAL, _by_step(feast_day.new_year_day)),
    _reader(
        "月",
        rf"{_YEAR_WORD}(?<![\d.])(?P<month>{_N})\s*月\s*份?的?(?P<day>{_N})\s*(?:{_DAY_MARK}|(?![\d天个月期多来几一二三四五六七八九十百千万块]|鬼节|中元|中秋|重阳|端午|元宵|七夕))",
        _month_and_day,
    ),
    _reader(
        "号日前还转给付",
        r"(?<![\d.])(?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?:号|日|(?=之?前|还|转|给|付))",
        _month_and_day_bare,
    ),
    _reader(
        "月",
        rf"元月份?(?P<day>{_N})(?:{_DAY_MARK}|(?![\d天个月期多来几一二三四五六七八九十百千]))(?P<month>)",
        _new_years_month,
    ),
    _reader(
        _ENGLISH, rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_EN}", _english_month_and_day
    ),
    _reader(_ENGLISH, rf"\b{_MONTH_EN}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b", _english_month_and_day),
    _reader(
        "底末尾后",
        r"(?:(?P<which>(?:(?<![剩余])下下|(?<![剩余])下一?|上|这|本|当)个?)月|(?<![百千万])(?P<month>[\d一二三四五六七八九十]{1,2})月)(?:份)?(?:的)?(?:月)?(?:[底末尾](?:那天|的?最后一[天日])?|最后一[天日])",
        _last_of_month,
    ),
    _reader(
        "头第",
        r"(?:(?P<which>(?:(?<![剩余])下下|(?<![剩余])下一?|上|这|本|当|次)个?)月|(?P<month>[\d一二三四五六七八九十]{1,2})月)(?:份)?的?(?:头一?|第一)[天日](?!上班|开工)",
        _first_of_month,
    ),
    _reader(
        "底末尾em",
        r"(?P<which>)(?P<month>)(?<![个年])月[底末尾](?:那天|的?最后一[天日])?|(?:the )?end of (?:the|this) month|month end",
        _last_of_this_month,
    ),
    _reader("d", spoken_english.MONTH_END, _by_step(spoken_english.month_end)),
    _reader("x", spoken_english.OF_NEXT_MONTH, _by_step(spoken_english.of_next_month)),
    _reader("aou", spoken_english.SPAN_TOLD, _by_step(spoken_english.span)),
    _reader("dwh", spoken_english.SPAN_AHEAD, _by_step(spoken_english.span)),
    _reader("k", spoken_english.WEEKDAY_WEEK, _by_step(spoken_english.weekday_week)),
    _reader("k", spoken_english.WEEKEND, _by_step(spoken_english.weekend)),
    _reader("g", spoken_english.IN_THE_MORNING, _by_step(spoken_english.in_the_morning)),
    _reader(
        "内里",
        rf"{_COUNT}(?P<unit>日)(?P<tail>之内|以内|里面|里头|内)",
        _span,
    ),
    _reader(
        "号日好htnr",
        rf"{_WHICH_MONTH}(?<![\d.一二三四五六七八九十])(?!(?<=前)一[日天])(?P<day>{_N})\s*(?:{_DAY_MARK}{_NO_DAY}"
        r"|好(?=之前|以前|前|还|发工资|吧|左右|给你|一定|肯定))",
        _day_of_month,
    ),
    _reader(
        "月",
        r"(?P<which>(?:下下|上上|下一?|上|这|本|当|次)个?月)的?(?P<day>[12]\d|3[01]|[二三]?十[一二三四五六七八九]?)"
        r"(?![\d天个月期多来几点号万千百块元人岁年分把])",
        _day_of_month,
    ),
    *(_reader(needs, pattern, _near(days)) for needs, pattern, days in _NEAR),
    _reader(
        "周期拜",
        rf"(?P<which>(?<![剩余])下下|上上|(?<![剩余])下一?|上|这|本)?{_WEEK}(?:的周)?{_WEEKDAY}(?![点期次回趟顿百])(?<!一周[一二三])(?<!一礼拜[一二三])(?<!一星期[一二三])",
        _weekday,
    ),
    _reader(_ENGLISH, rf"(?P<which>next |last |this )?\b{_DAY_EN}", _english_weekday),
    _reader(
        "前内后里a",
        rf"(?<![节号庆旦底秋午阳夕][前后]){_COUNT}\s*个?(?P<unit>天|日|周|星期|礼拜|小时|钟头|days?|weeks?)(?:的?时间)?"
        r"(?P<tail>之内|以内|里面|里头|内|之后|以后|后|以前|之前|前|ago)",
        _span,
    ),
    _reader(
        "给等再过限多缓迟晚容",
        rf"(?:给我|给|等我|等|再过|(?<!超)过(?!两[天日])个?|宽限我?|最多|顶多|最迟|最晚|再缓|缓我?|容我)(?:个)?{_COUNT}个?"
        r"(?P<unit>天|周|星期|礼拜|小时|钟头)(?P<tail>)(?![多来前])",
        _span,
    ),
    _reader(
        "天周期拜时头",
        rf"(?:^|(?<=[,。?!;、]))(?:就|那就|得|要)?{_COUNT}个?(?P<unit>天|周|星期|礼拜|小时|钟头)(?P<tail>)"
        r"(?:整|时间|吧|啊|嘛|嘞|行吗|可以吗|行不行)*(?=$|[,。?!;、])",
        _span,
    ),
    _reader(
        "半",
        r"半个月(?:的?时间)?(?:之内|以内|内|以后|之后|后)|(?:给我?|宽限我?|缓我?|容我|再过|等我?)半个月(?!前)|(?:^|(?<=[,。?!;、]))(?:就|要)?半个月(?:整|吧|啊|行吗|可以吗)*(?=$|[,。?!;、])",
        _half_month,
    ),
    _reader("头", r"(?<![大接过])头一?天(?!上班|来|见|学)", _the_day_before),
    _reader("刚头啱j", r"刚才|刚刚|头先|啱啱|just now", _just_now),
    _reader("".join(feast_day.FIRST_CHARACTERS), feast_day.FEAST, _by_step(feast_day.feast_date)),
)
