"""What the feedback, return, commission and run pages share: their tabs, their words, and handing out a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.file_shape import FileKind
from fairdue.foundation.bilingual import Bilingual
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {FileKind.XLSX: XLSX, FileKind.CSV: "text/csv"}
CHOOSE_BOTH = Bilingual("请选择委托方和模板。", "Choose a creditor and a template.")
DAYS_UNREADABLE = Bilingual(
    "请选择起止日期，截止日（不含）晚于起始日。",
    "Choose a first day and a later day that is no longer part of it.",
)
DOES_NOT_TIE = Bilingual(
    "还款台账与案件日志的金额不一致，文件未发出。请先运行 fairdue audit verify。",
    "The payment book and the logs of the cases do not add up to the same, so no file leaves. Run fairdue audit "
    "verify first.",
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the feedback pages."""

    url_name: str
    label: str | Promise
    right: Right


TABS = (
    Tab("feedback", _("Feedback files"), Right.TAKE_FEEDBACK_FILE),
    Tab("feedback_columns", _("Columns"), Right.TAKE_FEEDBACK_FILE),
    Tab("feedback_return", _("Returned cases"), Right.RETURN_CASES),
    Tab("feedback_commission", _("Commission"), Right.SEE_COMMISSION),
    Tab("day_runs", _("End of day"), Right.SEE_RUNS),
)


def tabs_for(staff: Staff) -> list[Tab]:
    """The pages that are somebody's."""
    return [tab for tab in TABS if staff.may(tab.right)]


def file_response(content: bytes, *, name: str, kind: FileKind) -> HttpResponse:
    """A file to be saved, never shown in the page."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response


def say(request: HttpRequest, text: Bilingual) -> None:
    """A message of fault at the top of the next page."""
    messages.error(request, text.in_language(desk_language()))


def say_answer(request: HttpRequest, answer: Defer | Refuse) -> None:
    """Why the gate did not let a file out."""
    for reason in answer.reasons:
        say(request, reason.text)


def day_of(text: str) -> date | None:
    """A day as a date field sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
