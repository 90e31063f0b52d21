"""The ground on which is practised: lessons, simulated customers, the scorecard and the exam, behind one port.

Room: practice. ``operations`` keeps what was said and answered; here it is replayed and judged. A call is judged from
the lines that were stored: where the customer of today would have answered otherwise, nothing is judged at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import Mark, PaperPart, SpokenLine
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.feedback.call import Speaker, Turn
from fairdue.feedback.scorecard import Scorecard
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
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
from fairdue.practice.curriculum import (
    Curriculum,
    DrillTried,
    Learnt,
    LessonStudied,
    Progress,
    QuestionTicked,
    progress,
)
from fairdue.practice.drill_counting import speaks_against
from fairdue.practice.exam import ExamResult, ReasonCode, judge_exam
from fairdue.practice.exam_paper import CallKind, ExamPaper, PaperCall, draw_paper, kind_of, licence_exam
from fairdue.practice.exam_retake import Attempt, may_sit
from fairdue.practice.judged_call import judge_call
from fairdue.practice.lesson import Lesson
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona import Level, Persona
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.policies import Policy, next_words
from fairdue.practice.question import Question
from fairdue.practice.repetition import DueItem, answers_of, answers_of_call, due_items
from fairdue.practice.simulated_party import Talk, open_talk, say
from fairdue.practice.wording_source import WordingRequest, WordingSource

_FULL = 100
QUIZ = "quiz"
"""The name of the mark for the questions of an exam; the others are those of its calls."""
_OF_THE_WHOLE = frozenset({ReasonCode.QUIZ_BELOW, ReasonCode.SAID_THE_SAME, ReasonCode.NOT_ANSWERED})


@dataclass(frozen=True, slots=True)
class PracticeGround:
    """``TrainingGround`` on the shipped lessons and personas, or on a curriculum of the caller's."""

    reader: Callable[[], Curriculum] = read_curriculum
    source: WordingSource | None = None
    """Who words what the customers of drills say; None, and in every exam: we do."""

    @property
    def rewords(self) -> bool:
        """Is there another source of wording?"""
        return self.source is not None

    @property
    def curriculum(self) -> Curriculum:
        """Read when it is first asked for: most commands open a house and teach nobody. Raises LessonFault."""
        return self.reader()

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

    def drill_of(self, lesson_id: str) -> LessonDrill:
        """As the lesson names them."""
        drill = self.lesson(lesson_id).drill
        return LessonDrill(tuple(drill.personas), drill.level.value)

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
        if talk.reworded and self.source is not None and not before.ended:
            after = say(replace(before, source=self.source), words)
        else:
            after = _said_in(talk, (*_words(talk), words))
        return Reply(_heard(after.turns[len(before.turns) :]), after.ended)

    def judge_drill(self, talk: KeptTalk, *, before: Sequence[KeptTalk] = ()) -> Verdict:
        """By the scorecard that judges real calls, and by whether one listened and spoke oneself."""
        return judged_drill(talk, before)

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

    def draw_paper(self, *, seed: int) -> Paper:
        """Draw from all questions of the lessons and all personas."""
        drawn = draw_paper(
            licence_exam(), questions=self.curriculum.questions(), personas=shipped_personas(), seed=seed
        )
        parts = tuple(PaperPart("", one.persona_id, one.level.value, one.seed) for one in drawn.calls)
        return Paper(_version(drawn.questions), parts, tuple(one.id for one in drawn.questions))

    def exam_result(self, exam: Exam) -> ExamResult:
        """Judge an exam from what was stored, whenever. Raises CustomerRewritten."""
        asked = self._questions(exam)
        paper = ExamPaper(licence_exam().exam_id, licence_exam().version, exam.seed, asked, _calls(exam))
        held = [replayed(talk).as_call() if talk.said else None for talk in exam.talks]
        answers = {one.question_id: frozenset(one.ticked) for one in exam.answers}
        return judge_exam(paper, answers, held, exam.judged_at or exam.opened_at)

    def judge_exam(self, exam: Exam) -> Verdict:
        """Every part must be passed; a mark for the questions and for each call."""
        result = self.exam_result(exam)
        marks = [Mark(QUIZ, result.quiz_right, result.quiz_asked)]
        mistakes: list[str] = []
        for talk, card in zip(exam.talks, result.cards, strict=True):
            marks.append(Mark(talk.talk_id, 0 if card is None else card.total, _FULL))
            mistakes += () if card is None else verdict_of(card).mistakes
        mistakes += [one.code.value for one in result.reasons if one.code in _OF_THE_WHOLE]
        return Verdict(result.total, result.passed, tuple(marks), tuple(dict.fromkeys(mistakes)))

    def licence_terms(self) -> LicenceTerms:
        """As the exam says it."""
        spec = licence_exam()
        return LicenceTerms(spec.valid_days, spec.renew_from_days)

    def retake(self, record: TrainingRecord, *, as_of: datetime) -> Retake | None:
        """By the failures in a row; whether a licence holds is no matter of this room. A wait ends with its day."""
        failed: list[Exam] = []
        for exam in record.exams:
            if exam.judged is not None:
                failed = [] if exam.passed else [*failed, exam]
        attempts = [Attempt(one.judged_at, passed=False) for one in failed if one.judged_at is not None]
        if not attempts:
            return None
        refreshed_at = self._refreshed_at(record, failed[-1])
        sitting = may_sit(attempts, as_of=as_of, refreshed_at=refreshed_at)
        if sitting.opens_at is not None and civil_date(as_of) >= civil_date(sitting.opens_at):
            sitting = may_sit(attempts, as_of=sitting.opens_at, refreshed_at=refreshed_at)
        return None if sitting.allowed else Retake(sitting.opens_at, sitting.says)

    def _refreshed_at(self, record: TrainingRecord, failed: Exam) -> datetime | None:
        """When the questions that were wrong in an exam were answered rightly since, and a practice call passed."""
        since = failed.judged_at
        if since is None:
            return None
        given = {one.question_id: frozenset(one.ticked) for one in failed.answers}
        try:
            asked = self._questions(failed)
        except CustomerRewritten:
            asked = ()
        wrong = {one.id for one in asked if not one.is_right(given.get(one.id, frozenset()))}
        again = {
            one.given.question_id: one.at for one in record.answers if one.given.right and one.at > since
        }
        passed = [
            one.held_at
            for one in record.drills
            if one.held is not None and one.held.passed and one.held_at is not None and one.held_at > since
            if not one.seed_chosen
        ]
        if not passed or not wrong <= again.keys():
            return None
        return max([*passed, *(again[one] for one in wrong)])

    def _questions(self, exam: Exam) -> tuple[Question, ...]:
        try:
            asked = tuple(self.question(question_id) for question_id in exam.question_ids)
        except UnknownTraining as error:
            raise CustomerRewritten("a question of this paper is asked no more") from error
        if _version(asked) != exam.version:
            raise CustomerRewritten("a question of this paper was rewritten")
        return asked


def progress_of(curriculum: Curriculum, record: TrainingRecord, *, as_of: datetime) -> Progress:
    """How far somebody is, from their log."""
    return progress(curriculum, learnt(record), as_of)


def learnt(record: TrainingRecord) -> Iterator[Learnt]:
    """What somebody did to learn, as the curriculum counts it."""
    for lesson_id, at in record.read:
        yield LessonStudied(lesson_id, at)
    for answer in record.answers:
        yield QuestionTicked(answer.given.question_id, frozenset(answer.given.ticked), answer.at)
    for drill in record.drills:
        if drill.held is not None and drill.held_at is not None and drill.lesson_id is not None:
            talk = drill.talk
            yield DrillTried(
                drill.lesson_id, talk.persona_id, Level(talk.level), drill.held.passed, drill.held_at
            )


def due_of(curriculum: Curriculum, record: TrainingRecord, *, as_of: datetime) -> tuple[DueItem, ...]:
    """What somebody got wrong and is to repeat today: questions of a quiz, classes of wording in their calls."""
    history = list(answers_of(curriculum, learnt(record)))
    known = frozenset(one.class_id for one in wording_classes())
    watched: set[str] = set()
    for drill in record.drills:
        if drill.held is not None and drill.held_at is not None:
            codes = known & frozenset(drill.held.mistakes)
            history += answers_of_call(codes, watched, civil_date(drill.held_at))
            watched |= codes
    return due_items(history, civil_date(as_of))


def replayed(talk: KeptTalk) -> Talk:
    """A stored practice call as the simulator's own value. Raises CustomerRewritten where they differ."""
    opened = _opened(talk)
    if _heard(opened.turns) != talk.opening:
        raise CustomerRewritten("the call opens otherwise than it did; begin it anew")
    words = _words(talk)
    for place, said in enumerate(talk.said):
        before, after = _said_in(talk, words[:place]), _said_in(talk, words[: place + 1])
        if _heard(after.turns[len(before.turns) :]) != said.replies:
            raise CustomerRewritten("the customer answers otherwise than they did; begin the call anew")
    return _said_in(talk, words)


def judged_drill(talk: KeptTalk, before: Sequence[KeptTalk]) -> Verdict:
    """A drill's verdict: what does not count stands among its mistakes, by code. Raises CustomerRewritten."""
    judged = judge_call(replayed(talk).as_call())
    verdict, words = verdict_of(judged.card), _words(talk)
    offered = [
        suggestion_of(replace(talk, said=talk.said[:place], ended=False)) for place in range(len(words))
    ]
    counted = []
    for one in before:
        with suppress(CustomerRewritten, UnknownTraining):  # who was rewritten since is compared with no more
            counted.append(replayed(one).as_call())
    against = speaks_against(judged, counted=counted, said=words, offered=offered)
    return replace(
        verdict,
        passed=verdict.passed and not against,
        mistakes=tuple(dict.fromkeys((*verdict.mistakes, *against))),
    )


def suggestion_of(talk: KeptTalk) -> str:
    """What the built-in good collector would say next; "" where it would say nothing more. Raises CustomerRewritten."""
    return next_words(Policy.GOOD, replayed(talk), seed=talk.seed) or ""


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
    return _said_in(talk, ())


def _said_in(talk: KeptTalk, words: tuple[str, ...]) -> Talk:
    """The stored call after these words, of which those that were said come first."""
    lines: tuple[str | None, ...] = ()
    if talk.reworded:
        lines = tuple(_line_of(one.replies) for one in talk.said[: len(words)])
        lines += (None,) * (len(words) - len(lines))
    return _said(talk.persona_id, talk.level, talk.seed, talk.opened_at, words, lines)


def _line_of(replies: Sequence[SpokenLine]) -> str | None:
    return next((one.text for one in replies if one.speaker != Speaker.SYSTEM.value), None)


@dataclass(frozen=True, slots=True)
class _AsStored:
    """The wording that was stored of one turn: held against meaning and facts again, like any other source's."""

    stored: str | None = field(repr=False)

    def line(self, request: WordingRequest) -> str | None:
        return self.stored


@lru_cache(maxsize=2_000)
def _said(
    persona_id: str,
    level: str,
    seed: int,
    at: datetime,
    words: tuple[str, ...],
    lines: tuple[str | None, ...] = (),
) -> Talk:
    """The talk after these words; each step is worked out once, since a page asks for all of them at every turn.

    ``lines`` are the customer's as they were stored, one for each own words, where another source may have worded them.
    """
    if not words:
        return open_talk(_persona(persona_id), level=_level(level), seed=seed, as_of=at)
    before = _said(persona_id, level, seed, at, words[:-1], lines[:-1])
    if before.ended:
        raise CustomerRewritten("the call is over sooner than it was; begin it anew")
    return say(replace(before, source=_AsStored(lines[-1]) if lines else None), words[-1])


def _heard(turns: Sequence[Turn]) -> tuple[SpokenLine, ...]:
    """What was heard: everything but the own words, which the log keeps as they were typed."""
    return tuple(SpokenLine(one.speaker.value, one.text) for one in turns if one.speaker is not Speaker.AGENT)


def _version(questions: Sequence[Question]) -> str:
    """Which exam, and a digest of what its questions ask and what is right: changed questions are another paper."""
    spec = licence_exam()
    asked = [
        (one.id, one.stem.zh, [(option.id, option.text.zh) for option in one.options], sorted(one.right))
        for one in questions
    ]
    digest = hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()
    return f"{spec.exam_id}.{spec.version}:{digest[:16]}"


def _calls(exam: Exam) -> tuple[PaperCall, ...]:
    """The calls of a stored paper. Which kind each is was settled when it was drawn, and judges nothing."""
    calls = []
    for talk in exam.talks:
        kind = kind_of(_persona(talk.persona_id)) or CallKind.ORDINARY
        calls.append(PaperCall(kind, talk.persona_id, _level(talk.level), talk.seed))
    return tuple(calls)
