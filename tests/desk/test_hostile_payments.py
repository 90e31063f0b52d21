"""Unseen payment files: twenty-five seeds of hostile files, each with what must become of every line known beforehand."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.test_posting import CREDITOR, MORNING, _place, _sound
from fairdue.operations.house import House
from fairdue.operations.payment_desk import tie
from fairdue.operations.place import place_file
from fairdue.practice.hostile_payments import hostile_file
from fairdue.practice.payment_load import placement_lines

pytestmark = pytest.mark.django_db
CASES = 60


@pytest.mark.parametrize("seed", range(25))
def test_every_line_of_a_hostile_file_ends_where_it_belongs(house: House, seed: int) -> None:
    _place(house, "\n".join(placement_lines(CASES)))
    made = hostile_file(seed=seed, cases=CASES, today=MORNING.date())
    for again in (False, True):
        report = place_file(
            house, name="h.csv", content=made.content, as_of=MORNING, actor="admin", creditor=CREDITOR
        )
        assert report.file_problems == []
        kept = house.payments.by_serials(sorted(made.places))
        found = {
            serial: one.queue.value if one.queue else "reversed" if one.amount_fen < 0 else "posted"
            for serial, records in kept.items()
            for one in records
        }
        assert found == made.places
        assert Counter(row.problems[0].defect for row in report.rejected) == made.refused
        assert len(report.duplicates_ignored) == made.duplicates
        assert report.net_total_fen == made.net_fen
        assert report.posted == (0 if again else list(made.places.values()).count("posted"))
        told = [one.defect for one in report.warned if one.defect == "total_differs_warning"]
        assert told == ([] if made.total_row_is_right else ["total_differs_warning"])
    found_day = tie(house, day=MORNING.date(), creditor=CREDITOR)
    assert found_day.ties and found_day.booked_fen == made.net_fen
    assert house.payments.posted_fen(until=MORNING.date()) == made.net_fen
    _sound(house)
