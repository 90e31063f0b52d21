"""What a good call has, point by point: the thirteen points of the checklist.

Room: feedback. Each point is read from the acts heard in the call and from the state they were said in. A point
that does not apply is None where the labelled sets allow it, and false otherwise (as they have it).
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.feedback.call_outcome import Commitment, commitment_of, three_elements_of, willingness_of
from fairdue.feedback.call_reading import AgentTurn, CallReading, names_amount
from fairdue.feedback.firm_named import names_another_firm
from fairdue.feedback.structure import CallFinding
from fairdue.understanding.acts import Act
from fairdue.understanding.willingness import Willingness

_OPENING_TURNS = 3
_IMPERSONATING = "C06"
_MISSTATING = "C09"


@dataclass(frozen=True, slots=True)
class Checklist:
    """The thirteen points, in the order in which a call has them."""

    greeting: bool
    agency_named: bool
    principal_named: bool
    recording_notice: bool
    identity_verified: bool
    verified_before_disclosure: bool
    amount_and_due_stated: bool
    reason_asked: bool
    willingness: Willingness
    three_elements_complete: bool | None
    commitment: Commitment | None
    next_contact_told: bool
    courteous_close: bool

    def as_json(self) -> dict[str, object]:
        """The shape of the labelled sets."""
        return {
            "greeting": self.greeting,
            "agency_named": self.agency_named,
            "principal_named": self.principal_named,
            "recording_notice": self.recording_notice,
            "identity_verified": self.identity_verified,
            "verified_before_disclosure": self.verified_before_disclosure,
            "amount_and_due_stated": self.amount_and_due_stated,
            "reason_asked": self.reason_asked,
            "willingness": self.willingness.value,
            "three_elements_complete": self.three_elements_complete,
            "commitment": self.commitment.as_json() if self.commitment else None,
            "next_contact_told": self.next_contact_told,
            "courteous_close": self.courteous_close,
        }


def check(reading: CallReading, findings: tuple[CallFinding, ...]) -> Checklist:
    """Fill in the checklist of one call."""
    agent = reading.agent
    return Checklist(
        greeting=any(one.does(Act.GREET) for one in agent[:_OPENING_TURNS]),
        agency_named=_agency_named(reading, findings),
        principal_named=_principal_named(reading),
        recording_notice=_does(agent, Act.ANNOUNCE_RECORDING),
        identity_verified=_was_verified(reading),
        verified_before_disclosure=not any(one.code in ("C17", "C18") for one in findings),
        amount_and_due_stated=_amount_and_due(reading, findings),
        reason_asked=_does(agent, Act.ASK_REASON),
        willingness=willingness_of(reading),
        three_elements_complete=three_elements_of(reading),
        commitment=commitment_of(reading),
        next_contact_told=_next_contact_told(agent, findings),
        courteous_close=any(one.says("close.goodbye") for one in agent[-2:])
        and not _ends_in_a_finding(agent, findings),
    )


def _does(turns: tuple[AgentTurn, ...], *acts: Act) -> bool:
    return any(one.does(*acts) for one in turns)


_THREATS = frozenset({"C01", "C02", "C13", "C14", "C22"})


def _next_contact_told(agent: tuple[AgentTurn, ...], findings: tuple[CallFinding, ...]) -> bool:
    """In the second half of the call, and not as a threat."""
    threats = {one.turn for one in findings if one.code in _THREATS}
    later = agent[len(agent) // 2 :]
    return any(one.does(Act.TELL_NEXT_CONTACT) and one.turn.number not in threats for one in later)


def _agency_named(reading: CallReading, findings: tuple[CallFinding, ...]) -> bool:
    agency = reading.call.fact_text("agency")
    if agency is not None and any(agency in one.turn.text for one in reading.agent):
        return True
    impersonating = {one.turn for one in findings if one.code == _IMPERSONATING}
    creditor = reading.call.fact_text("creditor")
    return any(
        one.does(Act.NAME_COMPANY)
        and one.turn.number not in impersonating
        and not names_another_firm(one.turn.text, agency=agency, creditor=creditor)
        for one in reading.agent
    )


def _principal_named(reading: CallReading) -> bool:
    creditor = reading.call.fact_text("creditor")
    if creditor is not None:
        return any(creditor in one.turn.text for one in reading.agent)
    return _does(reading.agent, Act.NAME_PRINCIPAL)


def _was_verified(reading: CallReading) -> bool:
    return reading.ended.verified or any(one.state.verified for one in reading.agent)


def _amount_and_due(reading: CallReading, findings: tuple[CallFinding, ...]) -> bool:
    """Stated, and not misstated: a wrong amount informs nobody."""
    facts = reading.call.facts
    misstated = {one.turn for one in findings if one.code == _MISSTATING}
    amount = any(
        names_amount(one.turn.text, facts)
        or (one.does(Act.STATE_AMOUNT) and one.turn.number not in misstated)
        for one in reading.agent
    )
    return amount and _does(reading.agent, Act.STATE_DUE_OR_OVERDUE)


def _ends_in_a_finding(agent: tuple[AgentTurn, ...], findings: tuple[CallFinding, ...]) -> bool:
    return bool(agent) and any(one.turn == agent[-1].turn.number for one in findings)
