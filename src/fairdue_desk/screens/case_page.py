"""The case page: the preparation card, the numbers, what was agreed and paid, and what the gate answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, NumberStatus
from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    Channel,
    InitiatedBy,
    Purpose,
)
from fairdue.feedback.evidence.pack_records import RECIPIENT_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, ContactPointId
from fairdue.operations.agreed import agreed_on
from fairdue.operations.prepare import prepare_case
from fairdue.operations.send import Revealed, reveal
from fairdue.understanding.spoken_time import read_spoken_moment
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.case_care import care_of
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.decision_view import DecisionView, view_of_decision, view_of_record
from fairdue_desk.screens.lines import make_line
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.person_shield import sees_whole_numbers
from fairdue_desk.screens.records import annotate_note, record_callback, take_case
from fairdue_desk.screens.remedies import unstated
from fairdue_desk.screens.timeline_view import story_of
from fairdue_desk.wiring import house

DECISIONS_SHOWN = 12
PURPOSES = {
    Purpose.RESTORE_CONTACT: Bilingual("恢复与本人的联系", "to restore contact with the customer"),
    Purpose.REACH_HEIR_OR_GUARDIAN: Bilingual("联系继承人或监护人", "to reach an heir or a guardian"),
}


@dataclass(frozen=True, slots=True)
class NumberView:
    """One of the customer's own ways to be reached, as far as this person may see it."""

    point_id: ContactPointId
    kind: ContactKind
    status: NumberStatus
    value: str = field(repr=False)
    whole: bool

    @property
    def callable(self) -> bool:
        """Can it be offered for dialling?"""
        return self.status is NumberStatus.USABLE and self.kind is not ContactKind.EMAIL


@require_GET
@screen(Right.READ_CASES)
def case_page(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Show one case."""
    row = staff.require_case(case_id)
    return show_case(request, staff, row)


def show_case(
    request: HttpRequest,
    staff: Staff,
    row: Case,
    *,
    answer: DecisionView | None = None,
    revealed: str = "",
    action: Action | None = None,
) -> HttpResponse:
    """The page of a case, with an answer of the gate on top when one was just given.

    ``action`` is what was asked for, where it was something else than a call.
    """
    the_house = house()
    now = the_house.now()
    case = the_house.book.load(CaseId(row.case_id))
    brief = prepare_case(the_house, case_id=case.case_id, as_of=now, actor=staff.username)
    decisions = the_house.ledger.decisions_of(case.case_id)
    line = make_line(case, place=None, allowance=brief.allowance, rank=None, as_of=now)
    may_work = staff.may(Right.WORK_CASES) and case.is_open
    context: dict[str, object] = {
        "case": case,
        "agreed": agreed_on(case, on=civil_date(now)),
        "line": line,
        "brief": brief,
        "numbers": numbers_of(case, whole=sees_whole_numbers(staff, row)),
        "purposes": PURPOSES,
        "decisions": [view_of_record(record) for record in decisions[:DECISIONS_SHOWN]],
        "decisions_more": max(0, len(decisions) - DECISIONS_SHOWN),
        "care": care_of(the_house, staff, case, as_of=now),
        "story": story_of(the_house, case.case_id),
        "may_work": may_work,
        "may_take": may_work and not case.collector,
        "may_write": staff.may(Right.WORK_CASES),
        "recipients": RECIPIENT_WORDS if staff.may(Right.TAKE_EVIDENCE) else {},
        "today": civil_date(now),
        "now": now,
        "answer": answer,
        "revealed": revealed,
        "unstated": unstated(the_house, case, action=action, as_of=now, actor=staff.username),
    }
    return render(request, "desk/case.html", context)


def numbers_of(case: CaseFile, *, whole: bool) -> list[NumberView]:
    """The customer's own numbers; ``whole`` false hides the middle of each before it reaches a template."""
    from fairdue_desk.screens.templatetags.desk import masked

    return [
        NumberView(
            point.contact_point_id,
            point.kind,
            point.status,
            point.value if whole else masked(point.value),
            whole,
        )
        for point in case.contact_points
    ]


@require_POST
@screen(Right.WORK_CASES)
def take(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Take over a case that nobody has."""
    staff.require_case(case_id)
    the_house = house()
    problem = take_case(the_house, case_id=CaseId(case_id), as_of=the_house.now(), actor=staff.username)
    return _back(request, case_id, problem)


@require_POST
@screen(Right.WORK_CASES)
def annotate(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Add a correction to the latest note."""
    staff.require_case(case_id)
    the_house = house()
    problem = annotate_note(
        the_house,
        case_id=CaseId(case_id),
        text=request.POST.get("text", ""),
        as_of=the_house.now(),
        actor=staff.username,
    )
    return _back(request, case_id, problem)


@require_POST
@screen(Right.WORK_CASES)
def add_callback(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Note a call that the customer asked for."""
    staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    problem = record_callback(
        the_house,
        case_id=CaseId(case_id),
        due_at=read_spoken_moment(request.POST.get("due", ""), reference=now),
        as_of=now,
        actor=staff.username,
    )
    return _back(request, case_id, problem)


@require_POST
@screen(Right.WORK_CASES)
def ask_for_sealed(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Ask the gate to open one sealed contact, for one of the two purposes that exist."""
    row = staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    case = the_house.book.load(CaseId(case_id))
    point_id = ContactPointId(request.POST.get("contact", ""))
    purpose = request.POST.get("purpose", "")
    known = any(contact.contact_point_id == point_id for contact in case.sealed_contacts)
    if not known or purpose not in {one.value for one in PURPOSES}:
        return _back(request, case_id, Bilingual("请选择联系人和目的。", "Choose a contact and a purpose."))
    action = Action(
        kind=ActionKind.REVEAL_SEALED_CONTACT,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.NONE,
        purpose=Purpose(purpose),
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.THIRD_PARTY,
        contact_point_id=point_id,
    )
    answer = reveal(the_house, action=action, as_of=now, actor=staff.username)
    if isinstance(answer, Revealed):
        return show_case(request, staff, row, answer=view_of_decision(answer.permit), revealed=answer.details)
    return show_case(request, staff, row, answer=view_of_decision(answer), action=action)


def _back(request: HttpRequest, case_id: str, problem: Bilingual | None) -> HttpResponse:
    if problem is None:
        done = Bilingual("已保存。", "Stored.")
        messages.success(request, done.in_language(desk_language()))
    else:
        messages.error(request, problem.in_language(desk_language()))
    return redirect("case", case_id=case_id)
