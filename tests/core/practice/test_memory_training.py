"""The book of training in memory: all or nothing, one writer, and a chain that shows what was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fairdue.casefile.training_log import TrainingLogBroken, TrainingRecord, replay_training, seal_training
from fairdue.casefile.training_record import (
    DrillAssigned,
    DrillHeld,
    DrillOpened,
    ExamJudged,
    ExamOpened,
    LessonRead,
    PaperPart,
    QuestionAnswered,
    QuizAnswered,
    SpokenLine,
    TalkEnded,
    TrainingHappening,
    WordsSaid,
)
from fairdue.foundation.civil import CHINA
from fairdue.operations.ports import ConcurrentChange
from fairdue.practice.memory_journal import Journal
from fairdue.practice.memory_training import MemoryTrainingBook

AT = datetime(2026, 3, 2, 10, tzinfo=CHINA)
HELLO = SpokenLine("debtor", "喂")


def rows(*happened: TrainingHappening) -> list[object]:
    kept, record = [], TrainingRecord("t")
    for number, one in enumerate(happened):
        row = seal_training(record, at=AT + timedelta(minutes=number), actor="t", happened=one)
        kept.append(row)
        record = replay_training("t", kept)
    return kept  # type: ignore[return-value]


STORY = (
    LessonRead("a"),
    QuizAnswered("a", "a.1", ("x",), right=False),
    QuizAnswered("a", "a.1", ("y",), right=True),
    DrillAssigned("as4", "forgot_bill", "easy", "because"),
    DrillOpened("dr5", "forgot_bill", "easy", 7, "as4", "a", (HELLO,)),
    WordsSaid("dr5", "您好", (SpokenLine("debtor", "你好"),)),
    TalkEnded("dr5"),
    DrillHeld("dr5", 81, True, (), ("C07",)),
    ExamOpened("ex9", 3, "v", (PaperPart("ex9-1", "forgot_bill", "easy", 4),), (), ("a.1",)),
    QuestionAnswered("ex9", "a.1", ("y",)),
    QuestionAnswered("ex9", "a.1", ("x",)),
    ExamJudged("ex9", 90, True, (), ()),
)


def test_a_log_folds_into_where_somebody_stands() -> None:
    record = replay_training("t", rows(*STORY))  # type: ignore[arg-type]
    assert record.has_read("a") and not record.has_read("b")
    last = record.last_answer("a.1")
    assert last is not None and last.given.right and last.at == AT + timedelta(minutes=2)
    (drill,) = record.drills
    assert [line.text for line in drill.talk.lines] == ["喂", "您好", "你好"]
    assert (drill.talk.ended, drill.is_open, drill.lesson_id) == (True, False, "a")
    assert record.assignments[0].mended and record.open_assignments == ()
    (exam,) = record.exams
    assert exam.passed and not exam.is_open
    assert [one.ticked for one in exam.answers] == [("y",)], "the first answer stands"
    assert (record.seq, exam.judged_hash) == (12, record.head_hash)


@pytest.mark.parametrize("place", range(len(STORY)))
def test_whatever_is_changed_removed_or_moved_breaks_the_chain(place: int) -> None:
    kept = rows(*STORY)
    changed = replace(kept[place], actor="somebody")  # type: ignore[type-var]
    with pytest.raises(TrainingLogBroken):
        replay_training("t", [*kept[:place], changed, *kept[place + 1 :]])  # type: ignore[list-item]
    if place < len(kept) - 1:
        with pytest.raises(TrainingLogBroken):
            replay_training("t", [*kept[:place], *kept[place + 1 :]])  # type: ignore[list-item]
    with pytest.raises(TrainingLogBroken):
        replay_training("other", kept)  # type: ignore[arg-type]


def test_a_kind_from_a_newer_version_is_told_as_such() -> None:
    (row,) = rows(LessonRead("a"))
    with pytest.raises(TrainingLogBroken, match="upgrade"):
        replay_training("t", [replace(row, kind="LessonSung")])  # type: ignore[type-var]


def test_what_a_failed_transaction_wrote_is_gone_and_a_lock_needs_one() -> None:
    journal = Journal()
    book = MemoryTrainingBook(journal)
    with pytest.raises(ZeroDivisionError), journal.transaction():
        book.lock("t")
        book.append(book.load("t"), [LessonRead("a"), LessonRead("b")], at=AT, actor="t")
        raise ZeroDivisionError
    assert book.load("t").seq == 0 and book.trainees() == []
    with pytest.raises(RuntimeError, match="inside"):
        book.lock("t")
    stale = book.load("t")
    book.append(stale, [LessonRead("a")], at=AT, actor="t")
    with pytest.raises(ConcurrentChange):
        book.append(stale, [LessonRead("b")], at=AT, actor="t")
    assert book.trainees() == ["t"]
