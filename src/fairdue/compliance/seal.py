"""The seal on third-party contacts: when a number that was sealed at import may be read.

Room: compliance. There is no law of its own here: opening the seal is an act like any other, and the rules
on third persons decide it at the gate. This module only writes that act down. Encryption and the key live
with the rows.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy, Purpose
from fairdue.compliance.decision import Decision
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.ids import CaseId, ContactPointId, PermitId, PersonId


def may_reveal(
    *,
    case_id: CaseId,
    person_id: PersonId,
    creditor: str,
    contact_point_id: ContactPointId,
    purpose: Purpose,
    facts: Facts,
    rulebook: Rulebook,
    as_of: datetime,
    permit_id: PermitId,
) -> Decision:
    """Ask the gate whether this sealed contact may be read now, for this purpose."""
    action = Action(
        kind=ActionKind.REVEAL_SEALED_CONTACT,
        case_id=case_id,
        person_id=person_id,
        creditor=creditor,
        channel=Channel.NONE,
        purpose=purpose,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.THIRD_PARTY,
        contact_point_id=contact_point_id,
    )
    return authorise(action=action, facts=facts, rulebook=rulebook, as_of=as_of, permit_id=permit_id)
