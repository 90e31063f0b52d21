"""The gate's three answers, each with the trace of how it came about.

Room: compliance. A Permit is made by the gate alone: building one elsewhere raises PermitForged. That a
permit is spent once, and together with the attempt it allows, is the business of ``operations.send``.

>>> Permit(permit_id=PermitId("x"), action=None, decided_at=None, duties=(), trace=())
Traceback (most recent call last):
...
fairdue.compliance.decision.PermitForged: only compliance.gate.authorise makes permits; ask it
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from datetime import datetime
from enum import StrEnum

from fairdue.compliance.action import Action
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import PermitId
from fairdue.foundation.reason import Citation, Reason


class Duty(StrEnum):
    """What whoever holds the permit must do, or must leave, while acting on it."""

    RECORD_THE_CALL = "record_the_call"
    ANNOUNCE_AGENCY_AND_PRINCIPAL = "announce_agency_and_principal"
    ANNOUNCE_RECORDING = "announce_recording"
    VERIFY_IDENTITY_BEFORE_DEBT = "verify_identity_before_debt"
    NO_DEBT_FACTS = "no_debt_facts"
    REGISTER_ATTEMPT = "register_attempt"
    STAY_OUT_OF_HOME_AND_WORKPLACE = "stay_out_of_home_and_workplace"
    ANNOUNCE_SYNTHETIC_VOICE = "announce_synthetic_voice"
    IDENTIFY_ONESELF_ONLY = "identify_oneself_only"
    NAME_EMPLOYER_ONLY_IF_ASKED = "name_employer_only_if_asked"
    EXPLAIN_PURPOSE_OF_VISIT = "explain_purpose_of_visit"
    LEAVE_ON_REQUEST = "leave_on_request"
    LIMITED_CONTENT_ONLY = "limited_content_only"
    PLAIN_ENVELOPE = "plain_envelope"
    TELL_ARREARS_AND_BALANCE = "tell_arrears_and_balance"
    KEEP_RECORDING_UNTIL_SETTLED = "keep_recording_until_settled"
    CONSIDER_FORBEARANCE = "consider_forbearance"


class Outcome(StrEnum):
    """How one rule answered. ``UNKNOWN`` means a fact was missing; the gate treats it as a refusal.

    ``OVERRIDDEN`` means that the rule objected and that two persons have set it aside in writing.
    """

    PASSED = "passed"
    NOT_APPLICABLE = "not_applicable"
    DEFER = "defer"
    REFUSE = "refuse"
    WARN = "warn"
    UNKNOWN = "unknown"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One rule's answer, readable by a person; the trace keeps the order of the rulebook.

    ``missing`` are the facts that nobody knew and that the answer hung on, where the outcome is UNKNOWN.
    """

    rule_id: str
    outcome: Outcome
    text: Bilingual
    citation: Citation | None
    missing: tuple[str, ...] = ()


class PermitForged(RuntimeError):
    """Somebody tried to make a permit without asking the gate."""


_SEAL = object()  # The gate alone takes this; tests/core/compliance watch that nobody else imports it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to do exactly this action, once, with these duties."""

    permit_id: PermitId
    action: Action
    decided_at: datetime
    duties: tuple[Duty, ...]
    trace: tuple[TraceLine, ...]
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise PermitForged("only compliance.gate.authorise makes permits; ask it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer:
    """Not now. At ``until`` it is worth asking again; the gate is asked again then, nothing is promised."""

    until: datetime
    reasons: tuple[Reason, ...]
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """No. Every rule that says so is among the reasons; those that only ask to wait stand after them."""

    reasons: tuple[Reason, ...]
    trace: tuple[TraceLine, ...]


Decision = Permit | Defer | Refuse
