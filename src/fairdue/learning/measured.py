"""What a measurement found: figures, classes, confusion, reliability, mistakes.

Room: learning. Values alone; who measures stands in ``measuring`` and ``measuring_calls``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from fairdue.learning.reliability import Bin, Stated, calibration_error
from fairdue.learning.scores import Json, Scored
from fairdue.learning.splits import rank

Answer = TypeVar("Answer")
MOST_PAIRS = 40


class Kind(StrEnum):
    """What is measured."""

    CUSTOMERS = "customers"
    COLLECTORS = "collectors"
    CALLS = "calls"


class Split(StrEnum):
    """What the models had seen of what is measured.

    ``fold``: other lines of the same authors. ``voice``: no line of the author. ``held-out``: nothing, and nobody
    who wrote phrases or rules had either. Calls are not learnt from: under ``fold`` the models know all lines.
    """

    FOLD = "fold"
    VOICE = "voice"
    HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong answer. ``certainty`` is how sure the machine was of it, from 0 to 1."""

    id: str
    voice: str
    before: str
    text: str
    wanted: tuple[str, ...]
    said: tuple[str, ...]
    certainty: float

    def as_json(self) -> Json:
        """All fields by name."""
        return {
            "id": self.id,
            "voice": self.voice,
            "before": self.before,
            "text": self.text,
            "wanted": list(self.wanted),
            "said": list(self.said),
            "certainty": round(self.certainty, 4),
        }


@dataclass(frozen=True, slots=True)
class Heard(Generic[Answer]):
    """The answer about the line at ``place``, the shares stated with it, and the mistake if it is one."""

    place: int
    answer: Answer
    stated: tuple[Stated, ...]
    mistake: Mistake | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One kind measured by one split. ``learned`` is the mean number of lines that the models learnt from;
    ``parts`` are the figures by voice or fold."""

    kind: Kind
    split: Split
    learned: int
    scored: Scored
    parts: Mapping[str, Json]
    bins: tuple[Bin, ...]
    mistakes: tuple[Mistake, ...]

    def as_json(self, *, worst: int = 0) -> Json:
        """Everything by name; of the mistakes the ``worst`` first ones."""
        pairs = sorted(self.scored.confusion.items(), key=lambda pair: (-pair[1], pair[0]))
        shown: Json = {
            "kind": self.kind.value,
            "split": self.split.value,
            "learned": self.learned,
            "figures": self.scored.figures,
            "classes": {name: one.counted_json() for name, one in self.scored.classes.items()},
            "confusion": [[wanted, said, count] for (wanted, said), count in pairs[:MOST_PAIRS]],
            "reliability": [one.as_json() for one in self.bins],
            "calibration_error": round(calibration_error(self.bins), 4),
            "parts": dict(self.parts),
            "mistakes_made": len(self.mistakes),
        }
        if worst:
            shown["mistakes"] = [one.as_json() for one in self.mistakes[:worst]]
        return shown


def worst_first(heard: Iterable[Heard[Answer]]) -> tuple[Mistake, ...]:
    """The mistakes of some answers, the surest first; of those equally sure, as drawn by lot."""
    found = [one.mistake for one in heard if one.mistake is not None]
    return tuple(sorted(found, key=lambda one: (-round(one.certainty, 2), rank(one.id))))


def mean_size(sizes: Sequence[int]) -> int:
    """The mean of some numbers of lines, as a whole number."""
    return round(sum(sizes) / len(sizes)) if sizes else 0
