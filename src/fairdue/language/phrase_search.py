"""Searching a text for thousands of phrase patterns at once.

Room: language. The fixed words of all patterns are looked for in one pass (Aho and Corasick 1975, by
ahocorasick-rs). A pattern is tried, as a regular expression, only when a word of its rarest set was found and
every other set has a word in the text too. All gaps are bounded, so that the time stays linear in the length of
the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import chain
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


class Searched:
    """One text under search: which patterns can stand in it at all, and where they do.

    ``present`` are the sets that have a word in the text.
    """

    def __init__(self, search: PhraseSearch, text: str, present: Set[int]) -> None:
        self._search, self._text, self._present = search, text, present
        self._places: dict[int, list[tuple[int, int]]] = {}

    def first(self, number: int) -> tuple[int, int] | None:
        """The first stretch where a pattern stands, half open."""
        if not self._search.needs[number] <= self._present:
            return None
        match = self._search.pattern(number).search(self._text)
        return None if match is None else match.span()

    def places(self, number: int) -> list[tuple[int, int]]:
        """Every stretch where a pattern stands."""
        found = self._places.get(number)
        if found is None:
            possible = self._search.needs[number] <= self._present
            matches = self._search.pattern(number).finditer(self._text) if possible else ()
            found = self._places[number] = [match.span() for match in matches]
        return found


class PhraseSearch:
    """A search built once over many patterns and used on many texts. ``starters`` are the patterns that are
    looked for of themselves; the others are asked for one by one."""

    def __init__(self, table: PatternTable, *, starters: Sequence[int]) -> None:
        self._patterns: list[re.Pattern[str] | str] = list(table.regexes)
        # A text touches some dozens of thousands of sets, so that small sets of numbers beat wide masks of bits.
        self.needs = [frozenset(needed) for needed in table.needs]
        self._sets_of = table.sets_of
        by_set: dict[int, list[tuple[int, frozenset[int]]]] = {}
        for number in starters:
            by_set.setdefault(table.rarest[number], []).append((number, self.needs[number]))
        self._starts = by_set
        self._words = AhoCorasick(list(table.words), store_patterns=False)

    def candidates(self, text: str) -> tuple[Searched, list[int]]:
        """The text under search, and the starters all of whose fixed words it holds, in their order."""
        words = set(map(_NUMBER, self._words.find_matches_as_indexes(text, overlapping=True)))
        present = set(chain.from_iterable(map(self._sets_of.__getitem__, words)))
        starts = self._starts
        found = [
            number
            for one in starts.keys() & present
            for number, needs in starts[one]
            if len(needs) == 1 or needs <= present
        ]
        found.sort()
        return Searched(self, text, present), found

    def pattern(self, number: int) -> re.Pattern[str]:
        """A pattern, compiled when first needed: a cold start reads thousands and uses a few."""
        pattern = self._patterns[number]
        if isinstance(pattern, str):
            pattern = self._patterns[number] = re.compile(pattern)
        return pattern
