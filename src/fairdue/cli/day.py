"""``fairdue end-of-day``: judging what fell due.

Room: cli.
"""

from __future__ import annotations

import json as json_text
from datetime import datetime, time

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, open_house
from fairdue.foundation.civil import CHINA, DateUnreadable, read_date
from fairdue.operations.end_of_day import end_of_day


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
