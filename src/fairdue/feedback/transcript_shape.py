"""What was read of a call: the ``Call`` itself, and what of it cannot be judged.

Room: feedback. Made by ``transcript.read_transcript``, which also hands these types on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fairdue.feedback.call import Call
from fairdue.feedback.transcript_sound import Sound
from fairdue.foundation.bilingual import Bilingual


class Part(StrEnum):
    """A part of a review that a transcript may not allow."""

    WORDS = "words"
    """No words at all: a recording that nobody wrote down."""
    SPEAKERS = "speakers"
    """Who spoke is not known; every line was taken as if the collector had said it."""
    SPEAKERS_WORKED_OUT = "speakers_worked_out"
    """Who spoke was worked out from what was said."""
    DAYS = "days"
    """The day of the call is not known, so "this Friday" is no day."""
    FACTS = "facts"
    """The case is not known: amounts, the creditor, what would make words lawful."""
    FACTS_CLAIMED = "facts_claimed"
    """What the file says of the case by itself: not compared with the house's case, or not what that says."""
    ORDER = "order"
    """The order of the turns is not certain."""
    WHO_SAID_IT = "who_said_it"
    """Words that do not fit the mark they stand under, such as a collector's threat in the customer's turn."""
    SPEAKERS_SWAPPED = "speakers_swapped"
    """Some turns of the customer are plainly the collector's."""
    LOST = "lost"
    """Words that the file holds and that could not be read: a formula without a value, cells beyond the header."""
    REST = "rest"
    """What of the file was left unread or unclear without taking words away: another sheet, broken times."""
    TURNS = "turns"
    """Some turns could not be read: noise, another language, cut off, of nobody."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One thing that cannot be judged and why; ``turns`` are the numbers of the turns it is about, () for all."""

    part: Part
    why: Bilingual
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A call that was read, and what of it cannot be judged. ``sound`` is told for a recording."""

    call: Call = field(repr=False)
    unjudged: tuple[Unjudged, ...] = ()
    sound: Sound | None = None

    def lacks(self, part: Part) -> bool:
        """Is this part among what cannot be judged?"""
        return any(one.part is part for one in self.unjudged)
