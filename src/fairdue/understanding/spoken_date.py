"""Days as customers say them: 下周五, 这周五, 周五, 15号, 大后天, 三天内, 月底, 昨晚, 三月十五.

Room: understanding. The conventions are those of the labelled sets: 周五 alone is the next Friday strictly
after the day of the call (in the past: the last one before it), 15号 alone the next 15th, 下周五 the Friday
of the next ISO week. What names no certain day (这两天, 月初, 15号左右, 下个月) gives None.

>>> from datetime import datetime
>>> from fairdue.foundation.civil import CHINA
>>> read_spoken_date("下周五", reference=datetime(2026, 3, 11, 10, tzinfo=CHINA), direction=Direction.FUTURE)
datetime.date(2026, 3, 20)
"""

from __future__ import annotations

import calendar as month_lengths
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fairdue.foundation.civil import civil_date
from fairdue.foundation.fold import fold
from fairdue.understanding.chinese_number import read_number


class Direction(StrEnum):
    """Which way a day lies when the words leave it open: a payment made, or one to come."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class DayMention:
    """One day that a text names, and where in the text it stands."""

    day: date
    starts: int
    ends: int


_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_DAY_MARK = r"(?:号|日|嗰日|th|st|nd|rd)"
_WEEK = r"(?:个)?(?:周|星期|礼拜)"
_WEEKDAY = r"(?P<weekday>[一二三四五六日天1-7])"
_MONTHS_EN = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MONTH_EN = rf"(?P<month_en>{'|'.join(_MONTHS_EN)})[a-z]*\.?"
_DAYS_EN = "mon tue wed thu fri sat sun".split()  # noqa: SIM905
_DAY_EN = rf"(?P<day_en>{'|'.join(_DAYS_EN)})(?:day|sday|nesday|rsday|urday)?\b"

_NEAR: tuple[tuple[str, int], ...] = (
    (r"大后天|大后日", 3),
    (r"大前天|大前日", -3),
    (r"后天|后日|后儿个?|day after tomorrow", 2),
    (r"前天|前日|前儿个?|前晚|day before yesterday", -2),
    (r"明天|明日|明早|明晚|明儿个?|明朝|听日|听晚|明上午|明下午|tomorrow", 1),
    (r"昨天|昨日|昨晚|昨夜|昨儿个?|琴日|寻日|昨下午|yesterday", -1),
    (r"今天|今日|今晚|今早|今儿个?|今朝|今夜|today|tonight", 0),
)
_FEASTS = {"元旦": (1, 1), "劳动节": (5, 1), "五一": (5, 1), "国庆": (10, 1), "双十一": (11, 11)}
_FEASTS |= {"双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "圣诞节": (12, 25), "圣诞": (12, 25)}

_VAGUE_AFTER = re.compile(r"\s*(?:那天)?(?:左右|前后|上下|以后|之后|过后|后再|不行|没空|来不及|不可能)")
_PAYING = re.compile(r"还|转|付|给|打款|存|扣|交|处理|弄|办|清|结|汇|搞|整|扫|过数|pay", re.IGNORECASE)
_OF_TODAY = re.compile(
    r"(?<![天日])(?:上午|中午|下午|傍晚)|[\d一二三四五六七八九十]点(?:半|钟|以?前|之前|左右|[^\d多儿])"
)
_TAKEN_BACK = re.compile(r"哦?不对|说错了|记错了|不是不是")
_CLAUSE = re.compile(r"[,。?!;、,.?!;]")


def read_spoken_date(text: str, *, reference: datetime, direction: Direction) -> date | None:
    """Return the day that the words name, seen from ``reference``, or None when they name no certain one.

    Of several days, the first that stands in one clause with a word of paying is taken, else the first;
    what the speaker takes back (哦不对) does not count.
    """
    folded = fold(text)
    mentions = list(day_mentions(folded, reference=reference, direction=direction))
    taken_back = [match.end() for match in _TAKEN_BACK.finditer(folded)]
    if taken_back:
        mentions = [mention for mention in mentions if mention.starts >= taken_back[-1]] or mentions
    for mention in mentions:
        if _PAYING.search(clause_at(folded, mention.starts)):
            return mention.day
    if mentions:
        return mentions[0].day
    return _today_by_the_clock(folded, civil_date(reference), direction)


def _today_by_the_clock(text: str, today: date, direction: Direction) -> date | None:
    """An hour or a part of the day, said of a payment to come and without a day, is today's."""
    if direction is Direction.PAST:
        return None
    for match in _OF_TODAY.finditer(text):
        if _PAYING.search(clause_at(text, match.start())):
            return today
    return None


def clause_at(text: str, place: int) -> str:
    """The clause of a text, between two marks, in which a place stands."""
    starts = max((stop.end() for stop in _CLAUSE.finditer(text, 0, place)), default=0)
    stop = _CLAUSE.search(text, place)
    return text[starts : stop.start() if stop else len(text)]


def day_mentions(text: str, *, reference: datetime, direction: Direction) -> Iterator[DayMention]:
    """Every certain day that a folded text names, in the order of the text."""
    today = civil_date(reference)
    taken: list[tuple[int, int]] = []
    found: list[DayMention] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            day = None if _VAGUE_AFTER.match(text, match.end()) else reader(match, today, direction)
            if day is not None:
                found.append(DayMention(day, *match.span()))
    yield from sorted(found, key=lambda mention: mention.starts)


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
    return None if month is None or day is None else _nearest(month, day, today, direction)


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
    return word.count("下") - word.count("上")


def _day_of_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    day, shift = _number(match["day"]), _month_shift(match)
    if day is None:
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
    if "小时" in unit:
        days = count // 24 if count % 24 == 0 else None
    else:
        days = count * (1 if unit in ("天", "日", "day", "days") else 7)
    if days is None or days > 3660:
        return None
    return today + timedelta(days=-days if match["tail"] in ("前", "以前", "ago") else days)


def _half_month(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return today + timedelta(days=15)


def _just_now(match: re.Match[str], today: date, direction: Direction) -> date | None:
    return today if direction is Direction.PAST else None


def _feast(match: re.Match[str], today: date, direction: Direction) -> date | None:
    day = _nearest(*_FEASTS[match["feast"]], today, direction)
    return None if day is None else day - timedelta(days=1 if match["eve"] else 0)


def _near(days: int) -> _Reader:
    return lambda match, today, direction: today + timedelta(days=days)


_Reader = Callable[[re.Match[str], date, Direction], date | None]


def _compiled(*pairs: tuple[str, _Reader]) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in pairs)


_WHICH_MONTH = r"(?P<which>(?:下下|上上|下|上|这|本)个?月)?(?:的)?"
# The longer form stands before the shorter one that it contains; a stretch of text is read once.
_READERS = _compiled(
    (r"(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?", _full_date),
    (rf"(?<![\d.])(?P<month>{_N})\s*月\s*份?(?P<day>{_N})\s*(?:{_DAY_MARK}|(?![\d天个月]))", _month_and_day),
    (rf"元月(?P<day>{_N}){_DAY_MARK}(?P<month>)", lambda m, t, d: _nearest(1, _number(m["day"]) or 1, t, d)),
    (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_EN}", _english_month_and_day),
    (rf"\b{_MONTH_EN}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b", _english_month_and_day),
    (
        r"(?:(?P<which>(?:下下|下|上|这|本)个?)月|(?P<month>[\d一二三四五六七八九十]{1,2})月)(?:份)?(?:月)?底",
        _last_of_month,
    ),
    (r"(?P<which>)(?P<month>)月底|(?:the )?end of (?:the|this) month|month end", lambda m, t, d: _end_of(t)),
    (rf"{_WHICH_MONTH}(?<![\d.一二三四五六七八九十])(?P<day>{_N})\s*{_DAY_MARK}", _day_of_month),
    *((pattern, _near(days)) for pattern, days in _NEAR),
    (rf"(?P<which>下下|上上|下|上|这|本)?{_WEEK}{_WEEKDAY}(?!点)", _weekday),
    (rf"(?P<which>next |last |this )?\b{_DAY_EN}", _english_weekday),
    (
        r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,4})\s*个?(?P<unit>天|日|周|星期|礼拜|小时|days?|weeks?)"
        r"(?P<tail>之内|以内|内|之后|以后|后|以前|前)",
        _span,
    ),
    (r"\bin (?P<count>\d{1,3}) (?P<unit>days?|weeks?)(?P<tail>)", _span),
    (r"(?P<count>\d{1,3}) (?P<unit>days?|weeks?) (?P<tail>ago)", _span),
    (r"给我(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<unit>天|周|星期|礼拜)(?P<tail>)", _span),
    (r"半个月(?:之内|以内|内|以后|之后|后)", _half_month),
    (r"刚才|刚刚|just now", _just_now),
    (
        rf"(?P<feast>{'|'.join(sorted(_FEASTS, key=len, reverse=True))})(?:放假)?(?:节)?(?:那天|当天|当日)?(?P<eve>前一天|前夕|之前|前)?",
        _feast,
    ),
)
