"""The engine of the guided call: open, show, advance, resume. Pure, and replayable turn by turn.

Room: conversation. ``advance`` says what became a fact; the caller appends ``TurnTaken`` for every accepted
turn, then these happenings, in one transaction. A turn that cannot be accepted changes nothing and says in
``complaints`` what to type instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import Happening
from fairdue.conversation.flow import Flow
from fairdue.conversation.heard import Heard
from fairdue.conversation.prompt import Prompt
from fairdue.conversation.session import Session, Speaker
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import AttemptId, SessionId


@dataclass(frozen=True, slots=True)
class Advance:
    """The answer to one turn: the new session and the new facts, or the old session and complaints."""

    session: Session
    happenings: tuple[Happening, ...] = ()
    complaints: tuple[Bilingual, ...] = ()

    @property
    def accepted(self) -> bool:
        """Was the turn taken? Only then does the caller append ``TurnTaken``."""
        return not self.complaints


def open_session(
    *,
    case: CaseFile,
    speaker: Speaker,
    session_id: SessionId,
    attempt_id: AttemptId,
    flow: Flow,
    as_of: datetime,
    note_language: str = "zh",
) -> Session:
    """Begin a guided call at the first step of a flow."""
    raise NotImplementedError


def prompt_of(*, session: Session, case: CaseFile, as_of: datetime, language: str = "zh") -> Prompt:
    """What the screen shows at this point of the call."""
    raise NotImplementedError


def advance(*, session: Session, heard: Heard, case: CaseFile, as_of: datetime) -> Advance:
    """Take one turn."""
    raise NotImplementedError


def resume(
    *,
    case: CaseFile,
    speaker: Speaker,
    session_id: SessionId,
    attempt_id: AttemptId,
    flow: Flow,
    opened_at: datetime,
    turns: Sequence[str],
    note_language: str = "zh",
) -> Session:
    """Rebuild a session from the turns that the case holds; no fact is made twice."""
    raise NotImplementedError
