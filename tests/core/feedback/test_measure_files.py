"""Measures in words and in files: exact figures, no formula that runs, sums that are those of the number."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.feedback.case_record import record_of
from fairdue.feedback.measure_dictionary import MeasureId, MeasureUnit, measure_dictionary
from fairdue.feedback.measure_file import HEADERS, write_rows_csv, write_rows_xlsx
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measure_words import shown_bound, shown_value, two_places
from fairdue.feedback.measures import MeasureRow, compute_measures, measure_rows
from fairdue.practice.year import made_up_year

SPAN = MeasureSpan.of(
    period_from=date(2025, 5, 1), period_until=date(2025, 8, 1), as_of_on=date(2025, 12, 31)
)
RECORDS = [
    record
    for case in made_up_year(seed=3, size=150)
    if (record := record_of(case.events, as_of_on=SPAN.as_of_on)) is not None
]


def rows_of(measure_id: MeasureId) -> list[MeasureRow]:
    return list(measure_rows(records=RECORDS, measure_id=measure_id, span=SPAN))


@pytest.mark.parametrize(
    ("value", "unit", "zh"),
    [
        (Fraction(1, 3), MeasureUnit.RATIO, "33.33%"),
        (Fraction(5, 1000), MeasureUnit.RATIO, "0.50%"),
        (Fraction(-13, 100), MeasureUnit.DAYS, "-0.13 天"),
        (Fraction(1, 200), MeasureUnit.TIMES, "0.01 次"),
        (Fraction(119), MeasureUnit.MINUTES, "119.00 分钟"),
        (Fraction(120), MeasureUnit.MINUTES, "2.00 小时"),
        (Fraction(2880), MeasureUnit.MINUTES, "2.00 天"),
        (Fraction(12345, 10), MeasureUnit.FEN_EACH, "12.35 元"),
        (None, MeasureUnit.RATIO, "无值"),
    ],
)
def test_a_value_is_written_with_its_unit(value: Fraction | None, unit: MeasureUnit, zh: str) -> None:
    assert shown_value(value, unit).zh == zh


def test_the_bounds_of_a_distribution_are_read_as_times() -> None:
    assert shown_bound(240, 60, MeasureUnit.MINUTES).en == "≤ 4 h"
    assert shown_bound(None, 43200, MeasureUnit.MINUTES).en == "> 30 days"


@given(st.fractions(min_value=-10_000, max_value=10_000))
def test_rounding_is_never_off_by_more_than_half_a_hundredth(value: Fraction) -> None:
    assert abs(Fraction(two_places(value).replace(",", "")) - value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    "measure_id", [MeasureId.RECOVERY_AMOUNT, MeasureId.KEPT_RATIO_COUNT, MeasureId.COMMISSION_BASE]
)
def test_both_files_hold_every_row_and_the_sums_of_the_number(measure_id: MeasureId) -> None:
    rows = rows_of(measure_id)
    value = next(one for one in compute_measures(records=RECORDS, span=SPAN) if one.measure_id is measure_id)
    assert rows and value.row_count == len(rows)
    table = list(csv.reader(io.StringIO(write_rows_csv(rows=rows, language="zh").decode("utf-8-sig"))))
    assert table[0] == [header.zh for header in HEADERS]
    assert [sum(int(row[place]) for row in table[1:]) for place in (6, 7)] == [
        value.numerator,
        value.denominator,
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(
            write_rows_xlsx(
                definition=measure_dictionary()[measure_id],
                span=SPAN,
                rows=rows,
                language="en",
                created_on=SPAN.as_of_on,
            )
        )
    )
    last = [cell.value for cell in list(book.worksheets[1].rows)[-1]]
    scale = 100 if measure_id is not MeasureId.KEPT_RATIO_COUNT else 1
    assert last[0] == "total" and round(last[6] * scale) == value.numerator
    assert book.worksheets[0]["B2"].value == measure_dictionary()[measure_id].name.en


def test_a_case_number_that_looks_like_a_formula_stays_a_text() -> None:
    row = replace(rows_of(MeasureId.COVERAGE)[0], case_no="=1+1")
    assert b"'=1+1" in write_rows_csv(rows=[row], language="en")


def test_no_row_holds_anything_of_a_person() -> None:
    assert set(MeasureRow.__slots__) == {
        "case_id", "case_no", "creditor", "collector", "row_id", "on", "part", "numerator", "denominator"
    }  # fmt: skip


def test_calls_that_a_person_inspected_give_a_violation_rate_with_its_sample() -> None:
    calls = [
        call.attempt.attempt_id
        for record in RECORDS
        for call in record.calls
        if SPAN.holds(call.on)
        and call.attempt.connected
        and call.attempt.initiated_by == "agent"
        and call.attempt.channel == "phone"
    ]
    inspected = {attempt: place == 0 for place, attempt in enumerate(calls[:8])}

    def violations(seen: dict[object, bool]) -> Fraction | None:
        values = compute_measures(records=RECORDS, span=SPAN, inspected=seen)  # type: ignore[arg-type]
        return next(one.value for one in values if one.measure_id is MeasureId.VIOLATION_RATE)

    assert violations(dict(inspected)) == Fraction(1, 8)
    assert violations({}) is None
