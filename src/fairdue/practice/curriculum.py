"""The curriculum: all lessons in the order in which they are learnt, how far somebody came, and what opens the exam.

Room: practice. Progress is a pure function of what was done by a day: whoever keeps the events (``operations``)
hands them in, and the same events give the same progress. More work never takes progress away; what was forgotten
comes back by ``repetition``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.lesson import Lesson, LessonFault
from fairdue.practice.persona import Level
from fairdue.practice.question import LessonStage, Question, Subject

DRILLS_NEEDED = 1
"""Customers of a lesson's drill that must have been passed; the others are there to practise more."""

SUBJECT_NAMES = {
    Subject.THINKING: Bilingual("思路", "thinking"),
    Subject.TECHNIQUE: Bilingual("技巧", "technique"),
    Subject.STRATEGY: Bilingual("策略", "strategy"),
    Subject.OBJECTIONS: Bilingual("异议处理", "objections"),
    Subject.PRECAUTIONS: Bilingual("注意事项", "precautions"),
}
STAGE_NAMES = {
    LessonStage.PREPARE: Bilingual("准备", "prepare"),
    LessonStage.FIRST_CONTACT: Bilingual("首次沟通", "first contact"),
    LessonStage.FOLLOW_UP: Bilingual("持续跟进", "follow-up"),
    LessonStage.FEEDBACK: Bilingual("结果反馈", "feedback"),
}

_STAGES, _SUBJECTS, _LEVELS = tuple(LessonStage), tuple(Subject), tuple(Level)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """All lessons by id, in an order in which nothing comes before what it needs."""

    lessons: Mapping[str, Lesson]

    def question(self, question_id: str) -> Question:
        """One question of a lesson. KeyError when no lesson asks it."""
        for lesson in self.lessons.values():
            for question in lesson.quiz:
                if question.id == question_id:
                    return question
        raise KeyError(f"no lesson asks {question_id}")

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the lessons."""
        return tuple(question for lesson in self.lessons.values() for question in lesson.quiz)

    def teaching(self, code: str) -> tuple[Lesson, ...]:
        """The lessons whose wrong call shows this class of wording: where a finding in a call leads back to."""
        return tuple(lesson for lesson in self.lessons.values() if code in lesson.codes)


def curriculum_of(lessons: Iterable[Lesson]) -> Curriculum:
    """Put lessons in order: what comes before first, then by stage and subject. Raises LessonFault.

    A lesson that stands twice, needs an unknown one, or needs itself in a circle, is a fault.
    """
    waiting: dict[str, Lesson] = {}
    for lesson in sorted(lessons, key=_place):
        if lesson.lesson_id in waiting:
            raise LessonFault(f"{lesson.origin}: {lesson.lesson_id} stands twice; rename one")
        waiting[lesson.lesson_id] = lesson
    for lesson in waiting.values():
        for number, needed in enumerate(lesson.after):
            if needed not in waiting:
                place = lesson.origin.at("after", str(number))
                raise LessonFault(f"{place}: {needed} is no lesson; name one that there is")
    ordered: dict[str, Lesson] = {}
    while waiting:
        ready = next((one for one in waiting.values() if all(n in ordered for n in one.after)), None)
        if ready is None:
            stuck = next(iter(waiting.values()))
            raise LessonFault(
                f"{stuck.origin.at('after')}: {', '.join(waiting)} wait for each other in a circle; "
                "take one of them out of an after"
            )
        ordered[ready.lesson_id] = waiting.pop(ready.lesson_id)
    return Curriculum(ordered)


def _place(lesson: Lesson) -> tuple[int, int, str]:
    return _STAGES.index(lesson.stage), _SUBJECTS.index(lesson.subject), lesson.lesson_id


@dataclass(frozen=True, slots=True)
class LessonStudied:
    """Somebody read a lesson to its end."""

    lesson_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionTicked:
    """Somebody ticked options of a question."""

    question_id: str
    ticked: frozenset[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class DrillTried:
    """Somebody spoke with a simulated customer of a lesson at ``level``; ``passed`` is the scorecard's word."""

    lesson_id: str
    persona_id: str
    level: Level
    passed: bool
    at: datetime


Learnt = LessonStudied | QuestionTicked | DrillTried
"""What somebody did to learn."""


class Standing(StrEnum):
    """How far a lesson is. A locked one may be read all the same; the word only says what should come first."""

    LOCKED = "locked"
    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far somebody is with one lesson. ``drilled`` are the customers of its drill who were passed."""

    lesson: Lesson
    standing: Standing
    read: bool
    answered: frozenset[str]
    """The questions that were answered right at least once."""
    drilled: frozenset[str]
    waits_for: tuple[str, ...]
    """The lessons that should come before and are not done."""

    @property
    def missing(self) -> tuple[Bilingual, ...]:
        """What is missing until this lesson is done, in the order in which it is done."""
        return tuple(_missing(self))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is, lesson by lesson in the curriculum's order."""

    lessons: tuple[LessonProgress, ...]

    @property
    def next_lesson(self) -> Lesson | None:
        """The first lesson that is neither done nor locked; None when nothing is left."""
        waiting = (one for one in self.lessons if one.standing in (Standing.OPEN, Standing.BEGUN))
        return next((one.lesson for one in waiting), None)

    @property
    def opens_exam(self) -> bool:
        """Is every lesson done? An empty curriculum opens nothing."""
        return bool(self.lessons) and all(one.standing is Standing.DONE for one in self.lessons)

    @property
    def done_count(self) -> int:
        """How many lessons are done."""
        return sum(one.standing is Standing.DONE for one in self.lessons)


def progress(curriculum: Curriculum, done: Iterable[Learnt], as_of: datetime) -> Progress:
    """How far somebody is who did this, seen at ``as_of``: what came later is not known yet.

    Their order means nothing, and neither does an event of a lesson or a question that there is no more.
    """
    read: set[str] = set()
    right: set[str] = set()
    drilled: dict[str, set[str]] = {}
    asked = {question.id: question for question in curriculum.questions()}
    for event in done:
        if event.at > as_of:
            continue
        if isinstance(event, LessonStudied):
            read.add(event.lesson_id)
        elif isinstance(event, QuestionTicked):
            question = asked.get(event.question_id)
            if question is not None and question.is_right(event.ticked):
                right.add(question.id)
        elif event.passed and _as_hard(curriculum, event):
            drilled.setdefault(event.lesson_id, set()).add(event.persona_id)
    found: dict[str, LessonProgress] = {}
    for lesson in curriculum.lessons.values():
        found[lesson.lesson_id] = _progress_of(lesson, read, right, drilled, found)
    return Progress(tuple(found.values()))


def _as_hard(curriculum: Curriculum, event: DrillTried) -> bool:
    """Was the customer at least as hard as the lesson asks? An easier one was practice, and opens nothing."""
    lesson = curriculum.lessons.get(event.lesson_id)
    return lesson is not None and _LEVELS.index(event.level) >= _LEVELS.index(lesson.drill.level)


def _progress_of(
    lesson: Lesson,
    read: set[str],
    right: set[str],
    drilled: Mapping[str, set[str]],
    before: Mapping[str, LessonProgress],
) -> LessonProgress:
    was_read = lesson.lesson_id in read
    answered = frozenset(question.id for question in lesson.quiz) & right
    passed = frozenset(drilled.get(lesson.lesson_id, ())) & frozenset(lesson.drill.personas)
    waits_for = tuple(one for one in lesson.after if before[one].standing is not Standing.DONE)
    if was_read and len(answered) == len(lesson.quiz) and len(passed) >= DRILLS_NEEDED:
        standing = Standing.DONE
    elif was_read or answered or passed:
        standing = Standing.BEGUN
    else:
        standing = Standing.LOCKED if waits_for else Standing.OPEN
    return LessonProgress(lesson, standing, was_read, answered, passed, waits_for)


def _missing(one: LessonProgress) -> Iterable[Bilingual]:
    if not one.read:
        yield Bilingual("读完课文和两通电话", "read the text and the two calls")
    open_questions = len(one.lesson.quiz) - len(one.answered)
    if open_questions:
        yield Bilingual(
            f"还有 {open_questions} 题没有答对", f"{open_questions} questions not yet answered right"
        )
    if len(one.drilled) < DRILLS_NEEDED:
        yield Bilingual("完成一次练习通话", "pass a practice call")
