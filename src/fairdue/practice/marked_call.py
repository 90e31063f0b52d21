"""A wrong call marked up by the guard: under each wrong turn its classes, the words that show it, and a better line.

Room: practice. The marks come from the review that judges real calls, not from the lesson's file: what a learner sees
here is what would be found on the phone. Whether the two agree is ``lesson_check``'s matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.feedback.call_reading import SHIPPED, Interpreters
from fairdue.feedback.review import Review, review
from fairdue.feedback.structure import CallFinding
from fairdue.practice.lesson import LessonTurn, WorkedCall


@dataclass(frozen=True, slots=True)
class MarkedTurn:
    """One turn with what the review found in it; ``held`` needs a fact that is not known."""

    number: int
    turn: LessonTurn
    found: tuple[CallFinding, ...]
    held: tuple[CallFinding, ...]

    @property
    def marks(self) -> tuple[CallFinding, ...]:
        """Everything that is marked in the turn."""
        return (*self.found, *self.held)

    @property
    def codes(self) -> tuple[str, ...]:
        """The classes that are marked, each once, in their order."""
        return tuple(sorted({one.code for one in self.marks}))

    def stretches(self) -> tuple[tuple[str, bool], ...]:
        """The Chinese words cut where a mark begins or ends; true for those that are marked.

        >>> from fairdue.feedback.call import Speaker
        >>> from fairdue.foundation.bilingual import Bilingual
        >>> turn = LessonTurn(Speaker.AGENT, Bilingual("您好，三点自动提交", "..."))
        >>> MarkedTurn(0, turn, (CallFinding(0, "C07", 3, 9, 1.0),), ()).stretches()
        (('您好，', False), ('三点自动提交', True))
        """
        words = self.turn.words.zh
        marked = [any(one.starts <= at < one.ends for one in self.marks) for at in range(len(words))]
        pieces: list[tuple[str, bool]] = []
        for letter, is_marked in zip(words, marked, strict=True):
            if pieces and pieces[-1][1] is is_marked:
                pieces[-1] = (pieces[-1][0] + letter, is_marked)
            else:
                pieces.append((letter, is_marked))
        return tuple(pieces)


@dataclass(frozen=True, slots=True)
class MarkedCall:
    """A worked call with the marks of the review, and the review itself with its score."""

    turns: tuple[MarkedTurn, ...]
    review: Review


def mark_up(call: WorkedCall, *, interpreters: Interpreters = SHIPPED) -> MarkedCall:
    """Let the review hear a worked call and mark its turns."""
    outcome = review(call.as_call(), interpreters=interpreters)
    return MarkedCall(
        tuple(
            MarkedTurn(
                number,
                turn,
                tuple(one for one in outcome.findings if one.turn == number),
                tuple(one for one in outcome.held if one.turn == number),
            )
            for number, turn in enumerate(call.turns)
        ),
        outcome,
    )
