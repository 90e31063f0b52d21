"""Other search engines with the same words and patterns; each says which of them stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Engine:
    """``search`` gives the numbers found in a text, None where the engine is not installed; every ``step``-th text
    is searched; ``takes`` are the patterns that the engine can read."""

    name: str
    step: int
    search: Callable[[str], set[int]] | None
    note: str = ""
    takes: frozenset[int] = field(default_factory=frozenset)


def engines(words: Sequence[str], regexes: Sequence[str]) -> list[Engine]:
    """All of them."""
    return [
        word_list(words),
        _alternation(words),
        _hyperscan_words(words),
        _loop(regexes),
        _hyperscan(regexes),
    ]


def word_list(words: Sequence[str]) -> Engine:
    """Every word of a list, wherever it stands."""
    try:
        import ahocorasick
    except ImportError:
        return Engine("pyahocorasick", 1, None, "not installed")
    automaton = ahocorasick.Automaton()
    for number, word in enumerate(words):
        automaton.add_word(word, number)
    automaton.make_automaton()
    return Engine(
        "pyahocorasick: words, overlapping", 1, lambda text: {one for _, one in automaton.iter(text)}
    )


def _alternation(words: Sequence[str]) -> Engine:
    number = {word: place for place, word in enumerate(words)}
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return Engine(
        "re: words as one alternation", 40, lambda text: {number[one] for one in pattern.findall(text)}
    )


def _loop(regexes: Sequence[str]) -> Engine:
    patterns = [re.compile(one) for one in regexes]
    return Engine(
        "re loop: patterns one by one",
        200,
        lambda text: {number for number, one in enumerate(patterns) if one.search(text) is not None},
        takes=frozenset(range(len(regexes))),
    )


def _hyperscan_words(words: Sequence[str]) -> Engine:
    try:
        import hyperscan
    except ImportError:
        return Engine("Hyperscan words", 1, None, "not installed")
    database = hyperscan.Database()
    database.compile(
        expressions=[re.escape(one).encode() for one in words],
        ids=list(range(len(words))),
        flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(words),
    )
    return Engine("Hyperscan words", 1, _scan(database))


def _hyperscan(regexes: Sequence[str]) -> Engine:
    """A pattern that looks around itself cannot be compiled; it is left out and counted."""
    try:
        import hyperscan
    except ImportError:
        return Engine("Hyperscan patterns", 1, None, "not installed")
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_UTF8
    taken: dict[int, bytes] = {}
    for number, regex in enumerate(regexes):
        theirs = regex.replace(r"\Z", r"\z").encode()
        try:
            hyperscan.Database().compile(expressions=[theirs], ids=[number], flags=[flags])
        except hyperscan.error:
            continue
        taken[number] = theirs
    database = hyperscan.Database()
    database.compile(expressions=list(taken.values()), ids=list(taken), flags=[flags] * len(taken))
    refused = len(regexes) - len(taken)
    return Engine(
        "Hyperscan patterns", 1, _scan(database), f"{refused:,} not compiled", takes=frozenset(taken)
    )


def _scan(database: object) -> Callable[[str], set[int]]:
    def search(text: str) -> set[int]:
        found: set[int] = set()
        database.scan(text.encode(), match_event_handler=lambda number, *_: found.add(number))
        return found

    return search
