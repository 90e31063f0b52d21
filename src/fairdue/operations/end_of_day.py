"""The judging at the end of a day, alone: what a rehearsal and a soak run day by day, without files and records.

Room: operations. A house closes its days with ``day_run``, whose steps judge the same cases by the same functions.
Each case is judged in a transaction of its own, so a crash loses at most the case under way, and a second run finds
what the first left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fairdue.foundation.civil import civil_date
from fairdue.operations.follow_up import watch_case
from fairdue.operations.house import House


@dataclass(frozen=True, slots=True)
class DayRun:
    """What one run looked at and recorded, by kind of happening."""

    cases: int
    recorded: dict[str, int] = field(default_factory=dict)


def end_of_day(house: House, *, as_of: datetime, actor: str) -> DayRun:
    """Judge every open case on which something is due by the day of ``as_of``."""
    due = [case.case_id for case in house.book.iterate_due(on=civil_date(as_of))]
    recorded: dict[str, int] = {}
    for case_id in due:
        for happened in watch_case(house, case_id=case_id, as_of=as_of, actor=actor):
            kind = type(happened).__name__
            recorded[kind] = recorded.get(kind, 0) + 1
    return DayRun(len(due), recorded)
