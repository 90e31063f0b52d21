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

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairdue.foundation.civil import civil_date
from fairdue.understanding.chinese_number import read_number
from fairdue.understanding.day_readers import DAY_READERS, Direction
from fairdue.understanding.speech_fold import fold_speech

__all__ = [
    "DayMention",
    "Direction",
    "clause_at",
    "clause_start",
    "day_mentions",
    "join_alternatives",
    "read_spoken_date",
]


@dataclass(frozen=True, slots=True)
class DayMention:
    """One day that a text names, and where in the text it stands."""

    day: date
    starts: int
    ends: int


_VAGUE_AFTER = re.compile(
    r"\s*(?:那天|晚上|下午|上午|早上)?(?:左右|前后|上下|以后|之后|过后|过了再|后(?![天日儿晚晌个面头来半一二两三四五六七八九十\d])|再(?:看|说|谈|讲|议)|(?:可能|肯定|都|也)?(?:不行|不成|没空|没时间|来不及|不可能|够呛|还不了|不得行|唔得))"
    r"|的?(?:补贴|福利|节费|红包|促销|活动|大促|黄金周|车票)|的(?:货款|奖金|钱|工资|货|单子?|活|班|课|会)(?![^,]{0,3}[还给])"
)
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
    folded = fold_speech(text)
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
    stop = _CLAUSE.search(text, place)
    return text[clause_start(text, place) : stop.start() if stop else len(text)]


def clause_start(text: str, place: int) -> int:
    """Where the clause begins in which a place of the text stands."""
    return max((text.rfind(mark, 0, place) for mark in ",。?!;、."), default=-1) + 1


def day_mentions(text: str, *, reference: datetime, direction: Direction) -> Iterator[DayMention]:
    """Every certain day that a folded text names, in the order of the text."""
    today = civil_date(reference)
    taken = bytearray(len(text))
    found: list[DayMention] = []
    letters = set(text.lower())
    for reader in DAY_READERS:
        if reader.needs.isdisjoint(letters):
            continue
        for match in reader.pattern.finditer(text):
            starts, ends = match.span()
            if 1 in taken[starts:ends]:
                continue
            taken[starts:ends] = b"\x01" * (ends - starts)
            offset = _OFFSET.match(text, ends)
            if offset:
                taken[ends : offset.end()] = b"\x01" * (offset.end() - ends)
                ends = offset.end()
            day = None if _VAGUE_AFTER.match(text, ends) else reader.read(match, today, direction)
            if day is not None and offset:
                day = _moved(day, offset)
            if day is not None:
                found.append(DayMention(day, starts, ends))
    found.sort(key=lambda mention: mention.starts)
    if direction is Direction.FUTURE and found:
        found = _with_days_after(text, found)
    yield from found


# 二十五号发工资,隔天还: told from the day that stands before it.
_DAY_AFTER = re.compile(r"(?:隔天|转天|次日|第二天)(?=[^,。]{0,4}(?:还|给|转|付|交|存|打款|清))")


def _with_days_after(text: str, found: list[DayMention]) -> list[DayMention]:
    """The days, and after each a 隔天 that follows it: the next day."""
    more: list[DayMention] = []
    for match in _DAY_AFTER.finditer(text):
        place = bisect_right(found, match.start(), key=_ends)
        if place and found[place - 1].day < date.max:
            more.append(DayMention(found[place - 1].day + timedelta(days=1), *match.span()))
    return sorted((*found, *more), key=lambda mention: mention.starts)


def _ends(mention: DayMention) -> int:
    return mention.ends


_MOST_AWAY = 60
"""Days that a day may lie from the one it is counted from; nobody counts further."""
# 月底前两天, 元旦后第三天, 国庆后第一个礼拜一, 月底倒数第二天: counted from a day that stands before.
_OFFSET = re.compile(
    r"(?:(?:节|那天|当天)?(?:之|以|往|再往|过|朝)?(?P<side>前|后)(?:推|倒|数)?的?(?P<nth>第)?"
    r"|(?P<last>的?倒数第)|(?P<next>的?第(?=二天)))"
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})个?(?P<unit>天|日(?!元)|周|星期|礼拜)(?P<weekday>[一二三四五六日天])?"
)


def _moved(day: date, offset: re.Match[str]) -> date | None:
    """The day that is counted from ``day``; None for a week of the year's weeks, 后第一周, that names no day.

    Ordinals count the day itself, since the second day after one (第二天) is the next: 元旦后第三天 is two
    days on, 元旦后三天 three. 后第一天 is the next day all the same.
    """
    value = read_number(offset["count"])
    count = 0 if value is None else int(value)
    if not 1 <= count <= _MOST_AWAY:
        return None
    named = offset["weekday"]
    if named is not None:
        if not offset["nth"] or offset["side"] == "前":
            return None
        ahead = ("一二三四五六日".index(named.replace("天", "日")) - day.weekday() - 1) % 7 + 1
        return day + timedelta(days=ahead + 7 * (count - 1))
    if offset["unit"] not in "天日":
        return (
            None if offset["nth"] else day + timedelta(days=7 * count * (-1 if offset["side"] == "前" else 1))
        )
    if offset["last"] or offset["next"] or offset["nth"]:
        count = max(count - 1, 0 if offset["last"] else 1)
    back = offset["last"] or offset["side"] == "前"
    return day + timedelta(days=-count if back else count)


_SAME_KIND = re.compile(
    r"[^号]{1,4}号[^号]{1,4}号$|[上下这]{0,2}个?(?:周|星期|礼拜)[^周星礼]{1,3}(?:周|星期|礼拜).$"
)
_OR = re.compile(r"(?:晚上|下午|上午|早上|中午)?(?:或者?是?|还是|要么|到|至|~|-|、)$")


def join_alternatives(text: str, mentions: Sequence[DayMention]) -> tuple[DayMention, ...]:
    """The days, with 明天或者后天, 二十到二十五号 and 周四周五 each made one: the last day of them."""
    joined: list[DayMention] = []
    for mention in mentions:
        if joined:
            last = joined[-1]
            between = text[last.ends : mention.starts]
            alike = _SAME_KIND.match(text, last.starts, mention.ends) if not between else _OR.match(between)
            if alike:
                later = max(last.day, mention.day)
                joined[-1] = DayMention(later, last.starts, mention.ends)
                continue
        joined.append(mention)
    return tuple(joined)
