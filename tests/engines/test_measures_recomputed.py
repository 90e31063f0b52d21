"""Every measure equals an independent recomputation: SQL from the glossary over the raw events of a seeded year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from engines.recomputed import Recomputed, opened, recompute
from fairdue.feedback.case_record import CaseRecord, record_of
from fairdue.feedback.measure_dictionary import MeasureId, Shape, measure_dictionary
from fairdue.feedback.measure_figures import Figures, compute_figures
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureValue, compute_measures, measure_rows
from fairdue.foundation.ids import AttemptId
from fairdue.practice.year import YearCase, made_up_year
from fairdue.practice.year_tables import write_year

SIZE = 3_000
PERIODS = {
    "a year": (date(2025, 1, 1), date(2026, 1, 1), date(2025, 12, 31)),
    "a month": (date(2025, 6, 1), date(2025, 7, 1), date(2025, 12, 31)),
    "a month as it was known on its last day": (date(2025, 6, 1), date(2025, 7, 1), date(2025, 6, 30)),
    "a month under way": (date(2025, 9, 1), date(2025, 10, 1), date(2025, 9, 17)),
    "weeks across month ends": (date(2025, 3, 18), date(2025, 5, 9), date(2025, 8, 8)),
    "one day": (date(2025, 4, 30), date(2025, 5, 1), date(2025, 12, 31)),
    "nothing at all": (date(2023, 1, 1), date(2023, 2, 1), date(2025, 12, 31)),
}
COMPUTED = [one for one, entry in measure_dictionary().items() if entry.no_value is None]


@dataclass(frozen=True, slots=True)
class Year:
    cases: tuple[YearCase, ...]
    base: duckdb.DuckDBPyConnection
    inspected: dict[AttemptId, bool]

    def records(self, as_of_on: date) -> Iterator[CaseRecord]:
        for case in self.cases:
            record = record_of(case.events, as_of_on=as_of_on)
            if record is not None:
                yield record


@dataclass(frozen=True, slots=True)
class Both:
    """One period, reckoned on both sides."""

    span: MeasureSpan
    records: tuple[CaseRecord, ...]
    ours: dict[MeasureId, MeasureValue]
    figures: Figures
    theirs: dict[str, Recomputed]
    inspected: dict[AttemptId, bool]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder: Path = tmp_path_factory.mktemp("year")
    cases = tuple(write_year(made_up_year(seed=2025, size=SIZE), folder))
    return Year(cases, opened(folder), dict(one for case in cases for one in case.inspected))


@pytest.fixture(scope="module", params=PERIODS.values(), ids=PERIODS.keys())
def both(year: Year, request: pytest.FixtureRequest) -> Both:
    period_from, period_until, as_of_on = request.param
    span = MeasureSpan.of(period_from=period_from, period_until=period_until, as_of_on=as_of_on)
    records = tuple(year.records(as_of_on))
    values = compute_measures(records=records, span=span, inspected=year.inspected)
    return Both(
        span,
        records,
        {value.measure_id: value for value in values},
        compute_figures(records=records, span=span),
        recompute(year.base, period_from=period_from, period_until=period_until, as_of_on=as_of_on),
        year.inspected,
    )


def parts_of(value: MeasureValue) -> dict[str, tuple[int, int]]:
    return {part.part: (part.numerator, part.denominator) for part in value.parts}


def nonzero(parts: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {part: both for part, both in parts.items() if both != (0, 0)}


def test_every_computed_measure_has_its_sql_and_every_sql_its_measure(both: Both) -> None:
    assert {one.value for one in COMPUTED} | {
        "funnel",
        "roll_matrix",
        "hour_heat",
        "promise_calendar",
    } == set(both.theirs)


@pytest.mark.parametrize("measure_id", COMPUTED)
def test_a_measure_equals_its_recomputation_in_numerator_and_denominator(
    both: Both, measure_id: MeasureId
) -> None:
    ours, theirs = both.ours[measure_id], both.theirs[measure_id.value]
    if measure_dictionary()[measure_id].shape is Shape.NUMBER:
        assert (ours.numerator, ours.denominator) == theirs.parts[""]
    elif measure_id is MeasureId.ROLL_CUMULATIVE:
        assert (ours.numerator, ours.denominator) == (theirs.parts[""] if theirs.parts[""][1] else (0, 0))
    else:
        assert nonzero(parts_of(ours)) == nonzero(theirs.parts)
        if measure_dictionary()[measure_id].shape is Shape.PARTS:
            assert (ours.numerator, ours.denominator) == theirs.whole
    assert (ours.spread.median if ours.spread else None) == theirs.middle


@pytest.mark.parametrize("measure_id", COMPUTED)
def test_the_rows_behind_a_number_add_up_to_it(both: Both, measure_id: MeasureId) -> None:
    if measure_id is MeasureId.ROLL_CUMULATIVE:
        pytest.skip("a product; its rows are those of the roll rate")
    ours = both.ours[measure_id]
    sums: dict[str, list[int]] = {}
    count = 0
    for row in measure_rows(
        records=both.records, measure_id=measure_id, span=both.span, inspected=both.inspected
    ):
        part = sums.setdefault(row.part, [0, 0])
        part[0] += row.numerator
        part[1] += row.denominator
        count += 1
    assert count == ours.row_count
    if ours.parts:
        assert {part: tuple(two) for part, two in sums.items()} == parts_of(ours)
    else:
        assert tuple(sums.get("", [0, 0])) == (ours.numerator, ours.denominator)


def test_the_figures_equal_their_recomputation(both: Both) -> None:
    ours = both.figures
    for name, parts in (("funnel", ours.funnel), ("roll_matrix", ours.matrix), ("hour_heat", ours.heat)):
        found = {one.part: (one.numerator, one.denominator) for one in parts}
        assert nonzero(found) == nonzero(both.theirs[name].parts), name
    assert {day.day: (day.kept, day.made) for day in ours.calendar} == both.theirs["promise_calendar"].parts


def test_the_year_holds_the_corners_that_make_houses_differ(year: Year) -> None:
    kinds = [type(event.happened).__name__ for case in year.cases for event in case.events]
    for kind in ("CaseRestated", "CaseRecalled", "BalanceUpdated", "ComplaintClosed", "PaymentClaimed"):
        assert kinds.count(kind) >= 20, kind
    one = year.base.execute
    assert one(
        "SELECT count(*) FROM posted p JOIN placed USING (case_id) WHERE posted_on < placed_on"
    ).fetchall()[0][0]
    assert one("SELECT count(*) FROM started WHERE moment::TIME >= TIME '23:59:59'").fetchall()[0][0] > 5
    assert (
        one("SELECT count(*) FROM (SELECT case_id FROM promised GROUP BY 1 HAVING count(*) > 1)").fetchall()[
            0
        ][0]
        > 100
    )
    assert (
        one("SELECT count(*) FROM (SELECT promise_id FROM judged GROUP BY 1 HAVING count(*) > 1)").fetchall()[
            0
        ][0]
        > 20
    )
    assert one("SELECT count(*) FROM posted WHERE amount_fen < 0").fetchall()[0][0] > 20


def test_what_the_months_collected_adds_up_to_the_year(year: Year) -> None:
    as_of_on = date(2025, 12, 31)
    records = tuple(year.records(as_of_on))

    def collected(first: date, until: date) -> int:
        span = MeasureSpan.of(period_from=first, period_until=until, as_of_on=as_of_on)
        values = compute_measures(records=records, span=span)
        return next(v.numerator for v in values if v.measure_id is MeasureId.COMMISSION_BASE)

    starts = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    whole = collected(starts[0], starts[-1])
    assert whole > 0
    assert whole == sum(collected(first, until) for first, until in pairwise(starts))
