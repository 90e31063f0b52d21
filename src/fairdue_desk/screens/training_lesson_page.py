"""One lesson: its text, what the law says, a right and a wrong call with the guard's marks, the quiz, the drill.

An answer is judged by the server; why comes with it, also when it was right. Nothing that is right stands in the
page before it was answered, nor while an exam is open whose paper asks it: then no quiz is answered here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.training_log import TrainingRecord
from fairdue.foundation.reason import Reason
from fairdue.operations import training_refusals as no
from fairdue.operations.training import answer_quiz, read_lesson, training_of
from fairdue.operations.training_ports import UnknownTraining
from fairdue.practice.curriculum import SUBJECT_NAMES
from fairdue.practice.lesson import Lesson
from fairdue.practice.marked_call import MarkedCall, mark_up
from fairdue.practice.question import Question
from fairdue.practice.training_ground import due_of, progress_of
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.training_view import ground_of, level_name, persona_or_none
from fairdue_desk.wiring import house


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with the last answer to it; ``complaint`` says why an answer was not taken."""

    question: Question
    ticked: frozenset[str]
    answered: bool
    right: bool
    complaint: Reason | None = None

    @property
    def several(self) -> bool:
        """May more than one option be ticked?"""
        return len(self.question.right) > 1


@require_GET
@screen(Right.TRAIN)
def training_lesson(request: HttpRequest, staff: Staff, lesson_id: str) -> HttpResponse:
    """Show a lesson."""
    return _page(request, staff, lesson_id)


@require_POST
@screen(Right.TRAIN)
def training_read(request: HttpRequest, staff: Staff, lesson_id: str) -> HttpResponse:
    """Keep that it was read, and go on to the quiz."""
    the_house = house()
    try:
        read_lesson(the_house, lesson_id=lesson_id, as_of=the_house.now(), actor=staff.username)
    except UnknownTraining as error:
        raise Http404("no such lesson") from error
    return redirect("training_lesson", lesson_id=lesson_id)


@require_POST
@screen(Right.TRAIN)
def training_answer(request: HttpRequest, staff: Staff, lesson_id: str) -> HttpResponse:
    """Judge one answer and show why; with HTMX only the question comes back."""
    the_house = house()
    question_id = request.POST.get("question", "")
    try:
        answer = answer_quiz(
            the_house,
            lesson_id=lesson_id,
            question_id=question_id,
            ticked=frozenset(request.POST.getlist("option")),
            as_of=the_house.now(),
            actor=staff.username,
        )
    except UnknownTraining as error:
        raise Http404("no such question") from error
    complaint = answer if isinstance(answer, Reason) else None
    return _page(request, staff, lesson_id, about=question_id, complaint=complaint)


def _page(
    request: HttpRequest,
    staff: Staff,
    lesson_id: str,
    *,
    about: str = "",
    complaint: Reason | None = None,
) -> HttpResponse:
    the_house = house()
    ground = ground_of(the_house)
    try:
        lesson = ground.lesson(lesson_id)
    except UnknownTraining as error:
        raise Http404("no such lesson") from error
    record = training_of(the_house, trainee=staff.username)
    far = progress_of(ground.curriculum, record, as_of=the_house.now())
    own = next(one for one in far.lessons if one.lesson.lesson_id == lesson_id)
    due = {one.item.key for one in due_of(ground.curriculum, record, as_of=the_house.now())}
    questions = [
        question_view(
            record, one, complaint if one.id == about else None, due=one.id in due and one.id != about
        )
        for one in lesson.quiz
    ]
    order = list(ground.curriculum.lessons)
    place = order.index(lesson_id)
    level = lesson.drill.level.value
    context = {
        "lesson": lesson,
        "subject": SUBJECT_NAMES[lesson.subject],
        "progress": own,
        "questions": questions,
        "right_call": lesson.right,
        "wrong_call": marked(lesson),
        "personas": [
            (persona, persona.persona_id in own.drilled)
            for one in lesson.drill.personas
            if (persona := persona_or_none(one)) is not None
        ],
        "closed": no.QUIZ_CLOSED if record.open_exam is not None else None,
        "level": level,
        "level_name": level_name(level),
        "number": place + 1,
        "of": len(order),
        "before": order[place - 1] if place else "",
        "after": order[place + 1] if place + 1 < len(order) else "",
        "swapped": bool(about) and bool(request.htmx),  # type: ignore[attr-defined]
    }
    part = bool(request.htmx) and bool(about)  # type: ignore[attr-defined]
    return render(request, "desk/part_training_quiz.html" if part else "desk/training_lesson.html", context)


def question_view(
    record: TrainingRecord, question: Question, complaint: Reason | None, *, due: bool
) -> QuestionView:
    """A question with what was last answered to it; one that is due again is asked anew."""
    last = record.told_answer(question.id)
    if last is None or due:
        return QuestionView(question, frozenset(), answered=False, right=False, complaint=complaint)
    return QuestionView(question, frozenset(last.given.ticked), True, last.given.right, complaint)


def marked(lesson: Lesson) -> MarkedCall:
    """The wrong call with the marks of the guard, heard once a lesson."""
    key = (lesson.lesson_id, id(lesson))
    if key not in _MARKED:
        _MARKED[key] = mark_up(lesson.wrong)
    return _MARKED[key]


_MARKED: dict[tuple[str, int], MarkedCall] = {}
