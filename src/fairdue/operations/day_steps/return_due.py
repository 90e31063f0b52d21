"""The step ``return_due``: cases whose placement term is over go back (退案), with what is open handed over.

Room: operations. The mandate ends with its term, so nothing is asked here; a case in a call stays until the call is
wrapped up and goes back the day after.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fairdue.casefile.case import CaseFile
from fairdue.casefile.case_return import CaseReturned, ReturnReason
from fairdue.casefile.happening import Happening
from fairdue.feedback.returning import propose_return
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress
from fairdue.operations.follow_up import AFTER_THE_END


def _expired(case: CaseFile, on: date) -> Sequence[Happening]:
    answer = propose_return(case=case, reason=ReturnReason.EXPIRED, as_of_on=on)
    return (answer,) if isinstance(answer, CaseReturned) else ()


def _run(day: Day, progress: Progress) -> None:
    ending = day.house.book.iterate_ending(on=day.on)
    judge_cases(day, progress, cases=ending, look=_expired, then=AFTER_THE_END)


STEP = DayStep("return_due", Bilingual("到期退案", "Cases whose term is over go back"), _run, judging=True)
