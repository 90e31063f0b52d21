"""Whereabouts: the clock on the wall where the person is, and the scopes that describe one act.

Room: operations. A country with one zone tells where its people are; a country with several does not, and then
somebody states it. While nobody has, the hour is not known, and what hangs on the hour is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Action
from fairdue.compliance.facts_words import Jurisdiction
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import ContactPointId
from fairdue.operations.standing_ports import Line

_ZONE_OF: Mapping[str, ZoneInfo] = {
    Jurisdiction.CN.value: CHINA,
    Jurisdiction.GB.value: ZoneInfo("Europe/London"),
}


@dataclass(frozen=True, slots=True)
class Local:
    """Zone, day and time of the person; all None while it is not known where they are.

    ``other_at`` is the time in a second zone where that is plausible, else the same time again.
    """

    zone: ZoneInfo | None
    on: date | None
    at: time | None
    other_at: time | None


def local_of(jurisdiction: str, stated: Mapping[str, object], as_of: datetime) -> Local:
    """The person's clock: the zone that was stated, else the country's only one."""
    named, other = stated.get("zone"), stated.get("other_zone")
    zone = ZoneInfo(str(named)) if named is not None else _ZONE_OF.get(jurisdiction)
    if zone is None:
        return Local(None, None, None, None)
    here = as_of.astimezone(zone)
    there = as_of.astimezone(ZoneInfo(str(other))).time() if other is not None else here.time()
    return Local(zone, here.date(), here.time(), there)


def has_one_zone(jurisdiction: str) -> bool:
    """Does the country alone tell the time where its people are?"""
    return jurisdiction in _ZONE_OF


def scopes_of_act(case: CaseFile, action: Action, *, actor: str, line: Line | None) -> tuple[Scope, ...]:
    """Everything that a statement about this act can be about."""
    account = case.account
    scopes = [Scope(ScopeKind.HOUSE), Scope(ScopeKind.CREDITOR, account.creditor)]
    if actor:
        scopes.append(Scope(ScopeKind.STAFF, actor))
    if line is not None:
        scopes.append(Scope(ScopeKind.LINE, line.name))
    if account.batch_no:
        scopes.append(batch_scope(account.creditor, account.batch_no))
    scopes.append(Scope(ScopeKind.CASE, case.case_id))
    if action.contact_point_id is not None:
        scopes.append(Scope(ScopeKind.CONTACT, action.contact_point_id))
    return tuple(scopes)


def batch_scope(creditor: str, batch_no: str) -> Scope:
    """The scope of one placed batch; two creditors may number theirs alike."""
    return Scope(ScopeKind.BATCH, f"{creditor}/{batch_no}")


def scopes_elsewhere(case: CaseFile, others: Sequence[CaseFile], action: Action) -> tuple[Scope, ...]:
    """The same person's other cases, and the same number on them."""
    if not others:
        return ()
    keys = _keys(case)
    key = keys.get(action.contact_point_id) if action.contact_point_id is not None else None
    scopes = [Scope(ScopeKind.CASE, other.case_id) for other in others]
    if key is not None:
        scopes += [
            Scope(ScopeKind.CONTACT, point_id)
            for other in others
            for point_id, its_key in _keys(other).items()
            if its_key == key
        ]
    return tuple(scopes)


def _keys(case: CaseFile) -> dict[ContactPointId, str | None]:
    keys: dict[ContactPointId, str | None] = {p.contact_point_id: p.number_key for p in case.contact_points}
    return keys | {sealed.contact_point_id: sealed.number_key for sealed in case.sealed_contacts}
