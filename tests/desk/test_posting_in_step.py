"""Posting while the next lines are read and the last ones are written: the same rows, whole or not at all."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import connection

from desk.test_posting import CREDITOR, MORNING, _line, _pay, _place, _rows, _undone
from fairdue.operations import place, reading_ahead
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.reading_ahead import ReadingEnded, read_ahead
from fairdue.practice.payment_load import LoadCase, payment_lines, placement_lines
from fairdue_desk.stores import behind
from fairdue_desk.stores.bulk import copy_text, insert_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_what_the_lines_just_before_brought_counts_before_it_is_stored(house: House, size: int) -> None:
    _place(house, "\n".join(placement_lines(4)))
    with patch.object(place, "PAYMENT_CHUNK", size):
        report = _pay(
            house,
            _line("S1", 0, 100),
            _line("R1", 0, -60, note="冲正 S1"),
            _line("R2", 0, -60, note="冲正 S1"),
            _line("S2", 1, 777),
            _line("R3", 1, -777),
            _line("R4", 1, -777),
            _line("R5", 2, -50, note="冲正 S9"),
            _line("S9", 2, 50),
            _line("S1", 3, 100),
        )
    assert [one.serial_no for one in report.reversals] == ["R1", "R3", "R5"]
    assert sorted(report.unmatched) == ["R2", "R4"]
    assert house.payments.posted_fen(until=MORNING.date()) == 40


def test_a_file_read_apart_and_in_small_steps_ends_in_the_same_rows(house: House) -> None:
    lines = "\n".join(payment_lines(cases=12, payments=200, seed=8))
    roads = []
    for size, large in ((10_000, 2**40), (7, 0)):
        with _undone():
            _place(house, "\n".join(placement_lines(12)))
            with (
                patch.object(place, "PAYMENT_CHUNK", size),
                patch.object(place, "LARGE_BYTES", large),
                patch.object(reading_ahead, "_can_fork", lambda: True),
            ):
                _place(house, lines)
            roads.append(_rows())
    assert roads[0] == roads[1]


def test_what_another_process_draws_comes_in_order_and_so_does_what_it_raises() -> None:
    def items() -> Iterator[list[int]]:
        yield from ([number] for number in range(3))
        raise MemoryError("read too far")

    with patch.object(reading_ahead, "_can_fork", lambda: True):
        drawn = read_ahead(items(), apart=True)
        assert [next(drawn) for _ in range(3)] == [[0], [1], [2]]
        with pytest.raises(MemoryError, match="read too far"):
            next(drawn)
        assert list(read_ahead(iter([[1], [2]]), apart=True)) == [[1], [2]]


def test_a_reader_that_is_killed_is_told_and_one_that_nobody_hears_ends() -> None:
    def killed() -> Iterator[int]:
        yield os.getpid()
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(reading_ahead, "_can_fork", lambda: True):
        drawn = read_ahead(killed(), apart=True)
        assert next(drawn) != os.getpid()
        with pytest.raises(ReadingEnded):
            next(drawn)
        left = read_ahead(iter(range(1, 10**9)), apart=True)
        assert next(left) == 1
        left.close()  # type: ignore[attr-defined]  # it waits for the reader, which would else go on for an hour


def test_rows_that_fail_behind_their_caller_are_told_and_nothing_of_the_file_is_left(house: House) -> None:
    _place(house, "\n".join(placement_lines(4)))
    before = _rows()
    known = behind.copy_in

    def broken(statement: str, text: str) -> None:
        known(statement, text.replace(LoadCase(1).card, "x" * 200) if "rows_payment" in statement else text)

    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes in the caller's own process")
    with patch("fairdue_desk.stores.bulk.copy_in", broken):
        report = _pay(house, _line("S1", 0, 100), _line("S2", 1, 100))
    assert _rows() == before
    (problem,) = report.file_problems
    assert (problem.defect, problem.file_line) == ("refused_by_store", 3), "with the line of the file"
    assert "card" in problem.message.en
    assert "x" * 20 not in repr(report), "and without what stood there"


def test_text_of_every_kind_comes_back_from_the_database_as_it_was(house: House) -> None:
    odd = ("tab\tand\nline", "back\\slash \\N", "None", "\r", "plain", "约还")
    rows = [(f"p{number}", text) for number, text in enumerate(odd)]
    columns = ("payment_id", "why", "creditor", "serial_no", "card", "amount_fen", "posted_on", "file_digest")
    insert_rows("rows_payment", columns, [(*row, "c", "s", "k", 1, "2026-03-02", "d") for row in rows])
    with connection.cursor() as cursor:
        cursor.execute("SELECT payment_id, why, channel FROM rows_payment ORDER BY payment_id")
        assert cursor.fetchall() == [(*row, None) for row in rows]
    assert copy_text([("a", None)]) == "a\t\\N\n"
    assert place_file(house, name="p.csv", content=b"", as_of=MORNING, actor="a", creditor=CREDITOR).unusable
