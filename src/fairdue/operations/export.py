"""Export: the only road by which a file with people's data leaves the house.

Room: operations. A feedback file is an outward act like a call: it is proposed to the gate with its recipient
and its number of rows, the answer is kept, and on a permit the file's digest is stored with the permit that it
spent, in one transaction, before anybody is handed a byte. What the house tells the sender of a file about that
very file (the acknowledgement) holds nothing they did not send, and is no export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import Happening
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy, Purpose
from fairdue.compliance.attested import attested_facts, deciding
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.facts import Facts
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, PersonId
from fairdue.operations.gather import ADULT_AT
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


def export_of_case(
    house: House,
    *,
    case: CaseFile,
    content: bytes,
    recipient_known: bool,
    names_somebody: bool,
    handed_out: Callable[[Permit, str], Happening],
    as_of: datetime,
    actor: str,
) -> Exported | Defer | Refuse:
    """Let a file about one case go out, if the gate permits it now. Call it inside a transaction.

    ``recipient_known``: it goes to the creditor, to the customer themselves, or holds nobody's data; anybody else is
    vouched for. ``handed_out`` gives the happening that the log keeps of it, from the permit and the digest.
    """
    action = Action(
        kind=ActionKind.EXPORT_DATA,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.NONE,
        purpose=Purpose.SERVICE,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.UNKNOWN,
        sensitive_data=names_somebody,
        export_rows=1 if names_somebody else 0,
    )
    decision = _ask(house, action, as_of=as_of, actor=actor, case=case, recipient_known=recipient_known)
    if not isinstance(decision, Permit):
        return decision
    digest = hashlib.sha256(content).hexdigest()
    rows, creditor = action.export_rows or 0, case.account.creditor
    house.exports.record(ExportRecord(decision.permit_id, creditor, digest, rows, as_of, actor))
    house.book.append(case, [handed_out(decision, digest)], at=as_of, actor=actor)
    return Exported(decision, content)


def _ask(
    house: House,
    action: Action,
    *,
    as_of: datetime,
    actor: str,
    case: CaseFile | None = None,
    recipient_known: bool = True,
) -> Decision:
    facts = _facts(
        house, action.creditor, as_of=as_of, actor=actor, case=case, recipient_known=recipient_known
    )
    return keep_answer(house, action=action, facts=facts, overrides=(), as_of=as_of, actor=actor)


def _facts(
    house: House, creditor: str, *, as_of: datetime, actor: str, case: CaseFile | None, recipient_known: bool
) -> Facts:
    """What people vouched for, and the day and hour of the house; and of a case, whether it is a minor's."""
    scopes = [Scope(ScopeKind.HOUSE), Scope(ScopeKind.CREDITOR, creditor)]
    if actor:
        scopes.append(Scope(ScopeKind.STAFF, actor))
    if case is not None:
        scopes.append(Scope(ScopeKind.CASE, case.case_id))
    stated = house.attestations.standing(scopes, as_of=as_of)
    facts = attested_facts(stated, scopes, as_of)
    # Whoever placed the cases may have them back, unless somebody says that they may not.
    if recipient_known and RECIPIENT not in deciding(stated, scopes, as_of):
        facts[RECIPIENT] = True
    if case is not None:
        age = case.party.age(on=civil_date(as_of))
        if age is not None and age < ADULT_AT:
            facts["counterpart_is_minor"] = True
    local = local_of(house.jurisdiction, facts, as_of)
    known = {
        "jurisdiction": house.jurisdiction,
        "zone": None if local.zone is None else local.zone.key,
        "local_on": local.on,
        "local_time": local.at,
        "other_local_time": local.other_at,
    }
    return Facts(**{**facts, **known})  # type: ignore[arg-type]
