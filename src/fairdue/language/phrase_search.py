"""Searching a text for thousands of phrase patterns at once.

Room: language. The fixed words of all patterns are looked for in one pass (Aho and Corasick 1975, by
ahocorasick-rs). A pattern is tried, as a regular expression, only when a word of its rarest set was found and
every other set has a word in the text too; sets are bits of one integer. All gaps are bounded, so that the time
stays linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick


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
    """One text under search: which patterns can stand in it at all, and where they do."""

    def __init__(self, search: PhraseSearch, text: str, mask: int) -> None:
        self._search, self._text, self._mask = search, text, mask
        self._places: dict[int, list[tuple[int, int]]] = {}

    def first(self, number: int) -> tuple[int, int] | None:
        """The first stretch where a pattern stands, half open."""
        needs = self._search.needs[number]
        if self._mask & needs != needs:
            return None
        match = self._search.pattern(number).search(self._text)
        return None if match is None else match.span()

    def places(self, number: int) -> list[tuple[int, int]]:
        """Every stretch where a pattern stands."""
        found = self._places.get(number)
        if found is None:
            needs = self._search.needs[number]
            possible = self._mask & needs == needs
            matches = self._search.pattern(number).finditer(self._text) if possible else ()
            found = self._places[number] = [match.span() for match in matches]
        return found


class PhraseSearch:
    """A search built once over many patterns and used on many texts. ``starters`` are the patterns that are
    looked for of themselves; the others are asked for one by one."""

    def __init__(self, table: PatternTable, *, starters: Sequence[int]) -> None:
        self._patterns: list[re.Pattern[str] | str] = list(table.regexes)
        self.needs = [sum([1 << one for one in needed]) for needed in table.needs]
        by_set: dict[int, list[int]] = {}
        for number in starters:
            by_set.setdefault(table.rarest[number], []).append(number)
        self._masks = [sum([1 << one for one in sets]) for sets in table.sets_of]
        self._starts = [
            tuple(number for one in sets for number in by_set.get(one, ())) for sets in table.sets_of
        ]
        self._words = AhoCorasick(list(table.words), store_patterns=False)

    def candidates(self, text: str) -> tuple[Searched, list[int]]:
        """The text under search, and the starters all of whose fixed words it holds, in their order."""
        words = {match[0] for match in self._words.find_matches_as_indexes(text, overlapping=True)}
        mask = 0
        for word in words:
            mask |= self._masks[word]
        needs, starts = self.needs, self._starts
        found = {number for word in words for number in starts[word] if mask & needs[number] == needs[number]}
        return Searched(self, text, mask), sorted(found)

    def pattern(self, number: int) -> re.Pattern[str]:
        """A pattern, compiled when first needed: a cold start reads thousands and uses a few."""
        pattern = self._patterns[number]
        if isinstance(pattern, str):
            pattern = self._patterns[number] = re.compile(pattern)
        return pattern
