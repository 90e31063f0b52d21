"""The step ``judge_promises``: promises that are due are judged by the followup room.

Room: operations.
"""

from __future__ import annotations

from fairdue.followup.promise_watch import watch_promises
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress


def _run(day: Day, progress: Progress) -> None:
    judge_cases(
        day,
        progress,
        cases=day.house.book.iterate_due(on=day.on),
        look=lambda case, on: watch_promises(case=case, as_of_on=on),
    )


STEP = DayStep("judge_promises", Bilingual("判定承诺", "Promises against payments"), _run, judging=True)
