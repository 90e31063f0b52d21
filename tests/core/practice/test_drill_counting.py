"""What counts as a drill: a talk in which somebody listened and spoke in their own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from fairdue.casefile.training_log import KeptTalk
from fairdue.casefile.training_record import WordsSaid
from fairdue.feedback.call_reading import read_turns
from fairdue.foundation.civil import CHINA
from fairdue.operations.training_ports import Verdict
from fairdue.practice.call_listening import SlipKind, slips_of, was_not_listened_to
from fairdue.practice.drill_counting import SUGGESTIONS_TAKEN, takes_suggestions
from fairdue.practice.exam import ReasonCode
from fairdue.practice.lesson import Lesson
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.policies import Policy, next_words
from fairdue.practice.training_ground import PracticeGround, replayed, suggestion_of

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
GROUND = PracticeGround()
Words = Callable[[KeptTalk], str | None]
AGAINST = {ReasonCode.NOT_ANSWERED.value, ReasonCode.SAID_THE_SAME.value}


def held(persona: str, level: str, words: Words, *, seed: int = 5) -> KeptTalk:
    """A drill in which these words were said until there were none left or the other side hung up."""
    talk = KeptTalk("dr1", persona, level, seed, AT)
    talk = replace(talk, opening=GROUND.opening(talk).lines)
    while not talk.ended and (said := words(talk)):
        heard = GROUND.reply(talk, said)
        spoken = WordsSaid("dr1", said, heard.lines, heard.ended)
        talk = replace(talk, said=(*talk.said, spoken), ended=heard.ended)
    return replace(talk, ended=True)


def spoken_by(policy: Policy, own_seed: int) -> Words:
    return lambda talk: next_words(policy, replayed(talk), seed=own_seed)


def judged(persona: str, level: str, words: Words, *, seed: int = 5) -> Verdict:
    return GROUND.judge_drill(held(persona, level, words, seed=seed))


def passes(lesson: Lesson, words: Words) -> bool:
    level = lesson.drill.level.value
    return any(judged(persona, level, words).passed for persona in lesson.drill.personas)


@pytest.mark.parametrize("own_seed", [1, 2])
def test_a_recital_learnt_by_heart_passes_hardly_any_lesson(own_seed: int) -> None:
    lessons = read_curriculum().lessons.values()
    passed = [one.lesson_id for one in lessons if passes(one, spoken_by(Policy.RECITAL, own_seed))]
    assert len(passed) <= 2, passed


def test_who_listens_passes_every_lesson() -> None:
    failed = [
        one.lesson_id
        for one in read_curriculum().lessons.values()
        if not passes(one, spoken_by(Policy.GOOD, 12))
    ]
    assert failed == []


def test_the_worked_right_calls_are_calls_in_which_somebody_listened() -> None:
    for lesson in read_curriculum().lessons.values():
        for call in (lesson.right.as_call(), lesson.wrong.mended()):
            assert was_not_listened_to(read_turns(call)) is None, lesson.lesson_id


def test_a_slip_is_told_by_what_was_heard_and_not_by_the_words_alone() -> None:
    recital = held("forgot_bill", "easy", spoken_by(Policy.RECITAL, 1))
    kinds = {one.kind for one in slips_of(read_turns(replayed(recital).as_call()))}
    assert kinds & {SlipKind.UNSAID, SlipKind.EMPTY_READ_BACK, SlipKind.ASKED_AGAIN}
    verdict = GROUND.judge_drill(recital)
    assert not verdict.passed and AGAINST & set(verdict.mistakes) and verdict.total > 0


@pytest.mark.parametrize("persona", ["angry_caller", "mother_answers", "forgot_bill"])
def test_the_suggestion_alone_is_practice_and_does_not_count(persona: str) -> None:
    verdict = judged(persona, "easy", suggestion_of)
    assert not verdict.passed and SUGGESTIONS_TAKEN in verdict.mistakes
    own = judged(persona, "easy", spoken_by(Policy.GOOD, 77))
    assert SUGGESTIONS_TAKEN not in own.mistakes


def test_a_suggestion_now_and_then_is_no_matter() -> None:
    offered = ["您好", "请核对", "应还多少", "再见"]
    assert takes_suggestions(offered, offered)
    assert takes_suggestions(["您好", "请核对", "应还多少", "再见", "好"], [*offered, "嗯"])
    assert not takes_suggestions(["您好", "请核对", "是我的话", "我的再见"], offered)
    assert not takes_suggestions(["您好"], ["您好"]) and not takes_suggestions([], [])
