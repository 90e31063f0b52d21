"""Measures over a year that lies in the tables: the same as in memory, by creditor too, on the database in use."""

from __future__ import annotations

from datetime import date

import pytest

from desk.lived_year import live_through
from fairdue.feedback.case_record import record_of
from fairdue.feedback.measure_figures import compute_figures
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureValue, compute_measures
from fairdue.operations.audit import audit
from fairdue.operations.measuring import measure, rows_behind
from fairdue.practice.year import made_up_year
from fairdue_desk import wiring

pytestmark = pytest.mark.django_db
SPAN = MeasureSpan.of(period_from=date(2025, 3, 1), period_until=date(2025, 7, 1), as_of_on=date(2025, 9, 30))


def numbers(values: tuple[MeasureValue, ...]) -> list[tuple[object, ...]]:
    return [(v.measure_id, v.numerator, v.denominator, v.row_count, v.parts, v.spread) for v in values]


def test_the_tables_give_the_numbers_of_the_logs_and_creditors_add_up() -> None:
    cases = live_through(made_up_year(seed=4, size=120))
    house = wiring.house()
    # The year is written as logs alone; nobody asked the gate, so no contact of it was counted.
    uncounted = "a contact of the log is gone from the rows that are counted"
    assert {finding.fault for finding in audit(house).findings} == {uncounted}
    records = [r for case in cases if (r := record_of(case.events, as_of_on=SPAN.as_of_on)) is not None]
    report = measure(house, span=SPAN)
    assert numbers(report.values) == numbers(compute_measures(records=records, span=SPAN))
    assert report.figures == compute_figures(records=records, span=SPAN)
    parts = [measure(house, span=SPAN, creditor=one) for one in house.book.creditors()]
    for value in report.values:
        several = [part.value(value.measure_id) for part in parts]
        if value.measure_id.value not in ("collected_per_collector", "roll_cumulative"):
            assert sum(one.numerator for one in several) == value.numerator, value.measure_id
            assert sum(one.denominator for one in several) == value.denominator, value.measure_id


def test_pages_of_rows_hold_each_row_once_and_the_sums_are_those_of_all() -> None:
    live_through(made_up_year(seed=5, size=60))
    house = wiring.house()
    for value in measure(house, span=SPAN).values:
        if not value.row_count or value.no_value is not None:
            continue
        pages = [
            rows_behind(house, measure_id=value.measure_id, span=SPAN, offset=offset, limit=50)
            for offset in range(0, min(value.row_count, 150), 50)
        ]
        assert all((p.numerator, p.denominator) == (value.numerator, value.denominator) for p in pages)
        rows = [row for page in pages for row in page.rows]
        assert len(rows) == min(value.row_count, 150)
    with pytest.raises(ValueError, match="offset from 0"):
        rows_behind(house, measure_id=value.measure_id, span=SPAN, offset=-1)
