"""The step ``day_report``: what every step before it counted and made, as one JSON file in the outbox.

Room: operations. It holds numbers and digests, no person and no time of the clock: the same day gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.step import Day, DayStep, Progress

NAME = "day-report.json"


def _run(day: Day, progress: Progress) -> None:
    report = {
        "run": day.run.run_id,
        "date": day.on.isoformat(),
        "as_of": day.as_of.isoformat(),
        "version": day.run.version,
        "steps": [
            {"step": step.step, "counts": dict(sorted(step.counts.items())), "digest": step.digest}
            for step in day.before()
        ],
    }
    content = (json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    day.house.back_office.outbox.put(folder=day.folder, name=NAME, content=content)
    progress.set_once("steps", len(report["steps"]))
    progress.made(hashlib.sha256(content).hexdigest())


STEP = DayStep("day_report", Bilingual("日终报告", "Report of the day"), _run)
