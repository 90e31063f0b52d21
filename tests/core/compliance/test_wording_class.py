"""A class of wording is read strictly: what is missing, unknown or malformed is said with file, line and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Confidence
from fairdue.compliance.wording.spoken_context import SpokenContext
from fairdue.compliance.wording.wording_class import (
    WordingClassError,
    read_wording_class,
    read_wording_folder,
    wording_class,
)

TEXT = """id: C07
code: FALSE_DEADLINE
name: {zh: 虚假期限, en: False deadline}
definition: {zh: 编造期限。, en: Invents a deadline.}
severity: high
action: block
decidable_from: facts
decided_by: {zh: 看有效期。, en: The expiry.}
facts:
  offer_expires: {zh: 方案的有效期, en: until when the offer stands}
confidence: derived
grounds:
  - {zh: 征信业管理条例 16, en: Credit Reporting Regulation 16, of: cn, from: [CN-CR-02]}
  - {zh: 频次条款, en: frequency clauses, of: cn, from: [CN-CR-02, CN-FREQ-01]}
  - {zh: 民法典 7, en: Civil Code 7, of: cn, from: []}
why: {zh: 期限必须真实。, en: A deadline must be real.}
instead:
  - for: {zh: 约日期, en: to agree a day}
    zh: 您选一个稳妥的日子。
    en: Choose a day you are sure of.
    setting: {callee: debtor, stage: closing}
"""


def _read(text: str = TEXT, file: str = "wording/C07.yaml") -> object:
    return read_wording_class(text=text, file=file, register=load_register())


def test_a_ground_takes_the_confidence_of_the_conduct_rule_that_was_read_worst() -> None:
    found = read_wording_class(text=TEXT, file="wording/C07.yaml", register=load_register())
    assert [ground.confidence for ground in found.grounds] == [
        Confidence.SOURCE,
        Confidence.PRESS,
        Confidence.UNVERIFIED,
    ]
    assert found.grounds_in() == found.grounds and found.grounds_in("us") == found.grounds
    assert found.grounds[0].sources and not found.grounds[2].sources


def test_the_facts_that_a_setting_lacks_are_told() -> None:
    found = wording_class("C05")
    assert [fact.name for fact in found.missing_facts(SpokenContext())] == ["lawsuit_filed", "case_no"]
    given = SpokenContext(facts={"lawsuit_filed": True})
    assert [fact.name for fact in found.missing_facts(given)] == ["case_no"]


def test_a_class_that_does_not_exist_says_where_they_are_listed() -> None:
    with pytest.raises(KeyError, match="fairdue rulebook wording"):
        wording_class("C99")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: C07", "id: C08", "line 1: id: 'C08' is not the name of the file"),
        ("FALSE_DEADLINE", "Deadline", "line 2: code: 'Deadline' is no code"),
        (
            "name: {zh: 虚假期限, en: False deadline}",
            "name: {zh: 虚假期限}",
            "line 3: name: expected zh and en",
        ),
        ("en: Invents a deadline.", "en: ''", "line 4: definition: en: expected a text"),
        ("severity: high", "severity: grave", "line 5: severity: 'grave' is not known"),
        ("decidable_from: facts", "decidable_from: air", "line 7: decidable_from: 'air' is not known"),
        ("  offer_expires: {zh", "  Offer: {zh", "line 10: facts: 'Offer' is no name"),
        (
            "from: [CN-CR-02]}",
            "from: [CN-CR-99]}",
            "line 13: grounds: from: the register has no conduct rule 'CN-CR-99'",
        ),
        (", of: cn, from: []}", "}", "line 15: grounds: a ground has zh, en, of"),
        ("callee: debtor", "callee: boss", "line 21: instead: setting: 'boss' is not a valid Callee"),
        ("why:", "reason: x\nwhy:", "line 16: reason: unknown key"),
        ("instead:\n", "instead: []\nx:\n", "unknown key"),
        ("confidence: derived\n", "", "confidence: None is not known"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(WordingClassError) as refused:
        _read(TEXT.replace(old, new))
    assert says in str(refused.value)
    assert str(refused.value).startswith("wording/C07.yaml: line ")


def test_a_text_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(WordingClassError, match="expected keys"):
        _read("- a\n")


def test_a_folder_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(WordingClassError, match="no class of wording"):
        read_wording_folder(tmp_path, register=load_register())
    (tmp_path / "C07.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "C08.yaml").write_bytes(b"\xff")
    (tmp_path / "C09.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(WordingClassError) as refused:
        read_wording_folder(tmp_path, register=load_register())
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "wording/C08.yaml",
        "wording/C09.yaml",
    ]
