"""Is a lesson true? The guard and the review hear everything that it calls right or wrong.

Room: practice. A right call must be clean; a wrong turn must show just the classes that the lesson names; the better
lines, put in the places of the wrong ones, must make the call clean; an old habit must be found, and the sentence
in its place must pass. A lesson that fails is reworded; the models are not touched for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.origin import Origin
from fairdue.feedback.call import Call
from fairdue.feedback.call_wording import Setting, plain_codes
from fairdue.feedback.review import Review, review
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.curriculum import Curriculum
from fairdue.practice.lesson import Lesson, WorkedCall
from fairdue.practice.marked_call import mark_up

_UNVERIFIED = SpokenContext(callee=Callee.UNKNOWN, verified=False, stage=Stage.OPENING)
_THIRD_PERSON = SpokenContext(callee=Callee.THIRD_PARTY, verified=False)
_SETTINGS = {"C16": _UNVERIFIED, "C17": _UNVERIFIED, "C04": _THIRD_PERSON, "C18": _THIRD_PERSON}
"""Where an old habit belongs, for the classes that are wrong only there; else the customer hears it, verified."""


@dataclass(frozen=True, slots=True)
class Untruth:
    """Where a lesson says something that the guard does not hear so, and the mend."""

    origin: Origin
    what: Bilingual
    mend: Bilingual

    def line(self, language: str = "en") -> str:
        """The untruth as ``file:line: what; mend``."""
        stop = "; " if language.lower().startswith("en") else "；"
        return f"{self.origin}: {self.what.in_language(language)}{stop}{self.mend.in_language(language)}"


_REWORD_RIGHT = Bilingual("请换一种说法", "word it otherwise")
_REWORD_WRONG = Bilingual(
    "请把错处说得更明白，或改正 codes", "say the wrong more plainly, or correct the codes"
)


def check_curriculum(curriculum: Curriculum) -> Iterator[Untruth]:
    """Everything in the lessons that is not heard as it is called, lesson by lesson."""
    for lesson in curriculum.lessons.values():
        yield from check_lesson(lesson)


def check_lesson(lesson: Lesson) -> Iterator[Untruth]:
    """Everything in one lesson that is not heard as it is called."""
    yield from _clean(lesson.right, lesson.right.as_call())
    yield from _found(lesson.wrong)
    yield from _clean(lesson.wrong, lesson.wrong.mended(), key="better")
    yield from _habits(lesson)


def _clean(worked: WorkedCall, call: Call, *, key: str = "") -> Iterator[Untruth]:
    for number, codes in _codes_by_turn(review(call)).items():
        origin = worked.turns[number].origin
        named = ", ".join(sorted(codes))
        yield Untruth(
            origin.at(key) if key else origin,
            Bilingual(f"应当没有问题的话被标出 {named}", f"a line that should be clean is marked {named}"),
            _REWORD_RIGHT,
        )


def _found(worked: WorkedCall) -> Iterator[Untruth]:
    for marked in mark_up(worked).turns:
        named, heard = set(marked.turn.codes), set(marked.codes)
        if named == heard:
            continue
        said_zh, said_en = "、".join(sorted(named)) or "没有问题", ", ".join(sorted(named)) or "clean"
        found_zh, found_en = "、".join(sorted(heard)) or "没有问题", ", ".join(sorted(heard)) or "clean"
        yield Untruth(
            marked.turn.origin,
            Bilingual(f"课文说是 {said_zh}，听到的是 {found_zh}", f"called {said_en}, heard as {found_en}"),
            _REWORD_WRONG,
        )


def _habits(lesson: Lesson) -> Iterator[Untruth]:
    for habit in lesson.habits:
        setting = _SETTINGS.get(habit.code, SpokenContext())
        found = _codes_of(habit.said.zh, setting)
        if habit.code not in found:
            heard = ", ".join(sorted(found)) or "ok"
            yield Untruth(
                habit.origin,
                Bilingual(
                    f"旧说法应被标出 {habit.code}，听到的是 {heard}", f"not found as {habit.code}: {heard}"
                ),
                _REWORD_WRONG,
            )
        instead = judge(habit.instead.zh, setting)
        if instead.verdict is not Verdict.OK:
            named = ", ".join(one.code for one in instead.findings)
            yield Untruth(
                habit.origin.at("instead"),
                Bilingual(f"替代的话被标出 {named}", f"what is to be said instead is marked {named}"),
                _REWORD_RIGHT,
            )


def _codes_of(text: str, context: SpokenContext) -> set[str]:
    """What the guard finds in a line by itself, and what its plain words say."""
    judged = judge(text, context)
    setting = Setting(
        disputed=False, deadline=False, to_third_party=context.callee is Callee.THIRD_PARTY, answered=""
    )
    found = {one.code for one in plain_codes(text, setting)}
    return found if judged.verdict is Verdict.OK else found | {one.code for one in judged.findings}


def _codes_by_turn(outcome: Review) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for one in (*outcome.findings, *outcome.held):
        found.setdefault(one.turn, set()).add(one.code)
    return found
