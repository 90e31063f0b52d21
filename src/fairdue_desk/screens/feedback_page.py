"""Feedback (结果反馈): the creditor's file in its template."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from fairdue.feedback.feedback_template import TemplateFault
from fairdue.foundation.civil import civil_date
from fairdue.operations import feed_back
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie, known_templates
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_words import CHOOSE_BOTH, DOES_NOT_TIE, XLSX, file_response
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house


@require_POST
@screen(Right.TAKE_FEEDBACK_FILE)
def feedback_file(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand out the creditor's file as a workbook."""
    the_house = house()
    today = civil_date(the_house.now())
    creditor, template = request.POST.get("creditor", ""), request.POST.get("template", "")
    try:
        answer = feed_back.feedback_file(
            the_house, creditor=creditor, as_of=the_house.now(), actor=staff.username, template=template
        )
    except (NothingToTell, TemplateFault):
        messages.error(request, CHOOSE_BOTH.in_language(desk_language()))
        return redirect("measures")
    except TotalsDoNotTie:
        messages.error(request, DOES_NOT_TIE.in_language(desk_language()))
        return redirect("measures")
    if not isinstance(answer, Exported):
        for reason in answer.reasons:
            messages.error(request, reason.text.in_language(desk_language()))
        return redirect("measures")
    shape = known_templates(the_house)[template].shape
    return file_response(
        answer.content, name=f"feedback-{template}-{today:%Y%m%d}.{shape.kind.value}", kind=shape.kind
    )


def workbook_response(content: bytes, *, name: str) -> HttpResponse:
    """A workbook to be saved, never shown in the page."""
    response = HttpResponse(content, content_type=XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response
