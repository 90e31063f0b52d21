"""The manner in which a line is spoken: another word of the same sense, a pause, a word begun twice.

Room: practice. It changes no meaning and no fact: words are swapped only for those that the data call alike, and a
pause stands after a word that the data name. An easy customer hesitates less than a hard one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry
from fairdue.practice.people import below
from fairdue.practice.persona import Level

_PERCENT = 100
_NOTHING = re.compile(r"(?!)")
_SHORTEST = 5
"""Characters of a clause, its stop included, that leave room to hesitate."""
_CLAUSE = re.compile(r"(?<=[，。？！])")


@dataclass(frozen=True, slots=True)
class Manner:
    """How people vary what they say. Shares are of a hundred.

    ``swaps`` leads from a word to the words that may stand for it, ``hinges`` finds words after which people pause,
    ``again`` finds words with which a clause is begun twice. ``levels`` tells how much of a persona's hesitation a
    level has.
    """

    swaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    swapped: re.Pattern[str] = _NOTHING
    swap_share: int = 0
    hinges: re.Pattern[str] = _NOTHING
    again: re.Pattern[str] = _NOTHING
    again_share: int = 0
    levels: Mapping[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, _PERCENT))


def read_manner(entry: Entry) -> Manner:
    """The manner of a file. Raises FlowFault with file and line where it cannot be read."""
    entry.only("swaps", "swap_share", "hinges", "again", "again_share", "levels")
    swaps: dict[str, tuple[str, ...]] = {}
    for number, item in enumerate(entry.items("swaps"), start=1):
        words = tuple(item) if isinstance(item, list) else ()
        if len(words) < 2 or not all(isinstance(word, str) and word for word in words):
            raise FlowFault(
                f"{entry.at('swaps')}: the list {number} must be two or more words that mean the same, such as [现在, 眼下]"
            )
        for word in words:
            swaps[word] = words
    levels = entry.entry("levels").only(*(level.value for level in Level))
    longest_first = sorted(swaps, key=len, reverse=True)
    return Manner(
        swaps=swaps,
        swapped=re.compile("|".join(map(re.escape, longest_first))) if swaps else _NOTHING,
        swap_share=entry.number("swap_share"),
        hinges=_pattern(entry, "hinges"),
        again=_pattern(entry, "again"),
        again_share=entry.number("again_share"),
        levels={level: levels.number(level.value) for level in Level},
    )


def _pattern(entry: Entry, key: str) -> re.Pattern[str]:
    try:
        return re.compile("|".join(entry.texts(key)))
    except re.error as error:
        raise FlowFault(f"{entry.at(key)}: no pattern ({error})") from error


def in_other_words(text: str, manner: Manner, rng: Random) -> str:
    """Words of the text put in words of the same sense, each by chance."""

    def other(match: re.Match[str]) -> str:
        if below(rng, _PERCENT) >= manner.swap_share:
            return match[0]
        ways = manner.swaps[match[0]]
        return ways[below(rng, len(ways))]

    return manner.swapped.sub(other, text)


@dataclass(frozen=True, slots=True)
class Pauses:
    """What this person fills a pause with, before a clause and within one."""

    before: Sequence[str]
    within: Sequence[str]


def hesitating(text: str, manner: Manner, rng: Random, *, share: int, pauses: Pauses) -> str:
    """The text with pauses and words begun twice in ``share`` of a hundred clauses; short ones stay as they are."""
    if not pauses.before or not pauses.within or share <= 0:
        return text
    return "".join(
        _hesitant(clause, manner, rng, pauses)
        if len(clause) >= _SHORTEST and below(rng, _PERCENT) < share
        else clause
        for clause in _CLAUSE.split(text)
    )


def _hesitant(clause: str, manner: Manner, rng: Random, pauses: Pauses) -> str:
    begun = manner.again.match(clause)
    if begun and below(rng, _PERCENT) < manner.again_share:
        return f"{begun[0]}，{clause}"
    places = [match.end() for match in manner.hinges.finditer(clause) if match.end() < len(clause) - 1]
    place = ([0, *places])[below(rng, len(places) + 1)]
    among = pauses.within if place else pauses.before
    return f"{clause[:place]}{among[below(rng, len(among))]}{clause[place:]}"
