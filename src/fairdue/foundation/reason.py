"""A reason: why something was decided, in words for people and a code for programs, with its source.

Room: foundation. Reasons explain refusals, estimates and orderings alike; each screen can show them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.foundation.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: instrument, article as far as it was read, and how well it was read."""

    title: str
    article: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``code`` is stable (a rule id, or a word of the deciding room)."""

    code: str
    text: Bilingual
    citation: Citation | None = None
