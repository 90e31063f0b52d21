"""Which lines are learnt from and which are measured: folds by line, and one voice left out at a time.

Room: learning. Cross-validation by line asks how a model does on new lines of authors it knows; leaving a voice out
asks how it does on an author it has never read, and the gap between the two is what an author's manner is worth.
Chance comes from the digest of a line's id, so that a line stays where it is when others are added.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

FOLDS = 5
SEED = "fairdue-1"
LEAST_OF_A_LABEL = 5


class Line(Protocol):
    """What a split looks at: who wrote a line, and its id."""

    @property
    def id(self) -> str:
        """The id, unique in the corpus."""

    @property
    def voice(self) -> str:
        """The author's hand."""


@dataclass(frozen=True, slots=True)
class Part:
    """One turn of a split: the places of the lines to learn from and of those to measure."""

    name: str
    learn: tuple[int, ...]
    measure: tuple[int, ...]


def rank(line_id: str, *, seed: str = SEED) -> int:
    """A large number that is as good as drawn by lot, and always the same for an id and a seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{line_id}".encode()).digest()[:8], "big")


def fold_of(line_id: str, *, folds: int = FOLDS, seed: str = SEED) -> int:
    """The fold of a line, from 0."""
    return rank(line_id, seed=seed) % folds


def by_fold(lines: Sequence[Line], *, folds: int = FOLDS, seed: str = SEED) -> list[Part]:
    """Every line is measured once, by a model that learnt from the lines of the other folds."""
    drawn = [fold_of(line.id, folds=folds, seed=seed) for line in lines]
    return [_part(f"fold {fold + 1}", [one == fold for one in drawn]) for fold in range(folds)]


def by_voice(lines: Sequence[Line]) -> list[Part]:
    """Every line is measured once, by a model that learnt from the lines of all other voices."""
    voices = sorted({line.voice for line in lines})
    return [_part(voice, [line.voice == voice for line in lines]) for voice in voices]


def unread_folds(lines: Sequence[Line], *, labels: Sequence[frozenset[str]], folds: int) -> tuple[int, ...]:
    """A fold for every line, so that whoever learns from the other folds has read nothing of the line's author.

    A second model that hears what a first one says of a line is to hear what it would say of a stranger. Where the
    lines have too few voices for it, so that some label would be known in one fold alone, they are dealt in turn.
    """
    places = {voice: number % folds for number, voice in enumerate(sorted({line.voice for line in lines}))}
    drawn = tuple(places[line.voice] for line in lines)
    known = {(label, fold) for fold, held in zip(drawn, labels, strict=True) for label in held}
    in_folds = Counter(label for label, _ in known)
    if len(places) < folds or min(in_folds.values(), default=0) < 2:
        return tuple(number % folds for number in range(len(lines)))
    return drawn


def _part(name: str, measured: Sequence[bool]) -> Part:
    learn = tuple(place for place, one in enumerate(measured) if not one)
    return Part(name, learn, tuple(place for place, one in enumerate(measured) if one))


def fewer_lines(
    lines: Sequence[Line], places: Sequence[int], *, percent: int, labels: Sequence[frozenset[str]]
) -> tuple[int, ...]:
    """``percent`` of some places, drawn by lot; a larger draw holds every smaller one.

    A model needs examples of each label, so that of a label with fewer than ``LEAST_OF_A_LABEL`` the next lines are
    added. ``labels`` are those of all ``lines``.
    """
    drawn = sorted(places, key=lambda place: rank(lines[place].id))
    return _with_every_label(drawn[: round(len(drawn) * percent / 100)], drawn, labels)


def fewer_voices(
    lines: Sequence[Line], places: Sequence[int], *, voices: int, labels: Sequence[frozenset[str]]
) -> tuple[int, ...]:
    """The lines of so many of the voices at some places, drawn by lot, and lines of labels they lack."""
    known = sorted({lines[place].voice for place in places}, key=rank)[:voices]
    kept = [place for place in places if lines[place].voice in known]
    return _with_every_label(kept, sorted(places, key=lambda place: rank(lines[place].id)), labels)


def _with_every_label(
    kept: Sequence[int], drawn: Sequence[int], labels: Sequence[frozenset[str]]
) -> tuple[int, ...]:
    found = {*kept}
    met = Counter(label for place in kept for label in labels[place])
    for place in drawn:
        if place not in found and any(met[label] < LEAST_OF_A_LABEL for label in labels[place]):
            found.add(place)
            met.update(labels[place])
    return tuple(sorted(found))
