"""A step of training or of a review that is not taken, as a problem: what the operation says, in both languages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from fairdue.casefile.training_log import TrainingLogBroken
from fairdue.foundation.reason import Reason
from fairdue.operations import review_refusals as review
from fairdue.operations import training_refusals as training
from fairdue.operations.review_ports import UnknownReview
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue_desk.rest.problems import Problem, Refused, answer_with, problem_type

_SENT = frozenset(
    one.code
    for one in (
        training.ANOTHER_NAME,
        training.NOTHING_TICKED,
        training.SEED_CHOSEN,
        training.NOTHING_SAID,
        training.TOO_LONG,
        training.NO_QUESTION,
        review.TOO_LARGE,
        review.NO_CASE,
        review.MANY_CASES,
        review.AHEAD,
        review.WHOSE_CALL,
        review.UNANSWERED,
        review.NO_REASON,
        review.RED_LINE_PASSED,
        review.NO_SUCH_TURN,
        review.TOO_LONG,
        review.NO_WORDS_WRITTEN,
    )
)
"""What lies in the request: mend it and send it again. Everything else lies in how things stand."""
_PERSON = frozenset(
    one.code for one in (review.NOT_YOURS, review.OWN_CALL, review.NOT_YOUR_CALL, review.SAME_PERSON)
)
"""What this login may not do, though its role may."""


def not_taken(reason: Reason, *, status: int | None = None) -> Refused:
    """The problem for a refusal: 422 where the request is to be mended, 403 for another person's step, else 409."""
    status = status or (422 if reason.code in _SENT else 403 if reason.code in _PERSON else 409)
    return Refused.telling(
        Problem(
            type=problem_type(reason.code.removeprefix("operations.").replace(".", "-").replace("_", "-")),
            title="This step is not taken; nothing was recorded.",
            status=status,
            detail=reason.text.en,
            errors=[{"where": "request", "what": reason.text.en, "zh": reason.text.zh}],
        )
    )


_TOLD: dict[type[Exception], tuple[int, str, str, str]] = {
    UnknownTraining: (
        404,
        "no-training",
        "There is no such lesson, question or customer.",
        "look it up in its list",
    ),
    UnknownReview: (404, "no-review", "There is no such review.", "look it up in the queue"),
    CustomerRewritten: (
        409,
        "training-rewritten",
        "This customer was rewritten since.",
        "nothing counts for or against anybody; begin anew",
    ),
    TrainingLogBroken: (
        409,
        "training-log-broken",
        "The log of this training was meddled with.",
        "no step is taken on it; tell whoever runs the house",
    ),
}


def install_reasons(api: NinjaAPI) -> None:
    """Turn what training and reviews raise into problems; nothing that was sent is repeated."""
    for kind in _TOLD:

        @api.exception_handler(kind)
        def told(request: HttpRequest, error: Exception) -> HttpResponse:
            status, code, title, detail = _TOLD[type(error)]
            return answer_with(Problem(type=problem_type(code), title=title, status=status, detail=detail))
