"""The classes of wording are whole, their lawful sentences pass the guard, and ``docs`` shows what the command prints."""

from __future__ import annotations

import pytest

from fairdue.compliance.rule import Confidence
from fairdue.compliance.wording.features import FACTS_OF_CODE
from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.compliance.wording.wording_reference import wording_reference
from fairdue.foundation.bilingual import Language
from house.tree import ROOT, must_be_empty

FILES: dict[Language, str] = {"en": "docs/wording.md", "zh": "docs/wording.zh-CN.md"}
SURE = 0.8
MOST_LEANINGS = 2
"""A model is trained anew now and then; so many lawful sentences may lean the wrong way, none may be condemned."""


@pytest.mark.parametrize("language", FILES)
def test_the_committed_reference_is_what_the_command_prints(language: Language) -> None:
    committed = (ROOT / FILES[language]).read_text(encoding="utf-8")
    mend = f"print it anew: fairdue rulebook wording --lang {language} > {FILES[language]}"
    assert committed == wording_reference(wording_classes(), language=language), mend


def test_there_are_twenty_five_classes_in_order() -> None:
    assert [one.class_id for one in wording_classes()] == [f"C{number:02}" for number in range(1, 26)]
    assert len({one.code for one in wording_classes()}) == 25


def test_every_class_names_the_facts_that_the_guard_asks_for() -> None:
    asked = {one.class_id: {fact.name for fact in one.facts} for one in wording_classes()}
    assert asked == {one.class_id: set(FACTS_OF_CODE.get(one.class_id, ())) for one in wording_classes()}


def test_a_fact_is_called_the_same_in_every_class() -> None:
    names: dict[str, set[str]] = {}
    for fact in (fact for one in wording_classes() for fact in one.facts):
        names.setdefault(fact.name, set()).add(f"{fact.says.zh} / {fact.says.en}")
    must_be_empty((name for name, texts in names.items() if len(texts) > 1), rule="One fact, one name.")


def test_only_a_ground_that_was_read_with_a_conduct_rule_is_better_than_not_verified() -> None:
    for ground in (ground for one in wording_classes() for ground in one.grounds):
        assert (ground.confidence is Confidence.UNVERIFIED) or ground.conduct_ids
        assert ground.sources or ground.confidence in (
            Confidence.UNVERIFIED,
            Confidence.RECALLED,
            Confidence.DERIVED,
        )


def test_every_lawful_sentence_passes_the_guard() -> None:
    """Strictly in Chinese, which the guard is taught; in English no phrase that is sure may be hit."""
    condemned, leaning = [], []
    for one in wording_classes():
        for sentence in one.instead:
            zh = judge(sentence.says.zh, sentence.setting)
            if zh.verdict is not Verdict.OK:
                where = condemned if zh.share >= SURE else leaning
                where.append(f"{one.class_id} {zh.verdict.value} {zh.share} {sentence.says.zh}")
            en = judge(sentence.says.en, sentence.setting)
            if en.share == 1.0 and en.verdict is not Verdict.OK:
                condemned.append(f"{one.class_id} {sentence.says.en}")
    must_be_empty(condemned, rule="What is offered instead must be lawful; word it otherwise.")
    assert len(leaning) <= MOST_LEANINGS, "\n".join(leaning)
