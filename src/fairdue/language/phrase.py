"""Phrase patterns: how the phrasebook writes down what people say, and how that becomes a search.

Room: language. A pattern is read by people first::

    (再不|还不){pay}~(起诉|告你)      alternatives, a word class, a gap of up to eight characters
    不会{contact}(您|你)的?{family}   a character that may be missing
    ^{yes}$                          the whole text
    (!不){sue}   (<!不){sue}          not followed by, not preceded by

``~`` spans up to eight characters and ``~~`` up to twenty, never the end of a sentence; ``#`` is a digit or a
Chinese numeral. Every pattern must hold some fixed words, because a search over thousands of patterns first
looks for their fixed words alone and tries only the patterns whose words were found.

>>> parse("(再不|还不)还~起诉", classes={}).regex
'(?:再不|还不)还[^。!?;\\\\n]{0,8}?起诉'
>>> sorted(parse("(再不|还不)还~起诉", classes={}).fixed)
['起诉']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_GAPS = {1: r"[^。!?;\n]{0,8}?", 2: r"[^。!?;\n]{0,20}?"}
_NUMERAL = "[0-9零〇一二两三四五六七八九十百千万几半]"
_MOST_GAPS = 4


class PhraseError(ValueError):
    """A pattern that cannot be read; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern read: the regular expression, and words of which at least one stands in every text it finds."""

    regex: str
    fixed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a pattern: its regular expression, its literal words where it is nothing else, its fixed words."""

    regex: str
    fixed: frozenset[str] | None


def parse(pattern: str, *, classes: Mapping[str, tuple[str, ...]]) -> Phrase:
    """Read one pattern. ``classes`` maps the name of a word class to its members, which are patterns too.

    Raises PhraseError for a pattern that is not closed, names no known class or holds no fixed word.
    """
    reader = _Reader(pattern, classes)
    part = reader.alternatives(closing=None)
    if part.fixed is None:
        raise PhraseError(f"{pattern!r} holds no fixed words; a pattern needs a word that is always there")
    if part.regex.count("{0,") > _MOST_GAPS:
        raise PhraseError(f"{pattern!r} has more than {_MOST_GAPS} gaps; write two patterns")
    try:
        re.compile(part.regex)
    except re.error as error:
        raise PhraseError(f"{pattern!r} cannot be searched for: {error}") from error
    return Phrase(part.regex, part.fixed)


class _Reader:
    """Reads a pattern from left to right, one mark at a time."""

    def __init__(self, pattern: str, classes: Mapping[str, tuple[str, ...]], *, within: tuple[str, ...] = ()):
        self.pattern, self.classes, self.within = pattern, classes, within
        self.place = 0

    def alternatives(self, closing: str | None) -> _Part:
        """``a|b|c`` up to the closing bracket or the end."""
        parts = [self._sequence()]
        while self.place < len(self.pattern) and self.pattern[self.place] == "|":
            self.place += 1
            parts.append(self._sequence())
        if closing is not None:
            if self.place >= len(self.pattern):
                raise PhraseError(f"{self.pattern!r}: a bracket is opened and not closed")
            self.place += 1
        elif self.place < len(self.pattern):
            raise PhraseError(f"{self.pattern!r}: ')' at {self.place + 1} closes nothing")
        if len(parts) == 1:
            return parts[0]
        every = [part.fixed for part in parts]
        fixed = None if None in every else frozenset().union(*(words for words in every if words is not None))
        return _Part("|".join(part.regex for part in parts), fixed)

    def _sequence(self) -> _Part:
        regex: list[str] = []
        found: list[frozenset[str]] = []
        literal = ""
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            char = self.pattern[self.place]
            optional = self.place + 1 < len(self.pattern) and self.pattern[self.place + 1] == "?"
            if char not in "({~#^$?" and not optional:
                literal += char
                regex.append(re.escape(char))
                self.place += 1
                continue
            if literal:
                found.append(frozenset((literal,)))
                literal = ""
            part = self._marked(char)
            regex.append(part.regex)
            if part.fixed is not None:
                found.append(part.fixed)
        if literal:
            found.append(frozenset((literal,)))
        return _Part("".join(regex), _best(found))

    def _marked(self, char: str) -> _Part:
        self.place += 1
        if char == "~":
            count = 2 if self.pattern[self.place : self.place + 1] == "~" else 1
            self.place += count - 1
            return _Part(_GAPS[count], None)
        if char in "^$":
            return _Part(char if char == "^" else r"\Z", None)
        if char == "?":
            raise PhraseError(f"{self.pattern!r}: '?' at {self.place} follows nothing that can be missing")
        if char == "#":
            part = _Part(_NUMERAL, None)
        elif char == "{":
            part = self._class()
        elif char == "(":
            part = self._group()
        else:
            part = _Part(re.escape(char), frozenset((char,)))
        if self.pattern[self.place : self.place + 1] == "?":
            self.place += 1
            return _Part(f"(?:{part.regex})?", None)
        return part

    def _group(self) -> _Part:
        for mark, opening in (("<!", "(?<!"), ("!", "(?!")):
            if self.pattern.startswith(mark, self.place):
                self.place += len(mark)
                inner = self.alternatives(closing=")")
                if mark == "<!":
                    return _Part("".join(f"(?<!{one})" for one in inner.regex.split("|")), None)
                return _Part(f"{opening}{inner.regex})", None)
        inner = self.alternatives(closing=")")
        return _Part(f"(?:{inner.regex})", inner.fixed)

    def _class(self) -> _Part:
        ends = self.pattern.find("}", self.place)
        name = self.pattern[self.place : ends]
        if ends < 0 or name not in self.classes:
            raise PhraseError(f"{self.pattern!r}: there is no word class {name!r}; add it to words.yaml")
        if name in self.within:
            raise PhraseError(f"the word class {name!r} holds itself")
        self.place = ends + 1
        within = (*self.within, name)
        parts = [_Reader(one, self.classes, within=within).alternatives(None) for one in self.classes[name]]
        every = [part.fixed for part in parts]
        fixed = None if None in every else frozenset().union(*(words for words in every if words is not None))
        # Longest first, so that 银行卡 is not read as 银行.
        shown = sorted((part.regex for part in parts), key=len, reverse=True)
        return _Part(f"(?:{'|'.join(shown)})", fixed)


def _best(found: list[frozenset[str]]) -> frozenset[str] | None:
    """Of several sets of fixed words, each of which must be there, the one that is found least often."""
    return max(found, key=lambda words: (min(map(len, words)), -len(words)), default=None)
