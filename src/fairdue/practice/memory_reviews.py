"""Call reviews and assigned drills of a house in memory.

Room: practice. The same promises as on a database: one review for a call, steps that are only added, words that can
be erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from fairdue.casefile.call_review import (
    CallReview,
    ReviewFile,
    ReviewId,
    ReviewState,
    ReviewStep,
    WordsKept,
)
from fairdue.feedback.call import Call
from fairdue.feedback.red_lines import crosses_red_line
from fairdue.foundation.ids import AttemptId, SessionId
from fairdue.operations.review_ports import (
    AssignedDrill,
    AwaitingReview,
    DrillAct,
    ReviewCounts,
    ReviewStores,
    ReviewWanted,
    UnknownDrill,
    UnknownReview,
    any_red_line,
    drill_after,
    in_drill_order,
)
from fairdue.practice.memory_journal import Journal


class MemoryCallReviewBook:
    """``CallReviewBook`` in memory; the words lie open, as nothing survives the process."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._files: dict[ReviewId, ReviewFile] = {}
        self._words: dict[ReviewId, Call] = {}
        self._awaiting: dict[SessionId, AwaitingReview] = {}

    def expect_review(self, awaiting: AwaitingReview) -> None:
        """Twice is once."""
        if awaiting.session_id not in self._awaiting:
            self._awaiting[awaiting.session_id] = awaiting
            self._journal.wrote(lambda: self._awaiting.pop(awaiting.session_id, None))

    def awaiting(self, limit: int) -> Sequence[AwaitingReview]:
        """The oldest first."""
        return sorted(self._awaiting.values(), key=lambda one: (one.closed_at, one.session_id))[:limit]

    def keep(self, review: CallReview, *, words: Call | None) -> bool:
        """The id is the key."""
        self._journal.must_be_open("a review is kept")
        review_id = review.review_id
        if review_id in self._files:
            return False
        self._files[review_id] = ReviewFile(review)
        if words is not None:
            self._words[review_id] = words
        waited = None if review.session_id is None else self._awaiting.pop(review.session_id, None)

        def undo() -> None:
            del self._files[review_id]
            self._words.pop(review_id, None)
            if waited is not None:
                self._awaiting[waited.session_id] = waited

        self._journal.wrote(undo)
        return True

    def load(self, review_id: ReviewId) -> ReviewFile:
        """By its id."""
        try:
            return self._files[review_id]
        except KeyError:
            raise UnknownReview("no review has this id; look for it in the queue of reviews") from None

    def load_locked(self, review_id: ReviewId) -> ReviewFile:
        """There is one writer."""
        self._journal.must_be_open("a review is locked")
        return self.load(review_id)

    def words(self, review_id: ReviewId) -> Call | None:
        """None when there are none."""
        return self._words.get(review_id)

    def erase_words(self, *, held_before: datetime) -> int:
        """For good."""
        gone = [one for one in self._words if self._files[one].review.held_at < held_before]
        for review_id in gone:
            del self._words[review_id]
        return len(gone)

    def append(self, file: ReviewFile, step: ReviewStep, *, red_line: bool) -> ReviewFile:
        """``red_line`` follows from the steps whenever it is asked."""
        self._journal.must_be_open("a step of a review is kept")
        review_id = file.review.review_id
        after = ReviewFile(file.review, (*file.steps, step))
        self._files[review_id] = after

        def undo() -> None:
            self._files[review_id] = file

        self._journal.wrote(undo)
        return after

    def listed(self, wanted: ReviewWanted) -> Sequence[ReviewFile]:
        """The riskiest first."""
        found = [one for one in self._still_asked() if _is_wanted(one, wanted)]
        found.sort(key=lambda one: (-one.review.risk, one.review.held_at, one.review.review_id))
        return found[wanted.offset : wanted.offset + wanted.limit]

    def _still_asked(self) -> list[ReviewFile]:
        """All but the undecided reviews of attempts that a person judged by the words of both sides."""
        judged = {
            one.review.attempt_id
            for one in self._files.values()
            if one.review.words is WordsKept.WHOLE and one.first is not None
        } - {None}
        return [
            one
            for one in self._files.values()
            if one.review.words is WordsKept.WHOLE
            or one.first is not None
            or one.review.attempt_id not in judged
        ]

    def decided(self, *, limit: int) -> Sequence[ReviewFile]:
        """The newest call first."""
        found = [one for one in self._files.values() if one.first is not None]
        found.sort(key=lambda one: one.review.review_id)
        found.sort(key=lambda one: one.review.held_at, reverse=True)
        return found[:limit]

    def collectors(self) -> Sequence[str]:
        """In order."""
        return sorted({str(one.review.collector) for one in self._files.values()})

    def counts(self, *, collector: str | None = None) -> ReviewCounts:
        """Counted anew each time."""
        found = [one for one in self._still_asked() if collector in (None, one.review.collector)]
        words = Counter(one.review.words for one in found)
        states = Counter(one.state for one in found if one.review.words is not WordsKept.NONE)
        return ReviewCounts(
            {state: states[state] for state in ReviewState},
            len(self._awaiting),
            words[WordsKept.WHOLE],
            words[WordsKept.CUSTOMER],
            words[WordsKept.NONE],
        )

    def inspected(self, *, until: datetime) -> Mapping[AttemptId, bool]:
        """Folded up to the moment."""
        known = [one.until(until) for one in self._files.values()]
        return any_red_line(
            (one.review.attempt_id, crosses_red_line(finding.code for finding in one.upheld))
            for one in known
            if one.first is not None
            and one.review.words is WordsKept.WHOLE
            and one.review.attempt_id is not None
        )


def _is_wanted(file: ReviewFile, wanted: ReviewWanted) -> bool:
    review = file.review
    blind = wanted.blind_for
    by_first = "" if file.first is None else file.first.by
    return (
        (wanted.state is None or file.state is wanted.state)
        and (wanted.collector is None or review.collector == wanted.collector)
        and (wanted.code is None or any(one.code == wanted.code for one in file.all_findings))
        and (blind is None or (file.awaits_second and blind not in (by_first, review.collector)))
        and (wanted.without_words or review.words is not WordsKept.NONE)
    )


class MemoryDrillAssignments:
    """``DrillAssignments`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._drills: dict[str, AssignedDrill] = {}

    def assign(self, drill: AssignedDrill) -> None:
        """The id is the key."""
        if drill.drill_id not in self._drills:
            self._drills[drill.drill_id] = drill
            self._journal.wrote(lambda: self._drills.pop(drill.drill_id))

    def get(self, drill_id: str) -> AssignedDrill:
        """By its id."""
        try:
            return self._drills[drill_id]
        except KeyError:
            raise UnknownDrill(
                "no drill has this id; list those of a person on the page of reviews"
            ) from None

    def assigned_to(self, login: str) -> tuple[AssignedDrill, ...]:
        """What is due first first."""
        return in_drill_order([one for one in self._drills.values() if one.login == login])

    def of_review(self, review_id: ReviewId) -> tuple[AssignedDrill, ...]:
        """Withdrawn ones too."""
        found = [one for one in self._drills.values() if one.review_id == review_id]
        return tuple(sorted(found, key=lambda one: one.finding))

    def mark_done(self, drill_id: str, *, at: datetime, score: int | None = None) -> AssignedDrill:
        """Gone through."""
        return self._act(drill_id, DrillAct.DONE, at, score)

    def mark_retested(self, drill_id: str, *, at: datetime, passed: bool, score: int) -> AssignedDrill:
        """Passed for good, or assigned again."""
        return self._act(drill_id, DrillAct.PASSED if passed else DrillAct.FAILED, at, score)

    def withdraw(self, drill_id: str, *, at: datetime) -> AssignedDrill:
        """Not asked for any more."""
        return self._act(drill_id, DrillAct.WITHDRAWN, at, None)

    def _act(self, drill_id: str, act: DrillAct, at: datetime, score: int | None) -> AssignedDrill:
        before = self.get(drill_id)
        after = drill_after(before, act, at=at, score=score)
        self._drills[drill_id] = after

        def undo() -> None:
            self._drills[drill_id] = before

        self._journal.wrote(undo)
        return after


def memory_reviews(journal: Journal) -> ReviewStores:
    """Both stores, empty."""
    return ReviewStores(MemoryCallReviewBook(journal), MemoryDrillAssignments(journal))
