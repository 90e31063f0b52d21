"""A call as anybody's recorder wrote it down: JSON, TXT, CSV, SRT, VTT or a WAV, read into one ``Call``.

Room: feedback. ``read_transcript`` finds out by the content what the file is and reads what can be read; what that
leaves open (who spoke, on which day, what the case is) is told as ``Unjudged``, so that a review of it says so
instead of pretending. A file that is no call at all gives no transcript and a problem that says how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fairdue.feedback.call import Call, read_call
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem


class Part(StrEnum):
    """A part of a review that a transcript may not allow."""

    WORDS = "words"
    """No words at all: a recording that nobody wrote down."""
    SPEAKERS = "speakers"
    """Who spoke is not marked, or was worked out from what was said."""
    DAYS = "days"
    """The day of the call is not known, so "this Friday" is no day."""
    FACTS = "facts"
    """The case is not known: amounts, the creditor, what would make words lawful."""
    ORDER = "order"
    """The order of the turns is not certain."""
    TURNS = "turns"
    """Some turns could not be read: noise, another language, cut off."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One thing that cannot be judged and why; ``turns`` are the numbers of the turns it is about, () for all."""

    part: Part
    why: Bilingual
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A call that was read, and what of it cannot be judged."""

    call: Call = field(repr=False)
    unjudged: tuple[Unjudged, ...] = ()

    def lacks(self, part: Part) -> bool:
        """Is this part among what cannot be judged?"""
        return any(one.part is part for one in self.unjudged)


def read_transcript(
    data: bytes,
    *,
    name: str,
    started_at: datetime | None = None,
    case: Mapping[str, object] | None = None,
) -> tuple[Transcript | None, tuple[Problem, ...]]:
    """Read one file. ``name`` is its name (the ending only helps; the content decides).

    ``started_at`` is when the call began, with its zone, for files that do not say; what the file says comes first.
    ``case`` has the shape of ``case`` in the JSON file (docs/review-a-call.md) for files that bring none.
    Without a transcript at least one problem is no warning; with one, all of them are warnings.
    """
    call, problems = read_call(data.decode("utf-8-sig", "replace"), source=name)
    return (None if call is None else Transcript(call)), problems
