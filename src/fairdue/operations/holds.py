"""Holds: a person releases one, with a reason that stays on record; who may release which kind is playbook data.

Room: operations. What belongs to an open matter or claim is released by ending that, by nobody's hand.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import HoldReleased
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.matter import DecidingRole
from fairdue.followup.matter_terms import matter_terms
from fairdue.followup.matter_watch import matter_of_hold
from fairdue.foundation.ids import CaseId, HoldId
from fairdue.foundation.reason import Reason
from fairdue.operations import matter_refusals as no
from fairdue.operations.house import House


def release_hold(
    house: House,
    *,
    case_id: CaseId,
    hold_id: HoldId,
    reason: str,
    roles: frozenset[DecidingRole],
    as_of: datetime,
    actor: str,
) -> CaseFile | Reason:
    """Release one hold of a case, in one of the actor's roles; collecting resumes where the gate sees nothing else.

    Returns the case after it, or the reason why the hold stays. Raises UnknownCase.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        hold = next((one for one in case.holds if one.hold_id == hold_id), None)
        if hold is None or not hold.period.covers(as_of):
            return no.NO_HOLD
        refusal = why_not_release(case, hold, roles=roles)
        if refusal is not None:
            return refusal
        if not reason.strip():
            return no.NO_REASON
        return house.book.append(case, [HoldReleased(hold_id, reason.strip())], at=as_of, actor=actor)


def why_not_release(case: CaseFile, hold: Hold, *, roles: frozenset[DecidingRole]) -> Reason | None:
    """Why these roles may not release a hold by hand; None when they may."""
    matter = matter_of_hold(case, hold)
    if matter is not None and matter.is_open:
        return no.matter_open(matter)
    if hold.kind is HoldKind.CLAIMED_PAYMENT and case.open_claims:
        return no.CLAIM_OPEN
    allowed = matter_terms().release[hold.kind]
    return None if roles & allowed else no.not_by(hold, allowed)
