"""The ports of call review: what was found and decided, the words under seal, and drills given for what was upheld.

Room: operations. As ``ports``: protocols that the desk implements. What changes something stands inside
``CaseBook.transaction``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, assert_never

from fairdue.casefile.call_review import CallReview, ReviewFile, ReviewId, ReviewState, ReviewStep
from fairdue.feedback.call import Call
from fairdue.foundation.ids import AttemptId, CaseId, SessionId


class UnknownReview(LookupError):
    """No review has that id; the message says where to look."""


class UnknownDrill(LookupError):
    """No assigned drill has that id; the message says where to look."""


@dataclass(frozen=True, slots=True)
class AwaitingReview:
    """A guided call that was wrapped up and has no review yet."""

    session_id: SessionId
    case_id: CaseId
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewWanted:
    """Which reviews a list is to show. None means all; ``blind_for`` asks for those that await this reviewer's
    second verdict. Calls of which no words were kept are left out unless ``without_words``. A call that a person
    judged by the words of both sides is judged: what nobody decided on of its guided review is in no list."""

    state: ReviewState | None = None
    collector: str | None = None
    code: str | None = None
    blind_for: str | None = None
    without_words: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many reviews stand where, and how many have words of whom, of those that a list can show."""

    by_state: Mapping[ReviewState, int]
    awaiting: int
    whole: int
    customer_only: int
    without_words: int


class CallReviewBook(Protocol):
    """Reviews, their steps, and the words of the calls under seal."""

    def expect_review(self, awaiting: AwaitingReview) -> None:
        """Keep that a call was wrapped up, in the transaction of its last turn; twice is once."""

    def awaiting(self, limit: int) -> Sequence[AwaitingReview]:
        """The calls without a review, the oldest first."""

    def keep(self, review: CallReview, *, words: Call | None) -> bool:
        """Keep a review and seal its words; False when this call has a review already. It awaits none after."""

    def load(self, review_id: ReviewId) -> ReviewFile:
        """One review with its steps. Raises UnknownReview."""

    def load_locked(self, review_id: ReviewId) -> ReviewFile:
        """The same, and nobody else adds a step until the transaction ends. Raises UnknownReview."""

    def words(self, review_id: ReviewId) -> Call | None:
        """The call word by word; None when nothing was kept or the words were erased."""

    def erase_words(self, *, held_before: datetime) -> int:
        """Erase the words of calls held before a moment; reviews and verdicts stay. Returns how many."""

    def append(self, file: ReviewFile, step: ReviewStep, *, red_line: bool) -> ReviewFile:
        """Add a step to a review as it was read; ``red_line``: a finding that stands crosses one."""

    def listed(self, wanted: ReviewWanted) -> Sequence[ReviewFile]:
        """The reviews that are wanted, the riskiest first and of equal risk the oldest."""

    def decided(self, *, limit: int) -> Sequence[ReviewFile]:
        """The reviews with a verdict, the newest call first."""

    def collectors(self) -> Sequence[str]:
        """Whose calls were reviewed, in order."""

    def counts(self, *, collector: str | None = None) -> ReviewCounts:
        """How many reviews stand where, of everybody's or of one collector's calls."""

    def inspected(self, *, until: datetime) -> Mapping[AttemptId, bool]:
        """The attempts whose call a person inspected whole, by verdicts before a moment, and whether a red line stands
        in any of its transcripts: one that was upheld stands until it is lifted on appeal."""


def any_red_line(crossed: Iterable[tuple[AttemptId, bool]]) -> dict[AttemptId, bool]:
    """For every attempt whether one of its transcripts crosses a line; the order in which they come decides nothing."""
    found: dict[AttemptId, bool] = {}
    for attempt_id, red_line in crossed:
        found[attempt_id] = red_line or found.get(attempt_id, False)
    return found


class DrillState(StrEnum):
    """How far an assigned drill has come. After a re-test that was not passed it is assigned again."""

    ASSIGNED = "assigned"
    DONE = "done"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AssignedDrill:
    """One drill that a finding led to: whom to practise with and which lesson to read first.

    ``persona`` and ``lesson`` are ids of the playbook; ``due_on`` the day by which it is to be done.
    ``score`` is that of the last run, 0–100. ``tries`` counts the runs that were recorded.
    """

    drill_id: str
    login: str
    code: str
    lesson: str
    persona: str
    review_id: ReviewId = field(repr=False)
    finding: int
    assigned_at: datetime
    due_on: date
    state: DrillState = DrillState.ASSIGNED
    tries: int = 0
    score: int | None = None
    done_at: datetime | None = None


class DrillAct(StrEnum):
    """What can become of an assigned drill."""

    DONE = "done"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


def drill_after(drill: AssignedDrill, act: DrillAct, *, at: datetime, score: int | None) -> AssignedDrill:
    """A drill after one act. What was passed stays passed, and what was withdrawn stays withdrawn."""
    if drill.state in (DrillState.PASSED, DrillState.WITHDRAWN):
        return drill
    match act:
        case DrillAct.WITHDRAWN:
            return replace(drill, state=DrillState.WITHDRAWN)
        case DrillAct.DONE:
            return replace(drill, state=DrillState.DONE, tries=drill.tries + 1, score=score, done_at=at)
        case DrillAct.PASSED:
            return replace(drill, state=DrillState.PASSED, tries=drill.tries + 1, score=score, done_at=at)
        case DrillAct.FAILED:
            return replace(drill, state=DrillState.ASSIGNED, tries=drill.tries + 1, score=score)
        case _:
            assert_never(act)


def in_drill_order(drills: Sequence[AssignedDrill]) -> tuple[AssignedDrill, ...]:
    """Without those withdrawn: what is due first first, those passed last."""
    kept = [one for one in drills if one.state is not DrillState.WITHDRAWN]
    return tuple(sorted(kept, key=lambda one: (one.state is DrillState.PASSED, one.due_on, one.drill_id)))


class DrillAssignments(Protocol):
    """The drills that were given, and how they went. Training reads and answers; review assigns and withdraws."""

    def assign(self, drill: AssignedDrill) -> None:
        """Keep a new drill; the same id again changes nothing."""

    def get(self, drill_id: str) -> AssignedDrill:
        """One drill. Raises UnknownDrill."""

    def assigned_to(self, login: str) -> tuple[AssignedDrill, ...]:
        """All drills of one person that were not withdrawn, what is due first first, those passed last."""

    def of_review(self, review_id: ReviewId) -> tuple[AssignedDrill, ...]:
        """All drills that one review led to, withdrawn ones too."""

    def mark_done(self, drill_id: str, *, at: datetime, score: int | None = None) -> AssignedDrill:
        """The drill was gone through; its re-test is open now. Raises UnknownDrill."""

    def mark_retested(self, drill_id: str, *, at: datetime, passed: bool, score: int) -> AssignedDrill:
        """The re-test was taken: passed for good, or assigned again. Raises UnknownDrill."""

    def withdraw(self, drill_id: str, *, at: datetime) -> AssignedDrill:
        """The finding does not stand any more. A drill that was passed stays passed. Raises UnknownDrill."""


@dataclass(frozen=True, slots=True)
class ReviewStores:
    """Both ports in one value, as the house holds them."""

    book: CallReviewBook
    drills: DrillAssignments
