"""Statements and exports of a house in memory: what people vouched for, and which files left.

Room: practice. Statements are added and withdrawn, never changed; an export spends a permit of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from fairdue.casefile.attestation import Attestation, Scope
from fairdue.operations.ports import PermitSpent
from fairdue.operations.standing_ports import ExportRecord, TokenRecord, UnknownAttestation, UnknownToken
from fairdue.practice.memory_journal import Journal


class MemoryAttestationBook:
    """``AttestationBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._kept: dict[str, Attestation] = {}
        self._of_scope: dict[Scope, list[str]] = {}

    def state(self, attestation: Attestation) -> None:
        """Keep a new statement."""
        own = self._of_scope.setdefault(attestation.scope, [])
        self._kept[attestation.attestation_id] = attestation
        own.append(attestation.attestation_id)

        def undo() -> None:
            own.pop()
            del self._kept[attestation.attestation_id]

        self._journal.wrote(undo)

    def withdraw(self, attestation_id: str, *, at: datetime, actor: str) -> None:
        """The first withdrawal stands."""
        before = self.load(attestation_id)
        if before.withdrawn_at is None:
            self._kept[attestation_id] = replace(before, withdrawn_at=at, withdrawn_by=actor)
            self._journal.wrote(lambda: self._kept.__setitem__(attestation_id, before))

    def standing(self, scopes: Sequence[Scope], *, as_of: datetime) -> Sequence[Attestation]:
        """What is stated about these scopes and counts at a moment."""
        kept, of_scope = self._kept, self._of_scope
        return [
            one
            for scope in scopes
            for attestation_id in of_scope.get(scope, ())
            if (one := kept[attestation_id]).holds_at(as_of)
        ]

    def load(self, attestation_id: str) -> Attestation:
        """One statement."""
        try:
            return self._kept[attestation_id]
        except KeyError:
            raise UnknownAttestation("no statement has this id") from None

    def listed(self, *, as_of: datetime | None = None, column: str | None = None) -> Sequence[Attestation]:
        """The newest first."""
        found = [
            one
            for one in self._kept.values()
            if (as_of is None or one.holds_at(as_of)) and column in (None, one.column)
        ]
        return sorted(found, key=lambda one: (one.stated_at, one.attestation_id), reverse=True)


class MemoryExportBook:
    """``ExportBook`` in memory."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._exports: list[ExportRecord] = []

    def record(self, export: ExportRecord) -> None:
        """Keep an export and spend its permit."""
        if any(one.permit_id == export.permit_id for one in self._exports):
            raise PermitSpent("this permit has let a file out before; ask for a new one")
        self._exports.append(export)
        self._journal.wrote(self._exports.pop)

    def recent(self, limit: int) -> Sequence[ExportRecord]:
        """The newest first."""
        return self._exports[: -limit - 1 : -1]


class MemoryTokenBook:
    """``TokenBook`` of a house in memory, which serves no programs: nobody has a login, so nobody has a token."""

    def create(
        self, *, username: str, label: str, at: datetime, ends_at: datetime, actor: str
    ) -> tuple[str, TokenRecord]:
        """There is no login to make it for."""
        raise UnknownToken("a house in memory has no logins, and so no tokens")

    def revoke(self, token_id: str, *, at: datetime, actor: str) -> TokenRecord:
        """There is none."""
        raise UnknownToken("a house in memory has no tokens")

    def holder(self, token: str, *, at: datetime) -> TokenRecord | None:
        """Nobody."""
        return None

    def listed(self) -> Sequence[TokenRecord]:
        """None."""
        return ()
