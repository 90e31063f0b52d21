"""The attestation book on Django's database: append-only statements, and withdrawals beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.utils import IntegrityError

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.foundation.civil import CHINA, Period
from fairdue.operations.standing_ports import UnknownAttestation
from fairdue_desk.rows.models import Attestation as AttestationRow
from fairdue_desk.rows.models import AttestationWithdrawal

_COLUMNS = """
    SELECT a.attestation_id, a.fact, a.value, a.scope, a.starts_at, a.ends_at, a.evidence, a.stated_by, a.stated_at,
           w.at, w.actor
    FROM rows_attestation a LEFT JOIN rows_attestationwithdrawal w ON w.attestation_id = a.attestation_id
"""
_STANDING = (
    _COLUMNS
    + """
    WHERE a.scope IN ({marks}) AND a.starts_at <= %s AND (a.ends_at = '' OR a.ends_at > %s)
      AND (w.at IS NULL OR w.at > %s)
"""
)


class DjangoAttestationBook:
    """``AttestationBook`` on SQLite or PostgreSQL."""

    def state(self, attestation: Attestation) -> None:
        """One further row."""
        ends_at = attestation.period.ends_at
        AttestationRow.objects.create(
            attestation_id=attestation.attestation_id,
            fact=attestation.column,
            value=attestation.value,
            scope=_key(attestation.scope),
            starts_at=_text(attestation.period.starts_at),
            ends_at=_text(ends_at) if ends_at is not None else "",
            evidence=attestation.evidence,
            stated_by=attestation.stated_by,
            stated_at=_text(attestation.stated_at),
        )

    def withdraw(self, attestation_id: str, *, at: datetime, actor: str) -> None:
        """One further row, too; a second withdrawal changes nothing."""
        self.load(attestation_id)
        try:
            with transaction.atomic():
                AttestationWithdrawal.objects.create(attestation_id=attestation_id, at=_text(at), actor=actor)
        except IntegrityError:
            return

    def standing(self, scopes: Sequence[Scope], *, as_of: datetime) -> Sequence[Attestation]:
        """One plain statement on the index of scopes: the gate asks this for every line of the work list."""
        if not scopes:
            return ()
        moment = _text(as_of)
        sql = _STANDING.format(marks=", ".join(["%s"] * len(scopes)))
        with connection.cursor() as cursor:
            cursor.execute(sql, [*map(_key, scopes), moment, moment, moment])
            return _read(cursor.fetchall())

    def load(self, attestation_id: str) -> Attestation:
        """By its id."""
        with connection.cursor() as cursor:
            cursor.execute(_COLUMNS + " WHERE a.attestation_id = %s", [attestation_id])
            found = _read(cursor.fetchall())
        if not found:
            raise UnknownAttestation("no statement has this id; list them with `fairdue attest list`")
        return found[0]

    def listed(self, *, as_of: datetime | None = None, column: str | None = None) -> Sequence[Attestation]:
        """The newest first."""
        with connection.cursor() as cursor:
            cursor.execute(_COLUMNS + " ORDER BY a.id DESC")
            found = _read(cursor.fetchall())
        return [
            one
            for one in found
            if (as_of is None or one.holds_at(as_of)) and (column is None or one.column == column)
        ]


def _key(scope: Scope) -> str:
    return f"{scope.kind.value}:{scope.name}"


def _text(moment: datetime) -> str:
    # Moments as text of one width in one zone compare as they are, on both databases, without a conversion.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(CHINA)


def _read(rows: Iterable[Sequence[str | None]]) -> list[Attestation]:
    return [_attestation([cell or "" for cell in row]) for row in rows]


def _attestation(row: Sequence[str]) -> Attestation:
    attestation_id, column, value, scope, starts_at, ends_at, evidence, stated_by, stated_at, gone_at, by = (
        row
    )
    kind, _, name = scope.partition(":")
    return Attestation(
        attestation_id=attestation_id,
        column=column,
        value=value,
        scope=Scope(ScopeKind(kind), name),
        period=Period(_moment(starts_at), _moment(ends_at) if ends_at else None),
        evidence=evidence,
        stated_by=stated_by,
        stated_at=_moment(stated_at),
        withdrawn_at=_moment(gone_at) if gone_at else None,
        withdrawn_by=by or None,
    )
