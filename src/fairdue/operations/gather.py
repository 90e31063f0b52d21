"""Gathering: what is known about a case, a person and a moment, as the gate's flat row of facts.

Room: operations. Only this file turns case files, counters and what people vouched for into ``Facts``; a fact
that cannot be known here stays None, and the gate refuses what needs it. It runs for every act and every line
of a work list: one question to the ledger, one to the attestations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fairdue.casefile.attestation import Attestation
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import INVALID_NUMBER_RESULTS
from fairdue.casefile.contact_point import ContactPoint, NumberSource, NumberStatus, SealedContact
from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import Action, ActionKind, CalleeRole
from fairdue.compliance.attested import attested_facts, place_of_person, said_of_person
from fairdue.compliance.facts import Facts, Reachability
from fairdue.followup.call_history import CallHistory, call_history
from fairdue.followup.reachability import Reachability as Reach
from fairdue.followup.reachability import reachability_of
from fairdue.foundation.ids import ContactPointId
from fairdue.intake.layouts import fold_word
from fairdue.operations.house import House
from fairdue.operations.standing_ports import Line
from fairdue.operations.whereabouts import Local, has_one_zone, local_of, scopes_elsewhere, scopes_of_act

# What befell the person stops work on every case of the person; other holds belong to their own case.
_OF_THE_PERSON = frozenset(
    {
        HoldKind.DEATH,
        HoldKind.INCAPACITY,
        HoldKind.DISTRESS,
        HoldKind.STOP_CONTACT,
        HoldKind.REPRESENTATION,
        HoldKind.MORATORIUM,
        HoldKind.DEBT_ADVICE,
    }
)
_EVIDENCED_END_OF_CAPACITY = frozenset({HoldKind.DEATH, HoldKind.INCAPACITY})
ADULT_AT = 18


def gather_facts(
    house: House,
    *,
    case: CaseFile,
    action: Action,
    as_of: datetime,
    actor: str = "",
    identity_verified: bool | None = None,
    wording_cleared: bool | None = None,
    letter_complete: bool | None = None,
) -> Facts:
    """Return all that is known about a proposed act. Call it inside the transaction that will act.

    ``actor`` is whose licence is asked about; without one it is not known. ``wording_cleared`` is True only from a
    caller that took the words from the approved playbook, ``letter_complete`` from one that wrote the letter itself.
    """
    others = _other_cases_of_person(house, case)
    line = _line(house, action)
    facts = _vouched(house, case, others, action, line, as_of=as_of, actor=actor)
    local = local_of(house.jurisdiction, facts, as_of)
    facts |= {
        "jurisdiction": house.jurisdiction,
        "identity_verified": identity_verified,
        "wording_cleared": wording_cleared,
    }
    if letter_complete is not None:
        facts["letter_contents_complete"] = letter_complete
    facts |= _where_and_how(case, others, action, local, line, as_of)
    if _to_placed_address(case, action):
        # An address has no status of its own: it is usable until somebody says that a letter came back.
        facts["number_usable"] = facts["debt_letter_returned"] is not True
    history = None
    if local.on is not None and local.zone is not None:
        history = call_history(case=case, on=local.on, zone=local.zone)
    facts |= _counted(house, case, others, action, local, history, as_of)
    facts |= _of_the_debt(house, case, others, history, facts, as_of)
    return Facts(**facts)


def _line(house: House, action: Action) -> Line | None:
    channel = house.channels.get(action.channel.value)
    return None if channel is None else channel.line


def _vouched(
    house: House,
    case: CaseFile,
    others: Sequence[CaseFile],
    action: Action,
    line: Line | None,
    *,
    as_of: datetime,
    actor: str,
) -> dict[str, Any]:
    """What people state of this act, and what they state of the same person on another case."""
    scopes = scopes_of_act(case, action, actor=actor, line=line)
    elsewhere = scopes_elsewhere(case, others, action)
    stated: Sequence[Attestation] = house.attestations.standing((*scopes, *elsewhere), as_of=as_of)
    facts: dict[str, Any] = attested_facts(stated, scopes, as_of)
    for scope in elsewhere:
        facts |= said_of_person(stated, scope, as_of)
    if facts["zone"] is None and has_one_zone(house.jurisdiction):
        # Else the country would answer for somebody who is known, from another case, to be abroad.
        facts["zone"] = place_of_person(stated, elsewhere, as_of)
    return facts


def _where_and_how(
    case: CaseFile,
    others: Sequence[CaseFile],
    action: Action,
    local: Local,
    line: Line | None,
    as_of: datetime,
) -> dict[str, Any]:
    """Place, hour, number and line."""
    point = next((p for p in case.contact_points if p.contact_point_id == action.contact_point_id), None)
    third = _third(case, action)
    reach = reachability_of(case=_with_reaches(case, others), as_of=as_of)
    zone = local.zone
    agreed = zone is not None and any(
        consent.covers(as_of, channel=action.channel.value, zone=zone) for consent in case.consents
    )
    facts: dict[str, Any] = {
        "zone": zone.key if zone is not None else None,
        "local_on": local.on,
        "local_time": local.at,
        "other_local_time": local.other_at,
        "agreed_window": agreed,
        "contact_kind": None if point is None else point.kind,
        "number_usable": _usable(point, third, (case, *others)),
        "number_source": _source(point, third, by_post=_to_placed_address(case, action)),
        "reachability": Reachability(reach.state.value),
        "own_number_invalid": reach.all_numbers_invalid,
        "consecutive_failed_calls": reach.consecutive_failed_calls,
        "third_failed_call_on": reach.third_failed_call_on,
        "consecutive_failed_days": reach.consecutive_failed_days,
        "third_party_refused": None if third is None else _refused_anywhere(third, (case, *others)),
    }
    if line is not None and line.registered is not None:
        facts["line_registered"] = line.registered
    if line is not None and line.caller_id_owned is not None:
        facts["caller_id_owned"] = line.caller_id_owned
    if action.callee_role is CalleeRole.DEBTOR and _minor(case, local.on):
        facts["counterpart_is_minor"] = True
    return facts


def _counted(
    house: House,
    case: CaseFile,
    others: Sequence[CaseFile],
    action: Action,
    local: Local,
    history: CallHistory | None,
    as_of: datetime,
) -> dict[str, Any]:
    """The counters; none is known where the person's own day is not."""
    if local.on is None or local.zone is None or history is None:
        return {}
    counts = house.ledger.counts(
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        number_key=action.number_key,
        on=local.on,
        as_of=as_of,
        zone=local.zone,
    )
    third = _third(case, action)
    return {
        "connected_notify_calls_today": counts.connected_notify_calls,
        "effective_calls_today": counts.effective_calls,
        "visits_today": counts.visits,
        "unanswered_attempts_on_number_today": counts.unanswered_on_number,
        "calls_last_hour": counts.calls_last_hour,
        "contacts_last_7_days": counts.contacts_last_7_days,
        "calls_about_debt_last_7_days": history.calls_in_window,
        "call_window_reopens_on": history.window_reopens_on,
        "had_conversation": history.had_conversation,
        "last_conversation_on": history.last_conversation_on,
        "spoken_about_debt": history.spoken_about_debt,
        "contacts_with_third_party": None if third is None else _contacts_with(third, (case, *others)),
    }


def _of_the_debt(
    house: House,
    case: CaseFile,
    others: Sequence[CaseFile],
    history: CallHistory | None,
    stated: dict[str, Any],
    as_of: datetime,
) -> dict[str, Any]:
    """The debt, what stops work on it, and when the person first heard of it from us."""
    holds = case.holds_at(as_of).union(*(other.holds_at(as_of) & _OF_THE_PERSON for other in others))
    product = fold_word(case.account.product or "")
    facts: dict[str, Any] = {
        "case_open": case.is_open,
        "holds": holds,
        "arrangement_performing": case.performing_arrangement is not None,
        "debtor_deceased_or_incapacitated": bool(holds & _EVIDENCED_END_OF_CAPACITY),
        "product_kind": house.layouts.words.products.get(product),
        "principal_fen": case.account.principal_fen,
        "balance_fen": case.balance_fen,
    }
    if history is not None:
        first = history.first_told_on
        letter = stated["debt_letter_sent"] is True
        letter_on = stated["debt_letter_sent_on"] if letter else None
        facts["initial_communication_made"] = first is not None or letter
        # A letter whose day nobody stated may have been the first; then the day of the first is not known.
        known = [day for day in (first, letter_on) if day is not None]
        facts["initial_communication_on"] = None if letter and letter_on is None else min(known, default=None)
    return facts


def _other_cases_of_person(house: House, case: CaseFile) -> tuple[CaseFile, ...]:
    ids = house.book.cases_of_person(case.party.person_id)
    return tuple(house.book.load(case_id) for case_id in ids if case_id != case.case_id)


def reach_of(house: House, *, case: CaseFile, as_of: datetime) -> Reach:
    """Where reachability stands, exactly as the gate is told it: with what reached the person on another case."""
    return reachability_of(case=_with_reaches(case, _other_cases_of_person(house, case)), as_of=as_of)


def _with_reaches(case: CaseFile, others: Sequence[CaseFile]) -> CaseFile:
    """The case with what reached the same person on another: who was just spoken to is not unreachable."""
    if not others:
        return case
    verified = (*case.verified_attempts, *(one for other in others for one in other.verified_attempts))
    spoken = [a for other in others for a in other.attempts if a.effective or a.attempt_id in verified]
    attempts = sorted((*case.attempts, *spoken), key=lambda attempt: attempt.started_at)
    return replace(case, attempts=tuple(attempts), verified_attempts=verified)


def _usable(
    point: ContactPoint | None, third: SealedContact | None, cases: Sequence[CaseFile]
) -> bool | None:
    if point is not None:
        return _usable_everywhere(point, cases)
    if third is None:
        return None
    same = _same_third(third, cases)
    ends = (attempt.result for case in cases for attempt in case.attempts if attempt.contact_point_id in same)
    return INVALID_NUMBER_RESULTS.isdisjoint(ends)


def _to_placed_address(case: CaseFile, action: Action) -> bool:
    """Does a letter go to the address that the creditor placed? There is no other that it could go to."""
    to_debtor = action.kind is ActionKind.SEND_LETTER and action.callee_role is CalleeRole.DEBTOR
    return to_debtor and action.contact_point_id is None and bool(case.party.address)


def _source(point: ContactPoint | None, third: SealedContact | None, *, by_post: bool) -> NumberSource | None:
    """Third persons and postal addresses come from the placement alone: the debtor named them when the loan was made."""
    if point is not None:
        return point.source
    if by_post:
        return NumberSource.RESERVED_BY_DEBTOR
    return None if third is None else NumberSource.RESERVED_BY_DEBTOR


def _usable_everywhere(point: ContactPoint, cases: Sequence[CaseFile]) -> bool:
    """A number found wrong, or asked to be left alone, on one case of a person is so on all of them."""
    same = (p for case in cases for p in case.contact_points if p.number_key == point.number_key)
    return all(one.status is NumberStatus.USABLE for one in same)


def _third(case: CaseFile, action: Action) -> SealedContact | None:
    """The sealed contact that the act goes to; nobody else than a third person is ever reached by one."""
    if action.callee_role is not CalleeRole.THIRD_PARTY:
        return None
    return next((c for c in case.sealed_contacts if c.contact_point_id == action.contact_point_id), None)


def _refused_anywhere(third: SealedContact, cases: Sequence[CaseFile]) -> bool:
    """A third person who said no on one case of the debtor said it once and for all."""
    keys = {c.number_key for case in cases for c in case.sealed_contacts if c.refused}
    return third.refused or (third.number_key is not None and third.number_key in keys)


def _contacts_with(third: SealedContact, cases: Sequence[CaseFile]) -> int:
    """How often this third person was contacted, on whichever case of the debtor."""
    same = _same_third(third, cases)
    return sum(attempt.contact_point_id in same for case in cases for attempt in case.attempts)


def _same_third(third: SealedContact, cases: Sequence[CaseFile]) -> frozenset[ContactPointId]:
    """The third person under every id that they have on the debtor's cases."""
    return frozenset({third.contact_point_id}) | {
        c.contact_point_id
        for case in cases
        for c in case.sealed_contacts
        if third.number_key is not None and c.number_key == third.number_key
    }


def _minor(case: CaseFile, on: date | None) -> bool:
    age = None if on is None else case.party.age(on=on)
    return age is not None and age < ADULT_AT
