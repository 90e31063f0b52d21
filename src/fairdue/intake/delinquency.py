"""How long a case has been overdue: stated days, days by the dates, periods and bucket, held together.

Room: intake. The dates decide; what the file states beside them is compared and warned about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fairdue.casefile.bucket import BUCKETS, bucket_of_days
from fairdue.foundation.problem import Problem
from fairdue.intake.ageing import AgeingAmbiguous, read_ageing
from fairdue.intake.cell import Cells
from fairdue.intake.row_reading import TableReading

_DAYS_TOLERANCE = 1
"""Creditors count the first day or not."""
_BUCKET_TOLERANCE = 1
"""Cards age by billing cycles, which are up to a month off the calendar."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """Days stated by the file, days that hold, unpaid periods, bucket ``M0`` to ``M7``."""

    stated_days: int | None
    days: int | None
    periods: int | None
    bucket: str | None


def judge_ageing(
    reading: TableReading,
    cells: Cells,
    line: int,
    overdue_on: date | None,
    placed_on: date,
    warnings: list[Problem],
) -> Ageing:
    """Read the ageing columns of a row and compare them with the dates."""
    stated = days = reading.optional_number(cells, "overdue_days_stated", line, warnings)
    if overdue_on is not None:
        days = (placed_on - overdue_on).days
        if stated is not None and abs(stated - days) > _DAYS_TOLERANCE:
            found = reading.found("dpd_disagrees_with_date_warning", line, "overdue_days_stated")
            warnings.append(found)
    periods = reading.optional_number(cells, "overdue_periods", line, warnings)
    counted = None if days is None else bucket_of_days(days)
    bucket = _bucket(reading, cells, line, warnings)
    if bucket is None:
        return Ageing(stated, days, periods, counted)
    step = BUCKETS.index(bucket)
    if counted is not None and abs(step - BUCKETS.index(counted)) > _BUCKET_TOLERANCE:
        warnings.append(reading.found("bucket_disagrees_warning", line, "bucket"))
    return Ageing(stated, days, step if periods is None else periods, bucket)


def _bucket(reading: TableReading, cells: Cells, line: int, warnings: list[Problem]) -> str | None:
    text = reading.text(reading.cell(cells, "bucket"))
    if text is None:
        return None
    try:
        return read_ageing(text)
    except AgeingAmbiguous:
        warnings.append(reading.found("bucket_ambiguous_warning", line, "bucket"))
        return None
