"""Approval of an offer by role: who may approve what, and never the one who asks.

Room: conversation. A pure judgement; the approval itself is kept as a statement of a person on the case
(``offer_approved`` of ``operations.attest``), which the gate asks for before such an offer is spoken.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.compliance.override import same_person
from fairdue.conversation.negotiation.offers import Offer
from fairdue.conversation.negotiation.terms import Approver
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason


@dataclass(frozen=True, slots=True)
class Approved:
    """The offer may be spoken; ``by`` approved it with this authority."""

    by: str
    authority: Approver


@dataclass(frozen=True, slots=True)
class NotApproved:
    """It may not, and why."""

    reason: Reason


def approve(*, offer: Offer, asked_by: str, by: str, authority: Approver) -> Approved | NotApproved:
    """Judge one approval. An offer within a collector's own authority needs nobody else."""
    if authority.rank < offer.approver.rank:
        return NotApproved(_BEYOND)
    if offer.approver is not Approver.COLLECTOR and same_person(asked_by, by):
        return NotApproved(_OWN)
    return Approved(by, authority)


_BEYOND = Reason(
    "approval.beyond_authority",
    Bilingual("超出该角色的批准权限", "beyond what this role may approve"),
)
_OWN = Reason(
    "approval.own_request",
    Bilingual("不能批准自己提出的方案", "nobody approves what they asked for themselves"),
)
