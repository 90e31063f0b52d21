"""Every measure over a made-up year, beside DuckDB on the SQL that was written from the glossary.

    PYTHONPATH=src:tests python benchmarks/measures/run.py --size 100000

Prints the machine, the sizes, seconds of wall and processor and the peak memory of each side, and compares numerator,
denominator, every part and every median, exactly. Exits with 1 when one of them differs.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from engines.recomputed import opened, recompute
from fairdue.feedback.case_record import CaseRecord, record_of
from fairdue.feedback.measure_dictionary import MeasureId, Shape, measure_dictionary
from fairdue.feedback.measure_figures import FigureSums
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureValue, compute_measures
from fairdue.practice.year import YearCase, made_up_year
from fairdue.practice.year_tables import write_year

PERIODS = {
    "the year": (date(2025, 1, 1), date(2026, 1, 1), date(2025, 12, 31)),
    "June as known in June": (date(2025, 6, 1), date(2025, 7, 1), date(2025, 6, 30)),
}


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long something took and how much memory the process has held at most so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<58} {wall:7.1f} s wall {cpu:7.1f} s CPU {peak:8.0f} MB peak so far", flush=True)


def differences(ours: MeasureValue, parts: dict[str, tuple[int, int]], middle: object) -> list[str]:
    """Where a measure and its recomputation are not the same."""
    entry = measure_dictionary()[ours.measure_id]
    found = []
    if entry.shape is Shape.NUMBER or ours.measure_id is MeasureId.ROLL_CUMULATIVE:
        theirs = parts[""] if ours.denominator or ours.measure_id is not MeasureId.ROLL_CUMULATIVE else (0, 0)
        if (ours.numerator, ours.denominator) != theirs:
            found.append(f"{ours.numerator}/{ours.denominator} and not {theirs[0]}/{theirs[1]}")
    else:
        mine = {one.part: (one.numerator, one.denominator) for one in ours.parts}
        for part in sorted(mine.keys() | parts.keys()):
            if mine.get(part, (0, 0)) != parts.get(part, (0, 0)):
                found.append(f"{part}: {mine.get(part)} and not {parts.get(part)}")
    if (ours.spread.median if ours.spread else None) != middle:
        found.append(f"median {ours.spread and ours.spread.median} and not {middle}")
    return found


def main() -> int:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=2025)
    chosen = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, "
          f"DuckDB {duckdb.__version__}; {chosen.size:,} cases, seed {chosen.seed}")  # fmt: skip
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        cases: list[YearCase] = []
        with timed("the year made up and its raw events written as CSV"):
            cases.extend(write_year(made_up_year(seed=chosen.seed, size=chosen.size), Path(scratch)))
        print(f"{sum(len(case.events) for case in cases):,} events")
        inspected = dict(one for case in cases for one in case.inspected)
        with timed("DuckDB: the tables loaded"):
            base = opened(Path(scratch))
        for name, (period_from, period_until, as_of_on) in PERIODS.items():
            span = MeasureSpan.of(period_from=period_from, period_until=period_until, as_of_on=as_of_on)
            figures = FigureSums(span)

            def records(span: MeasureSpan = span, figures: FigureSums = figures) -> Iterator[CaseRecord]:
                for case in cases:
                    record = record_of(case.events, as_of_on=span.as_of_on)
                    if record is not None:
                        figures.add(record)
                        yield record

            with timed(f"{name}: {len(MeasureId)} measures and the figures, in one pass"):
                values = compute_measures(records=records(), span=span, inspected=inspected)
            with timed(f"{name}: the same by DuckDB"):
                theirs = recompute(
                    base, period_from=period_from, period_until=period_until, as_of_on=as_of_on
                )
            compared = rows = 0
            for value in values:
                if measure_dictionary()[value.measure_id].no_value is not None:
                    continue
                other = theirs[value.measure_id.value]
                compared, rows = compared + 1, rows + value.row_count
                for what in differences(value, other.parts, other.middle):
                    wrong += 1
                    print(f"  DIFFERS {value.measure_id.value}: {what}")
            for figure, drawn in (
                ("funnel", figures.figures().funnel),
                ("roll_matrix", figures.figures().matrix),
                ("hour_heat", figures.figures().heat),
            ):
                compared += 1
                mine = {one.part: (one.numerator, one.denominator) for one in drawn}
                if {k: v for k, v in mine.items() if v != (0, 0)} != {
                    k: v for k, v in theirs[figure].parts.items() if v != (0, 0)
                }:
                    wrong += 1
                    print(f"  DIFFERS {figure}")
            print(
                f"{name}: {compared} compared, made of {rows:,} rows; {'all equal' if not wrong else f'{wrong} differ'}",
                flush=True,
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
