"""Problems (RFC 9457): every refusal as ``application/problem+json`` that says what came, what was expected, what to do.

No problem repeats what was sent: it may be personal.
"""

from __future__ import annotations

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from fairdue.operations.ports import UnknownCase
from fairdue_desk.measured import PeriodUnreadable

MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """One problem. ``type`` is stable; ``title`` is about the kind, ``detail`` about this very request."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


class Refused(Exception):
    """Raised where a request cannot be answered; becomes a problem."""

    def __init__(self, status: int, code: str, *, title: str, detail: str) -> None:
        super().__init__(title)
        self.problem = Problem(type=problem_type(code), title=title, status=status, detail=detail)

    @classmethod
    def telling(cls, problem: Problem) -> Refused:
        """Refuse with a problem that says more than the plain one."""
        refused = cls(problem.status, "", title=problem.title, detail=problem.detail)
        refused.problem = problem
        return refused


def problem_type(code: str) -> str:
    """The stable name of a kind of problem."""
    return f"urn:fairdue:problem:{code}"


def install_problems(api: NinjaAPI) -> None:
    """Turn every exception that a request may meet into a problem."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer_with(error.problem)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        answer = _told(
            401,
            "not-authenticated",
            "Nobody is logged in.",
            "log in to the desk, or send `Authorization: Bearer TOKEN` with a token of `fairdue token create`",
        )
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"where": ".".join(str(step) for step in one["loc"]), "what": str(one["msg"])}
            for one in error.errors
        ]
        problem = Problem(
            type=problem_type("request-unreadable"),
            title="The request does not fit.",
            status=422,
            detail="see errors: each names the parameter and what is expected; /api/v1/openapi.json describes all",
            errors=errors,
        )
        return answer_with(problem)

    @api.exception_handler(PeriodUnreadable)
    def period(request: HttpRequest, error: PeriodUnreadable) -> HttpResponse:
        return _told(422, "period-unreadable", "The period cannot be read.", str(error))

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return _told(
            403, "not-yours", "This belongs to somebody else.", "ask a team lead, who sees every case"
        )

    for kind in (Http404, UnknownCase):

        @api.exception_handler(kind)
        def missing(request: HttpRequest, error: Exception) -> HttpResponse:
            return _told(404, "not-found", "There is no such thing here.", "look it up in its list first")

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _told(error.status_code, "request-refused", "The request cannot be answered.", str(error))


def describe_problems(schema: OpenAPISchema) -> OpenAPISchema:
    """Say in the description that refusals come as problems, which the framework takes for plain JSON."""
    for path in schema["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "application/json" in answer.get("content", {}):
                    answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
    return schema


def _told(status: int, code: str, title: str, detail: str) -> HttpResponse:
    return answer_with(Problem(type=problem_type(code), title=title, status=status, detail=detail))


def answer_with(problem: Problem) -> HttpResponse:
    """A problem as the response it is."""
    body = problem.model_dump(exclude_none=True)
    text = json.dumps(body, ensure_ascii=False)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, status=problem.status, content_type=MEDIA_TYPE, headers=headers)
