"""The steps of one matter for its page, read from the log of its case, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.casefile.case import CaseFile
from fairdue.casefile.event import open_event
from fairdue.casefile.matter import Matter
from fairdue.feedback.matter_words import detail_of_matter, say_of_matter
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House

_OF_A_MATTER = (
    h.ComplaintReceived,
    h.ComplaintClosed,
    h.DisputeOpened,
    h.DisputeClosed,
    h.HardshipStated,
    m.CreditObjectionReceived,
    m.MatterAcknowledged,
    m.MatterAssigned,
    m.ExtensionAsked,
    m.ExtensionGranted,
    m.ExtensionTold,
    m.MatterAnswered,
    m.MatterClosed,
)
_IDS = ("matter_id", "complaint_id", "dispute_id", "hardship_id", "objection_id")


@dataclass(frozen=True, slots=True)
class MatterMoment:
    """One step: when, who, what; what was said or written stands apart."""

    at: datetime
    actor: str
    text: Bilingual
    detail: str = field(default="", repr=False)


def story_of_matter(house: House, case: CaseFile, matter: Matter) -> tuple[MatterMoment, ...]:
    """The steps of one matter."""
    extensions = {one.extension_id for one in matter.extensions}
    found = []
    for row in house.book.events(case.case_id):
        event = open_event(row)
        happened = event.happened
        if not isinstance(happened, _OF_A_MATTER):
            continue
        ids = {getattr(happened, name, None) for name in _IDS}
        if matter.matter_id in ids or getattr(happened, "extension_id", None) in extensions:
            at = event.at.astimezone(CHINA)
            text, detail = say_of_matter(happened), detail_of_matter(happened)
            found.append(MatterMoment(at, event.actor, text, detail))
    return tuple(found)
