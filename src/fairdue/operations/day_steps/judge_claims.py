"""The step ``judge_claims``: claims that are due are judged by the followup room, by the terms of each case's creditor.

Room: operations.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress
from fairdue.operations.follow_up import look_at_claims


def _run(day: Day, progress: Progress) -> None:
    judge_cases(day, progress, cases=day.house.book.iterate_due(on=day.on), look=look_at_claims)


STEP = DayStep(
    "judge_claims", Bilingual("核对声称已还", "Claims against the creditor's files"), _run, judging=True
)
