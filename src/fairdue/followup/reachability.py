"""Reachability (可联状态): whether the customer can be reached, as a state machine over the attempts.

Room: followup. It opens nothing by itself: the gate alone permits contact with a third person, and asks this
state among other facts (CN-3P-02, CN-3P-05). Where the rule leaves room, the reading here makes a customer
*harder* to call unreachable:

* Calls to the customer's own mobile count; another own phone counts where no mobile was left.
* A failed call is one that ended unanswered, also at a voicemail. A failure of our own line proves nothing.
* Whoever answers ends the run of failures; the customer answering, being verified, or calling in makes
  the state *reachable*.
* ``failed_calls`` in a row make it *unreachable* from the next calendar day; failed calls on
  ``failed_days`` calendar days in a row, at once; all own numbers known as invalid, at once.
* Once unreachable it stays so until somebody answers or the customer is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.casefile.contact_point import ContactKind, ContactPoint, NumberStatus
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import ContactPointId
from fairdue.foundation.reason import Reason

_PHONES = frozenset({ContactKind.MOBILE, ContactKind.HOME_PHONE, ContactKind.WORK_PHONE})
_NO_EVIDENCE = frozenset({CallResult.FAILED, CallResult.DELIVERED})


class ReachState(StrEnum):
    """Where reachability stands."""

    REACHABLE = "reachable"
    TRYING = "trying"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class ReachTerms:
    """The rule's numbers: failed calls in a row, and calendar days in a row with failed calls."""

    failed_calls: int = 3
    failed_days: int = 3

    def __post_init__(self) -> None:
        if self.failed_calls < 1 or self.failed_days < 1:
            raise ValueError("failed_calls and failed_days count from 1; nobody is unreachable untried")


@dataclass(frozen=True, slots=True)
class Reachability:
    """The state, since when, why, and the figures that the rule asks for.

    ``third_failed_call_on`` is the day of the failed call that filled ``failed_calls``;
    ``consecutive_failed_days`` is the longest run since somebody last answered.
    """

    state: ReachState
    since_on: date
    reasons: tuple[Reason, ...]
    all_numbers_invalid: bool
    consecutive_failed_calls: int
    third_failed_call_on: date | None
    consecutive_failed_days: int


def reachability_of(*, case: CaseFile, as_of: datetime, terms: ReachTerms = ReachTerms()) -> Reachability:
    """Derive the state at a moment from the attempts that had begun by then."""
    attempts = [attempt for attempt in case.attempts if attempt.started_at <= as_of]
    reached = [number for number, attempt in enumerate(attempts) if _reached(attempt, case)]
    since_reach = attempts[reached[-1] + 1 :] if reached else attempts
    counted = _counted_numbers(case)
    tries = [attempt for attempt in since_reach if _on(attempt, counted) and attempt.result is not None]
    failures = _failures_since_an_answer(tries)
    days = [civil_date(attempt.started_at) for attempt in failures]
    third_on = days[terms.failed_calls - 1] if len(days) >= terms.failed_calls else None
    run, run_on = _longest_run(days, enough=terms.failed_days)
    own = [point for point in case.contact_points if point.kind in _PHONES]
    all_invalid = bool(own) and all(point.status is NumberStatus.INVALID for point in own)

    roads: list[tuple[date, Reason]] = []
    if all_invalid and (not reached or tries):
        roads.append((days[-1] if days else civil_date(case.opened_at), _reason("invalid")))
    if third_on is not None and civil_date(as_of) > third_on:
        roads.append((third_on + timedelta(days=1), _reason("calls", terms.failed_calls)))
    if run_on is not None:
        roads.append((run_on, _reason("days", terms.failed_days)))
    if roads:
        state, since_on = ReachState.UNREACHABLE, min(on for on, _ in roads)
        reasons = tuple(reason for _, reason in roads)
    elif reached and not tries:
        state, since_on = ReachState.REACHABLE, civil_date(attempts[reached[-1]].started_at)
        reasons = (_reason("reached"),)
    else:
        first = tries[0].started_at if tries else case.opened_at
        state, since_on = ReachState.TRYING, civil_date(first)
        reasons = (_reason("trying", len(days)) if tries else _reason("untried"),)
    return Reachability(state, since_on, reasons, all_invalid, len(days), third_on, run)


def _reached(attempt: ContactAttempt, case: CaseFile) -> bool:
    """Did this contact reach the customer? What the customer began counts unless somebody else spoke."""
    if attempt.answered_by is AnsweredBy.DEBTOR or attempt.attempt_id in case.verified_attempts:
        return True
    others = (AnsweredBy.THIRD_PARTY, AnsweredBy.MACHINE)
    return attempt.initiated_by == "customer" and attempt.answered_by not in others


def _counted_numbers(case: CaseFile) -> frozenset[ContactPointId]:
    """The numbers whose failures count: the mobiles left by the customer, else the other own phones."""

    def ids(points: Sequence[ContactPoint]) -> frozenset[ContactPointId]:
        return frozenset(point.contact_point_id for point in points)

    mobiles = ids([point for point in case.contact_points if point.kind is ContactKind.MOBILE])
    return mobiles or ids([point for point in case.contact_points if point.kind in _PHONES])


def _on(attempt: ContactAttempt, numbers: frozenset[ContactPointId]) -> bool:
    ours = attempt.initiated_by == "agent" and attempt.callee_role == "debtor"
    return ours and attempt.channel == "phone" and attempt.contact_point_id in numbers


def _failures_since_an_answer(tries: Sequence[ContactAttempt]) -> list[ContactAttempt]:
    failures: list[ContactAttempt] = []
    for attempt in tries:
        if attempt.connected:
            failures.clear()
        elif attempt.result not in _NO_EVIDENCE:
            failures.append(attempt)
    return failures


def _longest_run(days: Sequence[date], *, enough: int) -> tuple[int, date | None]:
    """The longest run of calendar days, and the day on which a run first was long enough."""
    longest = run = 0
    reached_on: date | None = None
    previous: date | None = None
    for day in days:
        if day == previous:
            continue
        run = run + 1 if previous is not None and day - previous == timedelta(days=1) else 1
        longest, previous = max(longest, run), day
        if reached_on is None and run >= enough:
            reached_on = day
    return longest, reached_on


_TEXTS = {
    "invalid": Bilingual("本人预留号码均无效", "every number the customer left is invalid"),
    "calls": Bilingual("连续 {n} 次拨打无法联系本人", "{n} calls in a row did not reach the customer"),
    "days": Bilingual("连续 {n} 日无法联系本人", "the customer was not reached on {n} days in a row"),
    "reached": Bilingual("最近一次联系到了本人", "the latest contact reached the customer"),
    "trying": Bilingual("连续未接通 {n} 次，继续尝试", "{n} failed calls in a row; still trying"),
    "untried": Bilingual("尚未拨打本人号码", "the customer's numbers have not been called yet"),
}


def _reason(code: str, number: int = 0) -> Reason:
    text = _TEXTS[code]
    return Reason(f"followup.reach.{code}", Bilingual(text.zh.format(n=number), text.en.format(n=number)))
