"""House rule: a lesson is true. The guard hears its right calls clean and finds every wrong turn it teaches."""

from __future__ import annotations

from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.playbook import read_flow
from fairdue.practice.lesson_check import check_curriculum
from fairdue.practice.lesson_reading import read_curriculum
from house.tree import must_be_empty


def test_what_the_lessons_call_right_and_wrong_is_what_the_guard_hears() -> None:
    must_be_empty(
        (one.line() for one in check_curriculum(read_curriculum())),
        rule="A lesson teaches what the review finds; reword it (docs/add-a-lesson.md).",
    )


def test_no_wrong_line_of_a_lesson_is_a_sentence_that_may_be_said() -> None:
    sayable = {one.words.zh for one in read_flow().wording.sentences.values()}
    sayable |= {reply.sentence.words.zh for reply in read_objections().sentences()}
    wrong = {
        turn.words.zh
        for lesson in read_curriculum().lessons.values()
        for turn in lesson.wrong.turns
        if turn.codes
    }
    assert wrong
    must_be_empty(sorted(wrong & sayable), rule="What is wrong on purpose stays in its lesson.")
