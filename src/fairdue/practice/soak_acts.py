"""The acts of a soak: friendly ones as a good collector would propose them, and twists that make them bad.

Room: practice. A twist makes one thing false: the person, the number, the purpose, the hour, the hand that acts.
Nothing here decides anything; every act goes through the operations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, ContactPoint
from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
    ThirdPartyIntent,
)
from fairdue.compliance.claim import Claim, Document, SpokenAs
from fairdue.foundation.ids import ContactPointId, PersonId
from fairdue.practice.soak_world import Site

PHONES = (ContactKind.MOBILE, ContactKind.HOME_PHONE, ContactKind.WORK_PHONE)
_WRITTEN = {
    ActionKind.SEND_MESSAGE: Document.COLLECTION_MESSAGE,
    ActionKind.SEND_EMAIL: Document.COLLECTION_MESSAGE,
    ActionKind.LEAVE_VOICEMAIL: Document.COLLECTION_MESSAGE,
    ActionKind.SEND_LETTER: Document.COLLECTION_LETTER,
}
SAYINGS = (
    ActionKind.SAY_DEBT_FACT,
    ActionKind.STATE_AMOUNT,
    ActionKind.OFFER_PLAN,
    ActionKind.OFFER_RELIEF,
)
PAPER_ACTS = (ActionKind.REPORT_TO_BUREAU, ActionKind.HAND_TO_AGENCY, ActionKind.EXPORT_DATA)


def own_point(rng: Random, case: CaseFile, kind: ActionKind) -> ContactPoint | None:
    """The way that fits the kind of act: a mailbox for an e-mail, else mostly the first telephone."""
    if kind is ActionKind.SEND_EMAIL:
        return next((p for p in case.contact_points if p.kind is ContactKind.EMAIL), None)
    phones = [p for p in case.contact_points if p.kind in PHONES]
    if not phones:
        return None
    return phones[0] if rng.random() < 0.85 else rng.choice(phones)


def to_debtor(rng: Random, case: CaseFile, kind: ActionKind, purpose: Purpose, **more: Any) -> Action:
    """A contact with the debtor, as it should be."""
    channel = {
        ActionKind.SEND_MESSAGE: rng.choice((Channel.SMS, Channel.SMS, Channel.INSTANT_MESSAGE)),
        ActionKind.SEND_EMAIL: Channel.EMAIL,
        ActionKind.SEND_LETTER: Channel.LETTER,
        ActionKind.VISIT: Channel.IN_PERSON,
    }.get(kind, Channel.PHONE)
    point = own_point(rng, case, kind)
    return Action(
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        contact_point_id=point.contact_point_id if point else None,
        number_key=point.number_key if point else None,
        kind=kind,
        channel=channel,
        purpose=purpose,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        call_type=_call_type(kind, purpose),
        headcount=rng.choice((1, 2, 2, 2, 3, 4)) if kind is ActionKind.VISIT else None,
        document=_WRITTEN.get(kind),
        spoken_as=SpokenAs.OWN_ORGANISATION,
        sender_named=True,
        opt_out_included=True,
        **more,
    )


def _call_type(kind: ActionKind, purpose: Purpose) -> CallType | None:
    if kind is not ActionKind.PLACE_CALL:
        return None
    return CallType.NOTIFY if purpose is Purpose.NOTIFY else CallType.INTERACTIVE


def to_third(rng: Random, case: CaseFile, kind: ActionKind, purpose: Purpose) -> Action | None:
    """Asking a third person for nothing but a way to the debtor; None when the case has no such contact."""
    if not case.sealed_contacts:
        return None
    third = rng.choice(case.sealed_contacts)
    reveals = kind is ActionKind.REVEAL_SEALED_CONTACT
    return Action(
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        contact_point_id=third.contact_point_id,
        number_key=third.number_key,
        kind=kind,
        channel=Channel.NONE if reveals else Channel.PHONE,
        purpose=purpose,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.THIRD_PARTY,
        third_party_intent=None if reveals else rng.choice(list(ThirdPartyIntent)),
        spoken_as=SpokenAs.OWN_ORGANISATION,
    )


def saying(rng: Random, case: CaseFile, *, to: CalleeRole) -> Action:
    """A fact of the debt, said in a call."""
    kind = rng.choice(SAYINGS)
    return Action(
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        kind=kind,
        channel=Channel.PHONE,
        purpose=Purpose.COLLECT,
        initiated_by=InitiatedBy.AGENT,
        callee_role=to,
        spoken_as=SpokenAs.OWN_ORGANISATION,
        stated_amount_fen=case.balance_fen if kind is ActionKind.STATE_AMOUNT else None,
        extra_fee_fen=0 if kind is ActionKind.STATE_AMOUNT else None,
        plan_months=12 if kind is ActionKind.OFFER_PLAN else None,
    )


def on_paper(rng: Random, case: CaseFile) -> Action:
    """An act that reaches an office and no person: a report, a hand-over, an export."""
    kind = rng.choice(PAPER_ACTS)
    return Action(
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        kind=kind,
        channel=Channel.NONE,
        purpose=Purpose.SERVICE if kind is ActionKind.EXPORT_DATA else Purpose.COLLECT,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        export_rows=10 if kind is ActionKind.EXPORT_DATA else None,
    )


Twist = Callable[[Random, Action, CaseFile, Site], Action]


def _another_person(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    return replace(action, person_id=PersonId("p" + "0" * 20))


def _another_creditor(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    return replace(action, creditor="another creditor")


def _number_of_another_case(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    other = site.memory.book.load(rng.choice(site.cases))
    points = [point.contact_point_id for point in other.contact_points]
    points += [third.contact_point_id for third in other.sealed_contacts]
    return replace(action, contact_point_id=rng.choice(points)) if points else action


def _fresh_key(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    """The right number under the key of one that nobody has called today."""
    return replace(action, number_key="0" * 20)


def _no_number(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    return replace(action, contact_point_id=None, number_key=None)


def _made_up_number(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    return replace(action, contact_point_id=ContactPointId("n" + "0" * 12))


def _third_as_debtor(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    """The debtor's mother, called as if she were the debtor."""
    if not case.sealed_contacts:
        return action
    third = rng.choice(case.sealed_contacts)
    role = rng.choice((CalleeRole.DEBTOR, CalleeRole.UNKNOWN, CalleeRole.CO_DEBTOR))
    return replace(
        action,
        contact_point_id=third.contact_point_id,
        number_key=third.number_key,
        callee_role=role if action.kind is not ActionKind.CONTACT_THIRD_PARTY else action.callee_role,
    )


def _debtor_as_third(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    """The debtor, called as a third person, so that no counter of theirs moves."""
    asked = to_third(rng, case, ActionKind.CONTACT_THIRD_PARTY, Purpose.RESTORE_CONTACT)
    if asked is None or action.contact_point_id is None:
        return action
    return replace(asked, contact_point_id=action.contact_point_id, number_key=action.number_key)


def _asks_third_to_pay(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    asked = to_third(rng, case, ActionKind.CONTACT_THIRD_PARTY, Purpose.COLLECT)
    return asked or action


def _tells_third_the_debt(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    asked = to_third(rng, case, ActionKind.CONTACT_THIRD_PARTY, Purpose.RESTORE_CONTACT)
    return replace(asked, claims=frozenset({Claim.DEBT_FACT, Claim.AMOUNT})) if asked else action


def _threatens(rng: Random, action: Action, case: CaseFile, site: Site) -> Action:
    return replace(action, claims=frozenset({rng.choice((Claim.BODILY_THREAT, Claim.PUBLIC_EXPOSURE))}))


TWISTS: dict[str, Twist] = {
    "another person": _another_person,
    "another creditor": _another_creditor,
    "number of another case": _number_of_another_case,
    "fresh key": _fresh_key,
    "no number": _no_number,
    "made-up number": _made_up_number,
    "third person as debtor": _third_as_debtor,
    "debtor as third person": _debtor_as_third,
    "third person asked to pay": _asks_third_to_pay,
    "third person told": _tells_third_the_debt,
    "threat": _threatens,
}
"""Every way in which a friendly act is made bad, by its name in the summary."""
