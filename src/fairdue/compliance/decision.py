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


class Outcome(StrEnum):
    """How one rule answered. ``UNKNOWN`` means a fact was missing; the gate treats it as a refusal."""

    PASSED = "passed"
    NOT_APPLICABLE = "not_applicable"
    DEFER = "defer"
    REFUSE = "refuse"
    WARN = "warn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One rule's answer, readable by a person; the trace keeps the order of the rulebook."""

    rule_id: str
    outcome: Outcome
    text: Bilingual
    citation: Citation | None


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
