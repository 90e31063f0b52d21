"""The exam for programs: draw a paper once, answer its questions, hold its calls, hand in, and read how it went.

Nothing of what is right, of the customers, or of a call's worth stands in any answer while the exam is open.
"""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status

from fairdue.casefile.training_log import Exam, TrainingRecord
from fairdue.foundation.reason import Reason
from fairdue.operations.licence import answer_question, begin_exam, hand_in
from fairdue.operations.training import training_of
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.operations.training_refusals import NO_EXAM
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.reasons import not_taken
from fairdue_desk.rest.training import ACT, READ, QuestionOut, TickIn, question_out
from fairdue_desk.screens.permissions import Right
from fairdue_desk.screens.training_view import ground_of, mistake_name
from fairdue_desk.wiring import house

router = Router(tags=["training"])
ExamRef = Annotated[str, Path(pattern=r"^[0-9a-z-]{1,60}$", description="the id of an exam")]


class HandIn(Schema):
    """``as_it_is`` hands in what is not finished; what is missing counts as wrong."""

    as_it_is: bool = False


class AskedOut(QuestionOut):
    """One question of a paper; ``right`` and ``why`` are null while the exam is open."""

    answered: bool


class PartOut(Schema):
    """One call of a paper, held at `/training/calls/{talk_id}`; ``total`` is null before it is judged."""

    talk_id: str
    level: str
    ended: bool
    total: int | None


class MistakeOut(Schema):
    """What went wrong, by its code and in words."""

    code: str
    says: Text


class ResultOut(Schema):
    """How an exam was judged; every part must be passed. ``licensed``: it stated a licence."""

    total: int
    passed: bool
    judged_at: str
    licensed: bool
    reasons: list[Text]
    mistakes: list[MistakeOut]


class ExamLineOut(Schema):
    """One exam of the list; ``counts`` is false where it was set aside because something of it was rewritten."""

    exam_id: str
    opened_at: str
    open: bool
    counts: bool
    total: int | None
    passed: bool | None


class ExamOut(ExamLineOut):
    """An exam: its paper and how far it is; ``result`` once it is judged."""

    questions: list[AskedOut]
    calls: list[PartOut]
    result: ResultOut | None


@router.post("/exams", response={200: ExamOut, 201: ExamOut, **ACT}, summary="Draw an exam")
def draw(request: HttpRequest) -> Status[ExamOut]:
    """201 is a paper just drawn, 200 the one that is open. 409 says what comes first, or from which day."""
    staff = staff_with(request, Right.TRAIN)
    going = training_of(house(), trainee=staff.username).open_exam
    begun = begin_exam(house(), as_of=house().now(), actor=staff.username)
    if isinstance(begun, Reason):
        raise not_taken(begun)
    known = going is not None and going.exam_id == begun.exam_id
    record = training_of(house(), trainee=staff.username)
    return Status(200 if known else 201, _exam(record, begun.exam_id))


@router.get("/exams", response={200: list[ExamLineOut], **READ}, summary="My exams")
def listed(request: HttpRequest) -> list[ExamLineOut]:
    """The newest first."""
    record = training_of(house(), trainee=staff_with(request, Right.TRAIN).username)
    return [_line(one) for one in reversed(record.exams)]


@router.get("/exams/{exam_id}", response={200: ExamOut, **ACT}, summary="One exam")
def one(request: HttpRequest, exam_id: ExamRef) -> ExamOut:
    """The paper as it stands, or how it was judged."""
    return _exam(training_of(house(), trainee=staff_with(request, Right.TRAIN).username), exam_id)


@router.post("/exams/{exam_id}/answers", response={200: ExamOut, **ACT}, summary="Answer a question")
def answer(request: HttpRequest, exam_id: ExamRef, body: TickIn) -> ExamOut:
    """The first answer stands; whether it is right is told with the result."""
    staff = staff_with(request, Right.TRAIN)
    _open(training_of(house(), trainee=staff.username), exam_id)
    given = answer_question(
        house(),
        question_id=body.question_id,
        ticked=frozenset(body.ticked),
        as_of=house().now(),
        actor=staff.username,
    )
    if isinstance(given, Reason):
        raise not_taken(given)
    return _exam(given, exam_id)


@router.post("/exams/{exam_id}/hand-in", response={200: ExamOut, **ACT}, summary="Hand an exam in")
def handed(request: HttpRequest, exam_id: ExamRef, body: HandIn | None = None) -> ExamOut:
    """Judged at once from what was stored; passed, with the commitment signed, it states the licence."""
    staff = staff_with(request, Right.TRAIN)
    _open(training_of(house(), trainee=staff.username), exam_id)
    as_it_is = body.as_it_is if body else False
    judged = hand_in(house(), as_it_is=as_it_is, as_of=house().now(), actor=staff.username)
    if isinstance(judged, Reason):
        raise not_taken(judged)
    return _exam(judged, exam_id)


def _open(record: TrainingRecord, exam_id: str) -> None:
    """Raise Http404 for an exam of nobody; refuse one that is over, lest another that is open be meant."""
    exam = record.exam(exam_id)
    if exam is None:
        raise Http404("no such exam")
    if not exam.is_open:
        raise not_taken(NO_EXAM)


def _exam(record: TrainingRecord, exam_id: str) -> ExamOut:
    exam = record.exam(exam_id)
    if exam is None:
        raise Http404("no such exam")
    marks = {} if exam.judged is None else {mark.name: mark.points for mark in exam.judged.marks}
    return ExamOut(
        **_line(exam).model_dump(),
        questions=_asked(exam),
        calls=[
            PartOut(
                talk_id=talk.talk_id,
                level=talk.level,
                ended=talk.ended or not exam.is_open,
                total=marks.get(talk.talk_id),
            )
            for talk in exam.talks
        ],
        result=_result(record, exam),
    )


def _line(exam: Exam) -> ExamLineOut:
    return ExamLineOut(
        exam_id=exam.exam_id,
        opened_at=exam.opened_at.isoformat(),
        open=exam.is_open,
        counts=not exam.set_aside,
        total=exam.judged.total if exam.judged else None,
        passed=exam.judged.passed if exam.judged else None,
    )


def _asked(exam: Exam) -> list[AskedOut]:
    given = {one.question_id: frozenset(one.ticked) for one in exam.answers}
    asked = []
    for question_id in exam.question_ids:
        try:
            question = ground_of(house()).question(question_id)
        except UnknownTraining:
            continue  # taken out of its lesson since; the paper is set aside when it is handed in
        right = None if exam.judged is None else question.is_right(given.get(question_id, frozenset()))
        shown = question_out(question, right)
        asked.append(AskedOut(**shown.model_dump(), answered=question_id in given))
    return asked


def _result(record: TrainingRecord, exam: Exam) -> ResultOut | None:
    if exam.judged is None or exam.judged_at is None:
        return None
    try:
        reasons = ground_of(house()).exam_result(exam).reasons
    except CustomerRewritten:
        reasons = ()  # the stored marks still tell
    return ResultOut(
        total=exam.judged.total,
        passed=exam.judged.passed,
        judged_at=exam.judged_at.isoformat(),
        licensed=any(one.issued.exam_id == exam.exam_id for one in record.licences),
        reasons=[_text(one.says) for one in reasons],
        mistakes=[MistakeOut(code=code, says=_text(mistake_name(code))) for code in exam.judged.mistakes],
    )


def _text(words: object) -> Text:
    return Text.model_validate(words, from_attributes=True)
