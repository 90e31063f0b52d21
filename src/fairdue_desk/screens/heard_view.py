"""What the customer said, on the call page: words in, proposals out, and the values that were said already.

A proposal goes to the browser as the turn it would be and comes back the same way; it is checked like any other turn,
since whoever holds the screen may send any answer of the step anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.conversation.flow import FIELD_LABELS
from fairdue.conversation.heard import Heard, read_heard, write_heard
from fairdue.conversation.hearing import Proposal
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.session import Session
from fairdue.conversation.typed_answer import hear
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan

LONGEST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One answer that the words may be, ready to show."""

    stored: str = field(repr=False)
    label: str
    percent: int
    reasons: str = field(repr=False)
    missing: str
    care: bool


def views_of_proposals(proposals: Sequence[Proposal], *, language: str) -> list[ProposalView]:
    """The proposals, the likeliest first."""
    return [
        ProposalView(
            stored=write_heard(one.heard),
            label=one.label.in_language(language),
            percent=round(one.confidence * 100),
            reasons=", ".join(reason.in_language(language) for reason in one.reasons),
            missing=", ".join(FIELD_LABELS[ask.field].in_language(language) for ask in one.missing),
            care=one.care,
        )
        for one in proposals
    ]


def heard_of(posted: Mapping[str, str], *, session: Session, now: datetime) -> Heard:
    """The turn that was sent: an accepted proposal, words, or an answer with what was typed."""
    stored = posted.get("proposal", "")
    if stored:
        try:
            return read_heard(stored)
        except ValueError:
            return Heard("")
    choice_id = posted.get("choice", "")
    if not choice_id:
        return Heard("", text=posted.get("heard", "")[:LONGEST_WORDS])
    typed = {kind: posted.get(f"{choice_id}-{kind.value}", "") for kind in AskKind}
    return hear(session=session, choice_id=choice_id, typed=typed, as_of=now)


def kept_value(kept: Heard | None, kind: AskKind) -> str:
    """A value that was said already, as its field shows it; "" where there is none."""
    if kept is None:
        return ""
    match kind:
        case AskKind.AMOUNT:
            return "" if kept.amount_fen is None else show_yuan(kept.amount_fen).replace(",", "")
        case AskKind.DATE:
            return "" if kept.on is None else kept.on.isoformat()
        case AskKind.TIME:
            return "" if kept.at is None else kept.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        case AskKind.CHANNEL:
            return kept.channel
        case _:
            return kept.text
