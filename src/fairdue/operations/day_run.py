"""The end of a day (日终): named steps in order, each restartable, with a record of every run.

Room: operations. One process closes a day at a time. Days that were missed are closed first, in order. A day that is
closed is closed: running it again finds nothing new. ``again`` makes another round of it, with files and permits
of their own; where later days were closed since, it judges nothing anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from fairdue import __version__
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.operations.day_steps.order import STEPS
from fairdue.operations.day_steps.step import Day, DayStep, Progress, StepFailed
from fairdue.operations.house import House
from fairdue.operations.run_ports import RunRecord, StepRecord, StepState

LAST_MOMENT = time(23, 59)
MOST_MISSED_DAYS = 62


class DayNotClosable(ValueError):
    """The day cannot be closed as it was asked; the message says what to do."""

    def __init__(self, said: Bilingual) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True, slots=True)
class DaysClosed:
    """What one call did: the runs it made or finished, in order; none when there was nothing new."""

    asked_on: date
    runs: tuple[RunRecord, ...]

    @property
    def nothing_new(self) -> bool:
        """Was the day closed before?"""
        return not self.runs


def close_days(
    house: House,
    *,
    on: date,
    actor: str,
    again: bool = False,
    skip_missed: bool = False,
    wait_s: float = 0,
    steps: Sequence[DayStep] = STEPS,
    tell: Callable[[RunRecord, StepRecord], None] = lambda run, step: None,
) -> DaysClosed:
    """Close a day, after the days before it that nobody closed.

    ``tell`` hears of every step that ends. Raises DayNotClosable for a day to come, or one that lies before the last
    closed one or before every case, or too many missed days; RunUnderWay while another process closes a day; StepFailed, with the run kept
    as far as it came, when a step says that the day must not be closed.
    """
    if on > civil_date(house.now()):
        raise DayNotClosable(_TO_COME)
    runs = house.back_office.runs
    with runs.hold(owner=actor, wait_s=wait_s):
        last = runs.last_finished_on()
        if last is not None and on <= last:
            return _close_again(house, on, actor, last=last, again=again, steps=steps, tell=tell)
        if last is None and _lies_before_every_case(house, on):
            raise DayNotClosable(_BEFORE_EVERY_CASE)
        done: list[RunRecord] = []
        for day in _days_to_close(house, on, last, skip_missed=skip_missed):
            done.append(_close_one(house, day, actor, judges=True, steps=steps, tell=tell))
        return DaysClosed(on, tuple(done))


def _lies_before_every_case(house: House, on: date) -> bool:
    """Had no case come by that day? A slip in the year would else make every later day a missed one."""
    if not house.book.creditors():
        return False
    evening = datetime.combine(on, LAST_MOMENT, tzinfo=CHINA)
    return next(iter(house.book.iterate(until=evening)), None) is None


def _close_again(
    house: House,
    on: date,
    actor: str,
    *,
    last: date,
    again: bool,
    steps: Sequence[DayStep],
    tell: Callable[[RunRecord, StepRecord], None],
) -> DaysClosed:
    """A day that lies at or before the last closed one: nothing, or another round of it."""
    rounds = house.back_office.runs.of_day(on)
    unfinished = bool(rounds) and rounds[-1].finished_at is None
    if not again and not unfinished:
        if on < last:
            raise DayNotClosable(_before_last(last))
        return DaysClosed(on, ())
    run = _close_one(house, on, actor, judges=on == last, steps=steps, tell=tell)
    return DaysClosed(on, (run,))


def _days_to_close(house: House, on: date, last: date | None, *, skip_missed: bool) -> list[date]:
    unfinished = house.back_office.runs.first_unfinished_on()
    if last is not None:
        first = last + timedelta(days=1)
    elif unfinished is not None and unfinished < on:
        first = unfinished
    else:
        first = on
    if skip_missed:
        first = on
    missed = (on - first).days
    if missed > MOST_MISSED_DAYS:
        raise DayNotClosable(_too_many(missed))
    return [first + timedelta(days=number) for number in range(missed + 1)]


def _close_one(
    house: House,
    on: date,
    actor: str,
    *,
    judges: bool,
    steps: Sequence[DayStep],
    tell: Callable[[RunRecord, StepRecord], None],
) -> RunRecord:
    """Begin a run of a day, or take the one up whose process died, and bring it to its end."""
    runs = house.back_office.runs
    rounds = runs.of_day(on)
    if rounds and rounds[-1].finished_at is None:
        run = rounds[-1]
    else:
        number = len(rounds) + 1
        evening = datetime.combine(on, LAST_MOMENT, tzinfo=CHINA)
        run = RunRecord(
            run_id=f"{on.isoformat()}-{number}",
            on=on,
            round=number,
            # A day closed before it is over is judged as of now; what comes later that day is the next day's.
            as_of=min(evening, house.now()),
            version=__version__,
            actor=actor,
            started_at=house.now(),
        )
        with house.book.transaction():
            runs.begin(run)
    for place, step in enumerate(steps, 1):
        if judges or not step.judging:
            _run_step(house, run, place, step, actor=actor, judges=judges, tell=tell)
    with house.book.transaction():
        runs.finish(run.run_id, at=house.now())
    return runs.of_day(on)[-1]


def _run_step(
    house: House,
    run: RunRecord,
    place: int,
    step: DayStep,
    *,
    actor: str,
    judges: bool,
    tell: Callable[[RunRecord, StepRecord], None],
) -> None:
    runs = house.back_office.runs

    def steps_so_far() -> tuple[StepRecord, ...]:
        kept = next(one for one in runs.of_day(run.on) if one.run_id == run.run_id)
        return tuple(one for one in kept.steps if one.place < place)

    kept = next(one for one in runs.of_day(run.on) if one.run_id == run.run_id)
    record = next((one for one in kept.steps if one.step == step.name), None)
    if record is not None and record.state is StepState.FINISHED:
        return
    if record is None:
        record = StepRecord(run.run_id, place, step.name, StepState.RUNNING, house.now())
    else:
        record = replace(record, state=StepState.RUNNING, finished_at=None, note="")
    with house.book.transaction():
        runs.begin_step(record)
    progress = Progress(house, record)
    try:
        step.run(Day(house, run, actor, judges, steps_so_far), progress)
    except StepFailed as failed:
        ended = replace(progress.saved, state=StepState.FAILED, finished_at=house.now(), note=str(failed))
        with house.book.transaction():
            runs.end_step(ended)
        tell(run, ended)
        raise
    ended = replace(progress.record, state=StepState.FINISHED, finished_at=house.now())
    with house.book.transaction():
        runs.end_step(ended)
    tell(run, ended)


_TO_COME = Bilingual(
    "该日期晚于营业日；一天结束后才能日终，判定不再改变",
    "the date lies after the business date; a day is judged when it is over, and a verdict stays",
)


_BEFORE_EVERY_CASE = Bilingual(
    "该日期早于本机构的第一件案件；请核对年份，从第一件案件到来的那天起日终",
    "the date lies before the first case of this house; check the year, and begin with the day the first case came",
)


def _before_last(last: date) -> Bilingual:
    on = last.isoformat()
    return Bilingual(
        f"{on} 已日终，更早的日期已结；需要重出文件时加 --again（不会重新判定）",
        f"{on} is closed already, and so are the days before it; add --again to make files anew (nothing is judged anew)",
    )


def _too_many(missed: int) -> Bilingual:
    return Bilingual(
        f"有 {missed} 天未日终，超过 {MOST_MISSED_DAYS} 天；加 --skip-missed 只结该日，或由近及远分段补结",
        f"{missed} days were never closed, more than {MOST_MISSED_DAYS}; add --skip-missed to close this day alone, or close "
        "an earlier day first",
    )
