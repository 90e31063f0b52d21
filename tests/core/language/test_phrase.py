"""The language of phrase patterns: each mark, what is refused and what the refusal teaches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language.pattern_builders import CLASSES, LETTERS, TEXTS, WORDS, Twin, finds, twins
from fairdue.language.phrase import PhraseError, WordClasses, parse


def _finds(pattern: str, text: str) -> bool:
    return re.search(parse(pattern, classes=WordClasses(CLASSES)).regex, text) is not None


@pytest.mark.parametrize(
    ("pattern", "found", "not_found"),
    [
        ("起诉", ["我起诉你"], ["起不诉", ""]),
        ("(起诉|告你)", ["起诉", "告你"], ["告"]),
        ("(再不|还不)还", ["再不还", "还不还"], ["不还"]),
        ("还不?还", ["还还", "还不还"], ["还不不还"]),
        ("还(不要)?还", ["还还", "还不要还"], ["还不还"]),
        ("{sue}", ["起诉", "告"], ["诉"]),
        ("{both}", ["还你你", "不你", "诉", "起"], ["还你"]),
        ("{sue}?还", ["还", "告还"], ["告"]),
        ("还~诉", ["还诉", "还12345678诉", "还,诉"], ["还123456789诉", "还。诉", "还?诉", "还;诉", "还\n诉"]),
        ("还~~诉", ["还" + "1" * 20 + "诉"], ["还" + "1" * 21 + "诉", "还!诉"]),
        ("#号还", ["3号还", "三号还", "两号还"], ["号还", "x号还"]),
        ("^还", ["还起"], ["起还", "\n还"]),
        ("还$", ["起还"], ["还起", "还\n"]),
        ("^(是|对)$", ["是", "对"], ["是的", "不是"]),
        ("^{sue}$", ["告"], ["告诉"]),
        ("(!不)起诉", ["起诉"], []),
        ("起诉(!你|他)", ["起诉", "起诉我"], ["起诉你", "起诉他"]),
        ("(<!不|别会)起诉", ["起诉", "会起诉"], ["不起诉", "别会起诉"]),
        ("还(!~诉)", ["还起", "还。诉"], ["还诉", "还起诉"]),
        (r"还\?", ["还?"], ["还"]),
        (r"还\~\#\^\$\(\)\{\}\|", ["还~#^$(){}|"], ["还起"]),
        (r"\\还", ["\\还"], ["还"]),
        ("a.c", ["a.c"], ["abc"]),
        ("[还]*", ["[还]*"], ["还"]),
    ],
)
def test_each_mark_finds_what_it_says(pattern: str, found: list[str], not_found: list[str]) -> None:
    assert [text for text in found if not _finds(pattern, text)] == []
    assert [text for text in not_found if _finds(pattern, text)] == []


@pytest.mark.parametrize(
    ("pattern", "taught"),
    [
        ("(起诉", "a bracket is opened and not closed"),
        ("起诉)", "')' at 3 closes nothing"),
        ("{nobody}起", "there is no word class 'nobody'; add it to words.yaml"),
        ("{sue", "there is no word class"),
        ("?还", "'?' at 1 follows nothing that can be missing"),
        ("还~?", "follows nothing that can be missing"),
        ("还??", "follows nothing that can be missing"),
        ("", "holds no fixed words"),
        ("~#", "holds no fixed words"),
        ("还?", "holds no fixed words"),
        ("(还|#)", "holds no fixed words"),
        ("(还|)", "holds no fixed words"),
        ("(!还)", "holds no fixed words"),
        ("起~诉~起~诉~起~诉", "more than 4 gaps; write two patterns"),
        ("(<!还不?)起诉", "cannot be searched for"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused_and_says_why(pattern: str, taught: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(taught)) as caught:
        parse(pattern, classes=WordClasses(CLASSES))
    assert repr(pattern) in str(caught.value) or "{" in pattern


def test_a_word_class_that_holds_itself_is_refused() -> None:
    with pytest.raises(PhraseError, match="the word class 'one' holds itself"):
        parse("{one}", classes=WordClasses({"one": ("{two}",), "two": ("还", "{one}")}))


def test_the_fixed_words_are_those_of_which_one_always_stands_there() -> None:
    phrase = parse("(再不|还不)还~{sue}#起(诉)?", classes=WordClasses(CLASSES))
    assert phrase.fixed == (
        frozenset({"再不", "还不"}),
        frozenset({"还"}),
        frozenset(CLASSES["sue"]),
        frozenset({"起"}),
    )


def test_of_alternatives_the_fixed_words_of_each_count() -> None:
    phrase = parse("(还~起诉|告你)", classes=WordClasses({}))
    assert phrase.fixed == (frozenset({"起诉", "告你"}),)


@given(st.sets(WORDS, min_size=1, max_size=40), TEXTS)
def test_a_tree_of_words_finds_what_the_words_side_by_side_find(words: set[str], text: str) -> None:
    tree = parse(f"({'|'.join(sorted(words))})", classes=WordClasses({}))
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    found = [match.span() for match in re.finditer(tree.regex, text)]
    assert found == [match.span() for match in re.finditer(longest_first, text)]
    assert tree.fixed == (frozenset(words),)


@given(st.sets(st.text(alphabet="ab]^-\\[.", min_size=1, max_size=3), min_size=1, max_size=20))
def test_a_tree_takes_signs_that_mean_something_in_a_regular_expression(words: set[str]) -> None:
    classes = WordClasses({"signs": tuple("".join(f"\\{char}" for char in word) for word in sorted(words))})
    tree = parse("^{signs}$", classes=classes)
    for word in words:
        assert re.search(tree.regex, word)
        assert bool(re.search(tree.regex, word + "]")) == (word + "]" in words)


@settings(max_examples=300)
@given(twins(), st.lists(TEXTS, min_size=1, max_size=8))
def test_any_pattern_finds_what_its_plain_form_finds(twin: Twin, texts: list[str]) -> None:
    phrase = parse(twin.pattern, classes=WordClasses(CLASSES))
    for text in texts:
        assert bool(re.search(phrase.regex, text)) == finds(twin.plain, text), (phrase.regex, twin.plain)


@settings(max_examples=300)
@given(twins(), st.lists(TEXTS, min_size=1, max_size=8))
def test_a_text_that_is_found_has_one_of_every_set_of_fixed_words(twin: Twin, texts: list[str]) -> None:
    phrase = parse(twin.pattern, classes=WordClasses(CLASSES))
    for text in texts:
        if finds(twin.plain, text):
            assert all(any(word in text for word in words) for words in phrase.fixed)


@given(st.text(alphabet=LETTERS + "(){}|~#^$?!<\\", max_size=15))
def test_whatever_is_written_is_read_or_refused(pattern: str) -> None:
    try:
        phrase = parse(pattern, classes=WordClasses(CLASSES))
    except PhraseError as error:
        assert str(error)
    else:
        re.compile(phrase.regex)
        assert phrase.fixed and all("" not in words and words for words in phrase.fixed)
