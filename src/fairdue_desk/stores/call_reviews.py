"""The book of call reviews on Django's database: reviews, their sealed steps and words, and where each stands.

A row of ``ReviewStanding`` is locked while a step is added, so that two verdicts cannot both be the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.utils import IntegrityError

from fairdue.casefile.call_review import (
    STEP_KINDS,
    CallReview,
    ReviewFile,
    ReviewId,
    ReviewState,
    ReviewStep,
    WordsKept,
)
from fairdue.casefile.codec import read_body, write_body
from fairdue.feedback.call import Call, read_call
from fairdue.feedback.call_writing import write_call
from fairdue.feedback.red_lines import crosses_red_line
from fairdue.foundation.ids import AttemptId, CaseId, SessionId
from fairdue.operations.review_ports import (
    AwaitingReview,
    ReviewCounts,
    ReviewWanted,
    UnknownReview,
    any_red_line,
)
from fairdue_desk.rows import models as rows
from fairdue_desk.stores.sealing import WordsSeal

_KINDS = {kind.__name__: kind for kind in STEP_KINDS}


class DjangoCallReviewBook:
    """``CallReviewBook`` on SQLite or PostgreSQL."""

    def __init__(self, seal: WordsSeal) -> None:
        self._seal = seal

    def expect_review(self, awaiting: AwaitingReview) -> None:
        """One row, in the transaction of the last turn."""
        rows.AwaitingReview.objects.get_or_create(
            session_id=awaiting.session_id,
            defaults={"case_id": awaiting.case_id, "closed_at": awaiting.closed_at},
        )

    def awaiting(self, limit: int) -> Sequence[AwaitingReview]:
        """The oldest first."""
        found = rows.AwaitingReview.objects.order_by("closed_at", "session_id")[:limit]
        return [
            AwaitingReview(SessionId(row.session_id), CaseId(row.case_id), row.closed_at) for row in found
        ]

    def keep(self, review: CallReview, *, words: Call | None) -> bool:
        """The review, where it stands, and its words; the id is the key."""
        _must_be_open()
        try:
            with transaction.atomic():
                row = rows.CallReview.objects.create(
                    review_id=review.review_id,
                    session_id=review.session_id,
                    attempt_id=review.attempt_id,
                    collector=review.collector,
                    held_at=review.held_at,
                    words=review.words.value,
                    risk=review.risk,
                    body=write_body(review),
                )
        except IntegrityError:
            return False
        rows.ReviewStanding.objects.create(
            review=row,
            state=ReviewState.NEW.value,
            reviewer="",
            red_line=False,
            awaits_second=False,
            codes=_codes(ReviewFile(review)),
            steps=0,
        )
        if words is not None:
            sealed = self._seal.seal(write_call(words), of=review.review_id)
            rows.CallWords.objects.create(review=row, sealed=sealed)
        if review.session_id is not None:
            rows.AwaitingReview.objects.filter(session_id=review.session_id).delete()
        return True

    def load(self, review_id: ReviewId) -> ReviewFile:
        """With its steps."""
        found = self._read(rows.CallReview.objects.filter(review_id=review_id))
        if not found:
            raise UnknownReview("no review has this id; look for it in the queue of reviews")
        return found[0]

    def load_locked(self, review_id: ReviewId) -> ReviewFile:
        """Lock its standing first. SQLite has one writer at a time already, from BEGIN IMMEDIATE on."""
        _must_be_open()
        if connection.vendor == "postgresql":
            rows.ReviewStanding.objects.select_for_update().filter(review_id=review_id).first()
        return self.load(review_id)

    def words(self, review_id: ReviewId) -> Call | None:
        """Unsealed; None when there are none."""
        row = rows.CallWords.objects.filter(review_id=review_id).first()
        if row is None:
            return None
        call, _ = read_call(self._seal.unseal(row.sealed, of=review_id), source="kept words")
        return call

    def erase_words(self, *, held_before: datetime) -> int:
        """The rows go; no trigger keeps them."""
        return rows.CallWords.objects.filter(review__held_at__lt=held_before).delete()[0]

    def append(self, file: ReviewFile, step: ReviewStep, *, red_line: bool) -> ReviewFile:
        """One further row, and the standing that follows from all of them."""
        _must_be_open()
        review_id = file.review.review_id
        after = ReviewFile(file.review, (*file.steps, step))
        rows.ReviewStep.objects.create(
            review_id=review_id,
            seq=len(after.steps),
            kind=type(step).__name__,
            at=step.at,
            actor=step.by,
            body=self._seal.seal(write_body(step), of=f"{review_id} {len(after.steps)}"),
        )
        rows.ReviewStanding.objects.filter(review_id=review_id).update(
            state=after.state.value,
            reviewer=after.first.by if after.first is not None else after.taken_by,
            decided_at=after.first.at if after.first is not None else None,
            red_line=red_line,
            awaits_second=after.awaits_second,
            codes=_codes(after),
            steps=len(after.steps),
        )
        return after

    def listed(self, wanted: ReviewWanted) -> Sequence[ReviewFile]:
        """The riskiest first."""
        found = _still_asked().order_by("-risk", "held_at", "review_id")
        if wanted.state is not None:
            found = found.filter(standing__state=wanted.state.value)
        if wanted.collector is not None:
            found = found.filter(collector=wanted.collector)
        if wanted.code is not None:
            found = found.filter(standing__codes__contains=f",{wanted.code},")
        if wanted.blind_for is not None:
            found = found.filter(standing__awaits_second=True).exclude(
                Q(standing__reviewer=wanted.blind_for) | Q(collector=wanted.blind_for)
            )
        if not wanted.without_words:
            found = found.exclude(words=WordsKept.NONE.value)
        return self._read(found[wanted.offset : wanted.offset + wanted.limit])

    def decided(self, *, limit: int) -> Sequence[ReviewFile]:
        """The newest call first."""
        found = rows.CallReview.objects.filter(standing__decided_at__isnull=False)
        return self._read(found.order_by("-held_at", "review_id")[:limit])

    def collectors(self) -> Sequence[str]:
        """In order."""
        return list(
            rows.CallReview.objects.order_by("collector").values_list("collector", flat=True).distinct()
        )

    def counts(self, *, collector: str | None = None) -> ReviewCounts:
        """Counted by the database."""
        found = _still_asked()
        if collector is not None:
            found = found.filter(collector=collector)
        told = found.exclude(words=WordsKept.NONE.value)
        states = dict(told.values_list("standing__state").annotate(Count("review_id")).order_by())
        words = dict(found.values_list("words").annotate(Count("review_id")).order_by())
        return ReviewCounts(
            by_state={state: states.get(state.value, 0) for state in ReviewState},
            awaiting=rows.AwaitingReview.objects.count(),
            whole=words.get(WordsKept.WHOLE.value, 0),
            customer_only=words.get(WordsKept.CUSTOMER.value, 0),
            without_words=words.get(WordsKept.NONE.value, 0),
        )

    def inspected(self, *, until: datetime) -> Mapping[AttemptId, bool]:
        """By the standing; a review with steps after the moment is folded up to it. A line that stands in one
        transcript of an attempt stands, whatever another transcript of it was decided to be."""
        found = rows.CallReview.objects.filter(
            attempt_id__isnull=False, words=WordsKept.WHOLE.value, standing__decided_at__lt=until
        )
        crossed = {
            review_id: (AttemptId(str(attempt_id)), red_line)
            for review_id, attempt_id, red_line in found.values_list(
                "review_id", "attempt_id", "standing__red_line"
            )
        }
        for file in self._read(found.filter(steps__at__gte=until).distinct()):
            known = file.until(until)
            assert file.review.attempt_id is not None  # the rows were chosen by it
            red_line = crosses_red_line(one.code for one in known.upheld)
            crossed[file.review.review_id] = (file.review.attempt_id, red_line)
        return any_red_line(crossed.values())

    def _read(self, found: QuerySet[rows.CallReview]) -> list[ReviewFile]:
        files = []
        for row in found.prefetch_related("steps"):
            steps = sorted(row.steps.all(), key=lambda step: step.seq)
            files.append(
                ReviewFile(
                    read_body(CallReview, row.body), tuple(self._step(row.review_id, step) for step in steps)
                )
            )
        return files

    def _step(self, review_id: str, row: rows.ReviewStep) -> ReviewStep:
        text = self._seal.unseal(row.body, of=f"{review_id} {row.seq}")
        return read_body(_KINDS[row.kind], text)


def _still_asked() -> QuerySet[rows.CallReview]:
    """All but the undecided reviews of attempts that a person judged by the words of both sides."""
    judged_whole = rows.CallReview.objects.filter(
        attempt_id=OuterRef("attempt_id"), words=WordsKept.WHOLE.value, standing__decided_at__isnull=False
    )
    partly = ~Q(words=WordsKept.WHOLE.value) & Q(attempt_id__isnull=False, standing__decided_at__isnull=True)
    return rows.CallReview.objects.exclude(partly & Q(Exists(judged_whole)))


def _codes(file: ReviewFile) -> str:
    """Between commas at both ends, so that one is found whole."""
    found = sorted({one.code for one in file.all_findings})
    return f",{','.join(found)}," if found else ""


def _must_be_open() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a review is kept and added to inside book.transaction()")
