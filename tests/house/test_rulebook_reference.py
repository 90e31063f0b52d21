"""The reference in ``docs`` is what the command prints today, and the same rulebook always prints the same."""

from __future__ import annotations

from functools import lru_cache

import pytest

from fairdue.compliance.coverage import coverage
from fairdue.compliance.register import load_register
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.compliance.rulebook import load_rulebook
from fairdue.compliance.rulebook_reference import rulebook_reference
from fairdue.compliance.word_names import has_name
from fairdue.compliance.worked_cases import load_cases, load_clock_cases
from fairdue.foundation.bilingual import Language
from house.tree import ROOT

FILES: dict[Language, str] = {"en": "docs/rulebook.md", "zh": "docs/rulebook.zh-CN.md"}


@lru_cache
def _printed(language: Language) -> str:
    book, cases, clocks = load_rulebook(), load_cases(), load_clock_cases()
    account = coverage(book, load_register(), cases, clock_cases=clocks)
    return rulebook_reference(book, account=account, cases=(*cases, *clocks), language=language)


@pytest.mark.parametrize("language", FILES)
def test_the_committed_reference_is_what_the_command_prints(language: Language) -> None:
    committed = (ROOT / FILES[language]).read_text(encoding="utf-8")
    mend = f"print it anew: fairdue rulebook reference --language {language} > {FILES[language]}"
    assert committed == _printed(language), mend


@pytest.mark.parametrize("language", FILES)
def test_the_reference_names_every_rule_once_and_every_case(language: Language) -> None:
    text = _printed(language)
    for rule in load_rulebook().rules:
        assert text.count(f"### `{rule.rule_id}`\n") == 1
    assert text.count("\n  - ") == len(load_cases()) + len(load_clock_cases())


@pytest.mark.parametrize("name", [name for name, it in ALL_COLUMNS.items() if it.words is not None])
def test_every_word_of_a_closed_list_has_a_name_in_both_languages(name: str) -> None:
    words = ALL_COLUMNS[name].words
    assert words is not None
    assert [word.value for word in words if not has_name(name, word.value)] == []
