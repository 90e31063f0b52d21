"""What people say to a review, for programs: take it up, a verdict, an appeal and its decision, an annotation.

Whose step it is follows from the roles of the login and from the review, as on the desk. What is written is sealed and
read on the desk alone.
"""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from fairdue.casefile.call_review import ReviewFile, ReviewId
from fairdue.foundation.reason import Reason
from fairdue.operations import review_verdicts as work
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.reasons import not_taken
from fairdue_desk.rest.review_shapes import ReviewOut, review_out
from fairdue_desk.rest.reviews import ACT, ReviewRef, opened_for
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.wiring import house

router = Router(tags=["reviews"])
MOST_FINDINGS = 500
Written = Annotated[str, Field(max_length=2 * work.LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=100_000)]


class AnswerIn(Schema):
    """What is said to one finding, by its number; one that is not upheld needs its reason."""

    number: Number
    upheld: bool
    reason: Written = ""


class MissedIn(Schema):
    """A violation that the machine did not see: a turn of the collector and a class of wording."""

    turn: Annotated[int, Field(ge=0, le=100_000)]
    code: Annotated[str, Field(pattern=r"^C[0-9]{2}$")]


class VerdictIn(Schema):
    """A verdict on every finding and on the call as a whole. It does not pass while a red line stands."""

    passed: bool
    answers: Annotated[list[AnswerIn], Field(max_length=MOST_FINDINGS, default_factory=list)]
    missed: Annotated[list[MissedIn], Field(max_length=50, default_factory=list)]
    reason: Written = ""


class AppealIn(Schema):
    """Why a finding that stands is wrong."""

    number: Number
    words: Written


class DecisionIn(Schema):
    """The decision of an appeal, with its reason."""

    granted: bool
    words: Written


class NoteIn(Schema):
    """A correction or an addition."""

    words: Written


@router.post("/{review_id}/take-up", response={200: ReviewOut, **ACT}, summary="Take a review up")
def take_up(request: HttpRequest, review_id: ReviewRef) -> ReviewOut:
    """So that no two do the same work."""
    staff = _reviewer(request, review_id)
    taken = work.take_up(house(), review_id=ReviewId(review_id), as_of=house().now(), actor=staff.username)
    return _after(staff, taken)


@router.post("/{review_id}/verdicts", response={200: ReviewOut, **ACT}, summary="Give a verdict")
def verdict(request: HttpRequest, review_id: ReviewRef, body: VerdictIn) -> ReviewOut:
    """The first counts. Where the call was drawn for it, a second by another person, given blind, shows how alike
    reviewers judge. Whether it is the first or the second follows from the review."""
    staff = _reviewer(request, review_id)
    given = work.Verdict(
        passed=body.passed,
        answers={one.number: work.Answer(one.upheld, one.reason) for one in body.answers},
        missed=[work.Missed(one.turn, one.code) for one in body.missed],
        reason=body.reason,
    )
    answer = work.give_verdict(
        house(), review_id=ReviewId(review_id), verdict=given, as_of=house().now(), actor=staff.username
    )
    return _after(staff, answer)


@router.post("/{review_id}/appeals", response={200: ReviewOut, **ACT}, summary="Appeal against a finding")
def appeal(request: HttpRequest, review_id: ReviewRef, body: AppealIn) -> ReviewOut:
    """By the collector of the call, once a finding, within the days for it."""
    staff = staff_with(request, Right.SEE_REVIEWS)
    opened_for(staff, review_id)
    answer = work.appeal(
        house(),
        review_id=ReviewId(review_id),
        number=body.number,
        words=body.words,
        as_of=house().now(),
        actor=staff.username,
    )
    return _after(staff, answer)


@router.post(
    "/{review_id}/appeals/{number}/decision", response={200: ReviewOut, **ACT}, summary="Decide an appeal"
)
def decide(
    request: HttpRequest,
    review_id: ReviewRef,
    number: Annotated[int, Path(ge=1, le=100_000)],
    body: DecisionIn,
) -> ReviewOut:
    """By another person than the first reviewer. Granted, the finding does not stand and its drill is withdrawn."""
    staff = staff_with(request, Right.DECIDE_APPEALS)
    opened_for(staff, review_id)
    answer = work.decide_appeal(
        house(),
        review_id=ReviewId(review_id),
        number=number,
        granted=body.granted,
        words=body.words,
        as_of=house().now(),
        actor=staff.username,
    )
    return _after(staff, answer)


@router.post("/{review_id}/annotations", response={200: ReviewOut, **ACT}, summary="Annotate a review")
def annotate(request: HttpRequest, review_id: ReviewRef, body: NoteIn) -> ReviewOut:
    """What it is about stays as it was. By whoever reviews calls, and by the collector of this one."""
    staff = staff_with(request, Right.SEE_REVIEWS)
    opened = opened_for(staff, review_id)
    if not (staff.reviews_calls or opened.file.review.collector == staff.username) or opened.blind:
        raise PermissionDenied("this step of a review belongs to somebody else")
    answer = work.annotate(
        house(), review_id=ReviewId(review_id), words=body.words, as_of=house().now(), actor=staff.username
    )
    return _after(staff, answer)


def _reviewer(request: HttpRequest, review_id: str) -> Staff:
    """Whoever gives verdicts: compliance, and leads where the house lets them. Raises UnknownReview for no review."""
    staff = staff_with(request, Right.SEE_REVIEWS)
    opened_for(staff, review_id)
    if not staff.reviews_calls:
        raise PermissionDenied("verdicts are given by whoever reviews calls")
    return staff


def _after(staff: Staff, answer: ReviewFile | Reason) -> ReviewOut:
    if isinstance(answer, Reason):
        raise not_taken(answer)
    return review_out(opened_for(staff, answer.review.review_id))
