"""Spaced repetition: what was wrong comes back, at growing gaps, whatever the order in which it is told."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.practice.lesson_texts import GOOD, read
from fairdue.foundation.civil import CHINA
from fairdue.practice.curriculum import LessonStudied, QuestionTicked, curriculum_of
from fairdue.practice.repetition import (
    BOX_DAYS,
    Answered,
    DueItem,
    Item,
    ItemKind,
    answers_of,
    answers_of_call,
    due_items,
    schedule,
)

DAY = date(2026, 3, 2)
ITEM = Item(ItemKind.QUESTION, "a.question")
FAR = DAY + timedelta(days=4000)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def due_of(history: list[Answered], as_of: date = FAR) -> DueItem | None:
    found = schedule(history, as_of)
    assert len(found) <= 1
    return found[0] if found else None


def right_when_due(times: int) -> list[Answered]:
    """A mistake on the first day, then a right answer on each day it came due."""
    history = [Answered(ITEM, DAY, right=False)]
    for _ in range(times):
        due = due_of(history)
        assert due is not None
        history.append(Answered(ITEM, due.due_on, right=True))
    return history


def test_what_was_never_wrong_is_never_asked_again() -> None:
    assert schedule([Answered(ITEM, DAY, right=True)], FAR) == ()


def test_a_mistake_comes_back_the_next_day_and_not_on_its_own() -> None:
    history = [Answered(ITEM, DAY, right=False)]
    assert due_items(history, DAY) == ()
    assert due_items(history, on(1)) == (DueItem(ITEM, on(1), 0, 1),)
    assert due_items(history, on(9)) == (DueItem(ITEM, on(1), 0, 1),)


def test_the_gaps_grow_box_by_box_until_it_is_learnt() -> None:
    gaps = []
    for times in range(len(BOX_DAYS)):
        history = right_when_due(times)
        due = due_of(history)
        assert due is not None and due.box == times
        gaps.append((due.due_on - history[-1].on).days)
    assert tuple(gaps) == BOX_DAYS
    assert list(BOX_DAYS) == sorted(set(BOX_DAYS))
    assert due_of(right_when_due(len(BOX_DAYS))) is None


def test_a_new_mistake_sends_even_what_was_learnt_back_to_the_first_box() -> None:
    history = right_when_due(len(BOX_DAYS))
    again = history[-1].on + timedelta(days=200)
    assert due_of([*history, Answered(ITEM, again, right=False)]) == DueItem(
        ITEM, again + timedelta(days=1), 0, 2
    )


def test_nobody_crams_a_mistake_through_the_boxes_in_one_day() -> None:
    cramming = [Answered(ITEM, DAY, right=False), *[Answered(ITEM, DAY, right=True)] * 20]
    assert due_of(cramming) == DueItem(ITEM, on(1), 0, 1)
    assert due_of([*cramming, *[Answered(ITEM, on(1), right=True)] * 20]) == DueItem(ITEM, on(4), 1, 1)


def test_the_longest_waiting_comes_first_and_equals_stand_by_their_name() -> None:
    codes = [Item(ItemKind.CODE, code) for code in ("C09", "C02")]
    history = [Answered(codes[0], DAY, right=False), Answered(codes[1], DAY, right=False)]
    history.append(Answered(ITEM, on(-5), right=False))
    assert [due.item for due in due_items(history, on(3))] == [ITEM, codes[1], codes[0]]


def test_answers_of_a_quiz_are_judged_and_fall_on_the_day_in_china() -> None:
    curriculum = curriculum_of([read(GOOD)])
    late = datetime(2026, 3, 2, 17, 30, tzinfo=CHINA)
    done = [
        QuestionTicked("small.q1", frozenset({"b"}), late),
        QuestionTicked("small.q2", frozenset({"a"}), late),
        QuestionTicked("gone.q9", frozenset({"a"}), late),
        LessonStudied("small", late),
    ]
    assert answers_of(curriculum, done) == (
        Answered(Item(ItemKind.QUESTION, "small.q1"), DAY, right=False),
        Answered(Item(ItemKind.QUESTION, "small.q2"), DAY, right=True),
    )


def test_a_call_counts_its_findings_as_mistakes_and_the_watched_rest_as_done_well() -> None:
    counted = answers_of_call(codes=["C07"], watched=["C02", "C07"], on=DAY)
    assert counted == (
        Answered(Item(ItemKind.CODE, "C02"), DAY, right=True),
        Answered(Item(ItemKind.CODE, "C07"), DAY, right=False),
    )


_ANSWERS = st.builds(
    Answered,
    st.sampled_from([ITEM, Item(ItemKind.CODE, "C07"), Item(ItemKind.QUESTION, "b")]),
    st.integers(0, 120).map(on),
    st.booleans(),
)
_OF_ONE = st.builds(Answered, st.just(ITEM), st.integers(0, 120).map(on), st.booleans())


@given(st.lists(_ANSWERS, max_size=40), st.integers(0, 130).map(on))
def test_nothing_is_due_on_or_before_the_day_of_its_last_mistake(
    history: list[Answered], as_of: date
) -> None:
    for due in schedule(history, as_of):
        wrong = [one.on for one in history if one.item == due.item and not one.right and one.on <= as_of]
        assert due.due_on > max(wrong)
        assert due.mistakes == len(set(wrong))


@given(st.lists(_OF_ONE, max_size=30), st.integers(0, 60))
def test_a_right_answer_never_brings_an_item_nearer(history: list[Answered], later: int) -> None:
    last = max((one.on for one in history), default=DAY)
    before = due_of(history)
    after = due_of([*history, Answered(ITEM, last + timedelta(days=later), right=True)])
    if before is None:
        assert after is None
    else:
        assert after is None or after.due_on >= before.due_on


@given(st.lists(_OF_ONE, max_size=30), st.integers(0, 60))
def test_a_mistake_always_comes_back_the_next_day(history: list[Answered], later: int) -> None:
    day = max((one.on for one in history), default=DAY) + timedelta(days=later)
    due = due_of([*history, Answered(ITEM, day, right=False)])
    assert due is not None
    assert (due.due_on, due.box) == (day + timedelta(days=1), 0)


@given(st.lists(_ANSWERS, max_size=40), st.integers(), st.integers(0, 130).map(on))
def test_the_order_in_which_answers_are_told_does_not_matter(
    history: list[Answered], seed: int, as_of: date
) -> None:
    shuffled = list(history)
    random.Random(f"{seed}").shuffle(shuffled)
    assert schedule(shuffled, as_of) == schedule(history, as_of)
    assert schedule([*history, *history], as_of) == schedule(history, as_of)


@given(st.lists(_ANSWERS, max_size=40), st.integers(0, 130).map(on), st.integers(0, 130).map(on))
def test_what_is_not_answered_stays_due_and_the_future_is_not_known(
    history: list[Answered], one: date, other: date
) -> None:
    early, late = min(one, other), max(one, other)
    known = [answered for answered in history if answered.on <= early]
    assert due_items(history, early) == due_items(known, early)
    assert set(due_items(known, early)) <= set(due_items(known, late))
