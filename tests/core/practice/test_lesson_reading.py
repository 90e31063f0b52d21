"""A lesson with a hole is refused with its file, its line and the mend."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.practice.lesson_texts import GOOD, lesson_text, read
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import NOT_ENFORCEABLE
from fairdue.practice.lesson import LessonFault
from fairdue.practice.lesson_reading import read_lesson
from fairdue.practice.persona import Level
from fairdue.practice.question import LessonStage, Subject

_WRONG_LINE = "  - {by: debtor, zh: 我不想借。, en: I do not want to.}\n"

FAULTS = {
    "a key that is not known": ("notice:", "remark:", "remark:", "not known here"),
    "a subject that is none": ("subject: thinking", "subject: thoughts", "subject:", "thoughts is none of"),
    "no stage": ("stage: prepare\n", "", "id:", "a lesson has a subject and a stage"),
    "an aim in one language": (
        "aim: {zh: 学一件事。, en: Learn one thing.}",
        "aim: {zh: 学。}",
        "aim:",
        "en must be",
    ),
    "an approval that is no day": ("2026-03-01", "soon", "approved_on:", "must be a day"),
    "a text that is too short": (
        "，".join(["拨号之前先看清这个案子再想好第一句话说什么"] * 8),
        "短",
        "text:",
        "write 150 to 400",
    ),
    "a rule that the register has not": ("CN-PI-01", "CN-PI-99", "  - {rule", "no rule of the register"),
    "a rule that nobody read": ("CN-PI-01", "CN-META-02", "  - {rule", "nobody read it"),
    "a class that is none": ("codes: [C11]", "codes: [C99]", "    codes:", "C99 is no class of wording"),
    "an old habit of no class": ("- code: C11", "- code: C00", "  - code:", "C00 is no class of wording"),
    "a speaker that is none": (
        "by: debtor, zh: 我不想借",
        "by: client, zh: 我不想借",
        "我不想借",
        "client is none of",
    ),
    "a code on the customer's turn": (
        "我不想借。, en: I do not want to.}",
        "我不想借。, en: No., codes: [C01]}",
        "我不想借",
        "only the collector",
    ),
    "a better line for a right turn": (
        "今天就还。, en: Forgot it.}",
        "今天就还。, en: Forgot it., better: {zh: 好, en: good}}",
        "今天就还",
        "belongs to a wrong turn",
    ),
    "a wrong turn without a better line": (
        "    better: {zh: 您看哪天方便？, en: Which day suits you}\n",
        "",
        "  - by: agent",
        "zh must be a text",
    ),
    "a right call with a wrong turn": (
        "忘了，今天就还。, en: Forgot it.}",
        "忘了。, en: x}\n  - {by: agent, zh: 去借。, en: x, codes: [C11], why: {zh: 错, en: x}, better: {zh: 好, en: x}}",
        "right:",
        "a right call has no wrong turn",
    ),
    "a wrong call without a wrong turn": (
        "    codes: [C11]\n    why: {zh: 借新还旧。, en: A new debt for an old one.}\n    better: {zh: 您看哪天方便？, en: Which day suits you}\n",
        "",
        "wrong:",
        "a wrong call has a wrong turn",
    ),
    "a call of five turns": (_WRONG_LINE, "", "wrong:", "6 to 14 turns, this one 5"),
    "a call of fifteen turns": (_WRONG_LINE, _WRONG_LINE * 10, "wrong:", "6 to 14 turns, this one 15"),
    "a moment without a zone": ("10:20:00+08:00", "10:20:00", "started_at:", "with its zone"),
    "a moment that is none": ("2026-03-26T10:20:00+08:00", "at ten", "started_at:", "with its zone"),
    "a case without its creditor": ("creditor: 示例银行, ", "", "case:", "creditor is missing"),
    "an amount in yuan": (
        "ledger_amount_fen: 186000",
        "ledger_amount_fen: 1860.00",
        "case:",
        "a fact is a text",
    ),
    "an amount that is a word": (
        "ledger_amount_fen: 186000",
        "ledger_amount_fen: many",
        "case:",
        "whole number of fen",
    ),
    "three questions": (
        GOOD[GOOD.index("  - id: q4") : GOOD.index("drill:")],
        "",
        "quiz:",
        "4 to 6 questions, this one 3",
    ),
    "a question that stands twice": (
        "id: q4",
        "id: q3",
        "  - id: q3\n    stem: {zh: 问q4",
        "small.q3 stands twice",
    ),
    "a right answer that is no option": ("right: [a]", "right: [d]", "    options:", "right must name"),
    "a question with one option": (
        "      b: {zh: 乙, en: two}\n      c: {zh: 丙, en: three}\n",
        "",
        "    options:",
        "at least two options",
    ),
    "a drill with nobody": ("personas: [forgot_bill]", "personas: []", "drill:", "name personas"),
    "a persona that is none": (
        "personas: [forgot_bill]",
        "personas: [santa_claus]",
        "drill:",
        "santa_claus is no persona",
    ),
    "a level that is none": ("level: easy", "level: cruel", "drill:", "cruel is none of"),
    "a key that stands twice": (
        "owner: training\n",
        "owner: training\nowner: me\n",
        "owner: me",
        "stands twice",
    ),
    "an English line left out": (
        "zh: 我不想借。, en: I do not want to.",
        "zh: 我不想借。",
        "我不想借",
        "en must be a text",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hole_is_told_with_its_file_its_line_and_the_mend(fault: str) -> None:
    old, new, stands_at, says = FAULTS[fault]
    assert old in GOOD
    spoilt = GOOD.replace(old, new, 1)
    line = spoilt[: spoilt.index(stands_at)].count("\n") + 1
    with pytest.raises(LessonFault, match=rf"^lessons/small\.yaml:{line}: .*{re.escape(says)}") as raised:
        read(spoilt)
    assert "\n" not in str(raised.value)


def test_a_file_is_named_as_its_lesson() -> None:
    with pytest.raises(LessonFault, match=r"other\.yaml:1: id: small stands in another file; name the file"):
        read_lesson(GOOD, source="lessons/other.yaml", register=load_register())


def test_a_file_that_is_no_mapping_is_told() -> None:
    for text in ("- a\n- b\n", "just words\n", "id: [\n", ""):
        with pytest.raises(LessonFault, match=r"^lessons/small\.yaml"):
            read_lesson(text, source="lessons/small.yaml", register=load_register())


def test_what_was_written_is_what_is_read() -> None:
    lesson = read(GOOD)
    assert (lesson.subject, lesson.stage) == (Subject.THINKING, LessonStage.PREPARE)
    assert lesson.codes == {"C11"}
    assert [question.id for question in lesson.quiz] == ["small.q1", "small.q2", "small.q3", "small.q4"]
    assert lesson.drill.level is Level.EASY
    assert lesson.right.facts["ledger_amount_fen"] == 186000
    call = lesson.wrong.as_call()
    assert [turn.number for turn in call.turns] == [0, 1, 2, 3, 4, 5]
    assert call.turns[4].text == "没钱就去别的平台借一点，先把我们这笔还上。"
    assert lesson.wrong.mended().turns[4].text == "您看哪天方便？"
    assert lesson.wrong.mended().turns[3] == call.turns[3]


def test_every_rule_that_nobody_read_is_refused() -> None:
    unread = [one.conduct_id for one in load_register().entries if one.confidence in NOT_ENFORCEABLE]
    assert unread
    for rule_id in unread:
        with pytest.raises(LessonFault, match="do not teach it as law"):
            read(GOOD.replace("CN-PI-01", rule_id))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 40))
def test_a_torn_lesson_is_a_lesson_or_a_fault_with_its_file(start: int, length: int) -> None:
    torn = GOOD[:start] + GOOD[start + length :]
    try:
        read_lesson(torn, source="lessons/small.yaml", register=load_register())
    except LessonFault as fault:
        assert str(fault).startswith("lessons/small.yaml")


def test_a_lesson_under_another_name_reads_as_well() -> None:
    assert read(lesson_text("other", after="[small]")).after == ("small",)
