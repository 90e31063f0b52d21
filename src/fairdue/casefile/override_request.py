"""An override as the log of its case tells it: asked for by one, granted by another, ended or withdrawn.

Room: casefile. Whether a rule may be set aside at all, and by whom, is decided before it is recorded; the gate
makes its own ``Override`` from a granted request and checks it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never


@dataclass(frozen=True, slots=True)
class OverrideAsked:
    """Somebody asks that one rule be set aside on this case until a moment, and writes down why."""

    override_id: str
    rule_id: str
    reason: str = field(repr=False)
    evidence: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OverrideGranted:
    """Somebody else granted it; from this moment the rule is set aside."""

    override_id: str


@dataclass(frozen=True, slots=True)
class OverrideWithdrawn:
    """It was taken back, before it was granted or after; it ends at once."""

    override_id: str


@dataclass(frozen=True, slots=True)
class OverrideRequest:
    """One request and what became of it. ``granted_by`` None: it waits for a second person."""

    override_id: str
    rule_id: str
    reason: str = field(repr=False)
    evidence: str
    ends_at: datetime
    asked_by: str
    asked_at: datetime
    granted_by: str | None = None
    granted_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def waits_at(self, moment: datetime) -> bool:
        """Does it still wait for a second person at this moment?"""
        return self.granted_by is None and self.withdrawn_at is None and moment < self.ends_at

    def holds_at(self, moment: datetime) -> bool:
        """Is the rule set aside by it at this moment?"""
        if self.granted_at is None or not self.granted_at <= moment < self.ends_at:
            return False
        return self.withdrawn_at is None or moment < self.withdrawn_at


def after_override(
    requests: tuple[OverrideRequest, ...],
    happened: OverrideAsked | OverrideGranted | OverrideWithdrawn,
    *,
    at: datetime,
    actor: str,
) -> tuple[OverrideRequest, ...]:
    """The requests of a case after one more happening; ``actor`` is who recorded it."""
    match happened:
        case OverrideAsked():
            asked = OverrideRequest(
                override_id=happened.override_id,
                rule_id=happened.rule_id,
                reason=happened.reason,
                evidence=happened.evidence,
                ends_at=happened.ends_at,
                asked_by=actor,
                asked_at=at,
            )
            return (*requests, asked)
        case OverrideGranted():
            return tuple(
                replace(one, granted_by=actor, granted_at=at)
                if one.override_id == happened.override_id
                else one
                for one in requests
            )
        case OverrideWithdrawn():
            return tuple(
                replace(one, withdrawn_at=at) if one.override_id == happened.override_id else one
                for one in requests
            )
        case _:
            assert_never(happened)
