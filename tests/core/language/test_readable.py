"""One spelling for texts that people write in many, and the way back to the original."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fairdue.language.readable import Readable, make_readable, plain_characters, simplified

_HARD = "起訴诉＊*·  \u200b\u202e\u0301\ufe0f👍\ud83d\udc00㈱½ﷺİß。…「』—～\n\t\r\x00e\ue000"
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.text(alphabet=_HARD, max_size=60),
    st.text(alphabet=st.characters(categories=["Cs", "So", "Mn", "Cf"]), max_size=20),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("我們會起訴您", "我们会起诉您"),
        ("起\u200b诉\u2060你\ufeff", "起诉你"),
        ("起*诉", "起诉"),
        ("法 院", "法院"),
        ("法　　院", "法院"),
        ("起~_^诉", "起诉"),
        ("起👍诉", "起诉"),
        ("起→诉", "起诉"),
        ("起×诉", "起诉"),
        ("起・诉", "起诉"),
        ("起§诉", "起诉"),
        ("﹁起诉﹂", '"起诉"'),
        ("起\n诉", "起诉"),
        ("起\ud800诉", "起诉"),
        ("起\x00诉", "起诉"),
        ("起\u0336诉\u0336", "起诉"),
        ("𝟏𝟐𝟎 𝒶𝓅𝓅", "120 app"),
        ("①②⑩", "1210"),
        ("㊙㊣", "秘正"),
        ("⾦⼈", "金人"),
        ("\u202e起诉\u202c", "起诉"),
    ],
)
def test_a_word_in_disguise_is_read_as_the_word(written: str, read: str) -> None:
    assert make_readable(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("起,诉", "起,诉"),
        ("好。走", "好。走"),
        ("好……走", "好。。走"),
        ("一、二", "一,二"),
        ("他说“起诉”", '他说"起诉"'),
        ("他说「起诉」", '他说"起诉"'),
        ("是吗？好！", "是吗?好!"),
        ("3*5", "3*5"),
        ("a b", "a b"),
        ("好👍", "好👍"),
    ],
)
def test_what_says_something_stays(written: str, read: str) -> None:
    assert make_readable(written).text == read


def test_a_text_of_disguise_alone_is_read_as_nothing() -> None:
    assert make_readable("\u200b\ud800\u0301").text == ""
    assert make_readable("").text == ""


def test_a_stretch_leads_back_to_the_characters_it_came_from() -> None:
    text = "\u0301要起**訴\u200b你℡"
    readable = make_readable(text)
    assert readable.text == "要起诉你tel"
    starts, ends = readable.original(1, 3)
    assert text[starts:ends] == "起**訴"
    assert [text[slice(*readable.original(at, at + 1))] for at in (4, 5, 6)] == ["℡"] * 3


def test_an_empty_stretch_leads_to_a_place_in_the_text() -> None:
    readable = make_readable("起*诉")
    assert [readable.original(at, at) for at in range(3)] == [(0, 0), (2, 2), (3, 3)]


@example("‼")
@example("…" * 3)
@example("\u0301㈱")
@given(ANY_TEXT)
def test_every_stretch_leads_back_into_the_text_in_order_and_to_characters_that_fold_to_it(text: str) -> None:
    readable = make_readable(text)
    last = 0
    for at, char in enumerate(readable.text):
        starts, ends = readable.original(at, at + 1)
        assert 0 <= starts < ends <= len(text)
        assert starts >= last
        assert char in plain_characters(text[starts:ends])
        last = starts
    for starts in range(0, len(readable.text), 7):
        begins, ends = readable.original(starts, len(readable.text))
        assert _stands_in_order(readable.text[starts:], plain_characters(text[begins:ends]))


def _stands_in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


@given(ANY_TEXT)
def test_a_readable_text_holds_no_surrogate_no_invisible_character_and_no_capital(text: str) -> None:
    plain = make_readable(text).text
    plain.encode("utf-8")
    assert not set(plain) & set("\u200b\u202e\u0301\ufe0f\x00\r")
    assert not any("A" <= char <= "Z" for char in plain)


@given(ANY_TEXT, ANY_TEXT)
def test_a_text_is_plain_when_its_characters_are(one: str, two: str) -> None:
    assert plain_characters(one + two) == plain_characters(one) + plain_characters(two)


def test_what_is_plain_stays_as_it_is() -> None:
    twice = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if plain_characters(plain_characters(char)) != plain_characters(char)
    ]
    assert twice == []


def test_the_table_of_characters_leads_from_traditional_to_simplified_and_no_further() -> None:
    table = simplified()
    assert table["訴"] == "诉" and table["還"] == "还" and len(table) > 2_000
    assert all(len(one) == len(two) == 1 for one, two in table.items())
    assert not {one for one, two in table.items() if one == two}


@given(st.text(alphabet="还起诉你好,。", max_size=30))
def test_an_ordinary_text_is_handed_back_without_a_table_of_places(text: str) -> None:
    assert make_readable(text) == Readable(text, None, len(text))
