"""Gathering: what is known about a case, a person and a moment, as the gate's flat row of facts.

Room: operations. Only this file turns case files and counters into ``Facts``; a fact that cannot be
known here stays None, and the gate refuses what needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactPoint, NumberSource, NumberStatus, SealedContact
from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import Action
from fairdue.compliance.facts import Facts, Reachability
from fairdue.followup.reachability import reachability_of
from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House

# What befell the person stops work on every case of the person; other holds belong to their own case.
_OF_THE_PERSON = frozenset(
    {HoldKind.DEATH, HoldKind.INCAPACITY, HoldKind.DISTRESS, HoldKind.STOP_CONTACT, HoldKind.REPRESENTATION}
)
_EVIDENCED_END_OF_CAPACITY = frozenset({HoldKind.DEATH, HoldKind.INCAPACITY})


def gather_facts(
    house: House, *, case: CaseFile, action: Action, as_of: datetime, identity_verified: bool | None = None
) -> Facts:
    """Return all that is known about a proposed act. Call it inside the transaction that will act."""
    local = as_of.astimezone(CHINA)
    counts = house.ledger.counts(
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        number_key=action.number_key,
        on=local.date(),
    )
    point = next((p for p in case.contact_points if p.contact_point_id == action.contact_point_id), None)
    third = next((c for c in case.sealed_contacts if c.contact_point_id == action.contact_point_id), None)
    others = _other_cases_of_person(house, case)
    reach = reachability_of(case=_with_reaches(case, others), as_of=as_of)
    holds = case.holds_at(as_of).union(*(other.holds_at(as_of) & _OF_THE_PERSON for other in others))
    return Facts(
        jurisdiction=house.jurisdiction,
        local_on=local.date(),
        local_time=local.time(),
        agreed_window=any(c.covers(as_of, channel=action.channel.value) for c in case.consents),
        case_open=case.is_open,
        holds=holds,
        arrangement_performing=case.performing_arrangement is not None,
        connected_notify_calls_today=counts.connected_notify_calls,
        effective_calls_today=counts.effective_calls,
        visits_today=counts.visits,
        unanswered_attempts_on_number_today=counts.unanswered_on_number,
        number_usable=None if point is None else _usable_everywhere(point, (case, *others)),
        number_source_lawful=None if point is None else point.source is not NumberSource.UNKNOWN,
        reachability=Reachability(reach.state.value),
        own_number_invalid=reach.all_numbers_invalid,
        consecutive_failed_calls=reach.consecutive_failed_calls,
        third_failed_call_on=reach.third_failed_call_on,
        consecutive_failed_days=reach.consecutive_failed_days,
        debtor_deceased_or_incapacitated=bool(holds & _EVIDENCED_END_OF_CAPACITY),
        third_party_refused=None if third is None else _refused_anywhere(third, (case, *others)),
        identity_verified=identity_verified,
    )


def _other_cases_of_person(house: House, case: CaseFile) -> tuple[CaseFile, ...]:
    ids = house.book.cases_of_person(case.party.person_id)
    return tuple(house.book.load(case_id) for case_id in ids if case_id != case.case_id)


def _with_reaches(case: CaseFile, others: Sequence[CaseFile]) -> CaseFile:
    """The case with what reached the same person on another: who was just spoken to is not unreachable."""
    if not others:
        return case
    verified = (*case.verified_attempts, *(one for other in others for one in other.verified_attempts))
    spoken = [a for other in others for a in other.attempts if a.effective or a.attempt_id in verified]
    attempts = sorted((*case.attempts, *spoken), key=lambda attempt: attempt.started_at)
    return replace(case, attempts=tuple(attempts), verified_attempts=verified)


def _usable_everywhere(point: ContactPoint, cases: Sequence[CaseFile]) -> bool:
    """A number found wrong, or asked to be left alone, on one case of a person is so on all of them."""
    same = (p for case in cases for p in case.contact_points if p.number_key == point.number_key)
    return all(one.status is NumberStatus.USABLE for one in same)


def _refused_anywhere(third: SealedContact, cases: Sequence[CaseFile]) -> bool:
    """A third person who said no on one case of the debtor said it once and for all."""
    keys = {c.number_key for case in cases for c in case.sealed_contacts if c.refused}
    return third.refused or (third.number_key is not None and third.number_key in keys)
