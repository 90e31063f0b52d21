"""Laws of civil time: every shape of a date reads to the same day, impossible days are told apart."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.civil import (
    CHINA,
    DateImpossible,
    DateUnreadable,
    Period,
    civil_date,
    read_date,
    require_aware,
)

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_every_shape_of_a_day_reads_the_same(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    serial = (day - date(1899, 12, 30)).days
    shapes: list[str | int | float | date] = [
        f"{y}-{m:02d}-{d:02d}",
        f"{y}-{m}-{d}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y}-{m:02d}-{d:02d} 23:59:59",
        f" {y}/{m}/{d} 8:05 ",
        serial,
        float(serial),
        serial + 0.75,
        str(serial),
        int(f"{y}{m:02d}{d:02d}"),
        day,
        datetime(y, m, d, 23, 59),
    ]
    assert {read_date(shape) for shape in shapes} == {day}


@pytest.mark.parametrize("cell", ["2026-02-30", "2026/13/1", "20260431", "2025年2月29日"])
def test_a_day_no_calendar_has_is_impossible(cell: str) -> None:
    with pytest.raises(DateImpossible):
        read_date(cell)


@pytest.mark.parametrize(
    "cell", ["", "上月", "26-1-5", "5/1/2026", "1", "123456", True, float("nan"), -5, "2026-01"]
)
def test_what_can_be_read_in_two_ways_or_none_is_unreadable(cell: str | float | bool) -> None:
    with pytest.raises(DateUnreadable) as caught:
        read_date(cell)
    assert not isinstance(caught.value, DateImpossible)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_unreadable(text: str) -> None:
    with contextlib.suppress(DateUnreadable):
        assert isinstance(read_date(text), date)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        require_aware(datetime(2026, 3, 2))


def test_the_civil_date_is_that_of_the_person() -> None:
    assert civil_date(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == date(2026, 3, 2)


@given(st.datetimes(timezones=st.just(CHINA)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_period_holds_its_start_and_not_its_end(start: datetime, length: timedelta) -> None:
    try:
        end = start + length
    except OverflowError:
        return
    period = Period(start, end)
    assert not period.covers(end)
    assert period.covers(start) == (start < end)
    assert Period(start, None).covers(end)
    if start < end:
        with pytest.raises(ValueError, match="before it starts"):
            Period(end, start)
