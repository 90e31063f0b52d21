"""Suggestion: what the collector should say and do next, by the flow, as sentences and as acts.

Room: conversation. A customer's words may already point to an answer (``Advance.proposals``); what to say follows
from where the call stands, so it is asked again once that answer is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.conversation.engine import sentences_now
from fairdue.conversation.session import Session
from fairdue.understanding.acts import Act, read_acts


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next move: the sentences to say, by id, and what they do; ``ends`` when only the close is left."""

    step: str
    sentence_ids: tuple[str, ...]
    acts: tuple[Act, ...]
    ends: bool


def suggest_next(*, session: Session, case: CaseFile, as_of: datetime) -> Suggestion:
    """The suggested next move of the collector at this point of the call."""
    said = sentences_now(session=session, case=case, language="zh", as_of=as_of)
    acts = [heard.act for sentence in said for heard in read_acts(sentence.text)]
    own = session.flow.steps[session.step].choices
    return Suggestion(
        step=session.step,
        sentence_ids=tuple(sentence.sentence_id for sentence in said),
        acts=tuple(dict.fromkeys(acts)),
        ends=session.closed or all(way.to == "end" for choice in own for way in choice.ways),
    )
