"""Days and hours as English speakers name them: in two weeks, a fortnight from now, half nine, quarter to eight.

Room: understanding. Called by the readers of days and hours, after number words became figures; a reader
returns None where the words name no certain day. Half nine is 9:30, Friday week the Friday after the next.

>>> [(hour.hour, hour.minute) for hour in english_hours("call me at half 9 or at quarter to 8")]
[(9, 30), (7, 45)]
"""

from __future__ import annotations

import calendar as month_lengths
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
_UNIT = r"(?P<unit>days?|weeks?|fortnight|hours?)"
_LENGTHS = {"day": 1, "wee": 7, "for": 14}
_FURTHEST = 3660

SPAN_AHEAD = rf"(?<!times )\b(?:in|within|give me|need|after)\s+(?:another )?(?P<count>\d{{1,3}}|an?|one)\s+{_UNIT}\b(?:'s?)?(?:\s+time)?(?! ago)(?P<tail>)"
SPAN_TOLD = rf"\b(?P<count>\d{{1,3}}|an?|one)\s+{_UNIT}\b(?:'s?)?\s+(?P<tail>ago|from (?:now|today)|time)\b"
MONTH_END = rf"\bend of (?:(?P<next>next)(?: month)?|(?P<month_en>{'|'.join(MONTHS)})[a-z]*)\b"
OF_NEXT_MONTH = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th) (?:of )?next month\b"
WEEKEND = r"\b(?:this|the|by|at the) weekend\b"
WEEKDAY_WEEK = r"\b(?P<day_en>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)? week\b"
IN_THE_MORNING = r"(?<!day )(?<!tomorrow )(?<!\d )(?<!\dam )\bin the morning\b"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def span(match: re.Match[str], today: date, step: int) -> date | None:
    """In two weeks, three days ago; hours only where they make whole days."""
    count = int(match["count"]) if match["count"].isdigit() else 1
    unit = match["unit"].lower()[:3]
    days = count // 24 if unit == "hou" else count * _LENGTHS[unit]
    if days > _FURTHEST or (unit == "hou" and count % 24):
        return None
    return today + timedelta(days=-days if match["tail"].lower() == "ago" else days)


def month_end(match: re.Match[str], today: date, step: int) -> date | None:
    """The last day of next month or of a month named, on the side that ``step`` says."""
    if match["next"]:
        month = today.month % 12 + 1
        return _end(today.year + (month == 1), month)
    month = MONTHS.index(match["month_en"].lower()) + 1
    year = today.year
    if (month - today.month) * step < 0:
        year += step
    return _end(year, month)


def _end(year: int, month: int) -> date:
    return date(year, month, month_lengths.monthrange(year, month)[1])


def of_next_month(match: re.Match[str], today: date, step: int) -> date | None:
    """The 10th of next month; None where that month has no such day."""
    day, month = int(match["day"]), today.month % 12 + 1
    last = _end(today.year + (month == 1), month)
    return last.replace(day=day) if 1 <= day <= last.day else None


def weekend(match: re.Match[str], today: date, step: int) -> date | None:
    """The Sunday of this ISO week, the last day of the weekend."""
    return today + timedelta(days=6 - today.weekday())


def weekday_week(match: re.Match[str], today: date, step: int) -> date | None:
    """Friday week: a week after the next Friday."""
    return today + timedelta(days=(_DAYS.index(match["day_en"].lower()) - today.weekday() - 1) % 7 + 8)


def in_the_morning(match: re.Match[str], today: date, step: int) -> date | None:
    """Tomorrow, where no day stands beside it; of a payment made nothing certain."""
    return today + timedelta(days=1) if step > 0 else None


@dataclass(frozen=True, slots=True)
class SpokenHour:
    """An hour as said, 0 to 24, with the part of the day that stands with it and its place in the text."""

    hour: int
    minute: int
    part: str | None
    starts: int
    ends: int
    exact: bool = False  # it can only be this half of the day: 09:30
    english: bool = False


_HOUR = re.compile(
    r"\b(?:half (?:past )?(?P<half>\d{1,2})|quarter (?P<side>past|to) (?P<quarter>\d{1,2})"
    r"|(?P<minutes>5|10|20|25|five|ten|twenty) (?:minutes )?(?P<side2>past|to) (?P<of>\d{1,2})"
    r"|(?P<bare>\d{1,2}) ?o'?clock|(?:\bat|after|by|before|until|till|from|around|about|lunchtime,|noon,) (?P<led>\d{1,2})(?: (?P<wordy>thirty|fifteen|forty[ -]five))?"
    r"|(?P<plain>\d{1,2}) (?:(?P<wordy2>thirty|fifteen|forty[ -]five)|(?=in the (?:morning|afternoon|evening)|tonight|tomorrow|this (?:morning|afternoon|evening))))"
    r"\b(?![\d:.,]*\d|\s*(?:[ap]\.?m\b|%|st\b|nd\b|rd\b|th\b|pounds|quid|yuan|kuai|rmb|dollars|bucks|days?|weeks?|hours?|minutes?|months?|a (?:month|week)|per|each|hundred|thousand))",
    re.IGNORECASE,
)
_WORDY = {"thirty": 30, "fifteen": 15, "forty five": 45}
_MINUTES = {"five": 5, "ten": 10, "twenty": 20}
_PART = re.compile(
    r"(?P<morning>morning)|(?P<afternoon>afternoon|lunch)|(?P<evening>evening|tonight|night)", re.IGNORECASE
)
_NEAR_BEHIND = 28
_ANY = re.compile(r"[a-z]{2}", re.IGNORECASE)


def english_hours(text: str) -> Iterator[SpokenHour]:
    """Every hour that a folded text names in English words, with the part of the day that stands behind it."""
    if not _ANY.search(text):
        return
    for match in _HOUR.finditer(text):
        hour, minute = _clock(match)
        if not 1 <= hour <= 24 or (hour == 24 and minute):
            continue
        stop = text.find(",", match.end(), match.end() + _NEAR_BEHIND)
        behind = _PART.search(text, match.end(), stop if stop >= 0 else match.end() + _NEAR_BEHIND)
        yield SpokenHour(hour, minute, behind.lastgroup if behind else None, *match.span(), english=True)


def _clock(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return int(match["half"]), 30
    if match["quarter"]:
        return (
            (int(match["quarter"]), 15)
            if match["side"].lower() == "past"
            else (int(match["quarter"]) - 1 or 12, 45)
        )
    if match["of"]:
        said = match["minutes"].lower()
        minutes = _MINUTES[said] if said in _MINUTES else int(said)
        return (
            (int(match["of"]), minutes)
            if match["side2"].lower() == "past"
            else (int(match["of"]) - 1 or 12, 60 - minutes)
        )
    wordy = (match["wordy"] or match["wordy2"] or "").lower().replace("-", " ")
    return int(match["bare"] or match["led"] or match["plain"]), _WORDY.get(wordy, 0)
