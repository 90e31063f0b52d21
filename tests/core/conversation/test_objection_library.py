"""The library of objections: whole as it ships, and every fault of a file told with its file and line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Confidence
from fairdue.conversation.flow_check import telltale_in
from fairdue.conversation.objection import Family, ObjectionFault, ObjectionLibrary, Safety
from fairdue.conversation.objection_reading import objections_from, read_objections
from fairdue.conversation.objection_wording import check_never_said, check_objections
from fairdue.conversation.playbook import read_flow

GOOD = """family: no_money
name: {zh: 没钱, en: No money}
owner: compliance
approved_on: 2026-03-01
objections:
  broke:
    name: {zh: 没钱, en: No money}
    intents: [cannot_pay]
    heard:
      zh: [没钱, 真没钱, 手头紧, 拿不出来, 兜里空空, 没钱啊]
      en: ["no money", "broke", "nothing left"]
    signs: [没钱]
    behind: {zh: 先听, en: listen first}
    answers:
      hear: {zh: 我听明白了。, en: "I see."}
      record: {zh: "以{creditor}的账单为准。", en: "The statement of {creditor} counts.", slots: [creditor]}
    ask: {zh: 每月能剩多少？, en: "How much is left?"}
    never:
      - {code: C11, zh: 去借, en: borrow}
    leads_to: able
    hand_over: {to: distress, when: {zh: 说不想活, en: they speak of dying}}
"""


def read(text: str) -> ObjectionLibrary:
    return objections_from({"broke.yaml": text}, flow=read_flow(), register=load_register())


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


FAULTS = {
    "a key that is not known": ("    signs:", "    sings:", "sings", "not known here"),
    "a family that is none": ("family: no_money", "family: no_cash", "family:", "no_cash is none of"),
    "an intent that is none": ("[cannot_pay]", "[cannot_play]", "intents:", "cannot_play is none of"),
    "too few ways of saying it": (", 兜里空空, 没钱啊]", "]", "      zh: [", "at least 6"),
    "a way of saying it twice": ("没钱啊]", "真没钱]", "    heard:", "stands twice"),
    "one answer alone": (
        '      hear: {zh: 我听明白了。, en: "I see."}\n',
        "",
        "    answers:",
        "two or three",
    ),
    "a place that is not in the list": (", slots: [creditor]}", "}", "      record:", "list of slots differ"),
    "a place that no slot is": ("slots: [creditor]", "slots: [salary]", "      record:", "salary is none of"),
    "a step that is none": ("leads_to: able", "leads_to: somewhere", "leads_to:", "no step of the flow"),
    "a safety flow that is none": ("{to: distress", "{to: shouting", "hand_over:", "shouting is none of"),
    "a class of wording that is none": ("code: C11", "code: C99", "code:", "C01 to C25"),
    "a rule that nobody has": (
        'en: "I see."}',
        'en: "I see.", rests_on: [CN-X-1]}',
        "hear:",
        "no rule of the",
    ),
    "a rule that was not read at its source": (
        'en: "I see."}',
        'en: "I see.", rests_on: [CN-CR-05]}',
        "hear:",
        "do not state it as a fact",
    ),
    "a debt word before the check": (
        '{zh: 我听明白了。, en: "I see."}',
        '{zh: 您的欠款我知道。, en: "I see.", before_check: true}',
        "hear:",
        "tells of a debt",
    ),
    "nothing that is never to be said": (
        "    never:\n      - {code: C11, zh: 去借, en: borrow}\n",
        "    never: []\n",
        "never:",
        "at least one",
    ),
    "a missing English text": ("en: listen first}", "}", "behind:", "en must be a text"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told_with_file_and_line(name: str) -> None:
    old, new, at, says = FAULTS[name]
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    with pytest.raises(ObjectionFault) as told:
        read(broken)
    message = str(told.value)
    assert says in message
    found = re.match(r"broke\.yaml, line (\d+)", message)
    assert found is not None, message
    assert int(found[1]) == line_of(broken, at), message


def test_a_good_file_is_read_and_its_sentences_have_ids_owner_and_day() -> None:
    library = read(GOOD)
    assert [one.sentence.sentence_id for one in library.sentences()] == [
        "objection.broke.hear",
        "objection.broke.record",
        "objection.broke.ask",
    ]
    assert {(one.sentence.owner, one.sentence.approved_on.isoformat()) for one in library.sentences()} == {
        ("compliance", "2026-03-01")
    }


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.text(max_size=3))
def test_a_file_that_was_mistyped_anywhere_is_read_or_told_but_never_crashes(place: int, typed: str) -> None:
    try:
        read(GOOD[:place] + typed + GOOD[place + 1 :])
    except ObjectionFault as fault:
        assert str(fault).startswith("broke.yaml")


def test_the_objection_shown_in_the_document_is_read_and_new() -> None:
    document = (Path(__file__).resolve().parents[3] / "docs" / "objections.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    library = read(GOOD.split("  broke:")[0] + example)
    (only,) = library.objections.values()
    assert only.objection_id not in read_objections().objections
    assert [one for one in check_objections(library, languages=("zh",)) if one.is_flagged] == []


@cache
def shipped() -> ObjectionLibrary:
    return read_objections()


def test_the_library_that_ships_has_eight_families_and_more_than_sixty_objections() -> None:
    library = shipped()
    assert set(library.families) == set(Family)
    assert len(library.objections) >= 60
    for family in Family:
        assert sum(one.family is family for one in library.objections.values()) >= 6, family


def test_every_statement_of_law_rests_on_a_rule_that_was_read_at_its_source() -> None:
    register = load_register()
    stated = [(reply, rule) for reply in shipped().sentences() for rule in reply.rests_on]
    assert len(stated) >= 8
    assert {register.entry(rule).confidence for _, rule in stated} == {Confidence.SOURCE}


LAW = re.compile(
    r"民法典|条例|保护法|法律规定|第[一二三四五六七八九十百\d]+条|\b(?:Civil Code|regulation|law)\b"
)


def test_a_sentence_that_names_a_law_says_which_rule_it_rests_on() -> None:
    loose = [
        reply.sentence.sentence_id
        for reply in shipped().sentences()
        if LAW.search(reply.sentence.words.zh) and not reply.rests_on
    ]
    assert loose == []


def test_nothing_that_may_be_said_before_the_check_tells_of_a_debt() -> None:
    early = [reply.sentence for reply in shipped().sentences() if reply.before_check]
    assert len(early) >= 20
    for sentence in early:
        assert not sentence.carries_debt
        assert telltale_in(sentence.words.zh) is None and telltale_in(sentence.words.en) is None, sentence


RELATIVES = re.compile(
    r"父母|爸|妈|老婆|丈夫|妻子|亲戚|亲友|儿子|女儿|配偶|\b(?:wife|husband|parents|relatives?)\b"
)
PROMISES = re.compile(r"保证|一定能|肯定能|马上给您免|\b(?:guarantee|certainly be granted)\b")


def test_no_answer_names_a_relative_or_promises_relief() -> None:
    for reply in shipped().sentences():
        for words in (reply.sentence.words.zh, reply.sentence.words.en):
            assert not RELATIVES.search(words), words
            assert not PROMISES.search(words), words


def test_words_that_are_a_safety_matter_themselves_lead_to_a_step_of_safety_and_never_ask_for_a_day() -> None:
    at_once = [one for one in shipped().objections.values() if one.hand_over and one.hand_over.at_once]
    assert {one.hand_over.to for one in at_once if one.hand_over} >= {
        Safety.DISPUTE,
        Safety.COMPLAINT,
        Safety.REPRESENTED,
        Safety.STOP_CONTACT,
        Safety.LOSS,
        Safety.WRONG_NUMBER,
        Safety.HARDSHIP,
    }
    for one in at_once:
        assert one.leads_to not in ("today", "pin", "vague", "able", "plan"), one.objection_id
        for reply in one.replies:
            assert "哪天还" not in reply.sentence.words.zh and "还多少" not in reply.sentence.words.zh


def test_the_guard_knows_most_of_what_must_never_be_said() -> None:
    judged = [one for _, _, one in check_never_said(shipped())]
    known = sum(one.is_flagged for one in judged)
    assert known / len(judged) >= 0.75, f"{known} of {len(judged)}"
