"""Searching a text for thousands of phrase patterns at once.

Room: language. The fixed words of all patterns are looked for in one pass (Aho and Corasick 1975, by
ahocorasick-rs); only the patterns whose words were found are tried as regular expressions. All gaps are
bounded, so that the time stays linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from fairdue.language.phrase import Phrase


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A pattern that was found: its number in the list that was handed in, and the stretch, half open."""

    number: int
    starts: int
    ends: int


class PhraseSearch:
    """A search built once over many patterns and used on many texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._patterns: list[re.Pattern[str] | str] = []
        self._needs: list[frozenset[int]] = []
        numbers: dict[frozenset[str], int] = {}
        rarest: dict[int, list[int]] = {}
        for number, phrase in enumerate(phrases):
            self._patterns.append(phrase.regex)
            needed = [numbers.setdefault(words, len(numbers)) for words in phrase.fixed]
            self._needs.append(frozenset(needed))
            first = max(phrase.fixed, key=lambda words: (min(map(len, words)), -len(words)))
            rarest.setdefault(numbers[first], []).append(number)
        sets_of: dict[str, list[int]] = {}
        for words, number in numbers.items():
            for word in words:
                sets_of.setdefault(word, []).append(number)
        self._sets = [frozenset(found) for found in sets_of.values()]
        self._first = {number: tuple(found) for number, found in rarest.items()}
        self._words = AhoCorasick(list(sets_of), store_patterns=False)

    def find(self, text: str) -> list[PhraseHit]:
        """Every pattern that stands in ``text``, each with its first place, in the order of the patterns."""
        words = {match[0] for match in self._words.find_matches_as_indexes(text, overlapping=True)}
        if not words:
            return []
        found = frozenset().union(*[self._sets[word] for word in words])
        needs, hits = self._needs, []
        for one in found & self._first.keys():
            for number in self._first[one]:
                if needs[number] <= found:
                    match = self._pattern(number).search(text)
                    if match is not None:
                        hits.append(PhraseHit(number, *match.span()))
        hits.sort(key=lambda hit: hit.number)
        return hits

    def find_all(self, text: str, number: int) -> list[tuple[int, int]]:
        """Every place where one pattern stands."""
        return [match.span() for match in self._pattern(number).finditer(text)]

    def _pattern(self, number: int) -> re.Pattern[str]:
        # Compiled when first needed: a cold start reads thousands of patterns and uses a few.
        pattern = self._patterns[number]
        if isinstance(pattern, str):
            pattern = self._patterns[number] = re.compile(pattern)
        return pattern
