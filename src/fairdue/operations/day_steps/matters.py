"""The step ``matters``: how many complaints, disputes, hardships and claims are open, how many are late, and how old the oldest is.

Room: operations. It judges nothing: a matter is closed by a person.
"""

from __future__ import annotations

from fairdue.feedback.returning import open_matters
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.step import Day, DayStep, Progress
from fairdue.operations.matters import dues_of_case


def _run(day: Day, progress: Progress) -> None:
    counts: dict[str, int] = {}
    for case in day.house.book.iterate(until=day.as_of):
        for due in dues_of_case(day.house, case, as_of=day.as_of):
            if due.clock.days_late:
                counts["late"] = counts.get("late", 0) + 1
        if not case.is_open:
            continue
        for matter in open_matters(case):
            kind = matter.kind.value
            counts[kind] = counts.get(kind, 0) + 1
            oldest = f"{kind}_oldest_days"
            counts[oldest] = max(counts.get(oldest, 0), (day.on - matter.since_on).days)
    for name in sorted(counts):
        progress.set_once(name, counts[name])
        progress.made(f"{name}={counts[name]}")


STEP = DayStep("matters", Bilingual("未结事项盘点", "Open matters counted"), _run)
