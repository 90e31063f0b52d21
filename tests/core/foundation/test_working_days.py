"""Working days of China: holidays, make-up days, and years that nobody knows yet."""

from __future__ import annotations

from datetime import date

import pytest

from fairdue.foundation.working_days import WorkingDaysFault, china_working_days, read_working_days

GOOD = """
years:
  2026:
    notice: {title: t, number: n, announced_on: 2025-11-04, confidence: press}
    rest:
      - {name: 元旦, from: 2026-01-01, until: 2026-01-03}
    work: [2026-01-04]
"""


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 2, 14), False),
        (date(2026, 2, 15), True),
        (date(2026, 2, 23), True),
        (date(2026, 2, 24), False),
        (date(2026, 2, 28), False),
        (date(2026, 3, 7), True),
        (date(2026, 9, 20), False),
        (date(2026, 10, 7), True),
        (date(2026, 10, 10), False),
        (date(2026, 10, 11), True),
        (date(2027, 1, 1), None),
    ],
)
def test_a_day_rests_works_or_is_not_known(day: date, rests: bool | None) -> None:
    assert china_working_days().is_rest(day) is rests


@pytest.mark.parametrize(
    ("year", "feast_days", "make_up_days", "rest_days"), [(2025, 28, 5, 117), (2026, 33, 6, 117)]
)
def test_a_year_has_as_many_days_as_its_notice_says(
    year: int, feast_days: int, make_up_days: int, rest_days: int
) -> None:
    known = china_working_days()
    assert (len(known.years[year].rest), len(known.years[year].work)) == (feast_days, make_up_days)
    assert len(known.rest_days(year=year)) == rest_days


def test_the_next_working_day_is_not_guessed_across_a_year_that_is_not_known() -> None:
    known = china_working_days()
    assert known.next_working(date(2026, 12, 31)) == date(2026, 12, 31)
    assert known.next_working(date(2027, 1, 1)) is None
    assert known.next_working(date(2026, 5, 1)) == date(2026, 5, 6)
    with pytest.raises(KeyError, match="2027 are not known"):
        known.rest_days(year=2027)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("until: 2026-01-03", "until: 2025-12-31", "in this order"),
        ("until: 2026-01-03", "until: 2027-01-03", "a day of 2026 is expected"),
        ("work: [2026-01-04]", "work: [2026-01-02]", "holiday or no weekend day"),
        ("work: [2026-01-04]", "work: [2026-01-06]", "holiday or no weekend day"),
        ("work: [2026-01-04]", "work: 2026-01-04", "a list is expected"),
        ("    work: [2026-01-04]\n", "", "exactly the keys"),
        ("confidence: press", "confidence: press, x: 1", "notice: exactly the keys"),
        ("years:", "jahre:", "exactly the keys years"),
        (
            "2026-01-03}",
            "2026-01-03}\n      - {name: b, from: 2026-01-03, until: 2026-01-03}",
            "in two feasts",
        ),
    ],
)
def test_a_fault_names_file_and_place(was: str, now: str, told: str) -> None:
    with pytest.raises(WorkingDaysFault, match=rf"days\.yaml.*{told}"):
        read_working_days(GOOD.replace(was, now, 1), source="days.yaml")
