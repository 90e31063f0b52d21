"""Signs that a candidate did not listen: silence, the same words again, the same lines in every call.

Room: practice. Names, amounts and digits are taken out first, so that one text filled in anew is still one text. Two
lines are twins when most of their neighbouring pairs of characters are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fairdue.feedback.call import Call, Speaker
from fairdue.foundation.fold import fold

_MUTE = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[0-9〇零一幺二两三四五六七八九十百千万]+")
_SHORTEST = 8
"""Characters of a line that is compared; shorter ones are said by everybody."""
_TWINS = 0.75
_REPEATED_SHARE = 0.34
_FEWEST_LINES = 3
_SAME_IN_ALL = 0.85
_WORDS_OF_A_CALL = 12
"""Characters that even the shortest call needs: to say who one is, and goodbye."""


def lines_of(call: Call) -> list[tuple[int, str]]:
    """The collector's lines with their turn, without names, amounts, digits and signs."""
    known = [
        value
        for value in (call.fact_text(name) for name in ("debtor", "agency", "creditor", "product"))
        if value
    ]
    lines = []
    for turn in call.turns:
        if turn.speaker is Speaker.AGENT:
            text = fold(turn.text)
            for name in known:
                text = text.replace(name, "")
            lines.append((turn.number, _MUTE.sub("", _NUMBERS.sub("", text))))
    return lines


def says_nothing(call: Call) -> bool:
    """Did the collector hardly speak in a call in which somebody else did?"""
    return sum(len(line) for _, line in lines_of(call)) < _WORDS_OF_A_CALL


def says_the_same(call: Call) -> int | None:
    """The first turn that says again what was said, when a third of all lines do; None otherwise."""
    lines = [(number, line) for number, line in lines_of(call) if len(line) >= _SHORTEST]
    again = [
        number
        for place, (number, line) in enumerate(lines)
        if any(are_twins(line, before) for _, before in lines[:place])
    ]
    if len(lines) >= _FEWEST_LINES and len(again) >= _REPEATED_SHARE * len(lines):
        return again[0]
    return None


def says_the_same_in_all(calls: Sequence[Call]) -> bool:
    """Are nearly all lines of every call said in another call too? Two calls may well go alike; not all of a paper."""
    if len(calls) < 2:
        return False
    spoken = [[line for _, line in lines_of(call) if len(line) >= _SHORTEST] for call in calls]
    if any(not lines for lines in spoken):
        return False
    for place, lines in enumerate(spoken):
        # A call that was cut short says little; what it has is compared with the longest other one.
        longest = max((other for at, other in enumerate(spoken) if at != place), key=len)
        if sum(any(are_twins(line, other) for other in longest) for line in lines) < _SAME_IN_ALL * len(
            lines
        ):
            return False
    return True


def are_twins(one: str, other: str) -> bool:
    """Are most neighbouring pairs of characters of the two the same? Equal texts are twins, empty ones too."""
    if one == other:
        return True
    first, second = _pairs(one), _pairs(other)
    either = len(first | second)
    return bool(either) and len(first & second) >= _TWINS * either


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
