"""The ground truth of a soak: what happened, read from the raw rows of the log by a reader of its own.

Room: practice. It shares no code with the fold, the gathering or the rules: rows are JSON text, and what they come
to is kept in plain lists. What the house believes is judged against this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairdue.casefile.event import StoredEvent


@dataclass(slots=True)
class Contact:
    """One contact that went out. ``kind`` is told by whoever proposed it; result and by stay empty under way."""

    attempt_id: str
    permit_id: str
    case_id: str
    person: str
    creditor: str
    channel: str
    point: str | None
    key: str | None
    call_type: str | None
    begun_by: str
    role: str
    at: datetime
    kind: str = ""
    result: str = ""
    by: str = ""

    @property
    def answered(self) -> bool:
        """Did somebody pick up?"""
        return self.result == "answered"

    @property
    def ours_by_phone(self) -> bool:
        """Did the house dial?"""
        return self.channel == "phone" and self.begun_by == "agent"


def is_talk(contact: Contact) -> bool:
    """A call of ours in which two talk, taken by the debtor."""
    two_talk = contact.ours_by_phone and contact.call_type == "interactive"
    return two_talk and contact.answered and contact.by == "debtor"


def is_notice(contact: Contact) -> bool:
    """A call of ours that only tells, and was answered."""
    return contact.ours_by_phone and contact.call_type == "notify" and contact.answered


def is_unanswered(contact: Contact) -> bool:
    """We dialled, and nobody answered."""
    return contact.ours_by_phone and bool(contact.result) and not contact.answered


@dataclass(slots=True)
class Hold:
    """One hold as it was placed; released before its time or not."""

    kind: str
    starts_at: datetime
    ends_at: datetime | None
    released_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Does it stop anything at this moment?"""
        released = self.released_at is not None and self.released_at <= now
        ended = self.ends_at is not None and self.ends_at <= now
        return self.starts_at <= now and not released and not ended


@dataclass(slots=True)
class Yes:
    """A consent to hours of a channel, until taken back."""

    channel: str
    from_time: str
    until_time: str
    starts_at: datetime
    ends_at: datetime | None
    evidence: str
    revoked_at: datetime | None = None


@dataclass(slots=True)
class SetAside:
    """A rule set aside on a case: who asked, who granted, until when."""

    rule: str
    asked_by: str
    ends_at: datetime
    granted_by: str = ""
    granted_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Two persons, begun, not over, not taken back."""
        if self.granted_at is None or self.granted_by.lower() == self.asked_by.lower():
            return False
        taken_back = self.withdrawn_at is not None and self.withdrawn_at <= now
        return self.granted_at <= now < self.ends_at and not taken_back


@dataclass(slots=True)
class GroundCase:
    """One case as its rows tell it."""

    case_id: str
    person: str
    creditor: str
    open: bool = True
    numbers: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # point: kind, value, key
    spoilt: set[str] = field(default_factory=set)  # keys of numbers that are invalid or blocked
    invalid: set[str] = field(default_factory=set)
    thirds: dict[str, str | None] = field(default_factory=dict)  # point: key
    refused: set[str] = field(default_factory=set)  # points of third persons who said no
    holds: dict[str, Hold] = field(default_factory=dict)
    consents: dict[str, Yes] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    verified: set[str] = field(default_factory=set)
    overrides: dict[str, SetAside] = field(default_factory=dict)
    reveals: list[tuple[str, str]] = field(default_factory=list)  # point, permit


class Ground:
    """Reads rows as they are written, and answers plain questions about them."""

    def __init__(self) -> None:
        self.cases: dict[str, GroundCase] = {}
        self.contacts: dict[str, Contact] = {}
        self.of_person: dict[str, list[GroundCase]] = {}
        self.on_number: dict[str, list[Contact]] = {}
        self.with_person: dict[str, list[Contact]] = {}
        self.ended: list[Contact] = []

    def read(self, rows: Iterable[StoredEvent]) -> None:
        """Take the next rows, in the order in which they were written."""
        for row in rows:
            body = json.loads(row.body)
            at = datetime.fromisoformat(row.at)
            if row.kind == "CasePlaced":
                self._placed(row.case_id, body)
                continue
            case = self.cases[row.case_id]
            if row.kind == "CaseReopened":
                case.open = True
            elif row.kind == "CaseRestated":
                self._numbers(case, body)
                case.open = True
            elif row.kind in ("CaseRecalled", "CaseClosed", "CaseReturned"):
                case.open = False
            elif row.kind == "AttemptStarted":
                self._begun(case, body, at)
            elif row.kind == "AttemptEnded":
                contact = self.contacts[body["attempt_id"]]
                contact.result, contact.by = body["result"], body["answered_by"]
                self.ended.append(contact)
            else:
                _befell(case, row.kind, body, at, row.actor)

    def _placed(self, case_id: str, body: dict[str, Any]) -> None:
        case = GroundCase(case_id, body["party"]["person_id"], body["account"]["creditor"])
        self._numbers(case, body)
        self.cases[case_id] = case
        self.of_person.setdefault(case.person, []).append(case)

    @staticmethod
    def _numbers(case: GroundCase, body: dict[str, Any]) -> None:
        for point in body.get("contact_points", ()):
            case.numbers[point["contact_point_id"]] = (point["kind"], point["value"], point["number_key"])
        for third in body.get("sealed_contacts", ()):
            case.thirds[third["contact_point_id"]] = third.get("number_key")

    def _begun(self, case: GroundCase, body: dict[str, Any], at: datetime) -> None:
        point = body.get("contact_point_id")
        number = case.numbers.get(point) if point is not None else None
        contact = Contact(
            attempt_id=body["attempt_id"],
            permit_id=body["permit_id"],
            case_id=case.case_id,
            person=case.person,
            creditor=case.creditor,
            channel=body["channel"],
            point=point,
            key=number[2] if number else case.thirds.get(point) if point is not None else None,
            call_type=body.get("call_type"),
            begun_by=body.get("initiated_by", "agent"),
            role=body.get("callee_role", "debtor"),
            at=at,
        )
        case.contacts.append(contact)
        self.contacts[contact.attempt_id] = contact
        self.with_person.setdefault(case.person, []).append(contact)
        if contact.key is not None:
            self.on_number.setdefault(contact.key, []).append(contact)

    def known_holds(self, case: GroundCase, now: datetime, of_person: frozenset[str]) -> set[str]:
        """What stops work on a case: its own holds, and those of the person wherever they were placed."""
        return {
            hold.kind
            for one in self.of_person[case.person]
            for hold in one.holds.values()
            if hold.stands(now) and (one is case or hold.kind in of_person)
        }


def _befell(case: GroundCase, kind: str, body: dict[str, Any], at: datetime, actor: str) -> None:
    match kind:
        case "HoldPlaced":
            hold = body["hold"]
            case.holds[hold["hold_id"]] = Hold(hold["kind"], *_period(hold["period"]))
        case "HoldReleased":
            if body["hold_id"] in case.holds:
                case.holds[body["hold_id"]].released_at = at
        case "ConsentGiven":
            yes = body["consent"]
            case.consents[yes["consent_id"]] = Yes(
                yes["channel"],
                yes["from_time"],
                yes["until_time"],
                *_period(yes["period"]),
                yes["evidence"],
            )
        case "ConsentRevoked":
            if body["consent_id"] in case.consents:
                case.consents[body["consent_id"]].revoked_at = at
        case "NumberMarked":
            _marked(case, body["contact_point_id"], body["status"])
        case "ThirdPartyRefused":
            case.refused.add(body["contact_point_id"])
        case "SealedContactRevealed":
            case.reveals.append((body["contact_point_id"], body["permit_id"]))
        case "IdentityVerified":
            case.verified.add(body["attempt_id"])
        case "ArrangementSigned":
            plan = body["arrangement"]
            case.plans[plan["arrangement_id"]] = plan.get("state", "performing")
        case "ArrangementStateChanged":
            case.plans[body["arrangement_id"]] = body["state"]
        case "OverrideAsked":
            ends_at = datetime.fromisoformat(body["ends_at"])
            case.overrides[body["override_id"]] = SetAside(body["rule_id"], actor, ends_at)
        case "OverrideGranted":
            one = case.overrides[body["override_id"]]
            one.granted_by, one.granted_at = actor, at
        case "OverrideWithdrawn":
            case.overrides[body["override_id"]].withdrawn_at = at
        case _:
            pass  # money and notes decide nothing here


def _marked(case: GroundCase, point: str, status: str) -> None:
    if point not in case.numbers:
        return
    key = case.numbers[point][2]
    case.spoilt.discard(key)
    case.invalid.discard(key)
    if status != "usable":
        case.spoilt.add(key)
    if status == "invalid":
        case.invalid.add(key)


def _period(body: dict[str, Any]) -> tuple[datetime, datetime | None]:
    ends = body.get("ends_at")
    return datetime.fromisoformat(body["starts_at"]), datetime.fromisoformat(ends) if ends else None
