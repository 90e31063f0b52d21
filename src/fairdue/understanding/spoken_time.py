"""Moments as customers say them: 下午三点, 明天上午十点, 晚上八点半, 中午, 傍晚六点一刻.

Room: understanding. An hour without a part of the day is the next one that fits: 六点再打 at 14:20 is
18:00. Without an hour there is no moment (二十分钟后, 晚点), except 中午, which is 12:00.

>>> from fairdue.foundation.civil import CHINA
>>> read_spoken_moment("明天上午十点", reference=datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)).isoformat()
'2026-03-12T10:00:00+08:00'
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fairdue.foundation.civil import CHINA, civil_date, require_aware
from fairdue.foundation.fold import fold
from fairdue.understanding.chinese_number import read_number
from fairdue.understanding.spoken_date import Direction, clause_at, day_mentions

_N = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_CLOCK = re.compile(
    rf"(?P<hour>{_N})\s*(?:点钟?|时(?!候|间))(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_N})分?)?"
    r"|(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::\d{2})?(?:\s*(?P<half_en>am|pm))?"
    r"|\b(?P<hour_en>\d{1,2})\s*(?P<half_en2>am|pm)\b",
    re.IGNORECASE,
)
_MORNING = re.compile(r"凌晨|清早|早上|早晨|上午|上昼|[今明]早|一早|morning", re.IGNORECASE)
_NOON = re.compile(r"中午|晌午|noon", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|下昼|傍晚|午后|afternoon", re.IGNORECASE)
_EVENING = re.compile(r"晚上|今晚|明晚|夜里|晚间|[今明]夜|晚|evening|tonight", re.IGNORECASE)
_CALLING = re.compile(r"打|电话|联系|再说|叫我|再讲|call|ring", re.IGNORECASE)


def read_spoken_moment(text: str, *, reference: datetime) -> datetime | None:
    """Return the moment in China's time that the words name, or None when they name no hour.

    ``reference`` is the moment of the call. Of several hours the first that stands with a word of calling
    is taken, else the last one said.
    """
    require_aware(reference)
    folded = fold(text)
    clocks = [match for match in _CLOCK.finditer(folded) if _clock(match) is not None]
    if not clocks:
        return _at_noon(folded, reference)
    calling = [match for match in clocks if _CALLING.search(clause_at(folded, match.start()))]
    return _moment(folded, calling[0] if calling else clocks[-1], reference)


def _at_noon(text: str, reference: datetime) -> datetime | None:
    match = _NOON.search(text)
    if match is None:
        return None
    day = _day_before(text, match.start(), reference)
    return datetime.combine(day or civil_date(reference), time(12), tzinfo=CHINA)


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    """Hour and minute as said, before the part of the day is known."""
    spoken_hour = match["hour"] or match["hour24"] or match["hour_en"]
    hour = read_number(spoken_hour)
    minute_text = match["minute"] or match["minute24"]
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 if match["quarter"] == "一" else 45
    elif minute_text:
        number = read_number(minute_text.removeprefix("零"))
        if number is None:
            return None
        minute = int(number)
    else:
        minute = 0
    if hour is None or hour > 24 or minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    return int(hour), minute


def _moment(text: str, match: re.Match[str], reference: datetime) -> datetime | None:
    clock = _clock(match)
    assert clock is not None, "only readable clocks are handed in"
    hour, minute = clock
    day = _day_before(text, match.start(), reference)
    half = (match["half_en"] or match["half_en2"] or "").lower()
    part = "morning" if half == "am" else "afternoon" if half == "pm" else _part_of_day(text, match.start())
    certain = hour > 12 or hour == 0 or bool(match["hour24"] and match["hour24"].startswith("0"))
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


def _part_of_day(text: str, place: int) -> str | None:
    """The nearest part of the day said before the hour."""
    before = text[:place]
    latest, name = -1, None
    for pattern, part in (
        (_EVENING, "evening"),
        (_MORNING, "morning"),
        (_NOON, "noon"),
        (_AFTERNOON, "afternoon"),
    ):
        for match in pattern.finditer(before):
            if match.end() > latest:
                latest, name = match.end(), part
    return name


def _day_before(text: str, place: int, reference: datetime) -> date | None:
    """The day said in the same clause as the hour, before it; else none, and then it is today."""
    mentions = day_mentions(text, reference=reference, direction=Direction.FUTURE)
    clause = clause_at(text, place)
    clause_from = text.rfind(clause, 0, place + len(clause)) if clause else place
    near = [mention for mention in mentions if clause_from <= mention.starts < place]
    return near[-1].day if near else None
