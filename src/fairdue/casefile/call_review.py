"""The review of a call as it is kept: what was found, how a person decided, and what the collector said to that.

Room: casefile. What the machine found never changes; each human act is one further step, and ``ReviewFile`` folds
them. Steps may hold a person's words (a reason, an appeal), so they are kept sealed as the words of the call are.
Nothing here judges a call: that is feedback's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from fairdue.casefile.disposition import ResultCode
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import AttemptId, CaseId, SessionId, StaffId

ReviewId = NewType("ReviewId", str)

APPEAL_DAYS = 7
"""Days after a verdict in which the collector may appeal against a finding, counted in whole days of 24 hours."""
SECOND_ONE_IN = 10
"""One decided review in so many is looked at by a second reviewer who does not see the first verdict."""


class Origin(StrEnum):
    """Where the call came from."""

    GUIDED = "guided"
    TRANSCRIPT = "transcript"


class WordsKept(StrEnum):
    """Whose words are known. In a guided call the collector's are the sentences that the screen gave."""

    WHOLE = "whole"
    CUSTOMER = "customer"
    NONE = "none"


class ReviewState(StrEnum):
    """Where a review stands."""

    NEW = "new"
    IN_REVIEW = "in_review"
    DECIDED = "decided"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """One finding by its number in the review: a class of wording, its turn, the stretch in it, how sure (0–100)."""

    number: int
    turn: int
    code: str
    starts: int
    ends: int
    share_percent: int


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """One point of the checklist; ``kept`` None: it does not apply."""

    name: str
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step of the script by its name, and what became of it: in_order, late, left_out, no_occasion."""

    name: str
    taken: str


@dataclass(frozen=True, slots=True)
class DimensionMark:
    """One dimension of the scorecard from 0 to 100; ``share`` None where the call gave no occasion for it."""

    name: str
    says: Bilingual
    share: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreMark:
    """What earned or cost points, with the turn it rests on (None: no turn).

    ``worth`` are the points of a point; of a fault (``fault``) it is what it leaves of the score, in per cent.
    """

    dimension: str
    says: Bilingual
    earned: bool
    worth: int
    fault: bool = False
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReview:
    """What the machine found in one call. It holds no words of anybody.

    ``held`` are turns that a fact decides which is not known; ``score`` 0–100, None where nothing could be judged;
    ``risk`` orders the queue, a thousand for each level and the points within it. ``proposed`` is the result code that the words show, ``recorded`` the one that
    the collector recorded.
    """

    review_id: ReviewId
    origin: Origin
    words: WordsKept
    collector: StaffId
    held_at: datetime
    reviewed_at: datetime
    turns: int
    findings: tuple[ReviewedFinding, ...] = ()
    held: tuple[ReviewedFinding, ...] = ()
    checklist: tuple[CheckedPoint, ...] = ()
    script: tuple[ScriptStep, ...] = ()
    proposed: ResultCode | None = None
    recorded: ResultCode | None = None
    score: int | None = None
    dimensions: tuple[DimensionMark, ...] = ()
    marks: tuple[ScoreMark, ...] = ()
    risk: int = 0
    risk_reasons: tuple[Bilingual, ...] = ()
    not_judged: tuple[Bilingual, ...] = ()
    result_says: tuple[Bilingual, ...] = ()
    case_id: CaseId | None = None
    attempt_id: AttemptId | None = None
    session_id: SessionId | None = None
    creditor: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A reviewer took the call up."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingVerdict:
    """What a person says to one finding."""

    number: int
    upheld: bool
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """A reviewer's verdict: on each finding, on what the machine did not see (``added``), and on the whole call."""

    by: str
    at: datetime
    passed: bool
    findings: tuple[FindingVerdict, ...] = ()
    added: tuple[ReviewedFinding, ...] = ()
    second: bool = False
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Appealed:
    """The collector says why a finding that was upheld is wrong."""

    by: str
    at: datetime
    number: int
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """Another person than the first reviewer decided an appeal; granted: the finding does not stand."""

    by: str
    at: datetime
    number: int
    granted: bool
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A correction or an addition; what it is about stays as it was."""

    by: str
    at: datetime
    words: str = field(repr=False)


ReviewStep = Taken | VerdictGiven | Appealed | AppealDecided | Annotated
STEP_KINDS: tuple[type[ReviewStep], ...] = (Taken, VerdictGiven, Appealed, AppealDecided, Annotated)


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """One review with all its steps, in their order."""

    review: CallReview
    steps: tuple[ReviewStep, ...] = field(default=(), repr=False)

    @property
    def first(self) -> VerdictGiven | None:
        """The verdict that counts."""
        return next((one for one in self.steps if isinstance(one, VerdictGiven) and not one.second), None)

    @property
    def second(self) -> VerdictGiven | None:
        """The verdict that was given blind, to see how alike reviewers judge."""
        return next((one for one in self.steps if isinstance(one, VerdictGiven) and one.second), None)

    @property
    def taken_by(self) -> str:
        """Who took it up last; "" for nobody."""
        return next((one.by for one in reversed(self.steps) if isinstance(one, Taken)), "")

    @property
    def appeals(self) -> tuple[Appealed, ...]:
        """All appeals, the oldest first."""
        return tuple(one for one in self.steps if isinstance(one, Appealed))

    @property
    def appeal_answers(self) -> tuple[AppealDecided, ...]:
        """All decided appeals, the oldest first."""
        return tuple(one for one in self.steps if isinstance(one, AppealDecided))

    @property
    def annotations(self) -> tuple[Annotated, ...]:
        """All annotations, the oldest first."""
        return tuple(one for one in self.steps if isinstance(one, Annotated))

    @property
    def open_appeals(self) -> tuple[Appealed, ...]:
        """The appeals that nobody decided yet."""
        answered = {one.number for one in self.appeal_answers}
        return tuple(one for one in self.appeals if one.number not in answered)

    @property
    def state(self) -> ReviewState:
        """Where the review stands."""
        if self.open_appeals:
            return ReviewState.APPEALED
        if self.first is not None:
            return ReviewState.DECIDED
        return ReviewState.IN_REVIEW if self.taken_by else ReviewState.NEW

    @property
    def all_findings(self) -> tuple[ReviewedFinding, ...]:
        """What the machine found and what the first reviewer added."""
        return self.review.findings + (self.first.added if self.first is not None else ())

    @property
    def upheld(self) -> tuple[ReviewedFinding, ...]:
        """The findings that stand: upheld or added by the first verdict and not lifted by an appeal."""
        if self.first is None:
            return ()
        kept = {one.number for one in self.first.findings if one.upheld}
        kept |= {one.number for one in self.first.added}
        kept -= {one.number for one in self.appeal_answers if one.granted}
        return tuple(one for one in self.all_findings if one.number in kept)

    @property
    def appeal_until(self) -> datetime | None:
        """The moment by which an appeal must be in; None before a verdict."""
        return None if self.first is None else self.first.at + timedelta(days=APPEAL_DAYS)

    @property
    def awaits_second(self) -> bool:
        """Is a second, blind verdict wanted? Once there is an appeal the first verdict is no secret any more."""
        return (
            self.first is not None
            and self.second is None
            and not self.appeals
            and is_sampled(self.review.review_id)
        )

    def until(self, moment: datetime) -> ReviewFile:
        """The review as it was known before a moment."""
        return ReviewFile(self.review, tuple(step for step in self.steps if step.at < moment))


def review_id_of(key: str) -> ReviewId:
    """The id of the review of a session or of a transcript's digest: the same call has one review."""
    return ReviewId("rv" + hashlib.sha256(f"call review\x1f{key}".encode()).hexdigest()[:20])


def is_sampled(review_id: ReviewId) -> bool:
    """Is this one of those that a second reviewer looks at? It hangs on the id alone, so that nobody picks."""
    return int(hashlib.sha256(review_id.encode()).hexdigest()[:8], 16) % SECOND_ONE_IN == 0
