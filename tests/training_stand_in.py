"""A ground to train on that a test can see through: two lessons, a customer who echoes, an exam of two parts.

It judges by rules that are told at a glance, so that tests of the operations do not hang on how a call is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import Mark, PaperPart, SpokenLine
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.training_ports import (
    CustomerRewritten,
    LessonDrill,
    LicenceTerms,
    Paper,
    Reply,
    Retake,
    UnknownTraining,
    Verdict,
)

QUIZ = {"lesson.a": {"q.a1": "right", "q.a2": "right"}, "lesson.b": {"q.b1": "right"}}
EXAM = ("q.a1", "q.b1")
GOOD = "您好，请问是本人吗"
FAREWELL = "再见"
NOT_LEARNT = Bilingual("还有课程没学完", "some lesson is not done")
TOMORROW = Bilingual("上次没有通过", "the last one was not passed")


class EchoGround:
    """A call is worth 100 when a good line was said in it; an exam passes from 60."""

    rewords = False

    def __init__(self) -> None:
        self.greeting = "喂"

    def questions_of(self, lesson_id: str) -> Sequence[str]:
        if lesson_id not in QUIZ:
            raise UnknownTraining("no such lesson")
        return tuple(QUIZ[lesson_id])

    def is_right(self, question_id: str, ticked: frozenset[str]) -> bool:
        rights = {name: right for quiz in QUIZ.values() for name, right in quiz.items()}
        return ticked == {rights[question_id]}

    def drill_of(self, lesson_id: str) -> LessonDrill:
        self.questions_of(lesson_id)
        return LessonDrill(("echo",), "easy")

    def require_persona(self, persona_id: str, level: str) -> None:
        if persona_id != "echo" or level != "easy":
            raise UnknownTraining("no such customer")

    def opening(self, talk: KeptTalk) -> Reply:
        self.require_persona(talk.persona_id, talk.level)
        return Reply((SpokenLine("debtor", self.greeting),))

    def reply(self, talk: KeptTalk, words: str) -> Reply:
        if talk.opening[0].text != self.greeting:
            raise CustomerRewritten("another greeting")
        return Reply((SpokenLine("debtor", f"您说{words}"),), ended=words == FAREWELL)

    def judge_drill(self, talk: KeptTalk, *, before: Sequence[KeptTalk] = ()) -> Verdict:
        if talk.opening[0].text != self.greeting:
            raise CustomerRewritten("another greeting")
        good = any(one.words == GOOD for one in talk.said)
        total = 100 if good else 20
        mistakes = () if good else ("C01",)
        return Verdict(total, good, (Mark("listening", total, 100),), mistakes)

    def missing_for_exam(self, record: TrainingRecord, *, as_of: datetime) -> Bilingual | None:
        done = all(
            record.has_read(lesson)
            and all((last := record.last_answer(q)) is not None and last.given.right for q in quiz)
            for lesson, quiz in QUIZ.items()
        )
        held = any(drill.held is not None and drill.held.passed for drill in record.drills)
        return None if done and held else NOT_LEARNT

    def draw_paper(self, *, seed: int) -> Paper:
        return Paper(
            "v1", (PaperPart("", "echo", "easy", seed + 1), PaperPart("", "echo", "easy", seed + 2)), EXAM
        )

    def judge_exam(self, exam: Exam) -> Verdict:
        talks = [self.judge_drill(talk).total for talk in exam.talks]
        right = [self.is_right(one.question_id, frozenset(one.ticked)) for one in exam.answers]
        quiz = 100 * sum(right) // len(exam.question_ids)
        total = (sum(talks) + quiz) // (len(talks) + 1)
        marks = tuple(Mark(talk.talk_id, points, 100) for talk, points in zip(exam.talks, talks, strict=True))
        return Verdict(total, total >= 60, (*marks, Mark("quiz", quiz, 100)), ())

    def licence_terms(self) -> LicenceTerms:
        return LicenceTerms(valid_days=365, renew_within_days=60)

    def retake(self, record: TrainingRecord, *, as_of: datetime) -> Retake | None:
        judged = [exam for exam in record.exams if exam.judged is not None]
        if not judged or judged[-1].passed or judged[-1].judged_at is None:
            return None
        opens_at = judged[-1].judged_at + timedelta(days=1)
        return Retake(opens_at, TOMORROW) if as_of < opens_at else None
