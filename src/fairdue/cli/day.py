"""``fairdue end-of-day`` and ``fairdue runs``: closing a day, and what closing did.

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Sequence
from datetime import date as civil_day
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, DateUnreadable, civil_date, read_date
from fairdue.operations.day_run import DayNotClosable, close_days
from fairdue.operations.day_steps.order import step_named
from fairdue.operations.day_steps.step import StepFailed
from fairdue.operations.feedback_files import TotalsDoNotTie
from fairdue.operations.run_ports import RunRecord, RunUnderWay, StepRecord

NOT_PERMITTED = 3


@app.command(name="end-of-day")
def close_day(
    *,
    date: str | None = None,
    again: bool = False,
    skip_missed: bool = False,
    wait: float = 0,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Close a day: judge what is due, return what expired, prove the money, write each creditor's file.

    Meant for cron. Safe to run twice, or after a crash at any step; days that were missed are closed first.

    Parameters
    ----------
    date
        The day to close, like 2026-03-02; the business date otherwise.
    again
        Make another round of a closed day, with files anew; before the last closed day nothing is judged anew.
    skip_missed
        Close this day alone and leave the days out that nobody closed.
    wait
        How many seconds to wait for another run that is under way; it is refused otherwise.
    json
        Print the whole record of each run, one JSON object a line.
    """
    house = open_house()
    day = civil_date(house.now()) if date is None else _day(date)
    try:
        closed = close_days(
            house,
            on=day,
            actor="end-of-day",
            again=again,
            skip_missed=skip_missed,
            wait_s=wait,
            tell=_tell,
        )
    except DayNotClosable as error:
        raise ExpectedFailure(f"--date: {error.said.in_language(language())}", code=2) from error
    except RunUnderWay as error:
        raise ExpectedFailure(str(error), code=4) from error
    except (StepFailed, TotalsDoNotTie) as error:
        raise ExpectedFailure(str(error)) from error
    if json:
        for run in closed.runs:
            print(json_text.dumps(run_record(run), ensure_ascii=False))
        return _code(closed.runs)
    if closed.nothing_new:
        print(
            Bilingual("没有新内容：该日已日终", "nothing new: the day is closed").in_language(language()),
            file=sys.stderr,
        )
    recorded: dict[str, int] = {}
    for run in closed.runs:
        for name, number in recorded_in(run).items():
            recorded[name] = recorded.get(name, 0) + number
    summary = {"date": day.isoformat(), "runs": [run.run_id for run in closed.runs], "recorded": recorded}
    print(json_text.dumps(summary, ensure_ascii=False))
    return _code(closed.runs)


@app.command
def runs(*, limit: int = 10, json: Annotated[bool, Parameter(name="--json")] = False) -> int:
    """List the latest runs of the end of a day, each step with its state and what it counted.

    Parameters
    ----------
    limit
        How many runs.
    json
        Print one JSON object a line.
    """
    house = open_house()
    for run in house.back_office.runs.recent(limit):
        if json:
            print(json_text.dumps(run_record(run), ensure_ascii=False))
            continue
        ended = (
            "…" if run.finished_at is None else run.finished_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        )
        print(f"{run.run_id}  {ended}  v{run.version}")
        for step in run.steps:
            print(_step_line(step))
    return 0


def run_record(run: RunRecord) -> dict[str, object]:
    """A run as JSON."""
    return {
        "run": run.run_id,
        "date": run.on.isoformat(),
        "round": run.round,
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "steps": [
            {
                "step": step.step,
                "state": step.state.value,
                "counts": dict(sorted(step.counts.items())),
                "digest": step.digest,
                "note": step.note,
            }
            for step in run.steps
        ],
    }


def recorded_in(run: RunRecord) -> dict[str, int]:
    """What the judging steps of a run recorded, by kind of happening."""
    counted: dict[str, int] = {}
    for step in run.steps:
        known = step_named(step.step)
        if known is not None and known.judging:
            for name, number in step.counts.items():
                if name != "cases":
                    counted[name] = counted.get(name, 0) + number
    return counted


def _tell(run: RunRecord, step: StepRecord) -> None:
    if sys.stderr.isatty():
        print(f"{run.run_id}{_step_line(step)}", file=sys.stderr, flush=True)


def _step_line(step: StepRecord) -> str:
    known = step_named(step.step)
    title = step.step if known is None else known.title.in_language(language())
    counts = ", ".join(
        f"{name} {number:,}" for name, number in sorted(step.counts.items()) if "." not in name
    )
    return f"  {step.state.value:<9} {title}  {counts}" + (f"  ({step.note})" if step.note else "")


def _code(runs: Sequence[RunRecord]) -> int:
    """A file that the gate refused is no crash, and cron should hear of it."""
    refused = any(step.counts.get("refused") for run in runs for step in run.steps)
    return NOT_PERMITTED if refused else 0


def _day(text: str) -> civil_day:
    try:
        return read_date(text)
    except DateUnreadable as error:
        raise ExpectedFailure(f"--date: {error}; write it like 2026-03-02", code=2) from error
