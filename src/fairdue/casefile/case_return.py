"""The return of a case (退案) as its log tells it: given back, for what reason, with which open matters.

Room: casefile. Also the request to keep a case past its term (留案), which only the creditor grants. Whether a
case may go back is decided in ``feedback.returning`` before anything is recorded here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from fairdue.casefile.case import CaseFile


class ReturnReason(StrEnum):
    """Why a case goes back; the first four end the mandate, the last is the house's own wish."""

    EXPIRED = "expired"  # the term of the placement is over (委托到期)
    RECALLED = "recalled"  # the creditor took it back (收回)
    SETTLED = "settled"  # nothing is owed any more (结清)
    ON_LIST = "on_list"  # it stands on a list that the creditor sent
    GIVEN_BACK = "given_back"  # the house gives it back before its term


class KeepGround(StrEnum):
    """Why a house asks to keep a case past its term."""

    PROMISE = "promise"
    PLAN = "plan"
    CLAIM = "claim"
    NEGOTIATION = "negotiation"


class OpenMatter(StrEnum):
    """What was still open when a case went back, and goes over to the creditor with it."""

    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    HARDSHIP = "hardship"
    CLAIM = "claim"
    PROMISE = "promise"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One open matter that went over: what it is, since when, and until when it was due, if it had a day."""

    kind: OpenMatter
    since_on: date
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseReturned:
    """The case went back to its creditor; what was open went with it."""

    on: date
    reason: ReturnReason
    matters: tuple[HandedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepRequested:
    """The house asked the creditor to leave the case with it until a day (留案)."""

    on: date
    until_on: date
    ground: KeepGround


@dataclass(frozen=True, slots=True)
class KeepAnswered:
    """The creditor answered the request; a granted one moves the day of return."""

    on: date
    granted: bool


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """The latest request to keep the case. ``granted`` None: the creditor has not answered."""

    asked_on: date
    until_on: date
    ground: KeepGround
    granted: bool | None = None


ReturnHappening = CaseReturned | KeepRequested | KeepAnswered


def after_return(case: CaseFile, happened: ReturnHappening) -> CaseFile:
    """The case after one of these happenings. A settled or recalled case keeps its own status."""
    from fairdue.casefile.case import CaseStatus  # the case knows these types, so it is imported late

    match happened:
        case CaseReturned():
            status = CaseStatus.RETURNED if case.is_open else case.status
            return replace(case, status=status, closed_on=case.closed_on or happened.on, given_back=happened)
        case KeepRequested():
            return replace(case, keep=KeepRequest(happened.on, happened.until_on, happened.ground))
        case KeepAnswered():
            if case.keep is None:
                raise ValueError("an answer about keeping a case needs a request")
            after = replace(case, keep=replace(case.keep, granted=happened.granted))
            if not happened.granted:
                return after
            return replace(after, account=replace(case.account, return_by=case.keep.until_on))
        case _:
            assert_never(happened)
