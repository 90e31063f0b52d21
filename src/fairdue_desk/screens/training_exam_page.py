"""The exam on the screen: a fixed paper of calls and questions, taken up after a reload, without any help.

What is right stays with the server until the paper is handed in. The result and the licence come from what was
stored; the browser says what was ticked and typed, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations.licence import answer_question, begin_exam, hand_in, may_sit
from fairdue.operations.training import training_of
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.practice.exam import FailReason
from fairdue.practice.exam_paper import licence_exam
from fairdue.practice.question import Question, Subject
from fairdue.practice.training_ground import PracticeGround
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.training_view import ground_of, level_name, licence_view, mistake_name
from fairdue_desk.wiring import house

PASSED = Bilingual("考试通过，上岗资格从现在起生效。", "Passed; the licence holds from now on.")
PASSED_ONLY = Bilingual(
    "考试通过；上岗资格没有签发，见下方说明。", "Passed; no licence was stated, see below."
)
FAILED = Bilingual("考试没有通过，请看下面的评语。", "Not passed; what to practise stands below.")


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question of a paper: what was ticked, and after the exam whether it was right."""

    question: Question
    ticked: frozenset[str]
    answered: bool
    right: bool | None

    @property
    def several(self) -> bool:
        """May more than one option be ticked?"""
        return len(self.question.right) > 1


@dataclass(frozen=True, slots=True)
class PartView:
    """One call of a paper. ``total`` is its mark once the exam is judged."""

    talk: KeptTalk
    level: Bilingual
    total: int | None


@require_GET
@screen(Right.TRAIN)
def training_exam(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The paper that is open, or what the exam is and whether one may begin."""
    return _paper(request, staff)


@require_POST
@screen(Right.TRAIN)
def training_exam_begin(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Draw the paper, once."""
    the_house = house()
    begun = begin_exam(the_house, as_of=the_house.now(), actor=staff.username)
    if isinstance(begun, Reason):
        return _paper(request, staff, complaint=begun)
    return redirect("training_exam")


@require_POST
@screen(Right.TRAIN)
def training_exam_answer(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Keep the answer to one question; the first one stands."""
    the_house = house()
    answer = answer_question(
        the_house,
        question_id=request.POST.get("question", ""),
        ticked=frozenset(request.POST.getlist("option")),
        as_of=the_house.now(),
        actor=staff.username,
    )
    if request.htmx or isinstance(answer, Reason):  # type: ignore[attr-defined]
        return _paper(request, staff, complaint=answer if isinstance(answer, Reason) else None)
    return redirect("training_exam")


@require_POST
@screen(Right.TRAIN)
def training_exam_hand_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand in: judged at once, and licensed when passed."""
    the_house = house()
    now = the_house.now()
    answer = hand_in(the_house, as_it_is="as_it_is" in request.POST, as_of=now, actor=staff.username)
    if isinstance(answer, Reason):
        return _paper(request, staff, complaint=answer, at_hand_in=True)
    exam = answer.exams[-1]
    licensed = any(one.issued.exam_id == exam.exam_id for one in answer.licences)
    said = (PASSED if licensed else PASSED_ONLY) if exam.passed else FAILED
    (messages.success if licensed else messages.warning)(request, said.in_language(desk_language()))
    return redirect("training_result", exam_id=exam.exam_id)


@require_GET
@screen(Right.TRAIN)
def training_result(request: HttpRequest, staff: Staff, exam_id: str) -> HttpResponse:
    """How an exam of one's own was judged, with every call and question of it."""
    the_house = house()
    record = training_of(the_house, trainee=staff.username)
    context = result_context(ground_of(the_house), record, exam_id)
    context["licence"] = licence_view(the_house, staff.username, now=the_house.now())
    context["refusal"] = may_sit(the_house, record, as_of=the_house.now())
    return render(request, "desk/training_result.html", context)


def result_context(ground: PracticeGround, record: TrainingRecord, exam_id: str) -> dict[str, object]:
    """A judged exam of a log. Raises Http404 for one that is none of it, or is not judged."""
    exam = record.exam(exam_id)
    if exam is None or exam.judged is None:
        raise Http404("no such exam")
    return {
        "exam": exam,
        "judged": exam.judged,
        "parts": _parts(exam),
        "asked": _asked(ground, exam),
        "mistakes": [(code, mistake_name(code)) for code in exam.judged.mistakes],
        "reasons": _reasons(ground, exam),
        "licensed": any(one.issued.exam_id == exam_id for one in record.licences),
        "own": True,
    }


def _paper(
    request: HttpRequest, staff: Staff, *, complaint: Reason | None = None, at_hand_in: bool = False
) -> HttpResponse:
    the_house = house()
    now = the_house.now()
    record = training_of(the_house, trainee=staff.username)
    exam = record.open_exam
    context: dict[str, object] = {
        "exam": exam,
        "complaint": complaint,
        "at_hand_in": at_hand_in,
        "terms": licence_exam(),
        "questions": licence_exam().questions_per_subject * len(Subject),
        "waits": ", ".join(str(days) for days in licence_exam().wait_days),
        "licence": licence_view(the_house, staff.username, now=now),
        "refusal": None if exam is not None else may_sit(the_house, record, as_of=now),
        "last": next((one for one in reversed(record.exams) if one.judged is not None), None),
    }
    if exam is not None:
        asked = _asked(ground_of(the_house), exam)
        context |= {
            "parts": _parts(exam),
            "asked": asked,
            "answered": sum(one.answered for one in asked),
            "ended": sum(talk.ended for talk in exam.talks),
            "whole": all(one.answered for one in asked) and all(talk.ended for talk in exam.talks),
        }
    part = request.htmx and exam is not None  # type: ignore[attr-defined]
    return render(request, "desk/part_training_paper.html" if part else "desk/training_exam.html", context)


def _reasons(ground: PracticeGround, exam: Exam) -> tuple[FailReason, ...]:
    """Why it was not passed; nothing where the paper was rewritten since, of which the stored marks still tell."""
    try:
        return ground.exam_result(exam).reasons
    except CustomerRewritten:
        return ()


def _parts(exam: Exam) -> list[PartView]:
    marks = {} if exam.judged is None else {one.name: one.points for one in exam.judged.marks}
    return [PartView(talk, level_name(talk.level), marks.get(talk.talk_id)) for talk in exam.talks]


def _asked(ground: PracticeGround, exam: Exam) -> list[AskedView]:
    given = {one.question_id: frozenset(one.ticked) for one in exam.answers}
    views = []
    for question_id in exam.question_ids:
        try:
            question = ground.question(question_id)
        except UnknownTraining:
            continue  # taken out of its lesson since; an open paper is set aside when it is handed in
        ticked = given.get(question_id, frozenset())
        right = None if exam.judged is None else question.is_right(ticked)
        views.append(AskedView(question, ticked, question_id in given, right))
    return views
