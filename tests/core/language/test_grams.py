"""The runs of characters that a model hears, and the windows of a long text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.language.grams import LONGEST, grams, windows


def test_chinese_is_heard_in_runs_of_one_to_three_characters_with_both_ends_marked() -> None:
    assert grams("不还") == {"不", "还", "^不", "不还", "还$", "^不还", "不还$"}


def test_english_is_heard_in_words_and_pairs_of_words() -> None:
    assert grams("i can't pay?") == {
        *("^ ", "i ", "can't ", "pay ", "? ", "$ "),
        *("^ i ", "i can't ", "can't pay ", "pay ? ", "? $ "),
    }


def test_a_number_alone_is_heard_by_its_characters() -> None:
    assert {"1", "12", "^12"} <= grams("12")


@pytest.mark.parametrize("text", ["", "^", "$", " "])
def test_next_to_nothing_gives_something_that_can_be_heard(text: str) -> None:
    assert grams(text)


@given(st.text(alphabet="还不起a1 ", max_size=400))
def test_windows_cover_every_character_and_every_short_stretch(text: str) -> None:
    found = windows(text)
    assert all(0 < len(one) <= LONGEST for one in found) or text == ""
    step, place, covered = LONGEST // 2, 0, 0
    for number, one in enumerate(found):
        place = number * step
        assert text[place : place + len(one)] == one and place <= covered
        covered = place + len(one)
    assert covered == len(text)


@given(st.integers(0, 600), st.integers(1, LONGEST // 2))
def test_a_stretch_of_half_a_window_stands_whole_in_one_window(before: int, size: int) -> None:
    hidden = "诉" * size
    text = "还" * before + hidden + "还" * (600 - before)
    assert any(hidden in one for one in windows(text))
