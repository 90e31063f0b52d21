"""After a failed exam: the ground opens the next one by the exam's own rule, and a rehearsed call mends nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from fairdue.casefile.training_log import Answer, Drill, Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import DrillHeld, ExamJudged, QuizAnswered
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.practice.exam_paper import licence_exam
from fairdue.practice.exam_retake import Attempt, may_sit
from fairdue.practice.training_ground import PracticeGround

AT = datetime(2026, 3, 2, 10, 20, tzinfo=CHINA)
DAY = timedelta(days=1)
GROUND = PracticeGround()


def failed(times: int) -> tuple[Exam, ...]:
    """So many exams that were handed in empty, a day apart."""
    paper = GROUND.draw_paper(seed=3)
    return tuple(
        Exam(
            exam_id=f"ex{number}",
            seed=3,
            version=paper.version,
            opened_at=AT + number * DAY,
            talks=(),
            question_ids=paper.question_ids,
            judged=ExamJudged(f"ex{number}", 0, False, (), ()),
            judged_at=AT + number * DAY,
        )
        for number in range(times)
    )


def test_the_ground_opens_the_next_exam_on_the_day_that_the_exam_itself_names() -> None:
    for times in range(1, len(licence_exam().wait_days)):
        exams = failed(times)
        last = exams[-1].judged_at
        assert last is not None
        by_the_exam = may_sit([Attempt(one.judged_at or AT, passed=False) for one in exams], as_of=last)
        assert by_the_exam.opens_at is not None
        record = TrainingRecord("trainee", exams=exams)
        waits = GROUND.retake(record, as_of=last)
        assert waits is not None and waits.opens_at == by_the_exam.opens_at and waits.why == by_the_exam.says
        opens_on = datetime.combine(civil_date(by_the_exam.opens_at), datetime.min.time(), CHINA)
        assert GROUND.retake(record, as_of=opens_on - timedelta(seconds=1)) is not None
        assert GROUND.retake(record, as_of=opens_on) is None, "a wait ends with its day"


def mended(record: TrainingRecord, *, seed_chosen: bool, at: datetime) -> TrainingRecord:
    """Every question that was wrong answered rightly, and one practice call passed."""
    answers = tuple(
        Answer(QuizAnswered("a", question, tuple(sorted(GROUND.question(question).right)), True), at)
        for question in record.exams[-1].question_ids
    )
    drill = Drill(
        KeptTalk("dr9", "forgot_bill", "easy", 1, at, ended=True),
        held=DrillHeld("dr9", 90, True, (), ()),
        held_at=at,
        seed_chosen=seed_chosen,
    )
    return TrainingRecord(record.trainee, answers=answers, drills=(drill,), exams=record.exams)


def test_after_three_failures_a_call_by_a_chosen_seed_does_not_stand_for_the_practice_call() -> None:
    record = TrainingRecord("trainee", exams=failed(licence_exam().refresher_after))
    late = AT + 40 * DAY
    waits = GROUND.retake(record, as_of=late)
    assert waits is not None and waits.opens_at is None, "it waits for learning and no longer for a day"
    assert GROUND.retake(mended(record, seed_chosen=True, at=late - DAY), as_of=late) is not None
    assert GROUND.retake(mended(record, seed_chosen=False, at=late - DAY), as_of=late) is None
