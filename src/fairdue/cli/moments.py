"""How days and moments are typed: ``2026-12-31`` is the last day that counts, a moment is itself.

Room: cli.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from fairdue.cli.house import ExpectedFailure
from fairdue.foundation.civil import CHINA

_FIRST_YEAR, _LAST_YEAR = 1900, 9000


def typed_start(text: str, *, option: str) -> datetime:
    """The first moment that counts: the begin of a day, or the moment itself."""
    return _of_our_times(_typed(text, option=option), option)


def typed_end(text: str, *, option: str) -> datetime:
    """The first moment that no longer counts: midnight after a last day, or the moment itself."""
    moment = typed_start(text, option=option)
    return moment + timedelta(days=1) if _is_day(text) else moment


def typed_moment(text: str, *, option: str) -> datetime:
    """A moment; a day alone is its begin, and without a zone it is the clock in China."""
    try:
        moment = _typed(text, option=option)
    except ExpectedFailure as error:
        raise ExpectedFailure(f"{option} is a moment like 2026-03-02T21:59", code=2) from error
    return _of_our_times(moment, option)


def typed_day(text: str, *, option: str) -> date:
    """A day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ExpectedFailure(f"{option} is a day like 2026-12-31", code=2) from error


def _of_our_times(moment: datetime, option: str) -> datetime:
    """At the ends of the calendar there is no day before or after, and no other zone; nobody means those."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ExpectedFailure(f"{option} is between the years {_FIRST_YEAR} and {_LAST_YEAR}", code=2)
    return moment


def _is_day(text: str) -> bool:
    """Is it a day alone, in whichever way days are written?"""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _typed(text: str, *, option: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ExpectedFailure(
            f"{option} is a day like 2026-12-31 or a moment like 2026-12-31T18:00", code=2
        ) from error
    if _is_day(text):
        moment = datetime.combine(moment.date(), time(0), moment.tzinfo or CHINA)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
