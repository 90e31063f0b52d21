"""The step ``judge_claims``: claims that are due are judged by the followup room.

Room: operations.
"""

from __future__ import annotations

from fairdue.followup.claim_watch import match_claims
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.judging import judge_cases
from fairdue.operations.day_steps.step import Day, DayStep, Progress


def _run(day: Day, progress: Progress) -> None:
    judge_cases(
        day,
        progress,
        cases=day.house.book.iterate_due(on=day.on),
        look=lambda case, on: match_claims(case=case, as_of_on=on),
    )


STEP = DayStep(
    "judge_claims", Bilingual("核对声称已还", "Claims against the creditor's files"), _run, judging=True
)
