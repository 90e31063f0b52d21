"""Phrase patterns: how the phrasebook writes down what people say, and how that becomes a search.

Room: language. A pattern is read by people first::

    (再不|还不){pay}~(起诉|告你)      alternatives, a word class, a gap of up to eight characters
    不会{contact}(您|你)的?{family}   a character that may be missing
    ^{yes}$                          the whole text
    (!不){sue}   (<!不){sue}          not followed by, not preceded by

``~`` spans up to eight characters and ``~~`` up to twenty, never the end of a sentence; ``#`` is a digit or a
Chinese numeral. Every pattern must hold some fixed words, because a search over thousands of patterns first
looks for their fixed words alone and tries only the patterns whose words were found.

>>> parse("(再不|还不)还~起诉", classes=WordClasses({})).regex
'(?:再不|还不)还[^。!?;\\\\n]{0,8}?起诉'
>>> sorted(parse("(再不|还不)还~起诉", classes=WordClasses({})).fixed)
['起诉']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_GAPS = {1: r"[^。!?;\n]{0,8}?", 2: r"[^。!?;\n]{0,20}?"}
_NUMERAL = "[0-9零〇一二两三四五六七八九十百千万几半]"
_MOST_GAPS = 4


class PhraseError(ValueError):
    """A pattern that cannot be read; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern read: the regular expression, and sets of words, of each of which one stands in every text it finds."""

    regex: str
    fixed: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a pattern: its regular expression, its sets of fixed words, and all it can be where that is words."""

    regex: str
    fixed: tuple[frozenset[str], ...] = ()
    words: frozenset[str] | None = None


class WordClasses:
    """The word classes of a phrasebook: name to members, which are patterns too; each is read once."""

    def __init__(self, members: Mapping[str, tuple[str, ...]]) -> None:
        self.members = members
        self.read: dict[str, _Part] = {}


def parse(pattern: str, *, classes: WordClasses) -> Phrase:
    """Read one pattern.

    Raises PhraseError for a pattern that is not closed, names no known class or holds no fixed word.
    """
    reader = _Reader(pattern, classes.members, read=classes.read)
    part = reader.alternatives(closing=None)
    if not part.fixed:
        raise PhraseError(f"{pattern!r} holds no fixed words; a pattern needs a word that is always there")
    if part.regex.count("{0,") > _MOST_GAPS:
        raise PhraseError(f"{pattern!r} has more than {_MOST_GAPS} gaps; write two patterns")
    try:
        re.compile(part.regex)
    except re.error as error:
        raise PhraseError(f"{pattern!r} cannot be searched for: {error}") from error
    return Phrase(_LEADING_LOOK.sub(r"\1", part.regex), part.fixed)


# At the head of a pattern the search itself looks for the first character, and faster.
_LEADING_LOOK = re.compile(r"^((?:\(\?:)*)\(\?=\[(?:[^\]\\]|\\.)*\]\)")


class _Reader:
    """Reads a pattern from left to right, one mark at a time."""

    def __init__(
        self,
        pattern: str,
        classes: Mapping[str, tuple[str, ...]],
        *,
        within: tuple[str, ...] = (),
        read: dict[str, _Part] | None = None,
    ) -> None:
        self.pattern, self.classes, self.within = pattern, classes, within
        self.read = read if read is not None else {}
        self.place = 0

    def alternatives(self, closing: str | None) -> _Part:
        """``a|b|c`` up to the closing bracket or the end."""
        parts = self._branches(closing)
        return parts[0] if len(parts) == 1 else _either(parts)

    def _branches(self, closing: str | None) -> list[_Part]:
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
        return parts

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        literal = ""
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            char = self.pattern[self.place]
            if char == "\\" and self.place + 1 < len(self.pattern):
                self.place += 1
                char = self.pattern[self.place]
                plain = True
            else:
                plain = char not in "({~#^$?"
            optional = self.pattern[self.place + 1 : self.place + 2] == "?"
            if plain and not optional:
                literal += char
                self.place += 1
                continue
            if literal:
                parts.append(_words(literal))
                literal = ""
            if plain:
                self.place += 2
                parts.append(_Part(f"(?:{re.escape(char)})?"))
            else:
                parts.append(self._marked(char))
        if literal:
            parts.append(_words(literal))
        return parts[0] if len(parts) == 1 else _then(parts)

    def _marked(self, char: str) -> _Part:
        self.place += 1
        if char == "~":
            count = 2 if self.pattern[self.place : self.place + 1] == "~" else 1
            self.place += count - 1
            return _Part(_GAPS[count])
        if char in "^$":
            return _Part(char if char == "^" else r"\Z")
        if char == "?":
            raise PhraseError(f"{self.pattern!r}: '?' at {self.place} follows nothing that can be missing")
        if char == "#":
            part = _Part(_NUMERAL)
        elif char == "{":
            part = self._class()
        else:
            part = self._group()
        if self.pattern[self.place : self.place + 1] == "?":
            self.place += 1
            return _Part(f"(?:{part.regex})?")
        return part

    def _group(self) -> _Part:
        if self.pattern.startswith("<!", self.place):
            self.place += 2
            return _Part("".join(f"(?<!{part.regex})" for part in self._branches(")")))
        if self.pattern.startswith("!", self.place):
            self.place += 1
            return _Part(f"(?!{self.alternatives(')').regex})")
        return _closed(self.alternatives(")"))

    def _class(self) -> _Part:
        ends = self.pattern.find("}", self.place)
        name = self.pattern[self.place : ends]
        if ends < 0 or name not in self.classes:
            raise PhraseError(f"{self.pattern!r}: there is no word class {name!r}; add it to words.yaml")
        if name in self.within:
            raise PhraseError(f"the word class {name!r} holds itself")
        self.place = ends + 1
        if name not in self.read:
            within = (*self.within, name)
            parts = [
                _Reader(one, self.classes, within=within, read=self.read).alternatives(None)
                for one in self.classes[name]
            ]
            self.read[name] = _closed(_either(parts))
        return self.read[name]


def _words(literal: str) -> _Part:
    words = frozenset((literal,))
    return _Part(re.escape(literal), (words,), words)


def _closed(part: _Part) -> _Part:
    """A part as a bracket, so that what follows it belongs to all of it."""
    return _Part(f"(?:{part.regex})", part.fixed, part.words)


def _then(parts: list[_Part]) -> _Part:
    return _Part(
        "".join(part.regex for part in parts), tuple(fixed for part in parts for fixed in part.fixed)
    )


def _either(parts: list[_Part]) -> _Part:
    """One of several parts. Plain words become a tree, so that two hundred of them cost what a few do."""
    words = frozenset().union(*(part.words for part in parts if part.words is not None))
    others = [part.regex for part in parts if part.words is None]
    if "" in words:
        words, others = words - {""}, [*others, ""]
    shown = "|".join((*((_tree(words),) if words else ()), *others))
    if any(not part.fixed for part in parts):
        return _Part(shown)
    fixed = frozenset().union(*(_best(part.fixed) for part in parts))
    return _Part(shown, (fixed,), None if others else words)


def _tree(words: Iterable[str]) -> str:
    """A regular expression for exactly these words, shared by first characters, longer words tried first."""
    heads: dict[str, set[str]] = {}
    for word in words:
        heads.setdefault(word[0], set()).add(word[1:])
    singles = sorted(head for head, rests in heads.items() if rests == {""})
    shown = []
    for head in sorted(heads):
        rests = heads[head] - {""}
        if rests:
            shown.append(f"{re.escape(head)}(?:{_tree(rests)}){'?' if '' in heads[head] else ''}")
    if len(singles) == 1:
        shown.append(re.escape(singles[0]))
    elif singles:
        shown.append(f"[{''.join(map(re.escape, singles))}]")
    if len(shown) > 4:
        # One look at the next character turns most places away before the branches are tried.
        return f"(?=[{''.join(map(re.escape, sorted(heads)))}])(?:{'|'.join(shown)})"
    return "|".join(shown)


def _best(fixed: tuple[frozenset[str], ...]) -> frozenset[str]:
    """Of several sets of fixed words, each of which must be there, the one that is found least often."""
    return max(fixed, key=lambda words: (min(map(len, words)), -len(words)))
