"""``fairdue lessons``: the list, and one lesson in full; docs/add-a-lesson.md runs the check."""

from __future__ import annotations

from cli.terminal import Terminal


def test_the_list_shows_every_lesson_in_the_order_of_learning(lasting: Terminal) -> None:
    said = lasting.run("lessons")
    assert said.code == 0
    numbered = [line.split()[1] for line in said.out.splitlines() if line.startswith("  ")]
    assert len(numbered) == 20
    assert numbered[0] == "prepare_thinking" and numbered[-1] == "feedback_precautions"


def test_a_lesson_shows_its_marks_its_law_with_how_it_was_read_and_keeps_the_answers_back(
    lasting: Terminal,
) -> None:
    said = lasting.run("lessons", "first_contact_objections")
    assert said.code == 0
    assert "✗ C25" in said.out and "✗ C07" in said.out
    assert "CN-CP-01" in said.out and "据媒体报道" in said.out
    assert "停下来核对" not in said.out
    with_answers = lasting.run("lessons", "first_contact_objections", "--answers")
    assert "停下来核对" in with_answers.out


def test_a_lesson_that_there_is_not_is_told(lasting: Terminal) -> None:
    said = lasting.run("lessons", "persuasion")
    assert said.code == 2
    assert "没有课程 persuasion" in said.err and "fairdue lessons" in said.err
