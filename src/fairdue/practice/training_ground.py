"""The ground on which is practised: lessons, simulated customers, the scorecard and the exam, behind one port.

Room: practice. ``operations`` keeps what was said and answered; here it is replayed and judged. A call is judged from
the lines that were stored: where the customer of today would have answered otherwise, nothing is judged at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import Mark, SpokenLine
from fairdue.feedback.call import Speaker, Turn
from fairdue.feedback.scorecard import Scorecard, score_call
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.training_ports import (
    CustomerRewritten,
    LicenceTerms,
    Paper,
    Reply,
    UnknownTraining,
    Verdict,
)
from fairdue.practice.curriculum import (
    Curriculum,
    DrillTaken,
    Learnt,
    LessonRead,
    Progress,
    QuizAnswered,
    progress,
)
from fairdue.practice.lesson import Lesson
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona import Level, Persona
from fairdue.practice.persona_reading import persona_named
from fairdue.practice.question import Question
from fairdue.practice.simulated_party import Talk, open_talk, say

_FULL = 100


@dataclass(frozen=True, slots=True)
class PracticeGround:
    """``TrainingGround`` on the shipped lessons and personas, or on a curriculum of the caller's."""

    curriculum: Curriculum = field(default_factory=read_curriculum)

    def lesson(self, lesson_id: str) -> Lesson:
        """One lesson. Raises UnknownTraining."""
        found = self.curriculum.lessons.get(lesson_id)
        if found is None:
            raise UnknownTraining("there is no such lesson; look at the list of lessons")
        return found

    def question(self, question_id: str) -> Question:
        """One question of a lesson. Raises UnknownTraining."""
        try:
            return self.curriculum.question(question_id)
        except KeyError as error:
            raise UnknownTraining("no lesson asks this question") from error

    def questions_of(self, lesson_id: str) -> Sequence[str]:
        """The questions of a lesson's quiz."""
        return tuple(question.id for question in self.lesson(lesson_id).quiz)

    def is_right(self, question_id: str, ticked: frozenset[str]) -> bool:
        """All that is right and nothing else."""
        return self.question(question_id).is_right(ticked)

    def require_persona(self, persona_id: str, level: str) -> None:
        """Look both up."""
        _persona(persona_id)
        _level(level)

    def opening(self, talk: KeptTalk) -> Reply:
        """What is heard first."""
        opened = _opened(talk)
        return Reply(_heard(opened.turns), opened.ended)

    def reply(self, talk: KeptTalk, words: str) -> Reply:
        """Replay what was stored, then say one line more."""
        before = replayed(talk)
        after = _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, (*_words(talk), words))
        return Reply(_heard(after.turns[len(before.turns) :]), after.ended)

    def judge_drill(self, talk: KeptTalk) -> Verdict:
        """By the scorecard that judges real calls."""
        return verdict_of(score_call(replayed(talk).as_call()))

    def missing_for_exam(self, record: TrainingRecord, *, as_of: datetime) -> Bilingual | None:
        """Every lesson is read, its quiz answered rightly, and a customer of its drill passed."""
        far = progress_of(self.curriculum, record, as_of=as_of)
        if far.opens_exam:
            return None
        left = len(far.lessons) - far.done_count
        return Bilingual(
            f"还有 {left} 课没有完成（读完、小测答对、练习通过一次），全部完成后可以考试。",
            f"{left} lessons are not done yet (read, quiz answered right, one practice call passed); "
            "the exam opens when all are.",
        )

    def licence_terms(self) -> LicenceTerms:
        """As the exam says it."""
        return LicenceTerms(365, 60)

    def retake_wait(self, exams: Sequence[Exam], *, as_of: datetime) -> tuple[datetime, Bilingual] | None:
        return None


def progress_of(curriculum: Curriculum, record: TrainingRecord, *, as_of: datetime) -> Progress:
    """How far somebody is, from their log."""
    return progress(curriculum, learnt(record), as_of)


def learnt(record: TrainingRecord) -> Iterator[Learnt]:
    """What somebody did to learn, as the curriculum counts it."""
    for lesson_id, at in record.read:
        yield LessonRead(lesson_id, at)
    for answer in record.answers:
        yield QuizAnswered(answer.given.question_id, frozenset(answer.given.ticked), answer.at)
    for drill in record.drills:
        if drill.held is not None and drill.held_at is not None and drill.lesson_id is not None:
            yield DrillTaken(drill.lesson_id, drill.talk.persona_id, drill.held.passed, drill.held_at)


def replayed(talk: KeptTalk) -> Talk:
    """A stored practice call as the simulator's own value. Raises CustomerRewritten where they differ."""
    opened = _opened(talk)
    if _heard(opened.turns) != talk.opening:
        raise CustomerRewritten("the call opens otherwise than it did; begin it anew")
    words = _words(talk)
    for place, said in enumerate(talk.said):
        before = _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, words[:place])
        after = _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, words[: place + 1])
        if _heard(after.turns[len(before.turns) :]) != said.replies:
            raise CustomerRewritten("the customer answers otherwise than they did; begin the call anew")
    return _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, words)


def verdict_of(card: Scorecard) -> Verdict:
    """A scorecard as the log keeps it: its total, the dimensions that applied, and what cost, by code."""
    marks = tuple(
        Mark(one.dimension.value, one.share, _FULL) for one in card.dimensions if one.share is not None
    )
    mistakes = [one.code or one.cost.value for one in card.costs]
    mistakes += [one.trigger.value for one in card.missed_triggers]
    return Verdict(card.total, card.passed, marks, tuple(dict.fromkeys(mistakes)))


def _persona(persona_id: str) -> Persona:
    try:
        return persona_named(persona_id)
    except KeyError as error:
        raise UnknownTraining("there is no such customer to practise with") from error


def _level(level: str) -> Level:
    try:
        return Level(level)
    except ValueError as error:
        raise UnknownTraining(f"a practice customer is {', '.join(Level)}; this is none of them") from error


def _words(talk: KeptTalk) -> tuple[str, ...]:
    return tuple(one.words for one in talk.said)


def _opened(talk: KeptTalk) -> Talk:
    return _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, ())


@lru_cache(maxsize=2_000)
def _said(persona_id: str, level: str, seed: int, at: datetime, words: tuple[str, ...]) -> Talk:
    """The talk after these words; each step is worked out once, since a page asks for all of them at every turn."""
    if not words:
        return open_talk(_persona(persona_id), level=_level(level), seed=seed, as_of=at)
    before = _said(persona_id, level, seed, at, words[:-1])
    if before.ended:
        raise CustomerRewritten("the call is over sooner than it was; begin it anew")
    return say(before, words[-1])


def _heard(turns: Sequence[Turn]) -> tuple[SpokenLine, ...]:
    """What was heard: everything but the own words, which the log keeps as they were typed."""
    return tuple(SpokenLine(one.speaker.value, one.text) for one in turns if one.speaker is not Speaker.AGENT)


__all__ = ["Exam", "Paper", "PracticeGround"]
