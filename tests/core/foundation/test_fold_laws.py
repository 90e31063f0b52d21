"""Laws of folding: one spelling for many, twice is once, and nothing that can be read is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.fold import fold


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("0123456789ABCabc-/.", max_size=30))
def test_full_width_folds_to_half_width(text: str) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in text)
    assert fold(wide) == text == fold(f" \u3000{text}\u200b\ufeff ")


@given(st.text("张三李四王五重庆", max_size=10))
def test_chinese_text_stays(text: str) -> None:
    assert fold(text) == text
