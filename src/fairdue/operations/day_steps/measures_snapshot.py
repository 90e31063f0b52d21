"""The step ``measures_snapshot``: the measures of the month so far, as numerators and denominators.

Room: operations. What a measure was at the end of a day is kept here, whatever is posted or corrected later.
"""

from __future__ import annotations

from datetime import timedelta

from fairdue.feedback.measure_span import MeasureSpan
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.step import Day, DayStep, Progress
from fairdue.operations.measuring import measure


def _run(day: Day, progress: Progress) -> None:
    span = MeasureSpan.of(
        period_from=day.on.replace(day=1), period_until=day.on + timedelta(days=1), as_of_on=day.on
    )
    values = measure(day.house, span=span).values
    for value in values:
        name = value.measure_id.value
        progress.set_once(f"{name}.numerator", value.numerator)
        progress.set_once(f"{name}.denominator", value.denominator)
        progress.made(f"{name}={value.numerator}/{value.denominator}")


STEP = DayStep("measures_snapshot", Bilingual("指标快照", "Measures of the month so far"), _run)
