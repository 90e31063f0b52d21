"""The search over many patterns finds exactly what trying every regular expression would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language.pattern_builders import CLASSES, TEXTS, Twin, twins
from fairdue.language.phrase import Phrase, WordClasses, parse
from fairdue.language.phrase_search import PhraseSearch
from fairdue.language.phrase_table import TableBuilder


def _phrases(patterns: list[str]) -> list[Phrase]:
    classes = WordClasses(CLASSES)
    return [parse(one, classes=classes) for one in patterns]


def _search(patterns: list[str]) -> PhraseSearch:
    builder = TableBuilder(None)
    builder.add_group(_phrases(patterns), ())
    table = builder.table()
    return PhraseSearch(table.patterns, starters=list(table.phrases[0]))


@settings(max_examples=200)
@given(st.lists(twins(), min_size=1, max_size=12), st.lists(TEXTS, min_size=1, max_size=6))
def test_a_search_finds_what_every_pattern_alone_finds(patterns: list[Twin], texts: list[str]) -> None:
    phrases = list({one.regex: one for one in _phrases([one.pattern for one in patterns])}.values())
    builder = TableBuilder(None)
    builder.add_group(phrases, ())
    table = builder.table()
    search = PhraseSearch(table.patterns, starters=list(table.phrases[0]))
    for text in texts:
        searched, candidates = search.candidates(text)
        for number, phrase in enumerate(phrases):
            alone = [match.span() for match in re.finditer(phrase.regex, text)]
            assert searched.places(number) == alone
            assert searched.first(number) == (alone[0] if alone else None)
            if alone:
                assert number in candidates


@settings(max_examples=100)
@given(st.lists(twins(), min_size=1, max_size=8), TEXTS)
def test_it_does_not_matter_which_fixed_word_a_search_starts_from(patterns: list[Twin], text: str) -> None:
    phrases = _phrases([one.pattern for one in patterns])
    found = []
    for frequency in (None, lambda words: float(len(words)), lambda words: -float(min(map(len, words)))):
        builder = TableBuilder(frequency)
        builder.add_group(phrases, ())
        table = builder.table()
        searched, candidates = PhraseSearch(table.patterns, starters=list(table.phrases[0])).candidates(text)
        found.append([(number, searched.first(number)) for number in candidates if searched.first(number)])
    assert found[0] == found[1] == found[2]


def test_a_pattern_is_tried_only_when_every_set_of_fixed_words_has_one_in_the_text() -> None:
    search = _search(["还~起诉", "告"])
    assert search.candidates("起诉")[1] == []
    assert search.candidates("起诉,还")[1] == [0]
    assert search.candidates("告")[1] == [1]


def test_a_candidate_need_not_be_found() -> None:
    searched, candidates = _search(["还~起诉"]).candidates("起诉还")
    assert candidates == [0] and searched.first(0) is None and searched.places(0) == []


def test_a_word_within_a_word_is_seen() -> None:
    search = _search(["起诉", "起诉你", "诉你"])
    assert search.candidates("起诉你")[1] == [0, 1, 2]


@pytest.mark.parametrize("text", ["", "x", "\x00", "👍"])
def test_a_text_without_fixed_words_has_no_candidates(text: str) -> None:
    assert _search(["还", "起诉"]).candidates(text)[1] == []


def test_in_the_table_every_pattern_and_every_set_of_words_stands_once() -> None:
    builder = TableBuilder(None)
    builder.add_group(_phrases(["{sue}你", "{sue}还"]), _phrases(["不{sue}"]))
    builder.add_group(_phrases(["{sue}你"]), _phrases(["不{sue}"]))
    table = builder.table()
    assert table.phrases == [[0, 1], [0]] and table.exceptions == [[2], [2]]
    assert len(table.patterns.regexes) == 3
    assert sorted(table.patterns.words) == sorted({*CLASSES["sue"], "你", "还", "不"})
