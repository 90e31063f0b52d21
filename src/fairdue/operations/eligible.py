"""Eligible: every way of approaching every open case, with the facts that the gate would be asked with.

Room: operations. It asks nothing and records nothing: an engine judges the rows, all at once. The facts are
gathered case by case as for a single act, so that both come to the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.contact_point import ContactKind, ContactPoint, NumberStatus
from fairdue.compliance.action import Action, ActionKind, CalleeRole
from fairdue.compliance.channel_acts import CHANNELS
from fairdue.compliance.facts import Facts
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House

_BY_PHONE = frozenset({ContactKind.MOBILE, ContactKind.HOME_PHONE, ContactKind.WORK_PHONE})
_POINTS: Mapping[ActionKind, frozenset[ContactKind]] = {
    ActionKind.PLACE_CALL: _BY_PHONE,
    ActionKind.LEAVE_VOICEMAIL: _BY_PHONE,
    ActionKind.SEND_MESSAGE: frozenset({ContactKind.MOBILE}),
    ActionKind.SEND_EMAIL: frozenset({ContactKind.EMAIL}),
}


@dataclass(frozen=True, slots=True)
class Approach:
    """One way of approaching one case, and what is known about it."""

    channel: str
    case: CaseFile
    action: Action
    facts: Facts


def approaches(
    house: House, *, as_of: datetime, creditor: str | None = None, actor: str = ""
) -> Iterator[Approach]:
    """Stream every channel of every open case. Each case is read once; nothing is kept.

    The licence that counts is that of the collector who has the case, else of ``actor``.
    """
    for case in house.book.iterate(status=CaseStatus.OPEN.value, creditor=creditor):
        for channel, ordinary in CHANNELS.items():
            action = _of_case(case, ordinary)
            facts = gather_facts(house, case=case, action=action, as_of=as_of, actor=case.collector or actor)
            yield Approach(channel, case, action, facts)


def ordinary_act(case: CaseFile, channel: str) -> Action:
    """The ordinary act of a channel on a case. Raises KeyError for a channel that there is not."""
    return _of_case(case, CHANNELS[channel])


def _of_case(case: CaseFile, ordinary: Action) -> Action:
    """The ordinary act of a channel on this case, by the number or address that would be tried first."""
    action = replace(
        ordinary, case_id=case.case_id, person_id=case.party.person_id, creditor=case.account.creditor
    )
    if ordinary.callee_role is CalleeRole.THIRD_PARTY:
        sealed = next((one for one in case.sealed_contacts if not one.refused), None)
        if sealed is None:
            return action
        return replace(action, contact_point_id=sealed.contact_point_id, number_key=sealed.number_key)
    point = _first_point(case, _POINTS.get(ordinary.kind, frozenset()))
    if point is None:
        return action
    return replace(action, contact_point_id=point.contact_point_id, number_key=point.number_key)


def _first_point(case: CaseFile, kinds: frozenset[ContactKind]) -> ContactPoint | None:
    """The first usable one in the creditor's order; where none is usable the first, which is then refused."""
    fitting = [point for point in case.contact_points if point.kind in kinds]
    usable = (point for point in fitting if point.status is NumberStatus.USABLE)
    return next(usable, fitting[0] if fitting else None)
