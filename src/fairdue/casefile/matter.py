"""A matter (事项): a complaint, a dispute, a hardship or a credit objection, from its receipt to its end.

Room: casefile. It holds what was done and when; which day it must be answered by is read from the rulebook in
``followup.matter_clock``. What the customer said and what they were answered stand in fields of their own that no
``repr`` shows. Whether a step was allowed is decided before it is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import StaffId


class MatterKind(StrEnum):
    """What the customer wants settled."""

    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    HARDSHIP = "hardship"
    CREDIT_OBJECTION = "credit_objection"


class MatterStatus(StrEnum):
    """How far it has come; the clock runs until it is answered."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"


class DecidingRole(StrEnum):
    """The two roles that may approve a long extension and release what a collector may not."""

    LEAD = "lead"
    COMPLIANCE = "compliance"


@dataclass(frozen=True, slots=True)
class CreditObjectionReceived:
    """The customer objects to what a credit bureau holds (征信异议)."""

    objection_id: str
    said: str = field(default="", repr=False)
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class MatterAcknowledged:
    """The customer was told that their matter was received and who answers it by when."""

    matter_id: str


@dataclass(frozen=True, slots=True)
class MatterAssigned:
    """Somebody handles the matter from now on."""

    matter_id: str
    handler: StaffId


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """More time was asked for, with the reason; ``step`` 1 is the first extension of the rule, 2 the second."""

    extension_id: str
    matter_id: str
    step: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ExtensionGranted:
    """Another person approved it, in this role."""

    extension_id: str
    role: DecidingRole


@dataclass(frozen=True, slots=True)
class ExtensionTold:
    """The customer was told of the extension on this day, by this channel."""

    extension_id: str
    told_on: date
    channel: str


@dataclass(frozen=True, slots=True)
class MatterAnswered:
    """It was decided, and the customer was told how and why; the clock stops."""

    matter_id: str
    upheld: bool
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MatterClosed:
    """A hardship or a credit objection is at its end; complaints and disputes have words of their own for it."""

    matter_id: str
    upheld: bool


MatterStep = (
    CreditObjectionReceived
    | MatterAcknowledged
    | MatterAssigned
    | ExtensionAsked
    | ExtensionGranted
    | ExtensionTold
    | MatterAnswered
    | MatterClosed
)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, asked for; it counts once it is granted where the rule wants that, and told to the customer."""

    extension_id: str
    step: int
    reason: str = field(repr=False)
    asked_by: str
    asked_at: datetime
    granted_by: str | None = None
    granted_at: datetime | None = None
    granted_as: DecidingRole | None = None
    told_on: date | None = None
    told_by_channel: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter. ``upheld`` stays None until a person decided; ``received_on`` is the day the clock starts from."""

    matter_id: str
    kind: MatterKind
    received_at: datetime
    received_on: date
    said: str = field(default="", repr=False)
    acknowledged_at: datetime | None = None
    handler: StaffId | None = None
    extensions: tuple[Extension, ...] = ()
    answered_at: datetime | None = None
    answer: str = field(default="", repr=False)
    closed_at: datetime | None = None
    upheld: bool | None = None

    @property
    def status(self) -> MatterStatus:
        """How far it has come."""
        if self.closed_at is not None:
            return MatterStatus.CLOSED
        if self.answered_at is not None:
            return MatterStatus.ANSWERED
        return MatterStatus.RECEIVED if self.acknowledged_at is None else MatterStatus.ACKNOWLEDGED

    @property
    def is_open(self) -> bool:
        """Is there anything left to do?"""
        return self.closed_at is None

    @property
    def decided_on(self) -> date | None:
        """The day on which the customer was answered; a log of old says only when it was closed."""
        at = self.answered_at or self.closed_at
        return None if at is None else civil_date(at)
