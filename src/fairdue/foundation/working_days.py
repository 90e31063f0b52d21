"""Working days (工作日): when banks and offices in China work, with its holidays and make-up days, from one data file.

Room: foundation. The notice of a year is data (``fairdue_playbook/working_days/cn.yaml``). A year whose notice is not
there is not known: then the answer is None, and whoever asked says so instead of guessing.

>>> days = china_working_days()
>>> days.is_rest(date(2026, 10, 10)), days.is_rest(date(2026, 10, 7)), days.is_rest(date(2031, 1, 1))
(False, True, None)
>>> days.next_working(date(2026, 10, 1))
datetime.date(2026, 10, 8)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from fairdue.foundation.strict_yaml import YamlError, read_yaml

_SATURDAY = 6
_DAY = timedelta(days=1)
_NOTICE = {"title", "number", "announced_on", "confidence"}


class WorkingDaysFault(ValueError):
    """The file of working days cannot be used; the message names file, place and what to mend."""


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """One year as its notice says: holidays by name of the feast, and weekend days on which people work."""

    year: int
    notice: str
    rest: Mapping[date, str]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The years that are known."""

    years: Mapping[int, WorkingYear]

    def knows(self, day: date) -> bool:
        """Is the notice of the day's year here?"""
        return day.year in self.years

    def is_rest(self, day: date) -> bool | None:
        """Do banks rest on a day? None when the year is not known."""
        known = self.years.get(day.year)
        if known is None:
            return None
        if day in known.rest:
            return True
        return day.isoweekday() >= _SATURDAY and day not in known.work

    def next_working(self, day: date) -> date | None:
        """The day itself, or the first after it on which banks work; None when a year on the way is not known."""
        while (rest := self.is_rest(day)) is not False:
            if rest is None:
                return None
            day += _DAY
        return day

    def rest_days(self, *, year: int) -> frozenset[date]:
        """Every rest day of a known year, weekends included; raises KeyError for a year that is not known."""
        if year not in self.years:
            raise KeyError(
                f"the working days of {year} are not known; add its notice to working_days/cn.yaml"
            )
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
        return frozenset(day for day in days if self.is_rest(day))


@cache
def china_working_days() -> WorkingDays:
    """The working days of mainland China that ship with the playbook. Raises WorkingDaysFault."""
    text = (files("fairdue_playbook") / "working_days" / "cn.yaml").read_text(encoding="utf-8")
    return read_working_days(text, source="working_days/cn.yaml")


def read_working_days(text: str, *, source: str) -> WorkingDays:
    """Read a file of years. Raises WorkingDaysFault."""
    try:
        page = read_yaml(text, source=source)
    except YamlError as error:
        raise WorkingDaysFault(str(error)) from error
    body = _mapping(page, source, {"years"})["years"]
    if not isinstance(body, dict) or not body or not all(isinstance(year, int) for year in body):
        raise WorkingDaysFault(f"{source}: years is a mapping from a year such as 2026 to its notice")
    return WorkingDays({year: _year(year, entry, f"{source}: {year}") for year, entry in body.items()})


def _year(year: int, raw: object, where: str) -> WorkingYear:
    entry = _mapping(raw, where, {"notice", "rest", "work"})
    notice = _mapping(entry["notice"], f"{where}: notice", _NOTICE)
    rest: dict[date, str] = {}
    for raw_feast in _list(entry["rest"], f"{where}: rest"):
        feast = _mapping(raw_feast, f"{where}: rest", {"name", "from", "until"})
        name, day, until = str(feast["name"]), feast["from"], feast["until"]
        place = f"{where}: rest: {name}"
        if not isinstance(day, date) or not isinstance(until, date) or until < day:
            raise WorkingDaysFault(f"{place}: from and until are days such as {year}-10-01, in this order")
        while day <= until:
            _of_the_year(day, year, place)
            if day in rest:
                raise WorkingDaysFault(f"{place}: {day.isoformat()} stands in two feasts; keep it in one")
            rest[day] = name
            day += _DAY
    work = frozenset(
        _of_the_year(day, year, f"{where}: work") for day in _list(entry["work"], f"{where}: work")
    )
    for day in sorted(work):
        if day in rest or day.isoweekday() < _SATURDAY:
            raise WorkingDaysFault(
                f"{where}: work: {day.isoformat()} is a holiday or no weekend day; only make-up days stand here"
            )
    return WorkingYear(year, f"{notice['title']} {notice['number']}", rest, work)


def _of_the_year(day: object, year: int, where: str) -> date:
    if not isinstance(day, date) or day.year != year:
        raise WorkingDaysFault(f"{where}: a day of {year} is expected, such as {year}-10-10")
    return day


def _list(raw: object, where: str) -> list[object]:
    if not isinstance(raw, list):
        raise WorkingDaysFault(f"{where}: a list is expected")
    return raw


def _mapping(raw: object, where: str, keys: set[str]) -> dict[str, object]:
    if not isinstance(raw, dict) or set(raw) != keys:
        raise WorkingDaysFault(f"{where}: exactly the keys {', '.join(sorted(keys))} are expected")
    return raw
