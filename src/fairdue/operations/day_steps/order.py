"""Which steps the end of a day has, and in which order. The page, the command and the runner read this list.

Room: operations. Claims come first: one that is confirmed ends its hold, and a promise is judged on the same money.
Money is proved before any file leaves, and the report comes last.
"""

from __future__ import annotations

from fairdue.operations.day_steps import (
    day_report,
    feedback_files,
    judge_claims,
    judge_plans,
    judge_promises,
    ledger_proof,
    matters,
    measures_snapshot,
    return_due,
    review_calls,
    settle,
)
from fairdue.operations.day_steps.step import DayStep

STEPS: tuple[DayStep, ...] = (
    judge_claims.STEP,
    judge_promises.STEP,
    judge_plans.STEP,
    settle.STEP,
    return_due.STEP,
    matters.STEP,
    review_calls.STEP,
    ledger_proof.STEP,
    measures_snapshot.STEP,
    feedback_files.STEP,
    day_report.STEP,
)


def step_named(name: str) -> DayStep | None:
    """The step of a name; None for one that an older version had."""
    return next((step for step in STEPS if step.name == name), None)
