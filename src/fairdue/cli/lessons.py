"""``fairdue lessons``: the curriculum as a list, one lesson in full, or the check of all of them.

Room: cli. A wrong call is printed with the marks of the review that hears real calls. It reads no database and
keeps nothing: who learnt what stands in the desk's training pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.compliance.explain import CONFIDENCE_TEXTS
from fairdue.compliance.register import load_register
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.feedback.call import Speaker
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.curriculum import STAGE_NAMES, SUBJECT_NAMES, Curriculum
from fairdue.practice.lesson import LawNote, Lesson, LessonFault, WorkedCall
from fairdue.practice.lesson_check import check_curriculum
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.marked_call import MarkedTurn, mark_up
from fairdue.practice.question import Question

FOUND = 1

_SPEAKERS = {
    Speaker.AGENT: Bilingual("坐席", "agent"),
    Speaker.DEBTOR: Bilingual("客户", "customer"),
    Speaker.THIRD_PARTY: Bilingual("第三人", "third person"),
    Speaker.SYSTEM: Bilingual("系统", "system"),
}


@app.command
def lessons(
    lesson: str | None = None,
    *,
    answers: Annotated[bool, Parameter(negative=())] = False,
    check: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """List the lessons in the order in which they are learnt, or print one in full.

    Parameters
    ----------
    lesson
        The id of a lesson, such as first_contact_technique.
    answers
        Print the right answers of the quiz, with why.
    check
        Let the guard hear every worked call; exit code 1 where one is not what its lesson says.
    """
    try:
        curriculum = read_curriculum()
    except LessonFault as fault:
        raise ExpectedFailure(str(fault), code=2) from fault
    if check:
        return _check(curriculum)
    if lesson is None:
        _print(_listed(curriculum))
        return 0
    if lesson not in curriculum.lessons:
        told = Bilingual(
            f"没有课程 {lesson}；用 fairdue lessons 查看全部",
            f"no lesson {lesson}; fairdue lessons lists them",
        )
        raise ExpectedFailure(told.in_language(language()), code=2)
    _print(_in_full(curriculum.lessons[lesson], answers=answers))
    return 0


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)


def _say(zh: str, en: str) -> str:
    return Bilingual(zh, en).in_language(language())


def _check(curriculum: Curriculum) -> int:
    found = list(check_curriculum(curriculum))
    for one in found:
        print(one.line(language()))
    many = len(curriculum.lessons)
    print(
        _say(
            f"{many} 课，{len(found)} 处与守卫听到的不符",
            f"{many} lessons, {len(found)} not as the guard hears",
        ),
        file=sys.stderr,
    )
    return FOUND if found else 0


def _listed(curriculum: Curriculum) -> Iterator[str]:
    stage = None
    for number, lesson in enumerate(curriculum.lessons.values(), start=1):
        if lesson.stage is not stage:
            stage = lesson.stage
            yield STAGE_NAMES[stage].in_language(language())
        subject = SUBJECT_NAMES[lesson.subject].in_language(language())
        yield f"  {number:>2}  {lesson.lesson_id}  {subject}  {lesson.title.in_language(language())}"


def _in_full(lesson: Lesson, *, answers: bool) -> Iterator[str]:
    lang = language()
    stage, subject = STAGE_NAMES[lesson.stage], SUBJECT_NAMES[lesson.subject]
    yield f"{lesson.title.in_language(lang)}  {lesson.lesson_id}"
    yield f"{stage.in_language(lang)} · {subject.in_language(lang)} · {lesson.owner} {lesson.approved_on}"
    yield lesson.aim.in_language(lang)
    for paragraph in lesson.text:
        yield ""
        yield paragraph.in_language(lang)
    if lesson.law:
        yield ""
        yield _say("规定", "The rules")
        yield from (_law(note) for note in lesson.law)
    if lesson.habits:
        yield ""
        yield _say("旧说法，换成真话", "Old habits, and the honest sentence")
        for habit in lesson.habits:
            yield f"  ✗ {habit.said.in_language(lang)}  {habit.code} {wording_class(habit.code).name.in_language(lang)}"
            yield f"  ✓ {habit.instead.in_language(lang)}"
    yield ""
    yield _say("这样说", "The right call")
    yield from _call(lesson.right)
    yield ""
    yield _say("不要这样说（标注来自质检）", "The wrong call, marked by the review")
    yield from _call(lesson.wrong)
    yield ""
    yield lesson.notice.in_language(lang)
    yield ""
    yield _say("小测", "Quiz")
    for number, question in enumerate(lesson.quiz, start=1):
        yield from _question(number, question, answers=answers)
    yield ""
    personas = ", ".join(lesson.drill.personas)
    yield _say(f"练习：{personas}（{lesson.drill.level}）", f"Drill: {personas} ({lesson.drill.level})")


def _law(note: LawNote) -> str:
    entry, lang = load_register().entry(note.rule_id), language()
    how = CONFIDENCE_TEXTS[entry.confidence].in_language(lang)
    return (
        f"  {note.says.in_language(lang)}\n    {note.rule_id} · {entry.instrument} · {entry.article} · {how}"
    )


def _call(call: WorkedCall) -> Iterator[str]:
    for marked in mark_up(call).turns:
        speaker = _SPEAKERS[marked.turn.speaker].in_language(language())
        yield f"  {marked.number:>2} {speaker}  {marked.turn.words.in_language(language())}"
        yield from _marks(marked)


def _marks(marked: MarkedTurn) -> Iterator[str]:
    lang, words = language(), marked.turn.words.zh
    for one in marked.marks:
        name = wording_class(one.code).name.in_language(lang)
        yield f"       ✗ {one.code} {name}「{words[one.starts : one.ends]}」"
    if marked.turn.why is not None and marked.turn.better is not None:
        yield f"         {marked.turn.why.in_language(lang)}"
        yield f"       ✓ {marked.turn.better.in_language(lang)}"


def _question(number: int, question: Question, *, answers: bool) -> Iterator[str]:
    lang = language()
    yield f"  {number}. {question.stem.in_language(lang)}"
    for option in question.options:
        sign = "✓" if answers and option.id in question.right else " "
        yield f"    {sign} {option.id}  {option.text.in_language(lang)}"
    if answers:
        yield f"      {question.why.in_language(lang)}"
