"""Moments as customers say them: 下午三点, 明天上午十点, 晚上八点半, 中午, 傍晚六点一刻.

Room: understanding. An hour without a part of the day is the next one that fits: 六点再打 at 14:20 is
18:00. Without an hour there is no moment (二十分钟后, 晚点), except 中午, which is 12:00.

>>> from fairdue.foundation.civil import CHINA
>>> read_spoken_moment("明天上午十点", reference=datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)).isoformat()
'2026-03-12T10:00:00+08:00'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from fairdue.foundation.civil import CHINA, civil_date, require_aware
from fairdue.understanding.chinese_number import read_number
from fairdue.understanding.speech_fold import fold_speech
from fairdue.understanding.spoken_date import DayMention, Direction, clause_at, clause_start, day_mentions
from fairdue.understanding.spoken_english import SpokenHour, english_hours

_N = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_CLOCK = re.compile(
    rf"(?:差(?P<lacking>{_N}|一刻)分?钟?(?:到)?)?"
    rf"(?<!分之)(?P<hour>{_N})\s*(?:点钟?|时(?!候|间|不时))"
    rf"(?:(?P<half>半)|(?:过)?(?P<quarter>[一三13])刻|差(?P<short>{_N}|一刻)分?|踏(?P<step>[一二三四五六七八九])|过?(?P<minute>{_N})分?(?!(?:点|个|号|块|万|千|百|月|天)))?"
    r"|(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::\d{2})?(?:\s*(?P<half_en>am|pm))?"
    r"|\b(?P<hour_en>\d{1,2})\s*(?P<half_en2>[ap]\.?m)\b",
    re.IGNORECASE,
)
_MORNING = re.compile(
    r"清早|大清早|早上|早晨|上午|上昼|头晌|朝早|早起|[今明听后]早|一早|morning", re.IGNORECASE
)
_NIGHT = re.compile(r"后半夜|下半夜|深更半夜|大半夜|(?<!上)半夜|深夜|凌晨")
_NOON = re.compile(r"中午|晌午|正午|noon", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|下昼|傍晚|午后|后晌|过晌|晏昼|afternoon", re.IGNORECASE)
_EVENING = re.compile(
    r"晚上|今晚|明晚|夜里|夜晚|晚间|[今明]夜|擦黑|天黑|[今明]黑|(?<![最太早])晚(?![点些一会几])|evening|tonight",
    re.IGNORECASE,
)
_REACH = 8  # 3pm tomorrow, 下午三点明天: a day may stand right behind the hour
_REACH_IN_ENGLISH = 24  # two in the afternoon tomorrow
_FAR = 100  # a part of the day that was said longer ago is forgotten
_CALLING = re.compile(r"打|电话|联系|再说|叫我|再讲|回我|回电|拨|call|ring", re.IGNORECASE)


_LATER_BY_A_LITTLE = re.compile(r"(?<![今明昨后当前每夜])[晚早]$")  # 晚一点, but 今晚一点
_HOUR_AFTER = frozenset("午晚晨天日号上到")
_HOUR_BEFORE = re.compile(r"钟|再打|打|左右|[之以]后|[之以]?前|来|叫|找")


@dataclass(frozen=True, slots=True)
class ClockMention:
    """One hour that a text names, the moment it means, and where in the text it stands."""

    moment: datetime
    starts: int
    ends: int


def read_spoken_moment(text: str, *, reference: datetime) -> datetime | None:
    """Return the moment in China's time that the words name, or None when they name no hour.

    ``reference`` is the moment of the call. Of several hours the first that stands with a word of calling
    is taken, else the last one said.
    """
    require_aware(reference)
    folded = fold_speech(text)
    days = tuple(day_mentions(folded, reference=reference, direction=Direction.FUTURE))
    clocks = clock_mentions(folded, reference=reference, days=days)
    if not clocks:
        return None
    calling = [clock for clock in clocks if _CALLING.search(clause_at(folded, clock.starts))]
    return calling[0].moment if calling else clocks[-1].moment


def clock_mentions(
    text: str, *, reference: datetime, days: Sequence[DayMention], most: int = 1_000
) -> tuple[ClockMention, ...]:
    """The first ``most`` hours that a folded text names, in its order; without any, 中午 counts as 12:00.

    ``days`` are the days that the text names, as ``day_mentions`` finds them.
    """
    return tuple(islice(_clocks(text, reference, days), most))


def _clocks(text: str, reference: datetime, days: Sequence[DayMention]) -> Iterator[ClockMention]:
    found = False
    for hour in sorted((*_chinese_hours(text), *english_hours(text)), key=lambda one: one.starts):
        found = True
        moment = _moment(text, hour, reference, days)
        if moment <= reference and _day_beside(text, hour, days) is None:
            moment += timedelta(days=1)  # 上午十点, said in the afternoon
        yield ClockMention(moment, hour.starts, hour.ends)
    if not found:
        for match in _NOON.finditer(text):
            noon = SpokenHour(12, 0, None, *match.span())
            day = _day_beside(text, noon, days) or civil_date(reference)
            yield ClockMention(datetime.combine(day, time(12), tzinfo=CHINA), *match.span())


def _chinese_hours(text: str) -> Iterator[SpokenHour]:
    for match in _CLOCK.finditer(text):
        clock = _clock(match)
        if clock is not None and not _a_little(text, match):
            half = (match["half_en"] or match["half_en2"] or "").lower()[:1]
            part = {"a": "morning", "p": "afternoon"}.get(half)
            exact = bool(match["hour24"] and match["hour24"].startswith("0"))
            yield SpokenHour(*clock, part, *match.span(), exact)


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    """Hour and minute as said, before the part of the day is known."""
    hour = read_number(match["hour"] or match["hour24"] or match["hour_en"])
    lacking = match["lacking"] or match["short"]
    minute: int | None = 0
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 if match["quarter"] in "一1" else 45
    elif match["step"]:
        minute = 5 * (_whole(match["step"]) or 0)  # Cantonese: the figure that the long hand points at
    elif lacking:
        minute = 15 if lacking == "一刻" else _whole(lacking)
    elif match["minute"] or match["minute24"]:
        minute = _whole(match["minute"] or match["minute24"])
    if hour is None or minute is None or hour > 24 or minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    if lacking and minute:
        return (int(hour) - 1, 60 - minute) if hour >= 1 else None
    return int(hour), minute


def _a_little(text: str, match: re.Match[str]) -> bool:
    """一点 that is "a little" and no hour: 晚一点, 还一点点, 一点钱; 此一时彼一时."""
    if match.group() not in ("一点", "一时"):
        return False
    if _LATER_BY_A_LITTLE.search(text, max(match.start() - 2, 0), match.start()):
        return True
    before = text[max(match.start() - 1, 0) : match.start()]
    return before not in _HOUR_AFTER and not _HOUR_BEFORE.match(text, match.end())


def _whole(text: str) -> int | None:
    value = read_number(text.removeprefix("零") or "零")
    return None if value is None else int(value)


def _moment(text: str, said: SpokenHour, reference: datetime, days: Sequence[DayMention]) -> datetime:
    hour, minute = said.hour, said.minute
    day = _day_beside(text, said, days)
    part = said.part or _part_of_day(text, said.starts, hour)
    certain = hour > 12 or hour == 0 or said.exact
    if (part in ("afternoon", "evening") and hour < 12) or (part == "noon" and hour < 3):
        hour += 12
    elif part == "evening" and hour == 12:
        hour = 24
    elif part == "morning" and hour == 12:
        hour = 0
    elif part is None and not certain:
        return _next_fitting(hour, minute, day, reference)
    return _at(day or civil_date(reference), hour, minute)


def _next_fitting(hour: int, minute: int, day: date | None, reference: datetime) -> datetime:
    """An hour without a part of the day: today the next one that is still to come, else one of daytime."""
    if day is not None and day != civil_date(reference):
        return _at(day, hour + 12 if hour < 7 else hour, minute)
    today = civil_date(reference)
    candidates = [_at(today, hour, minute), _at(today, hour % 12 + 12, minute)]
    for candidate in candidates:
        if candidate > reference:
            return candidate
    return _at(today + timedelta(days=1), hour + 12 if hour < 7 else hour, minute)


def _at(day: date, hour: int, minute: int) -> datetime:
    if hour >= 24:
        day, hour = day + timedelta(days=1), hour - 24
    return datetime.combine(day, time(hour, minute), tzinfo=CHINA)


def _part_of_day(text: str, place: int, hour: int) -> str | None:
    """The nearest part of the day said before the hour; one of an earlier clause only where it can fit."""
    latest, name = -1, None
    for pattern, part in (
        (_NIGHT, "night"),
        (_EVENING, "evening"),
        (_MORNING, "morning"),
        (_NOON, "noon"),
        (_AFTERNOON, "afternoon"),
    ):
        for match in pattern.finditer(text, max(place - _FAR, 0), place):
            if match.end() > latest:
                latest, name = match.end(), part
    if name == "night":
        return "morning" if hour < 7 else "evening"  # 半夜两点, 半夜十二点
    if name == "noon" and 3 <= hour < 11:
        return None
    if name == "morning" and hour < 6 and latest <= clause_start(text, place):
        return None
    return name


def _day_beside(text: str, said: SpokenHour, days: Sequence[DayMention]) -> date | None:
    """The day said in the same clause as the hour, before it; else one close behind; else none: it is today."""
    place = said.starts
    starts = clause_start(text, place)
    near = [mention for mention in days if starts <= mention.starts and mention.ends <= place]
    if near:
        return near[-1].day
    after = [
        mention
        for mention in days
        if place
        < mention.starts
        <= max(place + _REACH, said.ends + (_REACH_IN_ENGLISH if said.english else 0))
    ]
    return after[0].day if after and clause_start(text, after[0].starts) == starts else None
