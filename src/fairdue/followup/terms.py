"""The house's terms (内规与合同约定): grace, banking days, tolerance, missed instalments, revivals; each a number of data.

Room: followup. A promise, a claim or a plan is judged by the terms of the day on which it was made. Terms alone are
``Dated`` of one version, so that a watch takes either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Generic, Protocol, TypeVar

from fairdue.foundation.strict_yaml import YamlError, read_yaml
from fairdue.foundation.working_days import WorkingDays, china_working_days

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_KEYS = {"id", "creditors", "owner", "approved_on", "basis", "versions"}
_MOST = 366


class TermsFault(ValueError):
    """A file of terms cannot be used; the message names file, place and what to mend."""


class TermsByDay(Protocol[T_co]):
    """Terms that may differ by the day on which something was agreed."""

    def on(self, day: date) -> T_co:
        """The terms of what was agreed on a day."""
        ...


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day on which money counts; not ``known`` where the notice of the year's working days is not here."""

    on: date
    known: bool = True


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """Days after the due day, and the calendar by which a last day moves; without one every day counts alike."""

    grace_days: int = 1
    calendar: WorkingDays | None = None

    def __post_init__(self) -> None:
        if self.grace_days < 0:
            raise ValueError("grace_days counts from 0; a promise cannot end before it is due")

    def on(self, day: date) -> PromiseTerms:
        """The same on every day."""
        return self

    def last_day(self, due_on: date) -> LastDay:
        """The last day on which money still counts towards something due on a day."""
        return _last_day(due_on, self.grace_days, self.calendar)


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """How far the posting day may lie from the day the customer named."""

    date_tolerance_days: int = 2

    def __post_init__(self) -> None:
        if self.date_tolerance_days < 0:
            raise ValueError("date_tolerance_days counts from 0")

    def on(self, day: date) -> ClaimTerms:
        """The same on every day."""
        return self


@dataclass(frozen=True, slots=True)
class ArrangementTerms:
    """When a plan defaults and how often it revives; the plan's own contract decides them."""

    grace_days: int = 3
    calendar: WorkingDays | None = None
    missed_to_default: int = 1
    revivals: int = 1

    def __post_init__(self) -> None:
        if self.grace_days < 0 or self.revivals < 0:
            raise ValueError("grace_days and revivals count from 0")
        if self.missed_to_default < 1:
            raise ValueError("missed_to_default counts from 1; a plan cannot default with nothing missed")

    def on(self, day: date) -> ArrangementTerms:
        """The same on every day."""
        return self

    def last_day(self, due_on: date) -> LastDay:
        """The last day on which an instalment due on a day is in time."""
        return _last_day(due_on, self.grace_days, self.calendar)


PLAIN_PROMISE, PLAIN_CLAIM, PLAIN_PLAN = PromiseTerms(), ClaimTerms(), ArrangementTerms()
"""Terms of a house that has said nothing and keeps no calendar; for asking a watch by itself."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Versions of terms, the earliest first, each from its day on; the first holds for all before it as well."""

    versions: tuple[tuple[date, T], ...]

    def on(self, day: date) -> T:
        """The version of what was agreed on a day."""
        _, found = self.versions[0]
        for valid_from, terms in self.versions:
            if valid_from <= day:
                found = terms
        return found


@dataclass(frozen=True, slots=True)
class FollowUpTerms:
    """Everything one creditor's file says."""

    terms_id: str
    creditors: tuple[str, ...]
    promise: Dated[PromiseTerms]
    claim: Dated[ClaimTerms]
    plan: Dated[ArrangementTerms]


def _last_day(due_on: date, grace_days: int, calendar: WorkingDays | None) -> LastDay:
    day = due_on + timedelta(days=grace_days)
    if calendar is None:
        return LastDay(day)
    moved = calendar.next_working(day)
    return LastDay(day, known=False) if moved is None else LastDay(moved)


@cache
def terms_of(*, creditor: str) -> FollowUpTerms:
    """The terms of a creditor, else the default. Raises TermsFault."""
    found = all_terms()
    own = [terms for terms in found if creditor in terms.creditors]
    return own[0] if own else next(terms for terms in found if not terms.creditors)


@cache
def all_terms() -> tuple[FollowUpTerms, ...]:
    """Every file of the playbook, in the order of names. Raises TermsFault."""
    folder = files("fairdue_playbook") / "followup" / "terms"
    return check_terms(
        {
            file.name: file.read_text(encoding="utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".yaml")
        }
    )


def check_terms(texts: Mapping[str, str]) -> tuple[FollowUpTerms, ...]:
    """Read files by name and hold them against each other. Raises TermsFault."""
    found = tuple(read_terms(text, source=name) for name, text in texts.items())
    named = [name for terms in found for name in (terms.terms_id, *terms.creditors)]
    if doubled := sorted({name for name in named if named.count(name) > 1}):
        raise TermsFault(f"{doubled[0]} stands in two files of terms; one creditor has one file")
    if sum(not terms.creditors for terms in found) != 1:
        raise TermsFault("exactly one file has no creditors: the default for all who have none of their own")
    return found


def read_terms(text: str, *, source: str) -> FollowUpTerms:
    """Read one file. Raises TermsFault."""
    try:
        body = _mapping(read_yaml(text, source=source), source, _KEYS)
    except YamlError as error:
        raise TermsFault(str(error)) from error
    creditors, versions = body["creditors"], body["versions"]
    if not isinstance(creditors, list) or not all(isinstance(name, str) and name for name in creditors):
        raise TermsFault(f"{source}: creditors is a list of names, or [] for the default")
    if not isinstance(versions, list) or not versions:
        raise TermsFault(f"{source}: versions is a list with at least one entry")
    promise, claim, plan = [], [], []
    days: list[date] = []
    for number, raw in enumerate(versions, 1):
        where = f"{source}: version {number}"
        entry = _mapping(raw, where, {"valid_from", "promise", "claim", "plan"})
        valid_from = entry["valid_from"]
        if not isinstance(valid_from, date) or (days and valid_from <= days[-1]):
            raise TermsFault(f"{where}: valid_from is a day such as 2026-01-01, later than the one before")
        days.append(valid_from)
        promise.append((valid_from, _promise(entry["promise"], f"{where}: promise")))
        claim.append((valid_from, _claim(entry["claim"], f"{where}: claim")))
        plan.append((valid_from, _plan(entry["plan"], f"{where}: plan")))
    return FollowUpTerms(
        str(body["id"]), tuple(creditors), Dated(tuple(promise)), Dated(tuple(claim)), Dated(tuple(plan))
    )


def _promise(raw: object, where: str) -> PromiseTerms:
    body = _mapping(raw, where, {"grace_days", "banking_days"})
    return PromiseTerms(_number(body, "grace_days", where), _calendar(body, where))


def _claim(raw: object, where: str) -> ClaimTerms:
    body = _mapping(raw, where, {"date_tolerance_days"})
    return ClaimTerms(_number(body, "date_tolerance_days", where))


def _plan(raw: object, where: str) -> ArrangementTerms:
    body = _mapping(raw, where, {"grace_days", "banking_days", "missed_to_default", "revivals"})
    return ArrangementTerms(
        _number(body, "grace_days", where),
        _calendar(body, where),
        _number(body, "missed_to_default", where, least=1),
        _number(body, "revivals", where),
    )


def _calendar(body: Mapping[str, object], where: str) -> WorkingDays | None:
    if not isinstance(body["banking_days"], bool):
        raise TermsFault(f"{where}: banking_days is true or false")
    return china_working_days() if body["banking_days"] else None


def _number(body: Mapping[str, object], name: str, where: str, *, least: int = 0) -> int:
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST:
        raise TermsFault(f"{where}: {name} is a whole number from {least} to {_MOST}")
    return value


def _mapping(raw: object, where: str, keys: set[str]) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise TermsFault(f"{where}: a mapping with the keys {', '.join(sorted(keys))} is expected")
    missing, foreign = sorted(keys - set(raw)), sorted(str(key) for key in set(raw) - keys)
    if missing or foreign:
        told = [*(f"{one} is missing" for one in missing), *(f"{one} is not known" for one in foreign)]
        raise TermsFault(f"{where}: {'; '.join(told)}; known are {', '.join(sorted(keys))}")
    return raw
