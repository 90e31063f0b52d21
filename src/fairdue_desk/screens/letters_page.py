"""Letters and messages of a case: chosen, looked at as they will be read, then sent through the gate or printed.

What is chosen is posted, never part of an address: what a person writes for a letter is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from fairdue.compliance.action import Channel
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.letters.letter import NotWritten
from fairdue.feedback.letters.letter_template import WRITTEN_SLOTS, LetterTemplate, letter_templates
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue.operations.correspond import (
    CaseMovedOn,
    Preview,
    first_way,
    preview_letter,
    print_letter,
    send_letter,
)
from fairdue.operations.send import NoSuchChannel
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.decision_view import DecisionView, view_of_decision
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.person_shield import require_sight
from fairdue_desk.screens.remedies import unstated
from fairdue_desk.wiring import house

CHANNELS = {
    Channel.LETTER: Bilingual("信函", "letter"),
    Channel.SMS: Bilingual("短信", "text message"),
    Channel.EMAIL: Bilingual("邮件", "e-mail"),
}
FIRST = "promise_confirmation"
SENT = Bilingual("已交发，原文已记入案件。", "Handed over; its words are in the log of the case.")
NO_CHANNEL = Bilingual("本系统没有开通这个渠道。", "This house has no such way out.")
MOVED_ON = Bilingual(
    "案件刚刚有变化，请重新核对后再发。", "The case has just changed; look at the letter again."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen on the page."""

    template: LetterTemplate
    channel: Channel
    language: str
    written: str = field(repr=False)

    @property
    def needs_words(self) -> bool:
        """Is there something that a person writes for this letter alone?"""
        return bool(self.template.slots & WRITTEN_SLOTS)

    @property
    def ways(self) -> list[tuple[str, Bilingual]]:
        """The ways by which it may go."""
        return [(channel.value, CHANNELS[channel]) for channel in self.template.channels]


@require_http_methods(["GET", "POST"])
@screen(Right.WORK_CASES)
def letters(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Show a letter; send it or hand out its print form when that is asked for."""
    row = staff.require_case(case_id)
    require_sight(staff)
    asked = request.POST.get("do", "")
    chosen, shown = _at_first(request, case_id) if request.method == "GET" else _look(request, case_id)
    answer: DecisionView | None = None
    if asked == "print" and isinstance(shown, Preview):
        printed = _printed(staff, case_id, chosen)
        if isinstance(printed, Preview):
            return _print_form(printed, chosen)
        answer = view_of_decision(printed) if isinstance(printed, Defer | Refuse) else None
    if asked == "send" and isinstance(shown, Preview):
        answer = _send(request, staff, case_id, chosen)
        if answer is None:
            return redirect("case", case_id=case_id)
    case = house().book.load(CaseId(case_id))
    context = {
        "row": row,
        "case": case,
        "chosen": chosen,
        "templates": letter_templates().values(),
        "letter": shown.letter if isinstance(shown, Preview) else None,
        "reasons": shown.reasons if isinstance(shown, NotWritten) else (),
        "answer": answer,
        "unstated": unstated(house(), case, action=None, as_of=house().now(), actor=staff.username),
    }
    return render(request, "desk/letters.html", context)


def _at_first(request: HttpRequest, case_id: str) -> tuple[Chosen, Preview | NotWritten]:
    """The first letter that this case has the facts for; a page need not begin with what cannot be written."""
    known = letter_templates()
    first = chosen, shown = _look(request, case_id, FIRST)
    for template_id, template in known.items():
        if isinstance(shown, Preview):
            return chosen, shown
        if template_id != FIRST and not template.slots & WRITTEN_SLOTS:
            chosen, shown = _look(request, case_id, template_id)
    return (chosen, shown) if isinstance(shown, Preview) else first


def _look(request: HttpRequest, case_id: str, first: str = FIRST) -> tuple[Chosen, Preview | NotWritten]:
    """The letter as it would be read, or why there is none."""
    chosen = _chosen(request, case_id, first)
    return chosen, preview_letter(
        house(),
        case_id=CaseId(case_id),
        template_id=chosen.template.template_id,
        channel=chosen.channel,
        language=chosen.language,
        written=chosen.written,
        as_of=house().now(),
    )


def _chosen(request: HttpRequest, case_id: str, first: str) -> Chosen:
    """What was posted, with whatever is not on the lists replaced by the first that is."""
    known = letter_templates()
    template = known.get(request.POST.get("template", ""), known[first])
    wanted = request.POST.get("channel", "")
    if wanted in {channel.value for channel in template.channels}:
        channel = Channel(wanted)
    else:
        channel = first_way(house().book.load(CaseId(case_id)), template)
    language = request.POST.get("language", "")
    if language not in ("zh", "en"):
        language = "zh"
    return Chosen(template, channel, language, request.POST.get("written", ""))


def _send(request: HttpRequest, staff: Staff, case_id: str, chosen: Chosen) -> DecisionView | None:
    """Send it; None when it went, or when a message says why not."""
    try:
        answer = send_letter(
            house(),
            case_id=CaseId(case_id),
            template_id=chosen.template.template_id,
            channel=chosen.channel,
            language=chosen.language,
            written=chosen.written,
            as_of=house().now(),
            actor=staff.username,
        )
    except NoSuchChannel:
        messages.error(request, NO_CHANNEL.in_language(desk_language()))
        return None
    except CaseMovedOn:
        messages.error(request, MOVED_ON.in_language(desk_language()))
        return None
    if isinstance(answer, Defer | Refuse):
        return view_of_decision(answer)
    if isinstance(answer, NotWritten):
        messages.error(request, MOVED_ON.in_language(desk_language()))
        return None
    messages.success(request, SENT.in_language(desk_language()))
    return None


def _printed(staff: Staff, case_id: str, chosen: Chosen) -> Preview | Defer | Refuse | NotWritten:
    """What is to be printed, or what the gate says instead: paper leaves the house as well as a message does."""
    return print_letter(
        house(),
        case_id=CaseId(case_id),
        template_id=chosen.template.template_id,
        channel=chosen.channel,
        language=chosen.language,
        written=chosen.written,
        as_of=house().now(),
        actor=staff.username,
    )


def _print_form(shown: Preview, chosen: Chosen) -> HttpResponse:
    """The page for paper, to be saved: the desk's own pages allow no style of another page."""
    response = HttpResponse(shown.page.encode(), content_type="text/html; charset=utf-8")
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{chosen.template.template_id}-{chosen.language}.html"
    )
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response
