"""The trainer's pages: how far everybody is, what goes wrong, a drill to set, a licence to take away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.training_log import TrainingRecord
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Reason
from fairdue.operations import training_refusals as no
from fairdue.operations.house import House
from fairdue.operations.licence import RETAKE_AFTER_WITHDRAWAL, withdraw_licence
from fairdue.operations.training import assign_drill, training_of
from fairdue.operations.training_ports import UnknownTraining
from fairdue.practice.persona import Level
from fairdue.practice.persona_reading import shipped_personas
from fairdue.practice.training_ground import progress_of
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.roles import Role
from fairdue_desk.screens.training_exam_page import result_context
from fairdue_desk.screens.training_page import drill_rows, lesson_groups
from fairdue_desk.screens.training_talk_page import find_talk, talk_context
from fairdue_desk.screens.training_view import (
    LEVEL_NAMES,
    LicenceView,
    ground_of,
    level_name,
    licence_view,
    mistake_name,
    persona_or_none,
)
from fairdue_desk.wiring import house

ASSIGNED = Bilingual("已安排练习。", "The drill is set.")
WITHDRAWN = Bilingual(
    "已撤回上岗资格，从现在起不能拨打。", "The licence is withdrawn; no more dialling from now on."
)
LAST = 5
"""The drills whose mean is shown."""


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """One person as a line of the trainer's list. ``mean`` is that of the last drills, None without any."""

    login: str
    licence: LicenceView
    done: int
    of: int
    drills: int
    mean: int | None
    exam: int | None
    passed: bool
    open_assignments: int
    mistakes: tuple[tuple[str, Bilingual, int], ...]


@require_GET
@screen(Right.SEE_TRAINING)
def training_team(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Everybody's progress."""
    the_house = house()
    now = the_house.now()
    rows = [_row(the_house, login, now=now) for login in trainees(the_house)]
    mistakes: Counter[str] = Counter()
    for row in rows:
        mistakes.update({code: count for code, _, count in row.mistakes})
    context = {
        "rows": rows,
        "unlicensed": sum(not row.licence.standing.holds for row in rows),
        "soon": sum(row.licence.soon for row in rows),
        "mistakes": [(code, mistake_name(code), count) for code, count in mistakes.most_common(8)],
    }
    return render(request, "desk/training_team.html", context)


@require_GET
@screen(Right.SEE_TRAINING)
def training_person(request: HttpRequest, staff: Staff, login: str) -> HttpResponse:
    """One person: licence, lessons, drills, exams, mistakes."""
    return _person(request, staff, login)


@require_GET
@screen(Right.SEE_TRAINING)
def training_person_talk(request: HttpRequest, staff: Staff, login: str, talk_id: str) -> HttpResponse:
    """A practice call of somebody, to look at."""
    record = training_of(house(), trainee=_known(house(), login))
    context = talk_context(find_talk(record, talk_id), own=False) | {"login": login}
    return render(request, "desk/training_talk.html", context)


@require_GET
@screen(Right.SEE_TRAINING)
def training_person_result(request: HttpRequest, staff: Staff, login: str, exam_id: str) -> HttpResponse:
    """A judged exam of somebody, to look at."""
    the_house = house()
    record = training_of(the_house, trainee=_known(the_house, login))
    context = result_context(ground_of(the_house), record, exam_id) | {"own": False, "login": login}
    return render(request, "desk/training_result.html", context)


@require_POST
@screen(Right.SEE_TRAINING)
def training_assign(request: HttpRequest, staff: Staff, login: str) -> HttpResponse:
    """Set somebody a drill."""
    the_house = house()
    try:
        answer = assign_drill(
            the_house,
            trainee=_known(the_house, login),
            persona_id=request.POST.get("persona", ""),
            level=request.POST.get("level", Level.EASY.value),
            because=request.POST.get("because", ""),
            codes=tuple(code for code in request.POST.getlist("code") if code),
            as_of=the_house.now(),
            actor=staff.username,
        )
    except UnknownTraining as error:
        raise Http404("no such customer") from error
    if isinstance(answer, Reason):
        return _person(request, staff, login, complaint=answer)
    messages.success(request, ASSIGNED.in_language(desk_language()))
    return redirect("training_person", login=login)


@require_POST
@screen(Right.WITHDRAW_LICENCE)
def training_withdraw(request: HttpRequest, staff: Staff, login: str) -> HttpResponse:
    """Take a licence away, with a reason."""
    the_house = house()
    written = request.POST.get("retake_from_on", "").strip()
    try:
        retake = date.fromisoformat(written) if written else None
    except ValueError:
        return _person(request, staff, login, complaint=no.RETAKE_DAY)
    answer = withdraw_licence(
        the_house,
        trainee=_known(the_house, login),
        reason=request.POST.get("reason", ""),
        retake_from_on=retake,
        as_of=the_house.now(),
        actor=staff.username,
    )
    if isinstance(answer, Reason):
        return _person(request, staff, login, complaint=answer)
    messages.success(request, WITHDRAWN.in_language(desk_language()))
    return redirect("training_person", login=login)


def _person(
    request: HttpRequest, staff: Staff, login: str, *, complaint: Reason | None = None
) -> HttpResponse:
    the_house = house()
    now = the_house.now()
    record = training_of(the_house, trainee=_known(the_house, login))
    far = progress_of(ground_of(the_house).curriculum, record, as_of=now)
    context = {
        "login": login,
        "row": _row(the_house, login, now=now),
        "record": record,
        "licence": licence_view(the_house, login, now=now),
        "stages": lesson_groups(far),
        "done": far.done_count,
        "drills": drill_rows(record),
        "exams": tuple(reversed(record.exams)),
        "assignments": [
            (one, level_name(one.assigned.level), persona_or_none(one.assigned.persona_id))
            for one in reversed(record.assignments)
        ],
        "mistakes": _mistakes(record, most=12),
        "personas": shipped_personas(),
        "levels": LEVEL_NAMES,
        "complaint": complaint,
        "may_withdraw": staff.may(Right.WITHDRAW_LICENCE),
        "retake_from_on": civil_date(now) + RETAKE_AFTER_WITHDRAWAL,
        "typed": request.POST,
    }
    return render(request, "desk/training_person.html", context)


def _row(the_house: House, login: str, *, now: datetime) -> TraineeRow:
    record = training_of(the_house, trainee=login)
    far = progress_of(ground_of(the_house).curriculum, record, as_of=now)
    totals = [one.held.total for one in record.drills if one.held is not None]
    last = next((one for one in reversed(record.exams) if one.judged is not None), None)
    return TraineeRow(
        login=login,
        licence=licence_view(the_house, login, now=now),
        done=far.done_count,
        of=len(far.lessons),
        drills=len(totals),
        mean=round(sum(totals[-LAST:]) / len(totals[-LAST:])) if totals else None,
        exam=None if last is None or last.judged is None else last.judged.total,
        passed=last is not None and last.passed,
        open_assignments=len(record.open_assignments),
        mistakes=_mistakes(record, most=3),
    )


def _mistakes(record: TrainingRecord, *, most: int) -> tuple[tuple[str, Bilingual, int], ...]:
    """What went wrong in drills and exams, by code, the most frequent first."""
    found: Counter[str] = Counter()
    for drill in record.drills:
        found.update(drill.held.mistakes if drill.held is not None else ())
    for exam in record.exams:
        found.update(exam.judged.mistakes if exam.judged is not None else ())
    return tuple((code, mistake_name(code), count) for code, count in found.most_common(most))


def trainees(the_house: House) -> list[str]:
    """Whoever may dial, and whoever has a log of training."""
    dialling = (Role.COLLECTOR.value, Role.LEAD.value)
    users = get_user_model().objects.filter(groups__name__in=dialling, is_active=True)
    return sorted({*users.values_list("username", flat=True), *the_house.training.book.trainees()})


def _known(the_house: House, login: str) -> str:
    """The login as it is written. Raises Http404 for nobody's."""
    if login not in trainees(the_house):
        raise Http404("nobody has this login")
    return login
