"""Spaced repetition from one's own mistakes: what was wrong comes back tomorrow, then at longer and longer gaps.

Room: practice. The boxes are Leitner's (Sebastian Leitner, *So lernt man lernen*, 1972): a wrong answer puts an item
into the first box, a right one that was due moves it on by one, and each box waits longer than the one before. Only
what somebody got wrong is repeated: a quiz question, or a class of wording (C01 to C25) found in a drill or in a
review. Everything is whole days; the same history gives the same days on any machine, whatever its order.

>>> item = Item(ItemKind.QUESTION, "first_contact_technique.vague")
>>> wrong = Answered(item, date(2026, 3, 2), right=False)
>>> [(due.item.key, due.due_on.isoformat()) for due in due_items([wrong], date(2026, 3, 3))]
[('first_contact_technique.vague', '2026-03-03')]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fairdue.foundation.civil import civil_date
from fairdue.practice.curriculum import Curriculum, Learnt, QuestionTicked

BOX_DAYS = (1, 3, 7, 14, 30, 60)
"""How many days an item waits in each box. Past the last box it is learnt and comes back only after a new mistake."""


class ItemKind(StrEnum):
    """What is repeated."""

    QUESTION = "question"
    """A question of a lesson's quiz; the key is the question's id."""
    CODE = "code"
    """A class of wording that was found in what somebody said; the key is C01 to C25."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing to repeat."""

    kind: ItemKind
    key: str


@dataclass(frozen=True, slots=True)
class Answered:
    """How somebody did with an item on a civil day: a question answered, or a call with or without the finding."""

    item: Item
    on: date
    right: bool


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item and the day on which it comes back. ``box`` counts from 0; ``mistakes`` are the days with a wrong answer."""

    item: Item
    due_on: date
    box: int
    mistakes: int


def schedule(history: Iterable[Answered], as_of: date) -> tuple[DueItem, ...]:
    """Every item that was ever wrong and is not learnt yet, the earliest due first; what came later is not known.

    One day counts once, and a mistake on it outweighs any number of right answers. A right answer before an item is
    due changes nothing, so that it cannot be crammed through the boxes; one that is due never brings it nearer.
    """
    days: dict[Item, dict[date, bool]] = {}
    for answered in history:
        if answered.on <= as_of:
            of_item = days.setdefault(answered.item, {})
            of_item[answered.on] = answered.right and of_item.get(answered.on, True)
    found = (_state(item, of_item) for item, of_item in days.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.due_on, one.item)))


def due_items(history: Iterable[Answered], as_of: date) -> tuple[DueItem, ...]:
    """What is to be repeated on this day: everything that came due by then, what waited longest first."""
    return tuple(one for one in schedule(history, as_of) if one.due_on <= as_of)


def _state(item: Item, days: Mapping[date, bool]) -> DueItem | None:
    box, due_on, mistakes = 0, None, 0
    for on in sorted(days):
        if not days[on]:
            box, mistakes = 0, mistakes + 1
            due_on = on + timedelta(days=BOX_DAYS[0])
        elif due_on is not None and on >= due_on:
            box += 1
            due_on = on + timedelta(days=BOX_DAYS[box]) if box < len(BOX_DAYS) else None
    return None if due_on is None else DueItem(item, due_on, box, mistakes)


def answers_of(curriculum: Curriculum, done: Iterable[Learnt]) -> tuple[Answered, ...]:
    """The quiz answers among what somebody did, as the repetition takes them; days are those of China."""
    asked = {question.id: question for question in curriculum.questions()}
    return tuple(
        Answered(
            Item(ItemKind.QUESTION, event.question_id),
            civil_date(event.at),
            asked[event.question_id].is_right(event.ticked),
        )
        for event in done
        if isinstance(event, QuestionTicked) and event.question_id in asked
    )


def answers_of_call(codes: Iterable[str], watched: Iterable[str], on: date) -> tuple[Answered, ...]:
    """How a drill or a reviewed call counts: ``codes`` were found in it, the other ``watched`` ones were avoided.

    Watched are the classes that somebody has to repeat; a call says nothing of those that nobody waits for.
    """
    found = frozenset(codes)
    return tuple(
        Answered(Item(ItemKind.CODE, code), on, right=code not in found)
        for code in sorted(found | frozenset(watched))
    )
