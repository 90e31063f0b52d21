"""The step ``settle``: a case on which nothing is owed any more is closed as settled (结清).

Room: operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import Happening
from fairdue.feedback.closing import when_settled
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress


def _settled(case: CaseFile, on: date) -> Sequence[Happening]:
    closed = when_settled(case=case, as_of_on=on)
    return () if closed is None else (closed,)


def _run(day: Day, progress: Progress) -> None:
    judge_cases(day, progress, cases=day.house.book.iterate_due(on=day.on), look=_settled)


STEP = DayStep("settle", Bilingual("结清", "Settle what is paid"), _run, judging=True)
