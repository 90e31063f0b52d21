"""Searching a text for thousands of phrase patterns at once.

Room: language. The fixed words of all patterns are looked for in one pass (Aho and Corasick 1975, by
ahocorasick-rs). A pattern is tried, as a regular expression, only when a word of its rarest set was found and
every other set has a word in the text too. All gaps are bounded, so that the time stays linear in the length of
the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

_NUMBER = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternTable:
    """Patterns ready to be searched for, as plain lists that a file can hold.

    ``sets_of`` gives for each of ``words`` the numbers of the sets it belongs to; ``needs`` for each of
    ``regexes`` the sets that must each have a word in the text; ``rarest`` the one to start from.
    """

    regexes: Sequence[str]
    needs: Sequence[Sequence[int]]
    rarest: Sequence[int]
    words: Sequence[str]
    sets_of: Sequence[Sequence[int]]


Needs = tuple[tuple[int, int], ...]
"""The sets that must each have a word in a text, as places (byte, bit) in the mask of the text."""


def _all_there(needs: Needs, mask: bytes) -> bool:
    for byte, bit in needs:  # noqa: SIM110  # A loop is twice as fast as all() over a generator, and this is hot.
        if not mask[byte] & bit:
            return False
    return True


class Searched:
    """One text under search: which patterns can stand in it at all, and where they do.

    ``mask`` has a bit for each set, 1 where the text holds a word of it.
    """

    def __init__(self, search: PhraseSearch, text: str, mask: bytes) -> None:
        self._search, self._text, self._mask = search, text, mask
        self._places: dict[int, list[tuple[int, int]]] = {}

    def first(self, number: int) -> tuple[int, int] | None:
        """The first stretch where a pattern stands, half open."""
        if not _all_there(self._search.needs[number], self._mask):
            return None
        match = self._search.pattern(number).search(self._text)
        return None if match is None else match.span()

    def places(self, number: int) -> list[tuple[int, int]]:
        """Every stretch where a pattern stands."""
        found = self._places.get(number)
        if found is None:
            possible = _all_there(self._search.needs[number], self._mask)
            matches = self._search.pattern(number).finditer(self._text) if possible else ()
            found = self._places[number] = [match.span() for match in matches]
        return found


class PhraseSearch:
    """A search built once over many patterns and used on many texts. ``starters`` are the patterns that are
    looked for of themselves; the others are asked for one by one."""

    def __init__(self, table: PatternTable, *, starters: Sequence[int]) -> None:
        self._patterns: list[re.Pattern[str] | str] = list(table.regexes)
        self.needs = [tuple((one >> 3, 1 << (one & 7)) for one in needed) for needed in table.needs]
        by_set: dict[int, list[tuple[int, Needs]]] = {}
        for number in starters:
            rarest = table.rarest[number]
            others = tuple((one >> 3, 1 << (one & 7)) for one in table.needs[number] if one != rarest)
            by_set.setdefault(rarest, []).append((number, others))
        self._masks = [sum([1 << one for one in sets]) for sets in table.sets_of]
        self._mask_bytes = 1 + max((one for sets in table.sets_of for one in sets), default=0) // 8
        self._starts = [
            tuple(start for one in sets for start in by_set.get(one, ())) for sets in table.sets_of
        ]
        self._words = AhoCorasick(list(table.words), store_patterns=False)

    def candidates(self, text: str) -> tuple[Searched, list[int]]:
        """The text under search, and the starters all of whose fixed words it holds, in their order."""
        words = set(map(_NUMBER, self._words.find_matches_as_indexes(text, overlapping=True)))
        bits = 0
        for word in words:
            bits |= self._masks[word]
        # One bit of a few bytes is looked at in no time, where "and" with a number of ten thousand bits makes another.
        mask = bits.to_bytes(self._mask_bytes, "little")
        starts = self._starts
        found = {
            number
            for word in words
            for number, others in starts[word]
            if not others or (mask[others[0][0]] & others[0][1] and _all_there(others, mask))
        }
        return Searched(self, text, mask), sorted(found)

    def pattern(self, number: int) -> re.Pattern[str]:
        """A pattern, compiled when first needed: a cold start reads thousands and uses a few."""
        pattern = self._patterns[number]
        if isinstance(pattern, str):
            pattern = self._patterns[number] = re.compile(pattern)
        return pattern
