"""What helps in a drill and after it: a sentence one could say, hints while it runs, three things afterwards.

Nothing of it is shown in an exam that is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fairdue.casefile.training_log import KeptTalk
from fairdue.feedback.scorecard import Scorecard
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.practice.policies import Policy, next_words
from fairdue.practice.training_ground import replayed


@dataclass(frozen=True, slots=True)
class HintView:
    """One hint beside a drill. ``kind`` is warning, praise or next."""

    kind: str
    title: Bilingual
    says: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class DebriefItem:
    """One thing after a call: what, the line it is about, and a better one."""

    says: Bilingual
    turn: int | None
    line: str = field(repr=False)
    better: Bilingual | None


@dataclass(frozen=True, slots=True)
class DebriefView:
    """The debrief of a call."""

    opening: Bilingual | None
    items: tuple[DebriefItem, ...]


def suggestion_for(talk: KeptTalk) -> str:
    """A sentence that the built-in good collector would say next; "" where it would say nothing more."""
    try:
        return next_words(Policy.GOOD, replayed(talk), seed=talk.seed) or ""
    except (CustomerRewritten, UnknownTraining):
        return ""


def hints_for(talk: KeptTalk) -> tuple[HintView, ...]:
    """What to notice now."""
    return ()


def debrief_of(talk: KeptTalk, card: Scorecard) -> DebriefView | None:
    """Three things after the call."""
    return None
