"""``fairdue diary`` and ``fairdue end-of-day``: what is due, and judging what fell due.

Room: cli.
"""

from __future__ import annotations

import json as json_text
from datetime import datetime, time
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.foundation.civil import CHINA, DateUnreadable, read_date
from fairdue.operations.end_of_day import end_of_day
from fairdue.operations.follow_up import diary as diary_lines


@app.command
def diary(*, collector: str | None = None, json: Annotated[bool, Parameter(name="--json")] = False) -> int:
    """List what is due on the open cases: promises, callbacks, claims, plans, returns.

    Parameters
    ----------
    collector
        Only this collector's cases and those nobody has.
    json
        Print one JSON object a line.
    """
    house = open_house()
    lang = language()
    for line in diary_lines(house, collector=collector, as_of=house.now()):
        entry = line.entry
        if json:
            record = {
                "case_id": entry.case_id,
                "case_no": line.case.account.case_no,
                "kind": entry.kind.value,
                "due_at": entry.due_at.isoformat(),
                "urgency": entry.urgency.value,
                "reason": entry.reason.in_language(lang),
            }
            print(json_text.dumps(record, ensure_ascii=False))
        else:
            due = entry.due_at.strftime("%Y-%m-%d %H:%M")
            print(
                f"{due}  {entry.urgency.value:8}  {line.case.account.case_no}  {entry.reason.in_language(lang)}"
            )
    return 0


@app.command(name="end-of-day")
def close_day(*, date: str | None = None) -> int:
    """Judge promises, claims and plans that are due; safe to run twice. Meant for cron.

    Parameters
    ----------
    date
        The day to close, like 2026-03-02; the business date otherwise.
    """
    house = open_house()
    as_of = house.now()
    if date is not None:
        try:
            day = read_date(date)
        except DateUnreadable as error:
            raise ExpectedFailure(f"--date: {error}; write it like 2026-03-02", code=2) from error
        if day > as_of.astimezone(CHINA).date():
            raise ExpectedFailure(
                "--date lies after the business date; a day is judged when it is over, and a verdict stays",
                code=2,
            )
        as_of = datetime.combine(day, time(23, 59), CHINA)
    run = end_of_day(house, as_of=as_of, actor="end-of-day")
    print(
        json_text.dumps(
            {"date": as_of.date().isoformat(), "cases": run.cases, "recorded": run.recorded},
            ensure_ascii=False,
        )
    )
    return 0
