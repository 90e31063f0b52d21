"""The step ``settle``: a case on which nothing is owed any more is closed as settled (结清), and its promises with it.

Room: operations.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress
from fairdue.operations.follow_up import AFTER_THE_END, look_at_settlement


def _run(day: Day, progress: Progress) -> None:
    due = day.house.book.iterate_due(on=day.on)
    judge_cases(day, progress, cases=due, look=look_at_settlement, then=AFTER_THE_END)


STEP = DayStep("settle", Bilingual("结清", "Settle what is paid"), _run, judging=True)
