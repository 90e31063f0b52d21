"""Lunar days, feasts and solar terms as customers name them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.civil import CHINA
from fairdue.understanding.lunar_year import LAST_OF_MONTH, lunar_day, new_year
from fairdue.understanding.spoken_date import Direction, read_spoken_date

JANUARY = datetime(2026, 1, 20, 10, tzinfo=CHINA)
AUGUST = datetime(2026, 8, 19, 10, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("腊月二十八", "2026-02-15"), ("大年三十", "2026-02-16"), ("除夕", "2026-02-16"), ("年廿八", "2026-02-15"),
        ("大年初三", "2026-02-19"), ("初八开工", "2026-02-24"), ("正月十五", "2026-03-03"), ("元宵节", "2026-03-03"),
        ("清明", "2026-04-05"), ("五月初五", "2026-06-19"), ("端午前", "2026-06-18"), ("中秋", "2026-09-25"),
        ("农历八月十五", "2026-09-25"), ("八月十五", "2026-09-25"), ("九月九重阳", "2026-10-18"), ("冬至", "2026-12-22"),
        ("立冬", "2026-11-07"), ("母亲节", "2026-05-10"), ("大年三十之前", "2026-02-16"), ("除夕前一天", "2026-02-15"),
        ("元旦前", "2026-12-31"), ("过年前", None), ("年后", None), ("春节前", None), ("中秋以后", None),
        ("腊月二十几", None), ("三月十五", "2026-03-15"), ("下周五一定还", "2026-01-30"), ("双十一退款到了", None),
        ("度小满", None), ("月初", None),
    ],
)  # fmt: skip
def test_feasts_to_come(text: str, day: str | None) -> None:
    found = read_spoken_date(text, reference=JANUARY, direction=Direction.FUTURE)
    assert found == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("端午", "2026-06-19"), ("除夕", "2026-02-16"), ("五一那天", "2026-05-01"), ("中秋", "2025-10-06")],
)
def test_feasts_gone_by(text: str, day: str) -> None:
    assert read_spoken_date(text, reference=AUGUST, direction=Direction.PAST) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("听日", "2026-08-20"), ("明儿个", "2026-08-20"), ("大后儿", "2026-08-22"), ("今儿个", "2026-08-19"),
        ("廿八号", "2026-08-28"), ("15好还", "2026-09-15"), ("三日内", "2026-08-22"), ("下个月二十", "2026-09-20"),
        ("明年三月一号", "2027-03-01"), ("次月10号", "2026-09-10"), ("最多五天", "2026-08-24"), ("拜五", "2026-08-21"),
        ("过两天", None), ("一礼拜三回", None), ("八号楼", None),
    ],
)  # fmt: skip
def test_days_in_dialect_and_as_the_recogniser_slips(text: str, day: str | None) -> None:
    found = read_spoken_date(text, reference=AUGUST, direction=Direction.FUTURE)
    assert found == (date.fromisoformat(day) if day else None)


@given(st.integers(2020, 2034))
def test_the_last_lunar_day_stands_before_the_next_new_year(year: int) -> None:
    eve, following = lunar_day(year=year, month=12, day=LAST_OF_MONTH), new_year(year + 1)
    assert eve is not None and following is not None
    assert eve + timedelta(days=1) == following


@given(st.integers(2010, 2045), st.integers(-3, 16), st.integers(-3, 34))
def test_a_lunar_day_outside_the_calendar_is_none(year: int, month: int, day: int) -> None:
    found = lunar_day(year=year, month=month, day=day)
    if found is None:
        return
    assert 1 <= month <= 12 and 1 <= day <= 30
    assert timedelta(0) <= found - date(year, 1, 21) <= timedelta(days=30 + 384)


@given(st.integers(2019, 2035))
def test_the_new_year_lies_between_the_cold_and_the_rain(year: int) -> None:
    first = new_year(year)
    assert first is not None and date(year, 1, 21) <= first <= date(year, 2, 20)
