"""One written line of a call before it is known who spoke, and the times that recorders write.

Room: feedback. The readers of TXT, CSV, SRT and VTT give ``SpokenLine``; ``transcript_order`` puts them in order and
``transcript_speakers`` finds out who spoke. A problem never holds the words of a line: they are personal.

>>> seconds_of("01:02:03,5"), seconds_of("00:12"), seconds_of("12:75")
(3723.5, 12.0, None)
>>> moment_of("通话时间 2026年3月11日 10:20:00").isoformat()
'2026-03-11T10:20:00+08:00'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.problem import Problem, Severity

LONGEST_CALL_SECONDS = 24 * 3600
"""A time farther into a call than a day is none: it is left out."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """What was said in one go. ``line`` is the line of the file, from 1; ``mark`` says who spoke, as the file writes
    it, None where it does not; ``starts`` and ``ends`` are seconds from the beginning of the call; ``number`` is the
    number that the file itself gives the line."""

    line: int
    mark: str | None = field(repr=False)
    text: str = field(repr=False)
    starts: float | None = None
    ends: float | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader found: the lines in the order of the file, and what the file says about the call.

    ``said_at`` is when the call began, as the file says; ``facts`` are plain facts about it (the collector's id, the
    recorded result, agency and creditor); ``lost`` says which words of the file could not be read, ``rest`` what else of it was not.
    """

    lines: tuple[SpokenLine, ...] = field(repr=False)
    said_at: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    lost: tuple[Bilingual, ...] = ()
    rest: tuple[Bilingual, ...] = ()


def stop(
    source: str, defect: str, message: Bilingual, remedy: Bilingual, *, line: int | None = None
) -> Problem:
    """A problem that leaves no transcript."""
    return Problem(source, line, None, defect, Severity.FILE, message, remedy)


def warn(source: str, defect: str, zh: str, en: str, *, line: int | None = None) -> Problem:
    """A problem that is told and stops nothing."""
    remedy = Bilingual("如不是这样，请更正后再试", "where that is wrong, correct the file and try again")
    return Problem(source, line, None, defect, Severity.WARNING, Bilingual(zh, en), remedy)


CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
"""A time into the call: mm:ss or hh:mm:ss, with parts of a second after a point or a comma."""
DAY = r"(?:19|20|21)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = re.compile(rf"\s*({CLOCK})\s*")
_MOMENT = re.compile(
    r"((?:19|20|21)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s_]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20|21)\d{2})(\d{2})(\d{2})(?:[T_\- ]?(\d{2})[:\-.]?(\d{2})[:\-.]?(\d{2})?)?(?!\d)"
)
_DASHED_HOUR = re.compile(
    r"(?<!\d)((?:19|20|21)\d{2})-(\d{2})-(\d{2})[T_ -](\d{2})[-.](\d{2})(?:[-.](\d{2}))?(?!\d)"
)
_HOUR_WHERE_ONLY_A_DAY_STANDS = 10


def seconds_of(text: str) -> float | None:
    """Seconds of a time such as 00:12, 01:02:03.5 or 00:00:12,500; None for anything else."""
    match = _CLOCK.fullmatch(text.translate(_COLONS))
    if match is None:
        return None
    parts = match[1].replace(",", ".").split(":")
    seconds = float(parts[-1])
    minutes = int(parts[-2])
    hours = int(parts[0]) if len(parts) == 3 else 0
    if seconds >= 60 or (hours and minutes >= 60):
        return None
    total = hours * 3600 + minutes * 60 + seconds
    return total if total < LONGEST_CALL_SECONDS else None


_COLONS = str.maketrans({"：": ":", "．": ".", "，": ","})


def moment_of(text: str) -> datetime | None:
    """The first moment in ``text``, as files and their names write it; where no zone stands, the time of China.

    A day alone is taken as ten in the morning: the day is what "this Friday" is counted from.
    """
    text = text.translate(_COLONS)
    for pattern in (_DASHED_HOUR, _MOMENT, _COMPACT):
        for match in pattern.finditer(text):
            found = _moment(match)
            if found is not None:
                return found
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    parts = match.groups()
    year, month, day = (int(part) for part in parts[:3])
    hour = _HOUR_WHERE_ONLY_A_DAY_STANDS if parts[3] is None else int(parts[3])
    minute, second = (int(part or 0) for part in parts[4:6])
    zone: tzinfo = CHINA
    stated = parts[6] if len(parts) > 6 else None
    if stated:
        east = 0 if stated == "Z" else int(stated[1:3]) * 60 + int(stated[-2:])
        zone = timezone(timedelta(minutes=-east if stated[0] == "-" else east))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
