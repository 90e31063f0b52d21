"""The API: one object, its routers, its description at openapi.json and its page, served from here alone.

A further router is a file beside this one and a line below; docs/rest.md shows it step by step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema

from fairdue_desk.rest import (
    call_aids,
    call_stream,
    calls,
    cases,
    diary,
    flows,
    measures,
    payments,
    review_steps,
    reviews,
    training,
    training_calls,
    training_exams,
)
from fairdue_desk.rest.access import DeskSession, PersonalToken
from fairdue_desk.rest.call_problems import install_call_problems
from fairdue_desk.rest.problems import describe_problems, install_problems
from fairdue_desk.rest.reasons import install_reasons


class DescribedAPI(NinjaAPI):
    """An API whose description says the truth about its refusals."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with problems as what they are."""
        return describe_problems(super().get_openapi_schema(**options))

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """An answer that no cache keeps: it may hold what a person said or owes."""
        answer = super().create_response(request, data, **options)
        answer["Cache-Control"] = "no-store"
        return answer


api = DescribedAPI(
    title="Fairdue",
    version="1",
    description="The operations, rights and numbers of the desk for programs. Amounts are fen; days are civil days "
    "in China; nothing of a person stands in an address. A guided call is begun, answered and looked at under its case; "
    "what is sent in it names after how many moves it is meant, so the same sent twice counts once. Whoever asks "
    "trains under their own login; what people said in a real call stands in no answer.",
    urls_namespace="api",
    auth=[PersonalToken(), DeskSession()],
    docs=Swagger(settings={"validatorUrl": None, "supportedSubmitMethods": ["get"]}),
)
api.add_router("/measures", measures.router)
api.add_router("/diary", diary.router)
api.add_router("/cases", cases.router)
for beside in (calls.router, call_stream.router, call_aids.router):
    api.add_router("/cases", beside)
api.add_router("/flows", flows.router)
api.add_router("/words", call_aids.words_router)
api.add_router("/payments", payments.router)
for beside in (training.router, training_calls.router, training_exams.router):
    api.add_router("/training", beside)
for beside in (reviews.router, review_steps.router):
    api.add_router("/reviews", beside)
install_problems(api)
install_reasons(api)
install_call_problems(api)


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses for ``urls.py``. The API answers 401 itself; only its page leads to the login like a screen."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name != "openapi-view":
            pattern.callback = login_not_required(cast("Callable[..., HttpResponse]", pattern.callback))
    return patterns, app_name, namespace
