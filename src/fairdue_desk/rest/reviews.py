"""Call reviews for programs: read a transcript in, the queue, one review, the trends and how alike reviewers judge.

What was said in a call, and what people wrote about it, stays in the desk: a review names turns and stretches. Verdicts
and appeals are in ``review_steps``.
"""

from __future__ import annotations

from typing import Annotated

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import File, Form, Path, Query, Router, Status
from ninja.files import UploadedFile

from fairdue.casefile.call_review import ReviewFile, ReviewId, ReviewState
from fairdue.foundation.reason import Reason
from fairdue.operations.call_reviews import OpenedReview, import_transcript, open_review, review_awaiting
from fairdue.operations.review_figures import calibration, review_trends
from fairdue.operations.review_ports import ReviewWanted
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.problems import Problem, Refused, problem_type
from fairdue_desk.rest.reasons import not_taken
from fairdue_desk.rest.review_shapes import (
    AboutIn,
    CalibrationOut,
    PairOut,
    QueueOut,
    ReviewOut,
    TakenOut,
    TrendsOut,
    kappa_out,
    line_out,
    review_out,
    text_out,
    trend_out,
)
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.screens.reviews_page import AT_ONCE, NO_SUCH_LOGIN
from fairdue_desk.wiring import house

router = Router(tags=["reviews"])
READ = {401: Problem, 403: Problem, 422: Problem}
ACT = {**READ, 404: Problem, 409: Problem}
MOST_REVIEWS = 200
ReviewRef = Annotated[str, Path(pattern=r"^rv[0-9a-f]{1,38}$", description="the id of a review")]


@router.post("/transcripts", response={200: TakenOut, 201: TakenOut, **ACT}, summary="Review a transcript")
def transcript(request: HttpRequest, file: File[UploadedFile], about: Form[AboutIn]) -> Status[TakenOut]:
    """In any form that the desk reads, up to 5 MB. 201 is a review just made, 200 the one of the same file. A file that
    cannot be read is a 422 whose errors name the place."""
    staff = staff_with(request, Right.IMPORT_TRANSCRIPTS)
    if about.collector and not get_user_model().objects.filter(username=about.collector).exists():
        raise not_taken(NO_SUCH_LOGIN, status=422)
    now = house().now()
    taken = import_transcript(
        house(),
        name=file.name or "",
        data=file.read(),
        case_reference=about.case.strip(),
        collector=about.collector,
        started_at=about.started_at,
        as_of=now,
    )
    if taken.refusal is not None:
        raise not_taken(taken.refusal)
    if taken.review is None:
        errors = [
            {
                "where": one.column or (f"line {one.file_line}" if one.file_line else "file"),
                "what": one.message.en,
                "zh": one.message.zh,
            }
            for one in taken.problems
        ]
        raise Refused.telling(
            Problem(
                type=problem_type("transcript-unreadable"),
                title="The transcript cannot be read; nothing was kept.",
                status=422,
                detail="each error says where and how to mend it; docs/review-a-call.md shows the forms",
                errors=errors,
            )
        )
    review = review_out(_opened(staff, taken.review.review.review_id))
    warnings = [text_out(one.message) for one in taken.problems]
    return Status(
        200 if taken.known else 201,
        TakenOut(
            review=review, known=taken.known, tied=taken.review.review.case_id is not None, warnings=warnings
        ),
    )


@router.get("", response={200: QueueOut, **READ}, summary="The queue of reviews")
def queue(
    request: HttpRequest,
    state: Annotated[ReviewState | None, Query()] = None,
    collector: Annotated[str, Query(max_length=150)] = "",
    code: Annotated[str, Query(pattern=r"^(C[0-9]{2})?$", description="a class of wording")] = "",
    blind: Annotated[bool, Query(description="those that await a second verdict of whoever asks")] = False,
    without_words: Annotated[bool, Query(description="also calls of which no words were kept")] = False,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_REVIEWS)] = 50,
) -> QueueOut:
    """The riskiest first. A collector is given the reviews of their own calls."""
    staff = staff_with(request, Right.SEE_REVIEWS)
    everybody = staff.may(Right.SEE_ALL_REVIEWS)
    if blind and not staff.reviews_calls:
        raise PermissionDenied("second verdicts are given by whoever reviews calls")
    review_awaiting(house(), as_of=house().now(), limit=AT_ONCE)
    book = house().reviews.book
    wanted = ReviewWanted(
        state=state,
        collector=(collector or None) if everybody else staff.username,
        code=code or None,
        blind_for=staff.username if blind else None,
        without_words=without_words,
        offset=offset,
        limit=limit + 1,
    )
    found = book.listed(wanted)
    counts = book.counts(collector=None if everybody else staff.username)
    return QueueOut(
        reviews=[line_out(file, blind=_is_blind(staff, file)) for file in found[:limit]],
        more=len(found) > limit,
        counts={one.value: number for one, number in counts.by_state.items()},
    )


@router.get("/trends", response={200: TrendsOut, **READ}, summary="Trends of reviewed calls")
def trends(request: HttpRequest) -> TrendsOut:
    """Week by week; a collector is given their own line and the classes of their own calls."""
    staff = staff_with(request, Right.SEE_REVIEWS)
    found = review_trends(house(), collector=None if staff.may(Right.SEE_ALL_REVIEWS) else staff.username)
    return TrendsOut(
        calls=found.calls,
        collectors=[trend_out(one) for one in found.collectors],
        classes=[trend_out(one) for one in found.classes],
    )


@router.get("/calibration", response={200: CalibrationOut, **READ}, summary="How alike reviewers judge")
def kappa(request: HttpRequest) -> CalibrationOut:
    """Over the calls that got a second verdict, given without seeing the first."""
    staff_with(request, Right.SEE_ALL_REVIEWS)
    found = calibration(house())
    return CalibrationOut(
        calls=found.calls,
        whole=kappa_out(found.whole),
        findings=kappa_out(found.findings),
        pairs=[
            PairOut(first=one, second=other, **kappa_out(value).model_dump())
            for (one, other), value in found.pairs.items()
        ],
    )


@router.get("/{review_id}", response={200: ReviewOut, **ACT}, summary="One review")
def one(request: HttpRequest, review_id: ReviewRef) -> ReviewOut:
    """By its id; a collector opens those of their own calls."""
    return review_out(opened_for(staff_with(request, Right.SEE_REVIEWS), review_id))


def opened_for(staff: Staff, review_id: str) -> OpenedReview:
    """A review as this person may see it. Raises UnknownReview, or Refused for somebody else's call."""
    return _opened(staff, ReviewId(review_id))


def _opened(staff: Staff, review_id: ReviewId) -> OpenedReview:
    opened = open_review(
        house(), review_id=review_id, viewer=staff.username, reviews=staff.may(Right.SEE_ALL_REVIEWS)
    )
    if isinstance(opened, Reason):
        raise not_taken(opened)
    return opened


def _is_blind(staff: Staff, file: ReviewFile) -> bool:
    """Is this person one who may still judge it without having seen the first verdict?"""
    own = file.review.collector == staff.username
    by_first = file.first is not None and file.first.by == staff.username
    return file.awaits_second and not own and not by_first and staff.may(Right.SEE_ALL_REVIEWS)
