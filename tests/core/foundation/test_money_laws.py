"""Laws of money: reading undoes showing, splitting loses nothing, and nothing is rounded in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.money import LARGEST_FEN, MoneyUnreadable, read_money, show_yuan, split_fen

FEN = st.integers(-LARGEST_FEN, LARGEST_FEN)


@given(FEN)
def test_reading_undoes_showing(fen: int) -> None:
    assert read_money(show_yuan(fen)) == fen


@given(FEN)
def test_a_decimal_of_yuan_reads_to_the_fen(fen: int) -> None:
    assert read_money(Decimal(fen) / 100) == fen


@given(st.integers(-(10**12), 10**12))
def test_a_number_of_a_spreadsheet_reads_to_the_fen(fen: int) -> None:
    assert read_money(fen / 100) == fen


@given(st.integers(0, 10**12))
def test_the_signs_of_a_negative_amount_mean_the_same(fen: int) -> None:
    shown = show_yuan(fen)
    assert {read_money(text) for text in (f"-{shown}", f"({shown})", f"{shown}-", f"－{shown}")} == {-fen}


@given(st.integers(0, 10**9))
def test_ten_thousands_are_ten_thousand_times_one(count: int) -> None:
    assert read_money(f"{count}万") == read_money(f"{count}万元") == read_money(str(count)) * 10_000


@given(st.integers(0, LARGEST_FEN), st.integers(1, 60))
def test_the_parts_of_a_split_add_up_and_differ_by_a_fen_at_most(total: int, parts: int) -> None:
    split = split_fen(total, parts=parts)
    assert len(split) == parts
    assert sum(split) == total
    assert max(split) - min(split) <= 1
    assert list(split) == sorted(split, reverse=True)


def test_a_split_into_nothing_or_of_a_debt_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        split_fen(100, parts=0)
    with pytest.raises(ValueError, match="negative"):
        split_fen(-1, parts=2)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "一万二千",
        "1.234",
        "12,34.00",
        "1.2.3",
        "12a",
        "=1+1",
        "--5",
        "1e5",
        "NaN",
        "inf",
        True,
        float("nan"),
        float("inf"),
        1.234,
        10**16,
        "99999999999999999",
        "￥",
        "元",
    ],
)
def test_what_is_no_amount_is_refused_without_echoing_it(cell: str | float | bool) -> None:
    with pytest.raises(MoneyUnreadable) as caught:
        read_money(cell)
    assert not str(cell).strip() or len(str(cell)) < 3 or str(cell) not in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_reads_to_whole_fen_or_is_refused(text: str) -> None:
    try:
        fen = read_money(text)
    except MoneyUnreadable:
        return
    assert isinstance(fen, int)
    assert abs(fen) <= LARGEST_FEN
