"""Export: the only road by which a file with people's data leaves the house.

Room: operations. A feedback file is an outward act like a call: it is proposed to the gate with its recipient
and its number of rows, the answer is kept, and on a permit the file's digest is stored with the permit that it
spent, in one transaction, before anybody is handed a byte. What the house tells the sender of a file about that
very file (the acknowledgement) holds nothing they did not send, and is no export.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy, Purpose
from fairdue.compliance.attested import attested_facts, deciding
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.facts import Facts
from fairdue.foundation.ids import CaseId, PersonId
from fairdue.operations.house import House
from fairdue.operations.send import keep_answer
from fairdue.operations.standing_ports import ExportRecord
from fairdue.operations.whereabouts import local_of

NO_CASE = CaseId("")
"""An export is about many cases at once; its decision stands under none."""

RECIPIENT = "export_recipient_listed"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was permitted to leave, and the permit that it spent."""

    permit: Permit
    content: bytes = field(repr=False)


def export_to_creditor(
    house: House, *, creditor: str, content: bytes, rows: int, as_of: datetime, actor: str
) -> Exported | Defer | Refuse:
    """Let a file about a creditor's own cases go to that creditor, if the gate permits it now.

    ``rows`` is how many people's lines it holds. The file counts as holding sensitive data: account numbers and
    what people said of their lives are.
    """
    action = Action(
        kind=ActionKind.EXPORT_DATA,
        case_id=NO_CASE,
        person_id=PersonId(""),
        creditor=creditor,
        channel=Channel.NONE,
        purpose=Purpose.SERVICE,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.UNKNOWN,
        sensitive_data=True,
        export_rows=rows,
    )
    with house.book.transaction():
        decision = _ask(house, action, as_of=as_of, actor=actor)
        if not isinstance(decision, Permit):
            return decision
        house.exports.record(
            ExportRecord(
                permit_id=decision.permit_id,
                creditor=creditor,
                digest=hashlib.sha256(content).hexdigest(),
                rows=rows,
                at=as_of,
                actor=actor,
            )
        )
    return Exported(decision, content)


def _ask(house: House, action: Action, *, as_of: datetime, actor: str) -> Decision:
    return keep_answer(
        house,
        action=action,
        facts=_facts(house, action.creditor, as_of=as_of, actor=actor),
        overrides=(),
        as_of=as_of,
        actor=actor,
    )


def _facts(house: House, creditor: str, *, as_of: datetime, actor: str) -> Facts:
    """What is known without any one case: what people vouched for, and the day and hour of the house."""
    scopes = [Scope(ScopeKind.HOUSE), Scope(ScopeKind.CREDITOR, creditor)]
    if actor:
        scopes.append(Scope(ScopeKind.STAFF, actor))
    stated = house.attestations.standing(scopes, as_of=as_of)
    facts = attested_facts(stated, scopes, as_of)
    # Whoever placed the cases may have them back, unless somebody says that they may not.
    if RECIPIENT not in deciding(stated, scopes, as_of):
        facts[RECIPIENT] = True
    local = local_of(house.jurisdiction, facts, as_of)
    known = {
        "jurisdiction": house.jurisdiction,
        "zone": None if local.zone is None else local.zone.key,
        "local_on": local.on,
        "local_time": local.at,
        "other_local_time": local.other_at,
    }
    return Facts(**{**facts, **known})  # type: ignore[arg-type]
