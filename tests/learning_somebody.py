"""Somebody who learns, for tests: reads lessons, answers rightly, and holds practice calls as the good policy does.

Everything goes through the operations that the screens call; what is right is looked up in the lessons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.training_log import KeptTalk, TrainingRecord
from fairdue.foundation.reason import Reason
from fairdue.operations import training as learn
from fairdue.operations.house import House
from fairdue.practice.lesson import Lesson
from fairdue.practice.policies import Policy, next_words
from fairdue.practice.training_ground import PracticeGround, progress_of, replayed

MOST_TRIES = 6


def good_words(talk: KeptTalk) -> str | None:
    """What a good collector says next in this call, in other words than those that the page suggests."""
    return next_words(Policy.GOOD, replayed(talk), seed=talk.seed + 1)


@dataclass(frozen=True, slots=True)
class Learner:
    """One login in one house, at one moment."""

    house: House
    login: str
    at: datetime

    @property
    def ground(self) -> PracticeGround:
        """The lessons and customers of the house."""
        ground = self.house.training.ground
        assert isinstance(ground, PracticeGround)
        return ground

    def record(self) -> TrainingRecord:
        """Where they stand."""
        return learn.training_of(self.house, trainee=self.login)

    def learn(self, lesson: Lesson) -> None:
        """Read, answer and practise one lesson until it is done."""
        learn.read_lesson(self.house, lesson_id=lesson.lesson_id, as_of=self.at, actor=self.login)
        for question in lesson.quiz:
            answered = learn.answer_quiz(
                self.house,
                lesson_id=lesson.lesson_id,
                question_id=question.id,
                ticked=question.right,
                as_of=self.at,
                actor=self.login,
            )
            assert not isinstance(answered, Reason)
        for turn in range(MOST_TRIES):
            personas = lesson.drill.personas
            if self.drill(personas[turn % len(personas)], lesson.drill.level.value, lesson.lesson_id):
                return
        raise AssertionError(f"the good collector passes no customer of {lesson.lesson_id}")

    def learn_everything(self) -> None:
        """Every lesson that is not done yet."""
        far = progress_of(self.ground.curriculum, self.record(), as_of=self.at)
        for one in far.lessons:
            if one.missing:
                self.learn(one.lesson)

    def drill(self, persona_id: str, level: str, lesson_id: str) -> bool:
        """Hold one practice call; was it passed?"""
        begun = learn.begin_drill(
            self.house,
            persona_id=persona_id,
            level=level,
            lesson_id=lesson_id,
            as_of=self.at,
            actor=self.login,
        )
        assert not isinstance(begun, Reason)
        self.talk(begun.talk.talk_id)
        held = self.record().drills[-1].held
        assert held is not None
        return held.passed

    def talk(self, talk_id: str) -> None:
        """Speak as the good collector does until nothing is left to say, and hang up."""
        while True:
            talk = learn.talk_under_way(self.record(), talk_id)
            words = None if talk is None or talk.ended else good_words(talk)
            if talk is None or not words:
                break
            said = learn.say_words(
                self.house, talk_id=talk_id, turn=len(talk.said), words=words, as_of=self.at, actor=self.login
            )
            assert not isinstance(said, Reason), said
        learn.hang_up(self.house, talk_id=talk_id, as_of=self.at, actor=self.login)
