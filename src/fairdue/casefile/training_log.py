"""The log of somebody's training, sealed like a case's, and the state that is folded from it.

Room: casefile. One log a login. Each row's digest covers the row and the digest before it, so that a score that was
put right afterwards, in the database, does not fit any more. Reading is strict: a broken chain is an error, since a
licence rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from fairdue.casefile import training_record as t
from fairdue.casefile.chain import link_hash
from fairdue.casefile.codec import read_body, write_body
from fairdue.foundation.civil import CHINA, Period, require_aware


class TrainingLogBroken(ValueError):
    """A row of a training log was changed, removed or moved; the message says which one."""


@dataclass(frozen=True, slots=True)
class StoredTraining:
    """A row of a training log, exactly what its digest covers."""

    trainee: str
    seq: int
    kind: str
    at: str
    actor: str
    body: str = field(repr=False)
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class KeptTalk:
    """A practice call as it was stored: whom, the seed, the opening lines, and each own line with its answers.

    ``reworded``: another source may have put the answers into words.
    """

    talk_id: str
    persona_id: str
    level: str
    seed: int
    opened_at: datetime
    opening: tuple[t.SpokenLine, ...] = field(default=(), repr=False)
    said: tuple[t.WordsSaid, ...] = field(default=(), repr=False)
    ended: bool = False
    reworded: bool = False

    @property
    def lines(self) -> tuple[t.SpokenLine, ...]:
        """All lines in their order, own words as the agent's."""
        spoken = list(self.opening)
        for one in self.said:
            spoken += (t.SpokenLine("agent", one.words), *one.replies)
        return tuple(spoken)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question of a lesson, and when."""

    given: t.QuizAnswered
    at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """A drill that a trainer set. ``drill_id`` is the last drill held on it, ``mended`` whether one passed."""

    assigned: t.DrillAssigned
    by: str
    at: datetime
    drill_id: str | None = None
    mended: bool = False

    def is_tried_by(self, drill: Drill) -> bool:
        """Was this drill begun for it, after it was set, with its own customer at its own level?"""
        set_for, talk = self.assigned, drill.talk
        return (
            drill.assignment_id == set_for.assignment_id
            and (talk.persona_id, talk.level) == (set_for.persona_id, set_for.level)
            and talk.opened_at >= self.at
        )


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill: its call, and how it was judged once it was. One by a chosen ``seed`` proves nothing of whoever practises."""

    talk: KeptTalk
    assignment_id: str | None = None
    lesson_id: str | None = None
    held: t.DrillHeld | None = None
    held_at: datetime | None = None
    set_aside: bool = False
    seed_chosen: bool = False

    @property
    def is_open(self) -> bool:
        """May it still be continued?"""
        return self.held is None and not self.set_aside


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam: its paper, what was said and answered so far, and how it was judged once it was."""

    exam_id: str
    seed: int
    version: str
    opened_at: datetime
    talks: tuple[KeptTalk, ...]
    question_ids: tuple[str, ...]
    answers: tuple[t.QuestionAnswered, ...] = ()
    judged: t.ExamJudged | None = None
    judged_at: datetime | None = None
    judged_hash: str = ""
    set_aside: bool = False

    @property
    def is_open(self) -> bool:
        """Is it still being sat?"""
        return self.judged is None and not self.set_aside

    @property
    def passed(self) -> bool:
        """Was it judged, and passed?"""
        return self.judged is not None and self.judged.passed

    @property
    def answered(self) -> frozenset[str]:
        """The questions that have their answer."""
        return frozenset(one.question_id for one in self.answers)


@dataclass(frozen=True, slots=True)
class IssuedLicence:
    """A licence that an exam stated."""

    issued: t.LicenceIssued
    at: datetime

    @property
    def period(self) -> Period:
        """From when until when it was issued; whether it was withdrawn stands with the gate's statement."""
        return Period(self.issued.starts_at, self.issued.ends_at)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a licence was taken away, by whom and when."""

    withdrawn: t.LicenceWithdrawn
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """Where somebody stands. ``seq`` and ``head_hash`` are those of the last row, 0 and "" for none."""

    trainee: str
    seq: int = 0
    head_hash: str = ""
    signed_at: datetime | None = None
    read: tuple[tuple[str, datetime], ...] = ()
    answers: tuple[Answer, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    drills: tuple[Drill, ...] = ()
    exams: tuple[Exam, ...] = ()
    licences: tuple[IssuedLicence, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def open_drill(self) -> Drill | None:
        """The drill that is under way, if one is."""
        return next((one for one in reversed(self.drills) if one.is_open), None)

    @property
    def open_exam(self) -> Exam | None:
        """The exam that is under way, if one is."""
        return next((one for one in reversed(self.exams) if one.is_open), None)

    @property
    def open_assignments(self) -> tuple[Assignment, ...]:
        """What was set and is not mended yet, the oldest first."""
        return tuple(one for one in self.assignments if not one.mended)

    def has_read(self, lesson_id: str) -> bool:
        """Was this lesson read to its end?"""
        return any(read == lesson_id for read, _ in self.read)

    def last_answer(self, question_id: str) -> Answer | None:
        """The last answer to a question of a quiz; a right one counts however often it was wrong before."""
        given = [one for one in self.answers if one.given.question_id == question_id]
        return next((one for one in reversed(given) if one.given.right), given[-1] if given else None)

    def told_answer(self, question_id: str) -> Answer | None:
        """The last answer to a question, where it may be told: none of a paper that is being sat."""
        exam = self.open_exam
        return (
            None if exam is not None and question_id in exam.question_ids else self.last_answer(question_id)
        )

    def drill(self, drill_id: str) -> Drill | None:
        """One drill, or None."""
        return next((one for one in self.drills if one.talk.talk_id == drill_id), None)

    def exam(self, exam_id: str) -> Exam | None:
        """One exam, or None."""
        return next((one for one in self.exams if one.exam_id == exam_id), None)


def seal_training(
    record: TrainingRecord, *, at: datetime, actor: str, happened: t.TrainingHappening
) -> StoredTraining:
    """Write a happening as the next row of this record's log."""
    kind, body = type(happened).__name__, write_body(happened)
    moment = require_aware(at).astimezone(CHINA).isoformat(timespec="microseconds")
    seq = record.seq + 1
    sealed = link_hash(
        prev_hash=record.head_hash,
        case_id=f"training:{record.trainee}",
        seq=seq,
        kind=kind,
        at=moment,
        actor=actor,
        body=body,
    )
    return StoredTraining(record.trainee, seq, kind, moment, actor, body, record.head_hash, sealed)


def replay_training(trainee: str, rows: Iterable[StoredTraining]) -> TrainingRecord:
    """Fold a stored log into the state. Raises TrainingLogBroken for a row that does not fit its digest."""
    record = TrainingRecord(trainee)
    for row in rows:
        record = apply_training(record, row)
    return record


def apply_training(record: TrainingRecord, row: StoredTraining) -> TrainingRecord:
    """The state after one more row."""
    kind = t.TRAINING_HAPPENINGS.get(row.kind)
    if kind is None:
        raise TrainingLogBroken(
            f"row {row.seq} is of kind {row.kind}, which this version does not know; upgrade first"
        )
    sealed = link_hash(
        prev_hash=record.head_hash,
        case_id=f"training:{record.trainee}",
        seq=record.seq + 1,
        kind=row.kind,
        at=row.at,
        actor=row.actor,
        body=row.body,
    )
    if sealed != row.hash or row.seq != record.seq + 1:
        raise TrainingLogBroken(
            f"row {row.seq} of a training log does not fit its digest; restore it from a backup"
        )
    after = _folded(
        record, read_body(kind, row.body), at=datetime.fromisoformat(row.at), actor=row.actor, seal=row.hash
    )
    return replace(after, seq=row.seq, head_hash=row.hash)


def _folded(
    record: TrainingRecord, happened: t.TrainingHappening, *, at: datetime, actor: str, seal: str
) -> TrainingRecord:
    match happened:
        case t.SecrecySigned():
            return replace(record, signed_at=record.signed_at or at)
        case t.QuizAnswered():
            return replace(record, answers=(*record.answers, Answer(happened, at)))
        case t.LessonRead():
            return replace(record, read=(*record.read, (happened.lesson_id, at)))
        case t.DrillAssigned():
            return replace(record, assignments=(*record.assignments, Assignment(happened, actor, at)))
        case t.LicenceIssued():
            return replace(record, licences=(*record.licences, IssuedLicence(happened, at)))
        case t.LicenceWithdrawn():
            return replace(record, withdrawals=(*record.withdrawals, Withdrawal(happened, actor, at)))
        case t.WordsSaid() | t.TalkEnded():
            return _with_talk(record, happened)
        case t.DrillOpened() | t.DrillHeld() | t.DrillSetAside():
            return _with_drill(record, happened, at)
        case t.ExamOpened() | t.QuestionAnswered() | t.ExamJudged() | t.ExamSetAside():
            return _with_exam(record, happened, at, seal)
        case _:
            assert_never(happened)


def _with_talk(record: TrainingRecord, happened: t.WordsSaid | t.TalkEnded) -> TrainingRecord:
    def moved(talk: KeptTalk) -> KeptTalk:
        if talk.talk_id != happened.talk_id:
            return talk
        if isinstance(happened, t.TalkEnded):
            return replace(talk, ended=True)
        return replace(talk, said=(*talk.said, happened), ended=talk.ended or happened.ended)

    return replace(
        record,
        drills=tuple(replace(one, talk=moved(one.talk)) for one in record.drills),
        exams=tuple(replace(one, talks=tuple(map(moved, one.talks))) for one in record.exams),
    )


def _with_drill(
    record: TrainingRecord, happened: t.DrillOpened | t.DrillHeld | t.DrillSetAside, at: datetime
) -> TrainingRecord:
    if isinstance(happened, t.DrillOpened):
        talk = KeptTalk(
            happened.drill_id,
            happened.persona_id,
            happened.level,
            happened.seed,
            at,
            happened.opening,
            reworded=happened.reworded,
        )
        drill = Drill(talk, happened.assignment_id, happened.lesson_id, seed_chosen=happened.seed_chosen)
        return replace(record, drills=(*record.drills, drill))

    def moved(drill: Drill) -> Drill:
        if drill.talk.talk_id != happened.drill_id:
            return drill
        if isinstance(happened, t.DrillSetAside):
            return replace(drill, set_aside=True)
        return replace(drill, held=happened, held_at=at)

    drills = tuple(map(moved, record.drills))
    held = next((one for one in drills if one.talk.talk_id == happened.drill_id), None)

    def mended(one: Assignment) -> Assignment:
        if held is None or held.held is None or not one.is_tried_by(held):
            return one
        return replace(one, drill_id=held.talk.talk_id, mended=one.mended or held.held.passed)

    return replace(record, drills=drills, assignments=tuple(map(mended, record.assignments)))


def _with_exam(
    record: TrainingRecord,
    happened: t.ExamOpened | t.QuestionAnswered | t.ExamJudged | t.ExamSetAside,
    at: datetime,
    seal: str,
) -> TrainingRecord:
    if isinstance(happened, t.ExamOpened):
        heard = {one.talk_id: one.replies for one in happened.openings}
        talks = tuple(
            KeptTalk(part.talk_id, part.persona_id, part.level, part.seed, at, heard.get(part.talk_id, ()))
            for part in happened.parts
        )
        opened = Exam(happened.exam_id, happened.seed, happened.version, at, talks, happened.question_ids)
        return replace(record, exams=(*record.exams, opened))

    def moved(exam: Exam) -> Exam:
        if exam.exam_id != happened.exam_id:
            return exam
        match happened:
            case t.QuestionAnswered():
                return (
                    exam
                    if happened.question_id in exam.answered
                    else replace(exam, answers=(*exam.answers, happened))
                )
            case t.ExamJudged():
                return replace(exam, judged=happened, judged_at=at, judged_hash=seal)
            case t.ExamSetAside():
                return replace(exam, set_aside=True)

    return replace(record, exams=tuple(map(moved, record.exams)))
