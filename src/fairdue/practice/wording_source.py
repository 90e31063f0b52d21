"""Another source of wording: any endpoint may put a customer's line into words; state and facts stay ours.

Room: practice. Nothing here knows a network: whoever has an endpoint hands in something that fulfils
``WordingSource``. A line that is not understood as what was meant, that says something of money or days that our own
line does not say, or that is no single line, is dropped for our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fairdue.feedback.call import Speaker, Turn
from fairdue.practice.persona import Persona
from fairdue.practice.persona_facts import claims_of, line_breaks
from fairdue.practice.persona_person import DrawnPerson
from fairdue.understanding.customer import understand
from fairdue.understanding.intent import Intent

LONGEST_LINE = 120
"""Characters of a line that is taken; customers on the telephone say less."""


@dataclass(frozen=True, slots=True)
class WordingRequest:
    """What a source is told: who speaks, what the line means, and how we would say it."""

    portrait: str
    region: str
    mood: str
    age: int
    means: tuple[Intent, ...]
    own: str
    talk_so_far: tuple[tuple[str, str], ...]
    """Speaker and text of the turns so far, of an invented person."""


class WordingSource(Protocol):
    """Whatever can put a line into words."""

    def line(self, request: WordingRequest) -> str | None:
        """Another wording of ``request.own``, or None when there is none; it must not raise."""


def worded(
    source: WordingSource,
    *,
    own: str,
    means: tuple[Intent, ...],
    talk_so_far: Sequence[Turn],
    person: DrawnPerson,
    persona: Persona,
    as_of: datetime,
) -> str:
    """The source's line where it keeps meaning and facts, else our own."""
    request = WordingRequest(
        portrait=persona.portrait.zh,
        region=person.region,
        mood=person.mood,
        age=person.age,
        means=means,
        own=own,
        talk_so_far=tuple((turn.speaker.value, turn.text) for turn in talk_so_far),
    )
    line = source.line(request)
    if line is None:
        return own
    line = line.strip()
    before = next((turn.text for turn in reversed(talk_so_far) if turn.speaker is Speaker.AGENT), None)
    if not line or len(line) > LONGEST_LINE or "\n" in line:
        return own
    turn = Turn(len(talk_so_far), persona.speaker, line)
    breaks = line_breaks(turn, persona=persona, person=person, as_of=as_of, agent_before=before)
    if next(breaks, None) is not None or not _keeps(line, own, means, before, as_of):
        return own
    return line


def _keeps(line: str, own: str, means: tuple[Intent, ...], before: str | None, as_of: datetime) -> bool:
    """Does the line mean what was meant, and name no amount, day or digits that our own does not name?"""
    if understand(line, reference=as_of, agent_before=before).intents[0] not in means:
        return False
    return claims_of(line, as_of=as_of) <= claims_of(own, as_of=as_of)
