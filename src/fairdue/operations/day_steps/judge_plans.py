"""The step ``judge_plans``: plans that are due are judged by the followup room.

Room: operations.
"""

from __future__ import annotations

from fairdue.followup.arrangement_watch import watch_arrangements
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress


def _run(day: Day, progress: Progress) -> None:
    judge_cases(
        day,
        progress,
        cases=day.house.book.iterate_due(on=day.on),
        look=lambda case, on: watch_arrangements(case=case, as_of_on=on),
    )


STEP = DayStep("judge_plans", Bilingual("判定分期", "Plans against their days"), _run, judging=True)
