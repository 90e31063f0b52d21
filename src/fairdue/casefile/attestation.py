"""An attestation: a person states, with evidence, that something holds, for a scope and a period.

Room: casefile. Much of what the rules ask cannot be computed: that an agency stands on the creditor's list, that
the customers were told, that a collector passed the yearly examination. Somebody vouches for it here, by name;
it runs out by itself, and it can be withdrawn, never changed. What nobody vouches for is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fairdue.foundation.civil import Period


class ScopeKind(StrEnum):
    """What an attestation is about, from the widest to the narrowest; the narrower one decides."""

    HOUSE = "house"
    STAFF = "staff"
    LINE = "line"
    CREDITOR = "creditor"
    BATCH = "batch"
    CASE = "case"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope. ``name`` is the creditor's name, ``creditor/batch number``, a case id, a contact point id, a
    login, a line; empty for the house.
    """

    kind: ScopeKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement. ``column`` is the fact it vouches for and ``value`` what is so, as rule files write it.

    ``evidence`` names the paper, page or recording that it rests on, and no person. Raises ValueError when
    there is none, or when a period without an end is claimed for a member of staff.
    """

    attestation_id: str
    column: str
    value: str
    scope: Scope
    period: Period
    evidence: str
    stated_by: str
    stated_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence.strip():
            raise ValueError("an attestation rests on evidence; name the paper, the page or the recording")
        if self.scope.kind is ScopeKind.STAFF and self.period.ends_at is None:
            raise ValueError("what is vouched of a member of staff runs out; say until when")

    def holds_at(self, moment: datetime) -> bool:
        """Does it count at this moment?"""
        withdrawn = self.withdrawn_at is not None and self.withdrawn_at <= moment
        return self.period.covers(moment) and not withdrawn
