"""Training for programs: where one stands, the licence, the lessons with their quizzes, and whom to practise with.

Everybody trains under their own login. Of a customer there is a name and a portrait; what they carry within, and what
is right in a quiz, stands in no answer.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from fairdue.casefile.training_log import TrainingRecord
from fairdue.foundation.reason import Reason
from fairdue.operations.licence import LicenceStanding, licence_of, may_sit, sign_secrecy
from fairdue.operations.training import (
    REVIEW_LEVEL,
    SECRECY,
    answer_quiz,
    drills_of_review,
    read_lesson,
    training_of,
)
from fairdue.practice.curriculum import LessonProgress
from fairdue.practice.persona import Level
from fairdue.practice.persona_reading import shipped_personas
from fairdue.practice.question import Question
from fairdue.practice.training_ground import progress_of
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem
from fairdue_desk.rest.reasons import not_taken
from fairdue_desk.screens.permissions import Right
from fairdue_desk.screens.training_team_page import trainees
from fairdue_desk.screens.training_view import ground_of
from fairdue_desk.wiring import house

router = Router(tags=["training"])
READ = {401: Problem, 403: Problem, 422: Problem}
ACT = {**READ, 404: Problem, 409: Problem}
MOST_PEOPLE = 500
LessonRef = Annotated[str, Path(pattern=r"^[0-9a-z_.-]{1,80}$", description="the id of a lesson")]
Named = Annotated[str, Field(max_length=80, pattern=r"^[0-9A-Za-z_.-]+$")]
Ticked = Annotated[list[Named], Field(max_length=20)]


class LicenceOut(Schema):
    """A licence as the gate sees it now. ``by_exam`` tells one of the house's exam from one on paper; ``denied`` that
    somebody stated there is none; a licence holds until ``ends_at`` and is renewed by a new exam from ``renews_from``."""

    holds: bool
    by_exam: bool
    denied: bool
    ends_at: str | None
    renews_from: str | None


class AssignedOut(Schema):
    """A drill to be held: one that a trainer set, or that a finding in a review led to (``code``)."""

    assignment_id: str
    persona_id: str
    level: str
    lesson_id: str | None
    code: str | None
    due_on: str | None


class StandingOut(Schema):
    """Where somebody stands on the way to the licence. ``exam_waits`` is why no exam may be begun now."""

    signed_at: str | None
    lessons_done: int
    lessons: int
    next_lesson: str | None
    open_call: str | None
    open_exam: str | None
    exam_waits: Text | None
    licence: LicenceOut
    assigned: list[AssignedOut]


class PersonOut(Schema):
    """One login and its licence, for whoever trains the others."""

    login: str
    licence: LicenceOut


class PeopleOut(Schema):
    """A page of logins; ``after`` of the next request, empty on the last page."""

    people: list[PersonOut]
    after: str


class SecrecyOut(Schema):
    """The commitment, and when it was signed."""

    text: Text
    signed_at: str | None


class SignIn(Schema):
    """The signature: one's own login, typed."""

    signature: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")]


class PersonaOut(Schema):
    """Somebody to practise with, as a collector may know them before the call."""

    persona_id: str
    name: Text
    portrait: Text
    levels: list[str]


class LessonOut(Schema):
    """One lesson of the list and how far one is with it; ``after`` are the lessons that come before."""

    lesson_id: str
    title: Text
    aim: Text
    subject: str
    stage: str
    standing: str
    after: list[str]
    missing: list[Text]


class OptionOut(Schema):
    """One thing that can be ticked."""

    id: str
    text: Text


class QuestionOut(Schema):
    """A question. ``right`` is of the last answer of this login, null without one; ``why`` comes with it."""

    question_id: str
    stem: Text
    options: list[OptionOut]
    several: bool
    right: bool | None
    why: Text | None


class WholeLessonOut(LessonOut):
    """A lesson with its text and its quiz; a practice call with one of ``personas`` at ``level`` belongs to it."""

    text: list[Text]
    law: list[Text]
    quiz: list[QuestionOut]
    personas: list[str]
    level: str


class TickIn(Schema):
    """An answer to one question: everything that is right, and nothing else."""

    question_id: Named
    ticked: Ticked


@router.get("", response={200: StandingOut, **READ}, summary="Where I stand")
def standing(request: HttpRequest) -> StandingOut:
    """The way to the licence of whoever asks."""
    staff = staff_with(request, Right.TRAIN)
    the_house = house()
    now = the_house.now()
    record = training_of(the_house, trainee=staff.username)
    far = progress_of(ground_of(the_house).curriculum, record, as_of=now)
    waits = None if record.open_exam is not None else may_sit(the_house, record, as_of=now)
    exam, call, following = record.open_exam, record.open_drill, far.next_lesson
    return StandingOut(
        signed_at=record.signed_at.isoformat() if record.signed_at else None,
        lessons_done=far.done_count,
        lessons=len(far.lessons),
        next_lesson=following.lesson_id if following else None,
        open_call=call.talk.talk_id if call else None,
        open_exam=exam.exam_id if exam else None,
        exam_waits=_text(waits.text) if waits else None,
        licence=licence_out(licence_of(the_house, trainee=staff.username, as_of=now)),
        assigned=_assigned(record, staff.username),
    )


@router.get("/licence", response={200: LicenceOut, **READ}, summary="My licence")
def licence(request: HttpRequest) -> LicenceOut:
    """As the gate sees it now."""
    staff = staff_with(request, Right.TRAIN)
    return licence_out(licence_of(house(), trainee=staff.username, as_of=house().now()))


@router.get("/licences", response={200: PeopleOut, **READ}, summary="Everybody's licence")
def licences(
    request: HttpRequest,
    after: Annotated[str, Query(max_length=150, description="the login after which the page begins")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_PEOPLE)] = 100,
) -> PeopleOut:
    """Of whoever may dial and of whoever trained, in the order of the logins."""
    staff_with(request, Right.SEE_TRAINING)
    the_house = house()
    now = the_house.now()
    found = [login for login in trainees(the_house) if login > after][: limit + 1]
    page = found[:limit]
    people = [
        PersonOut(login=login, licence=licence_out(licence_of(the_house, trainee=login, as_of=now)))
        for login in page
    ]
    return PeopleOut(people=people, after=page[-1] if len(found) > limit else "")


@router.get("/secrecy", response={200: SecrecyOut, **READ}, summary="The commitment to secrecy")
def secrecy(request: HttpRequest) -> SecrecyOut:
    """Its words, and whether it is signed."""
    return _secrecy(training_of(house(), trainee=staff_with(request, Right.TRAIN).username))


@router.post("/secrecy", response={200: SecrecyOut, **ACT}, summary="Sign the commitment")
def sign(request: HttpRequest, body: SignIn) -> SecrecyOut:
    """With one's own login; a second signature changes nothing."""
    staff = staff_with(request, Right.TRAIN)
    answer = sign_secrecy(house(), typed=body.signature, as_of=house().now(), actor=staff.username)
    if isinstance(answer, Reason):
        raise not_taken(answer)
    return _secrecy(answer)


@router.get("/personas", response={200: list[PersonaOut], **READ}, summary="Customers to practise with")
def personas(request: HttpRequest) -> list[PersonaOut]:
    """All of them are invented. What they hide is learnt by talking to them."""
    staff_with(request, Right.TRAIN)
    return [
        PersonaOut(
            persona_id=one.persona_id,
            name=_text(one.name),
            portrait=_text(one.portrait),
            levels=[level.value for level in Level],
        )
        for one in shipped_personas()
    ]


@router.get("/lessons", response={200: list[LessonOut], **READ}, summary="The lessons")
def lessons(request: HttpRequest) -> list[LessonOut]:
    """In the order of the curriculum."""
    record = training_of(house(), trainee=staff_with(request, Right.TRAIN).username)
    return [_lesson(one) for one in _progress(record)]


@router.get("/lessons/{lesson_id}", response={200: WholeLessonOut, **ACT}, summary="One lesson")
def lesson(request: HttpRequest, lesson_id: LessonRef) -> WholeLessonOut:
    """Its text and its quiz; what is right is not in it before it was answered."""
    return _whole(training_of(house(), trainee=staff_with(request, Right.TRAIN).username), lesson_id)


@router.post("/lessons/{lesson_id}/read", response={200: WholeLessonOut, **ACT}, summary="Read a lesson")
def read(request: HttpRequest, lesson_id: LessonRef) -> WholeLessonOut:
    """Keep that it was read to its end; a second time changes nothing."""
    staff = staff_with(request, Right.TRAIN)
    record = read_lesson(house(), lesson_id=lesson_id, as_of=house().now(), actor=staff.username)
    return _whole(record, lesson_id)


@router.post("/lessons/{lesson_id}/answers", response={200: QuestionOut, **ACT}, summary="Answer a question")
def answer(request: HttpRequest, lesson_id: LessonRef, body: TickIn) -> QuestionOut:
    """A wrong answer stays in the log and may be followed by a right one."""
    staff = staff_with(request, Right.TRAIN)
    given = answer_quiz(
        house(),
        lesson_id=lesson_id,
        question_id=body.question_id,
        ticked=frozenset(body.ticked),
        as_of=house().now(),
        actor=staff.username,
    )
    if isinstance(given, Reason):
        raise not_taken(given)
    question = ground_of(house()).question(body.question_id)
    return question_out(question, question.is_right(frozenset(body.ticked)))


def licence_out(standing: LicenceStanding) -> LicenceOut:
    """A licence for programs."""
    return LicenceOut(
        holds=standing.holds,
        by_exam=standing.by_exam,
        denied=standing.denied,
        ends_at=standing.ends_at.isoformat() if standing.ends_at else None,
        renews_from=standing.renews_from.isoformat() if standing.renews_from else None,
    )


def question_out(question: Question, right: bool | None) -> QuestionOut:
    """A question as it may be shown; ``right`` of the last answer, None before one or where it is not told."""
    return QuestionOut(
        question_id=question.id,
        stem=_text(question.stem),
        options=[OptionOut(id=one.id, text=_text(one.text)) for one in question.options],
        several=len(question.right) > 1,
        right=right,
        why=None if right is None else _text(question.why),
    )


def _text(words: object) -> Text:
    return Text.model_validate(words, from_attributes=True)


def _secrecy(record: TrainingRecord) -> SecrecyOut:
    return SecrecyOut(
        text=_text(SECRECY), signed_at=record.signed_at.isoformat() if record.signed_at else None
    )


def _assigned(record: TrainingRecord, login: str) -> list[AssignedOut]:
    by_trainer = [
        AssignedOut(
            assignment_id=one.assigned.assignment_id,
            persona_id=one.assigned.persona_id,
            level=one.assigned.level,
            lesson_id=None,
            code=None,
            due_on=None,
        )
        for one in record.open_assignments
    ]
    by_review = [
        AssignedOut(
            assignment_id=one.drill_id,
            persona_id=one.persona,
            level=REVIEW_LEVEL,
            lesson_id=one.lesson,
            code=one.code,
            due_on=one.due_on.isoformat(),
        )
        for one in drills_of_review(house(), trainee=login)
    ]
    return by_trainer + by_review


def _progress(record: TrainingRecord) -> tuple[LessonProgress, ...]:
    return progress_of(ground_of(house()).curriculum, record, as_of=house().now()).lessons


def _lesson(one: LessonProgress) -> LessonOut:
    lesson = one.lesson
    return LessonOut(
        lesson_id=lesson.lesson_id,
        title=_text(lesson.title),
        aim=_text(lesson.aim),
        subject=lesson.subject.value,
        stage=lesson.stage.value,
        standing=one.standing.value,
        after=list(lesson.after),
        missing=[_text(what) for what in one.missing],
    )


def _whole(record: TrainingRecord, lesson_id: str) -> WholeLessonOut:
    lesson = ground_of(house()).lesson(lesson_id)
    own = next(one for one in _progress(record) if one.lesson.lesson_id == lesson_id)
    quiz = []
    for question in lesson.quiz:
        last = record.told_answer(question.id)
        quiz.append(question_out(question, None if last is None else last.given.right))
    return WholeLessonOut(
        **_lesson(own).model_dump(),
        text=[_text(one) for one in lesson.text],
        law=[_text(one.says) for one in lesson.law],
        quiz=quiz,
        personas=list(lesson.drill.personas),
        level=lesson.drill.level.value,
    )
