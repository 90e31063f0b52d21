"""Does a drill count? One that recites, or says the suggestions as they are offered, is practice and proves nothing.

Room: practice. What speaks against a drill is told by codes, which the log keeps among its mistakes; its points stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import read_turns
from fairdue.foundation.fold import fold
from fairdue.practice.call_listening import are_one_recital, steps_of
from fairdue.practice.exam import ReasonCode
from fairdue.practice.exam_listening import says_the_same
from fairdue.practice.judged_call import JudgedCall

SUGGESTIONS_TAKEN = "suggestions_taken"
"""Nearly every line was the suggestion as it was offered."""
_SUGGESTED_SHARE = 0.8
_FEWEST_SUGGESTED = 2
_RECITED_BEFORE = 2
"""Calls that counted with which a new one is the same recital; one other may go alike."""


def speaks_against(
    judged: JudgedCall, *, counted: Sequence[Call], said: Sequence[str], offered: Sequence[str]
) -> tuple[str, ...]:
    """The codes of what speaks against counting a drill; () for one that counts as its scorecard says.

    ``counted`` are the last calls that did, ``offered`` the suggestion that stood beside each own words.
    """
    found = []
    if judged.slip is not None:
        found.append(ReasonCode.NOT_ANSWERED.value)
    if says_the_same(judged.reading.call) is not None or _recited_before(judged, counted):
        found.append(ReasonCode.SAID_THE_SAME.value)
    if takes_suggestions(said, offered):
        found.append(SUGGESTIONS_TAKEN)
    return tuple(found)


def takes_suggestions(said: Sequence[str], offered: Sequence[str]) -> bool:
    """Is nearly every line the suggestion beside it? One of a few may well be."""
    taken = sum(fold(own) == fold(other) for own, other in zip(said, offered, strict=True))
    return taken >= max(_FEWEST_SUGGESTED, _SUGGESTED_SHARE * len(said))


def _recited_before(judged: JudgedCall, counted: Sequence[Call]) -> bool:
    """Were the same acts done in the same order before, to others who had said different things?"""
    steps = steps_of(judged.reading)
    return sum(are_one_recital(steps, steps_of(read_turns(one))) for one in counted) >= _RECITED_BEFORE
