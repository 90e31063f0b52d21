"""The trainee's own page: where I stand, what comes next, the lessons, the drills that were set, the exams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.training_log import Assignment, Drill, TrainingRecord
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Reason
from fairdue.operations.licence import may_sit, sign_secrecy
from fairdue.operations.review_ports import DrillState
from fairdue.operations.training import SECRECY, drills_of_review, training_of
from fairdue.practice.curriculum import (
    STAGE_NAMES,
    SUBJECT_NAMES,
    Curriculum,
    LessonProgress,
    Progress,
    Standing,
)
from fairdue.practice.persona import Persona
from fairdue.practice.repetition import ItemKind
from fairdue.practice.training_ground import due_of, progress_of
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.training_view import (
    LicenceView,
    ground_of,
    level_name,
    licence_view,
    mistake_name,
    persona_of,
    persona_or_none,
    steps_of,
)
from fairdue_desk.wiring import house

SIGNED = Bilingual("已签署保密承诺。", "The commitment is signed.")
DRILLS_SHOWN = 8
LESSON_STANDINGS: dict[Standing, Bilingual] = {
    Standing.LOCKED: Bilingual("宜后学", "later"),
    Standing.OPEN: Bilingual("可以学", "open"),
    Standing.BEGUN: Bilingual("在学", "begun"),
    Standing.DONE: Bilingual("已完成", "done"),
}


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson as a line of the list."""

    progress: LessonProgress

    @property
    def subject(self) -> Bilingual:
        """Its subject in words."""
        return SUBJECT_NAMES[self.progress.lesson.subject]

    @property
    def standing(self) -> Bilingual:
        """How far it is, in words."""
        return LESSON_STANDINGS[self.progress.standing]


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One drill as a line of a list."""

    drill: Drill
    persona: Persona | None
    level: Bilingual


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing to repeat today, and the lesson in which it is done."""

    lesson_id: str
    says: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: one thing, with where it is done. ``url`` None: it is done on this page."""

    says: Bilingual
    name: str
    argument: str = ""


@require_GET
@screen(Right.TRAIN)
def training(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show where I stand."""
    return _page(request, staff)


@require_POST
@screen(Right.TRAIN)
def training_sign(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Sign the commitment to secrecy with one's own login."""
    the_house = house()
    answer = sign_secrecy(
        the_house, typed=request.POST.get("signature", ""), as_of=the_house.now(), actor=staff.username
    )
    if isinstance(answer, Reason):
        return _page(request, staff, complaint=answer)
    messages.success(request, SIGNED.in_language(desk_language()))
    return redirect("training")


def _page(request: HttpRequest, staff: Staff, *, complaint: Reason | None = None) -> HttpResponse:
    the_house = house()
    now = the_house.now()
    record = training_of(the_house, trainee=staff.username)
    far = progress_of(ground_of(the_house).curriculum, record, as_of=now)
    licence = licence_view(the_house, staff.username, now=now)
    refusal = None if record.open_exam is not None else may_sit(the_house, record, as_of=now)
    context = {
        "record": record,
        "licence": licence,
        "steps": steps_of(record, licence, done=far.done_count, of=len(far.lessons)),
        "next": next_step(record, far, licence, refusal),
        "stages": lesson_groups(far),
        "done": far.done_count,
        "drills": drill_rows(record),
        "after_review": [
            (one, persona_or_none(one.persona), mistake_name(one.code), one.state is DrillState.DONE)
            for one in drills_of_review(the_house, trainee=staff.username)
        ],
        "due": due_rows(ground_of(the_house).curriculum, record, now=now),
        "assignments": [
            (one, level_name(one.assigned.level), persona) for one, persona in _assignments(record)
        ],
        "exams": tuple(reversed(record.exams)),
        "exam_refusal": refusal,
        "secrecy": SECRECY,
        "complaint": complaint,
        "today": civil_date(now),
        "may_see_team": staff.may(Right.SEE_TRAINING),
    }
    return render(request, "desk/training.html", context)


def next_step(
    record: TrainingRecord, far: Progress, licence: LicenceView, refusal: Reason | None
) -> NextStep | None:
    """The one thing to do now; None when there is nothing to do but to work."""
    if record.open_exam is not None:
        return NextStep(Bilingual("继续考试", "Go on with the exam"), "training_exam")
    if record.open_drill is not None:
        going = record.open_drill.talk.talk_id
        return NextStep(Bilingual("继续练习通话", "Go on with the practice call"), "training_talk", going)
    if record.signed_at is None:
        return NextStep(Bilingual("签署保密承诺", "Sign the commitment to secrecy"), "")
    lesson = far.next_lesson
    if lesson is not None:
        says = Bilingual(f"学习：{lesson.title.zh}", f"Learn: {lesson.title.en}")
        return NextStep(says, "training_lesson", lesson.lesson_id)
    if refusal is None and (not licence.standing.holds or licence.soon):
        return NextStep(Bilingual("参加考试", "Sit the exam"), "training_exam")
    return None


def lesson_groups(far: Progress) -> list[tuple[Bilingual, list[LessonRow]]]:
    """The lessons by the stage of the work, in their order."""
    rows = sorted(far.lessons, key=lambda one: list(STAGE_NAMES).index(one.lesson.stage))
    return [
        (STAGE_NAMES[stage], [LessonRow(one) for one in group])
        for stage, group in groupby(rows, key=lambda one: one.lesson.stage)
    ]


def due_rows(curriculum: Curriculum, record: TrainingRecord, *, now: datetime) -> list[DueRow]:
    """What is to be repeated today, each with the lesson in which it is done."""
    rows = []
    lessons = {question.id: one for one in curriculum.lessons.values() for question in one.quiz}
    for due in due_of(curriculum, record, as_of=now):
        if due.item.kind is ItemKind.QUESTION:
            says, lesson = curriculum.question(due.item.key).stem, lessons.get(due.item.key)
        else:
            says, lesson = mistake_name(due.item.key), next(iter(curriculum.teaching(due.item.key)), None)
        if lesson is not None:
            rows.append(DueRow(lesson.lesson_id, says, lesson.title))
    return rows


def drill_rows(record: TrainingRecord) -> list[DrillRow]:
    """The last drills, the newest first."""
    shown = [one for one in reversed(record.drills) if not one.set_aside][:DRILLS_SHOWN]
    return [DrillRow(one, persona_of(one.talk), level_name(one.talk.level)) for one in shown]


def _assignments(record: TrainingRecord) -> list[tuple[Assignment, Persona | None]]:
    return [(one, persona_or_none(one.assigned.persona_id)) for one in record.open_assignments]
