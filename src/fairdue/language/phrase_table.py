"""The table of a phrasebook: which patterns each group has, every pattern and set of words written once.

Room: language. Many groups share exceptions and word classes; in the table each stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fairdue.language.phrase import Phrase
from fairdue.language.phrase_search import PatternTable


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """For each group, in order, the numbers of its phrases and of its exceptions, and the patterns themselves."""

    phrases: Sequence[Sequence[int]]
    exceptions: Sequence[Sequence[int]]
    patterns: PatternTable


class TableBuilder:
    """Collects groups and writes each pattern and each set of words once."""

    def __init__(self, frequency: Callable[[frozenset[str]], float] | None) -> None:
        self._frequency = frequency or _long_is_rare
        self._phrases: list[list[int]] = []
        self._exceptions: list[list[int]] = []
        self._numbers: dict[str, int] = {}
        self._fixed: list[list[int]] = []
        self._sets: dict[frozenset[str], int] = {}

    def add_group(self, phrases: Iterable[Phrase], exceptions: Iterable[Phrase]) -> None:
        """Add the next group."""
        self._phrases.append([self._number(one) for one in phrases])
        self._exceptions.append([self._number(one) for one in exceptions])

    def _number(self, phrase: Phrase) -> int:
        number = self._numbers.get(phrase.regex)
        if number is None:
            number = self._numbers[phrase.regex] = len(self._fixed)
            self._fixed.append(
                sorted({self._sets.setdefault(words, len(self._sets)) for words in phrase.fixed})
            )
        return number

    def table(self) -> PhraseTable:
        """The table of all groups added."""
        share = [self._frequency(words) for words in self._sets]
        sets_of: dict[str, list[int]] = {}
        for words, number in self._sets.items():
            for word in sorted(words):
                sets_of.setdefault(word, []).append(number)
        patterns = PatternTable(
            regexes=list(self._numbers),
            needs=self._fixed,
            rarest=[min(needed, key=share.__getitem__) for needed in self._fixed],
            words=list(sets_of),
            sets_of=list(sets_of.values()),
        )
        return PhraseTable(self._phrases, self._exceptions, patterns)


def _long_is_rare(words: frozenset[str]) -> float:
    """A guess without a corpus: the shorter the shortest word and the more words, the more often one is met."""
    return len(words) * 10.0 ** -min(map(len, words))
