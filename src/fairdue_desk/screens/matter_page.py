"""One matter (事项): what was said, its clock and rule, its steps so far, and the next one by role.

Which buttons somebody sees is decided here; whether the step may be taken at all is decided by the operation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.case import CaseFile
from fairdue.casefile.matter import DecidingRole, MatterKind
from fairdue.followup.matter_clock import ClockStep
from fairdue.followup.matter_terms import matter_terms
from fairdue.followup.matter_watch import NextStep, step_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, HoldId
from fairdue.foundation.reason import Reason
from fairdue.operations import matters as work
from fairdue.operations.holds import release_hold
from fairdue.operations.matters import MatterLine, UnknownMatter, find_matter
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.matter_story import MatterMoment, story_of_matter
from fairdue_desk.screens.matters_page import may_see, row_of
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

LONGEST_TEXT = 4000
GONE = Bilingual("没有这个事项。", "There is no such matter.")
STORED = Bilingual("已保存。", "Stored.")
NO_STEP = Bilingual("没有这一步。", "There is no such step.")
NO_DAY = Bilingual("日期请写如 2026-03-02。", "Write the day like 2026-03-02.")
RELEASED = Bilingual(
    "已解除停催；能否联系仍由闸门决定。", "The hold is released; the gate still decides about every contact."
)
TOLD_BY: dict[str, Bilingual] = {
    "letter": Bilingual("信函", "letter"),
    "sms": Bilingual("短信", "text message"),
    "phone": Bilingual("电话", "phone"),
    "email": Bilingual("邮件", "e-mail"),
}


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which steps this person may take on this matter as it stands."""

    acknowledge: bool
    assign: bool
    extend: ClockStep | None
    approve: bool
    tell: bool
    answer: bool
    close: bool


@require_GET
@screen(Right.SEE_MATTERS)
def matter(request: HttpRequest, staff: Staff, matter_id: str) -> HttpResponse:
    """Show one matter."""
    line = _line(staff, matter_id)
    if line is None:
        return _said(request, GONE, to="matters", failed=True)
    the_house = house()
    due = line.due
    moments: tuple[MatterMoment, ...] = story_of_matter(the_house, line.case, due.matter)
    context = {
        "row": row_of(line),
        "due": due,
        "matter": due.matter,
        "case": line.case,
        "may_open_case": staff.sees_everybodys_cases or (line.case.collector or "") in ("", staff.username),
        "buttons": buttons_of(staff, line),
        "moments": moments,
        "pending": _pending_step(line),
        "hold_rule": matter_terms().kinds[due.matter.kind].hold_rule,
        "hold_is_active": due.hold is not None and due.hold.period.covers(the_house.now()),
        "told_by": TOLD_BY,
        "today": civil_date(the_house.now()),
    }
    return render(request, "desk/matter.html", context)


def _pending_step(line: MatterLine) -> ClockStep | None:
    """The day to which the extension that waits would lead."""
    pending = line.due.waiting_extension
    return None if pending is None else step_of(line.due.clock, pending.step)


def buttons_of(staff: Staff, line: MatterLine) -> Buttons:
    """The steps that are open on the matter and to this person."""
    due = line.due
    one, pending = due.matter, due.waiting_extension
    running = one.is_open and one.answered_at is None
    decides = staff.may(Right.DECIDE_MATTERS)
    approvable = due.next_step is NextStep.APPROVE_EXTENSION
    more = due.clock.further[0] if due.clock.further and not due.clock.is_late else None
    return Buttons(
        acknowledge=running and one.acknowledged_at is None,
        assign=running and decides,
        extend=more if running and pending is None else None,
        approve=approvable and decides and pending is not None and pending.asked_by != staff.username,
        tell=due.next_step is NextStep.TELL_EXTENSION,
        answer=running and (decides or one.handler == staff.username),
        close=one.is_open and one.answered_at is not None and decides,
    )


@require_POST
@screen(Right.SEE_MATTERS)
def matter_step(request: HttpRequest, staff: Staff, matter_id: str) -> HttpResponse:
    """Take one step; ``step`` names it."""
    line = _line(staff, matter_id)
    if line is None:
        return _said(request, GONE, to="matters", failed=True)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        return _said(request, NO_STEP, to="matter", matter_id=matter_id, failed=True)
    answer = step(request, staff, line, house().now())
    if isinstance(answer, Reason):
        return _said(request, answer.text, to="matter", matter_id=matter_id, failed=True)
    return _said(request, STORED, to="matter", matter_id=matter_id)


_Step = Callable[[HttpRequest, Staff, MatterLine, datetime], MatterLine | Reason]


def _acknowledge(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    return work.acknowledge_matter(
        house(), matter_id=line.due.matter.matter_id, as_of=now, actor=staff.username
    )


def _assign(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    _require(staff.may(Right.DECIDE_MATTERS))
    handler = request.POST.get("handler", "").strip()[:150] or staff.username
    return work.assign_matter(
        house(), matter_id=line.due.matter.matter_id, handler=handler, as_of=now, actor=staff.username
    )


def _extend(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    return work.extend_matter(
        house(),
        matter_id=line.due.matter.matter_id,
        reason=_text(request, "reason"),
        as_of=now,
        actor=staff.username,
    )


def _approve(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    _require(bool(staff.deciding_roles))
    role = DecidingRole.LEAD if DecidingRole.LEAD in staff.deciding_roles else DecidingRole.COMPLIANCE
    return work.approve_extension(
        house(), matter_id=line.due.matter.matter_id, role=role, as_of=now, actor=staff.username
    )


def _tell(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    channel = request.POST.get("channel", "")
    told_on = _day(request.POST.get("told_on", ""))
    if told_on is None:
        return Reason("desk.matter.no_day", NO_DAY)
    return work.tell_extension(
        house(),
        matter_id=line.due.matter.matter_id,
        told_on=told_on,
        channel=channel if channel in TOLD_BY else "",
        as_of=now,
        actor=staff.username,
    )


def _answer(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    _require(staff.may(Right.DECIDE_MATTERS) or line.due.matter.handler == staff.username)
    return work.answer_matter(
        house(),
        matter_id=line.due.matter.matter_id,
        upheld=request.POST.get("upheld") == "yes",
        answer=_text(request, "answer"),
        as_of=now,
        actor=staff.username,
    )


def _close(request: HttpRequest, staff: Staff, line: MatterLine, now: datetime) -> MatterLine | Reason:
    _require(staff.may(Right.DECIDE_MATTERS))
    return work.close_matter(house(), matter_id=line.due.matter.matter_id, as_of=now, actor=staff.username)


_STEPS: dict[str, _Step] = {
    "acknowledge": _acknowledge,
    "assign": _assign,
    "extend": _extend,
    "approve": _approve,
    "tell": _tell,
    "answer": _answer,
    "close": _close,
}


@require_POST
@screen(Right.SEE_MATTERS)
def receive(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Take in a matter that came by letter, by the creditor or by an authority."""
    staff.require_case(case_id)
    kind, on = request.POST.get("kind", ""), request.POST.get("received_on", "")
    received_on = _day(on)
    if kind not in set(MatterKind):
        return _said(request, NO_STEP, to="case", case_id=case_id, failed=True)
    if on and received_on is None:
        return _said(request, NO_DAY, to="case", case_id=case_id, failed=True)
    the_house = house()
    answer = work.receive_matter(
        the_house,
        case_id=CaseId(case_id),
        kind=MatterKind(kind),
        said=_text(request, "said"),
        received_on=received_on,
        as_of=the_house.now(),
        actor=staff.username,
    )
    if isinstance(answer, Reason):
        return _said(request, answer.text, to="case", case_id=case_id, failed=True)
    return _said(request, STORED, to="matter", matter_id=answer.due.matter.matter_id)


@require_POST
@screen(Right.RELEASE_HOLDS)
def release(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Release one hold of a case, with a reason."""
    staff.require_case(case_id)
    the_house = house()
    answer: CaseFile | Reason = release_hold(
        the_house,
        case_id=CaseId(case_id),
        hold_id=HoldId(request.POST.get("hold", "")),
        reason=_text(request, "reason"),
        roles=staff.deciding_roles,
        as_of=the_house.now(),
        actor=staff.username,
    )
    if isinstance(answer, Reason):
        return _said(request, answer.text, to="case", case_id=case_id, failed=True)
    return _said(request, RELEASED, to="case", case_id=case_id)


def _line(staff: Staff, matter_id: str) -> MatterLine | None:
    """The matter, if there is one. Raises PermissionDenied for one that this person may not see."""
    the_house = house()
    try:
        line = find_matter(the_house, matter_id=matter_id, as_of=the_house.now())
    except UnknownMatter:
        return None
    _require(may_see(staff, line))
    return line


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("this matter, or this step of it, belongs to somebody else")


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:LONGEST_TEXT]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _said(
    request: HttpRequest,
    text: Bilingual,
    *,
    to: str,
    failed: bool = False,
    matter_id: str = "",
    case_id: str = "",
) -> HttpResponse:
    level = messages.error if failed else messages.success
    level(request, text.in_language(desk_language()))
    return redirect(to, *(one for one in (matter_id, case_id) if one))
