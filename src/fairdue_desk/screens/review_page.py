"""One call review: the transcript with its marks, the form of the verdict, appeals and annotations.

Whose step it is follows from the review and the person; whether it is taken is decided by the operation. What was
typed into a verdict that was refused stands in the form again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.call_review import ReviewFile, ReviewId, WordsKept
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.feedback.call import Speaker
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations import review_verdicts as work
from fairdue.operations.call_reviews import OpenedReview, open_review
from fairdue.operations.review_ports import UnknownReview
from fairdue.operations.review_verdicts import Answer, Missed, Verdict
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.review_view import (
    DRILL_STATES,
    POINTS,
    findings_of,
    line_of,
    result_name,
    script_lines,
    turns_of,
)
from fairdue_desk.wiring import house

ADDED_ROWS = 2
STORED = Bilingual("已保存。", "Stored.")
NO_STEP = Reason("desk.review.no_step", Bilingual("没有这一步。", "There is no such step."))
NOT_WHOLE = Reason(
    "desk.review.not_whole",
    Bilingual("请判定整通是否合格。", "Say whether the call as a whole passes."),
)


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with this review as it stands."""

    take: bool
    judge: bool
    appeal: bool
    decide_appeals: bool
    annotate: bool


@require_GET
@screen(Right.SEE_REVIEWS)
def review(request: HttpRequest, staff: Staff, review_id: str) -> HttpResponse:
    """Show one review."""
    return _show(request, staff, _opened(staff, review_id))


@require_POST
@screen(Right.SEE_REVIEWS)
def review_step(request: HttpRequest, staff: Staff, review_id: str) -> HttpResponse:
    """Take one step; ``step`` names it."""
    opened = _opened(staff, review_id)
    step = _STEPS.get(request.POST.get("step", ""))
    answer = NO_STEP if step is None else step(request.POST, staff, opened.file)
    if isinstance(answer, Reason):
        return _show(request, staff, opened, refusal=answer, typed=request.POST)
    messages.success(request, STORED.in_language(desk_language()))
    return redirect("review", review_id=review_id)


def steps_of(staff: Staff, opened: OpenedReview) -> Steps:
    """The steps that are open on the review and to this person."""
    file = opened.file
    own = file.review.collector == staff.username
    reviews = staff.reviews_calls and not own
    first_by = "" if file.first is None else file.first.by
    until = file.appeal_until
    return Steps(
        take=reviews and file.first is None and file.taken_by != staff.username,
        judge=reviews and (file.first is None or opened.blind),
        appeal=own and until is not None and house().now() <= until,
        decide_appeals=staff.may(Right.DECIDE_APPEALS)
        and not own
        and first_by != staff.username
        and bool(file.open_appeals),
        annotate=(reviews or own) and not opened.blind,
    )


def _opened(staff: Staff, review_id: str) -> OpenedReview:
    """The review. Raises Http404 for none, PermissionDenied for somebody else's."""
    try:
        opened = open_review(
            house(),
            review_id=ReviewId(review_id),
            viewer=staff.username,
            reviews=staff.may(Right.SEE_ALL_REVIEWS),
        )
    except UnknownReview as error:
        raise Http404("no such review") from error
    if isinstance(opened, Reason):
        raise PermissionDenied("this review is of somebody else's call")
    return opened


def _show(
    request: HttpRequest,
    staff: Staff,
    opened: OpenedReview,
    *,
    refusal: Reason | None = None,
    typed: QueryDict | None = None,
) -> HttpResponse:
    file, call, blind = opened.file, opened.call, opened.blind
    fields = {} if typed is None else _typed(typed, file)
    findings = findings_of(file, call, blind=blind, typed=fields)
    drills = [] if blind else house().reviews.drills.of_review(file.review.review_id)
    agent_turns = (
        [] if call is None else [turn.number for turn in call.turns if turn.speaker is Speaker.AGENT]
    )
    context = {
        "file": file,
        "line": line_of(file, as_of=house().now()),
        "blind": blind,
        "steps": steps_of(staff, opened),
        "turns": turns_of(file, call, findings),
        "findings": findings,
        "codes": wording_classes(),
        "agent_turns": agent_turns if file.review.words is WordsKept.WHOLE else [],
        "added_rows": range(1, ADDED_ROWS + 1),
        "proposed": result_name(file.review.proposed),
        "recorded": result_name(file.review.recorded),
        "points": [(POINTS[one.name], one.kept) for one in file.review.checklist if one.kept is not None],
        "script": script_lines(file),
        "marks": [one for one in file.review.marks if one.fault],
        "drills": [(one, DRILL_STATES[one.state]) for one in drills],
        "may_open_case": staff.may_read_cases and file.review.case_id is not None,
        "refusal": refusal,
        "typed": typed,
        "longest": work.LONGEST_TEXT,
    }
    return render(request, "desk/review.html", context)


def _typed(posted: QueryDict, file: ReviewFile) -> dict[int, tuple[str, str]]:
    """What was said of each finding, by its number: yes, no or nothing, and why."""
    return {
        one.number: (posted.get(f"f{one.number}", ""), posted.get(f"r{one.number}", ""))
        for one in file.review.findings
    }


_Step = Callable[[QueryDict, Staff, ReviewFile], ReviewFile | Reason]


def _take(posted: QueryDict, staff: Staff, file: ReviewFile) -> ReviewFile | Reason:
    _require(staff.reviews_calls)
    return work.take_up(house(), review_id=file.review.review_id, as_of=house().now(), actor=staff.username)


def _verdict(posted: QueryDict, staff: Staff, file: ReviewFile) -> ReviewFile | Reason:
    _require(staff.reviews_calls)
    if posted.get("passed") not in ("yes", "no"):
        return NOT_WHOLE
    answers = {
        number: Answer(said == "yes", why)
        for number, (said, why) in _typed(posted, file).items()
        if said in ("yes", "no")
    }
    missed = [
        Missed(_number(posted.get(f"add_turn{row}", "")), posted.get(f"add_code{row}", ""))
        for row in range(1, ADDED_ROWS + 1)
        if posted.get(f"add_turn{row}") or posted.get(f"add_code{row}")
    ]
    verdict = Verdict(posted.get("passed") == "yes", answers, missed, posted.get("reason", ""))
    return work.give_verdict(
        house(),
        review_id=file.review.review_id,
        verdict=verdict,
        as_of=house().now(),
        actor=staff.username,
    )


def _appeal(posted: QueryDict, staff: Staff, file: ReviewFile) -> ReviewFile | Reason:
    return work.appeal(
        house(),
        review_id=file.review.review_id,
        number=_number(posted.get("finding", "")),
        words=posted.get("words", ""),
        as_of=house().now(),
        actor=staff.username,
    )


def _decide(posted: QueryDict, staff: Staff, file: ReviewFile) -> ReviewFile | Reason:
    _require(staff.may(Right.DECIDE_APPEALS))
    if posted.get("granted") not in ("yes", "no"):
        return NO_STEP
    return work.decide_appeal(
        house(),
        review_id=file.review.review_id,
        number=_number(posted.get("finding", "")),
        granted=posted.get("granted") == "yes",
        words=posted.get("words", ""),
        as_of=house().now(),
        actor=staff.username,
    )


def _annotate(posted: QueryDict, staff: Staff, file: ReviewFile) -> ReviewFile | Reason:
    _require(staff.reviews_calls or file.review.collector == staff.username)
    return work.annotate(
        house(),
        review_id=file.review.review_id,
        words=posted.get("words", ""),
        as_of=house().now(),
        actor=staff.username,
    )


_STEPS: dict[str, _Step] = {
    "take": _take,
    "verdict": _verdict,
    "appeal": _appeal,
    "decide": _decide,
    "annotate": _annotate,
}


def _number(text: str) -> int:
    """A number of a form; one that names nothing where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("this step of a review belongs to somebody else")
