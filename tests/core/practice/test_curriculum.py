"""The curriculum that ships, its order, and progress as a function of what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.practice.lesson_texts import GOOD, lesson_text, read
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import NOT_ENFORCEABLE
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.foundation.civil import CHINA
from fairdue.practice.curriculum import (
    STAGE_NAMES,
    SUBJECT_NAMES,
    Curriculum,
    DrillTried,
    Learnt,
    LessonStudied,
    QuestionTicked,
    Standing,
    curriculum_of,
    progress,
)
from fairdue.practice.lesson import LessonFault
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona import Level
from fairdue.practice.question import LessonStage, Subject

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=CHINA)
LATER = NOON + timedelta(days=400)


def three() -> Curriculum:
    """Three small lessons in a row."""
    return curriculum_of(
        [
            read(lesson_text("third", after="[second]", stage="feedback")),
            read(lesson_text("first", stage="follow_up")),
            read(lesson_text("second", after="[first]", stage="prepare")),
        ]
    )


def all_of(lesson_id: str, curriculum: Curriculum, at: datetime = NOON) -> list[Learnt]:
    """Everything that makes a lesson done."""
    lesson = curriculum.lessons[lesson_id]
    return [
        LessonStudied(lesson_id, at),
        *(QuestionTicked(question.id, question.right, at) for question in lesson.quiz),
        DrillTried(lesson_id, lesson.drill.personas[0], lesson.drill.level, passed=True, at=at),
    ]


def test_every_subject_of_every_stage_has_one_lesson() -> None:
    taught = [(lesson.stage, lesson.subject) for lesson in read_curriculum().lessons.values()]
    assert sorted(taught) == sorted((stage, subject) for stage in LessonStage for subject in Subject)
    assert set(STAGE_NAMES) == set(LessonStage)
    assert set(SUBJECT_NAMES) == set(Subject)


def test_every_class_of_wording_is_shown_in_a_wrong_call() -> None:
    curriculum = read_curriculum()
    assert [one.class_id for one in wording_classes() if not curriculum.teaching(one.class_id)] == []


def test_every_lesson_says_what_law_it_rests_on_and_teaches_none_that_nobody_read() -> None:
    register = load_register()
    for lesson in read_curriculum().lessons.values():
        assert lesson.law, lesson.lesson_id
        assert all(register.entry(note.rule_id).confidence not in NOT_ENFORCEABLE for note in lesson.law)


def test_every_lesson_names_the_old_habit_and_the_honest_sentence() -> None:
    assert [one.lesson_id for one in read_curriculum().lessons.values() if not one.habits] == []


def test_a_question_is_found_by_its_id_and_no_two_lessons_ask_the_same() -> None:
    curriculum = read_curriculum()
    asked = curriculum.questions()
    assert len({question.id for question in asked}) == len(asked)
    assert len({question.stem.zh for question in asked}) == len(asked)
    assert curriculum.question(asked[5].id) is asked[5]
    with pytest.raises(KeyError, match="no lesson asks nothing"):
        curriculum.question("nothing")


def test_the_right_answer_does_not_stand_in_the_same_place_all_the_time() -> None:
    single = [question for question in read_curriculum().questions() if len(question.right) == 1]
    places = [[one.id in question.right for one in question.options].index(True) for question in single]
    assert max(places.count(place) for place in set(places)) <= len(single) / 2


def test_what_comes_before_stands_before_even_against_the_order_of_the_stages() -> None:
    assert list(three().lessons) == ["first", "second", "third"]


def test_nothing_comes_before_what_it_needs_in_the_curriculum_that_ships() -> None:
    seen: set[str] = set()
    for lesson in read_curriculum().lessons.values():
        assert set(lesson.after) <= seen, lesson.lesson_id
        seen.add(lesson.lesson_id)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ([("one", "[none]")], r"lessons/one\.yaml:\d+: none is no lesson"),
        ([("one", "[two]"), ("two", "[one]")], r"lessons/one\.yaml:\d+: one, two wait for each other"),
        ([("one", "[one]")], "wait for each other in a circle"),
        ([("one", "[]"), ("one", "[]")], r"lessons/one\.yaml:\d+: one stands twice"),
    ],
)
def test_an_order_that_cannot_be_is_told_with_its_place(texts: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(LessonFault, match=says):
        curriculum_of(read(lesson_text(name, after=after)) for name, after in texts)


def test_who_did_nothing_may_begin_and_sits_no_exam() -> None:
    curriculum = three()
    begun = progress(curriculum, [], NOON)
    assert [one.standing for one in begun.lessons] == [Standing.OPEN, Standing.LOCKED, Standing.LOCKED]
    assert begun.next_lesson is curriculum.lessons["first"]
    assert not begun.opens_exam
    assert begun.lessons[1].waits_for == ("first",)
    assert [one.en for one in begun.lessons[0].missing] == [
        "read the text and the two calls",
        "4 questions not yet answered right",
        "pass a practice call",
    ]


def test_a_lesson_is_done_when_it_was_read_answered_and_drilled_and_opens_the_next() -> None:
    curriculum = three()
    done = all_of("first", curriculum)
    for left_out in range(len(done)):
        part = progress(curriculum, done[:left_out] + done[left_out + 1 :], NOON)
        assert part.lessons[0].standing is Standing.BEGUN
        assert len(part.lessons[0].missing) == 1
        assert part.lessons[1].standing is Standing.LOCKED
    whole = progress(curriculum, done, NOON)
    assert whole.lessons[0].standing is Standing.DONE
    assert whole.lessons[0].missing == ()
    assert whole.lessons[1].standing is Standing.OPEN
    assert whole.next_lesson is curriculum.lessons["second"]
    assert whole.done_count == 1


def test_the_exam_opens_when_every_lesson_is_done_and_not_before_that_day() -> None:
    curriculum = three()
    done = [event for lesson_id in curriculum.lessons for event in all_of(lesson_id, curriculum)]
    assert progress(curriculum, done, NOON).opens_exam
    assert progress(curriculum, done, NOON).next_lesson is None
    assert not progress(curriculum, done, NOON - timedelta(seconds=1)).opens_exam
    assert not progress(curriculum_of([]), done, NOON).opens_exam


def test_a_wrong_answer_a_failed_drill_and_a_foreign_customer_do_not_count() -> None:
    curriculum = three()
    lesson = curriculum.lessons["first"]
    tried = progress(
        curriculum,
        [
            QuestionTicked(lesson.quiz[0].id, frozenset({"a", "b"}), NOON),
            QuestionTicked("of.another.year", frozenset({"a"}), NOON),
            DrillTried("first", lesson.drill.personas[0], lesson.drill.level, passed=False, at=NOON),
            DrillTried("first", "somebody_else", lesson.drill.level, passed=True, at=NOON),
            LessonStudied("there_is_none", NOON),
        ],
        NOON,
    )
    assert tried.lessons[0].answered == frozenset()
    assert tried.lessons[0].drilled == frozenset()
    assert tried.lessons[0].standing is Standing.OPEN


def test_a_customer_made_easier_than_the_lesson_asks_does_not_count_and_a_harder_one_does() -> None:
    curriculum = three()
    lesson = curriculum.lessons["first"]

    def drilled(asked: Level, tried: Level) -> bool:
        harder = replace(lesson, drill=replace(lesson.drill, level=asked))
        persona = lesson.drill.personas[0]
        done = [DrillTried("first", persona, tried, passed=True, at=NOON)]
        return bool(progress(curriculum_of([harder]), done, NOON).lessons[0].drilled)

    assert not drilled(Level.HARD, Level.EASY) and not drilled(Level.MIDDLE, Level.EASY)
    assert drilled(Level.HARD, Level.HARD) and drilled(Level.EASY, Level.MIDDLE)


_CURRICULUM = three()
_QUESTIONS = [question.id for question in _CURRICULUM.questions()]
_MOMENTS = st.integers(0, 50).map(lambda hours: NOON + timedelta(hours=hours))
_EVENTS: st.SearchStrategy[Learnt] = st.one_of(
    st.builds(LessonStudied, st.sampled_from(list(_CURRICULUM.lessons)), _MOMENTS),
    st.builds(
        QuestionTicked,
        st.sampled_from(_QUESTIONS),
        st.frozensets(st.sampled_from("abc"), min_size=1),
        _MOMENTS,
    ),
    st.builds(
        DrillTried,
        st.sampled_from(list(_CURRICULUM.lessons)),
        st.sampled_from(["forgot_bill", "nobody"]),
        st.sampled_from(Level),
        st.booleans(),
        _MOMENTS,
    ),
)


@settings(deadline=None)
@given(st.lists(_EVENTS, max_size=30), st.randoms(use_true_random=False), _MOMENTS)
def test_the_order_of_the_events_means_nothing(events: list[Learnt], chance: object, as_of: datetime) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert progress(_CURRICULUM, shuffled, as_of) == progress(_CURRICULUM, events, as_of)


@settings(deadline=None)
@given(st.lists(_EVENTS, max_size=30), st.lists(_EVENTS, max_size=5), _MOMENTS)
def test_more_work_and_more_time_never_take_progress_away(
    events: list[Learnt], more: list[Learnt], as_of: datetime
) -> None:
    before = progress(_CURRICULUM, events, as_of)
    for after in (progress(_CURRICULUM, events + more, as_of), progress(_CURRICULUM, events, LATER)):
        assert after.done_count >= before.done_count
        for one, other in zip(before.lessons, after.lessons, strict=True):
            assert one.answered <= other.answered
            assert one.drilled <= other.drilled
            assert set(other.waits_for) <= set(one.waits_for)


def test_the_small_lesson_of_these_tests_reads() -> None:
    assert read(GOOD).lesson_id == "small"
