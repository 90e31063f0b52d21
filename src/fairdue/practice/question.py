"""A quiz question: what is asked, what may be ticked, what is right, and why.

Room: practice. Lessons hold questions and exams draw from them. It carries no learner and no answer sheet; whoever
asks keeps those. Answering is a pure comparison of option ids.

>>> asked = Question(
...     id="q.recording",
...     stem=Bilingual("通话录音要先说明吗？", "Must a recording be announced first?"),
...     options=(Option("yes", Bilingual("要", "Yes")), Option("no", Bilingual("不用", "No"))),
...     right=frozenset({"yes"}),
...     why=Bilingual("对方有权知道。", "The other side has a right to know."),
...     subject=Subject.PRECAUTIONS,
...     stage=LessonStage.FIRST_CONTACT,
... )
>>> asked.is_right(frozenset({"yes"})), asked.is_right(frozenset())
(True, False)
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual


class Subject(StrEnum):
    """The five subjects of the trade that a lesson can teach."""

    THINKING = "thinking"
    """思路: what the call is for, and what is known before it."""
    TECHNIQUE = "technique"
    """技巧: how to ask, listen and read back."""
    STRATEGY = "strategy"
    """策略: which way to go with whom."""
    OBJECTIONS = "objections"
    """异议处理: what to do with a no, a but, a complaint."""
    PRECAUTIONS = "precautions"
    """注意事项: what must never be done, and what must never be missed."""


class LessonStage(StrEnum):
    """The four stages of the work that a lesson can belong to."""

    PREPARE = "prepare"
    FIRST_CONTACT = "first_contact"
    FOLLOW_UP = "follow_up"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ticked; ``id`` is unique within its question."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz. Raises ValueError when it cannot be answered: no right option, or an unknown one.

    ``right`` holds the ids of all right options; with more than one, all of them and no other must be ticked.
    """

    id: str
    stem: Bilingual
    options: tuple[Option, ...]
    right: frozenset[str]
    why: Bilingual
    subject: Subject
    stage: LessonStage

    def __post_init__(self) -> None:
        known = [one.id for one in self.options]
        if len(known) < 2 or len(set(known)) != len(known):
            raise ValueError(f"question {self.id}: give at least two options, each with an id of its own")
        if not self.right or not self.right <= set(known):
            raise ValueError(f"question {self.id}: right must name at least one of its options")
        if self.right == set(known):
            raise ValueError(f"question {self.id}: when every option is right nothing is asked")

    def is_right(self, ticked: AbstractSet[str]) -> bool:
        """Are exactly the right options ticked?"""
        return self.right == ticked
