"""A small grammar of sayings: ``(a/b/c)`` is one of several, ``<name>`` a class of words or a fact of the person.

Room: practice. Alternatives may be empty and may hold others. The same text is parsed once. Which one is taken is
drawn from the ``Random`` that is handed in, so the same seed says the same.

>>> from random import Random
>>> spell("(我/俺)<when>没钱", Random("1"), {"when": ("最近",)}.__getitem__) in ("我最近没钱", "俺最近没钱")
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from fairdue.practice.people import below

_DEEPEST = 8
"""Classes may name classes; deeper than this one names itself."""


class GrammarFault(ValueError):
    """A saying that cannot be read; the message shows it and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Name:
    """A place for a word of a class or for a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Either:
    """One of several sayings."""

    ways: tuple[tuple[Part, ...], ...]


Part = str | Name | Either
Words = Callable[[str], Sequence[str]]
"""From a name to the sayings that may stand there. Raises KeyError for a name that is not known."""


@cache
def parse(text: str) -> tuple[Part, ...]:
    """Read a saying. Raises GrammarFault when a bracket stays open or nothing was opened."""
    parts, at = _sequence(text, 0, nested=False)
    if at != len(text):
        raise GrammarFault(f"{text!r}: a closing bracket at place {at + 1} that nothing opened")
    return parts


def _sequence(text: str, at: int, *, nested: bool) -> tuple[tuple[Part, ...], int]:
    parts: list[Part] = []
    plain = ""
    while at < len(text):
        one = text[at]
        if one == ")" or (nested and one == "/"):
            break
        if one not in "(<":
            plain, at = plain + one, at + 1
            continue
        if plain:
            parts.append(plain)
            plain = ""
        if one == "<":
            ends = text.find(">", at)
            if ends < 0:
                raise GrammarFault(f"{text!r}: the name that opens at place {at + 1} is not closed")
            parts.append(Name(text[at + 1 : ends]))
            at = ends + 1
        else:
            either, at = _either(text, at)
            parts.append(either)
    if plain:
        parts.append(plain)
    return tuple(parts), at


def _either(text: str, opened: int) -> tuple[Either, int]:
    ways, at = [], opened + 1
    while True:
        way, at = _sequence(text, at, nested=True)
        ways.append(way)
        if at >= len(text):
            raise GrammarFault(f"{text!r}: the bracket that opens at place {opened + 1} is not closed")
        at += 1
        if text[at - 1] == ")":
            return Either(tuple(ways)), at


def names_in(text: str) -> frozenset[str]:
    """Every name that a saying asks for, in its alternatives too."""
    found: set[str] = set()
    waiting = list(parse(text))
    while waiting:
        part = waiting.pop()
        if isinstance(part, Name):
            found.add(part.name)
        elif isinstance(part, Either):
            for way in part.ways:
                waiting.extend(way)
    return frozenset(found)


def spell(text: str, rng: Random, words: Words) -> str:
    """Say one of the sayings that ``text`` describes.

    Raises GrammarFault for a class that leads to itself, and what ``words`` raises for a name.
    """
    return "".join(_spell(parse(text), rng, words, 0))


def _spell(parts: Sequence[Part], rng: Random, words: Words, depth: int) -> list[str]:
    if depth > _DEEPEST:
        raise GrammarFault("a class of words leads to itself")
    said: list[str] = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, Name):
            ways = words(part.name)
            said += _spell(parse(ways[below(rng, len(ways))]), rng, words, depth + 1)
        else:
            said += _spell(part.ways[below(rng, len(part.ways))], rng, words, depth)
    return said
