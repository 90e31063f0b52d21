"""The ports for what people vouch for, and for the line that a channel uses.

Room: operations. Beside ``ports.py``: the same kind of promise, kept apart because it is about standing and
not about cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fairdue.casefile.attestation import Attestation, Scope
from fairdue.foundation.ids import PermitId


@dataclass(frozen=True, slots=True)
class Line:
    """The line or account over which a channel goes out. ``name`` is what ``--line`` of an attestation names.

    ``registered`` with the creditor, and ``caller_id_owned``: the number shown is the line's own. A channel that
    cannot know leaves them None; then somebody states them for this line.
    """

    name: str
    registered: bool | None = None
    caller_id_owned: bool | None = None


class UnknownAttestation(LookupError):
    """No attestation has this id; the message says where to look."""


class AttestationBook(Protocol):
    """What people vouched for. Statements are added and withdrawn, never changed."""

    def state(self, attestation: Attestation) -> None:
        """Keep a new statement."""

    def withdraw(self, attestation_id: str, *, at: datetime, actor: str) -> None:
        """Keep that a statement no longer counts. Raises UnknownAttestation; the first withdrawal stands."""

    def standing(self, scopes: Sequence[Scope], *, as_of: datetime) -> Sequence[Attestation]:
        """The statements about these scopes that count at a moment. The gate asks this for every act."""

    def load(self, attestation_id: str) -> Attestation:
        """One statement. Raises UnknownAttestation."""

    def listed(self, *, as_of: datetime | None = None, column: str | None = None) -> Sequence[Attestation]:
        """All statements, the newest first; with ``as_of`` only those that count at that moment."""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One file that left the house: for whom, what it was by its digest, and the permit that it spent."""

    permit_id: PermitId
    creditor: str
    digest: str
    rows: int
    at: datetime
    actor: str


class ExportBook(Protocol):
    """The files that left. Rows are added, never changed."""

    def record(self, export: ExportRecord) -> None:
        """Keep an export and spend its permit; a permit spent before raises PermitSpent."""

    def recent(self, limit: int) -> Sequence[ExportRecord]:
        """The latest exports, the newest first."""


class UnknownToken(LookupError):
    """No token has this id, or nobody has that login; the message says how to look."""


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A personal token as it is kept: whose, what for, and until when; never the token itself."""

    token_id: str
    username: str
    label: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    def counts_at(self, moment: datetime) -> bool:
        """Does it open anything at a moment?"""
        return moment < self.ends_at and (self.revoked_at is None or moment < self.revoked_at)


class TokenBook(Protocol):
    """Personal tokens for programs. A token is told once, when it is made; afterwards only its digest is there."""

    def create(
        self, *, username: str, label: str, at: datetime, ends_at: datetime, actor: str
    ) -> tuple[str, TokenRecord]:
        """Make a token for a login and return it in clear, this once. Raises UnknownToken for an unknown login."""

    def revoke(self, token_id: str, *, at: datetime, actor: str) -> TokenRecord:
        """End a token now; a second time changes nothing. Raises UnknownToken."""

    def holder(self, token: str, *, at: datetime) -> TokenRecord | None:
        """Whose token this is, if it counts at a moment."""

    def listed(self) -> Sequence[TokenRecord]:
        """All tokens, the newest first."""
