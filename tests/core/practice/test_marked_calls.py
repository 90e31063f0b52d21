"""A wrong call carries the marks of the review; a lesson that says otherwise is told where."""

from __future__ import annotations

from functools import cache

import pytest

from core.practice.lesson_texts import GOOD, read
from fairdue.feedback.review import review
from fairdue.practice.curriculum import curriculum_of
from fairdue.practice.lesson_check import check_curriculum, check_lesson
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.marked_call import MarkedCall, mark_up


@cache
def marked(lesson_id: str, side: str) -> MarkedCall:
    """A worked call that ships, heard once for all tests."""
    lesson = read_curriculum().lessons[lesson_id]
    return mark_up(lesson.right if side == "right" else lesson.wrong)


def test_marks_are_those_of_the_review_of_the_same_call() -> None:
    lesson = read_curriculum().lessons["first_contact_precautions"]
    found = marked(lesson.lesson_id, "wrong")
    assert found.review == review(lesson.wrong.as_call())
    assert [(one.number, one.codes) for one in found.turns if one.marks] == [
        (2, ("C18",)),
        (4, ("C03", "C04")),
    ]
    assert all(turn.turn.better for turn in found.turns if turn.marks)


def test_the_stretches_of_a_turn_are_its_words_and_the_marked_ones_show_why() -> None:
    for lesson in read_curriculum().lessons.values():
        for one in marked(lesson.lesson_id, "wrong").turns:
            stretches = one.stretches()
            assert "".join(words for words, _ in stretches) == one.turn.words.zh
            assert any(is_marked for _, is_marked in stretches) is bool(one.marks)


def test_a_wrong_call_always_scores_below_the_right_one() -> None:
    for lesson in read_curriculum().lessons.values():
        right, wrong = (marked(lesson.lesson_id, side).review.score for side in ("right", "wrong"))
        assert wrong <= right - 20, (lesson.lesson_id, right, wrong)


def test_a_good_lesson_has_nothing_to_mend() -> None:
    assert list(check_lesson(read(GOOD))) == []


@pytest.mark.parametrize(
    ("old", "new", "stands_at", "says"),
    [
        (
            "没钱就去别的平台借一点，先把我们这笔还上。",
            "您看哪天方便？",
            "  - by: agent",
            "called C11, heard as clean",
        ),
        ("codes: [C11]", "codes: [C07]", "  - by: agent", "called C07, heard as C11"),
        (
            "这次是碰上什么事了吗？",
            "你这种骗子要不要脸？",
            "你这种骗子",
            "a line that should be clean is marked C12",
        ),
        (
            "better: {zh: 您看哪天方便？",
            "better: {zh: 你去找朋友借。",
            "    better:",
            "should be clean is marked C11",
        ),
        ("没钱就去别的平台借。", "您看哪天方便？", "  - code: C11", "not found as C11: ok"),
        (
            "我们不建议您借别的钱来还。",
            "我打电话告诉你单位领导。",
            "    instead:",
            "what is to be said instead is marked",
        ),
    ],
)
def test_what_the_guard_does_not_hear_so_is_told_with_its_line(
    old: str, new: str, stands_at: str, says: str
) -> None:
    spoilt = GOOD.replace(old, new, 1)
    assert spoilt != GOOD
    line = spoilt[: spoilt.index(stands_at)].count("\n") + 1
    found = [one.line("en") for one in check_curriculum(curriculum_of([read(spoilt)]))]
    assert any(one.startswith(f"lessons/small.yaml:{line}: ") and says in one for one in found), found
