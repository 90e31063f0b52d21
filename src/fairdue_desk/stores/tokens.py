"""Personal tokens on Django's database: made once in clear, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth import get_user_model

from fairdue.operations.standing_ports import TokenRecord, UnknownToken
from fairdue_desk.rows.models import AccessToken

PREFIX = "fdt_"
"""Every token begins with it, so that one that was committed by mistake is found."""


class DjangoTokenBook:
    """``TokenBook`` on SQLite or PostgreSQL. A token has 256 random bits: its digest needs no slow hash."""

    def create(
        self, *, username: str, label: str, at: datetime, ends_at: datetime, actor: str
    ) -> tuple[str, TokenRecord]:
        """Make a token for a login that exists and is active."""
        if not get_user_model().objects.filter(username=username, is_active=True).exists():
            raise UnknownToken("nobody has this login; accounts are opened in the desk by an administrator")
        token = PREFIX + secrets.token_urlsafe(32)
        row = AccessToken.objects.create(
            token_id="tk" + secrets.token_hex(6),
            digest=_digest(token),
            username=username,
            label=label,
            made_at=at,
            made_by=actor,
            ends_at=ends_at,
            revoked_by="",
        )
        return token, _record(row)

    def revoke(self, token_id: str, *, at: datetime, actor: str) -> TokenRecord:
        """The first revocation stands."""
        AccessToken.objects.filter(token_id=token_id, revoked_at__isnull=True).update(
            revoked_at=at, revoked_by=actor
        )
        row = AccessToken.objects.filter(token_id=token_id).first()
        if row is None:
            raise UnknownToken("no token has this id; `fairdue token list` shows those there are")
        return _record(row)

    def holder(self, token: str, *, at: datetime) -> TokenRecord | None:
        """Found by digest alone, so that no comparison takes longer the nearer a guess is."""
        if not token.startswith(PREFIX):
            return None
        row = AccessToken.objects.filter(digest=_digest(token)).first()
        record = None if row is None else _record(row)
        return record if record is not None and record.counts_at(at) else None

    def listed(self) -> Sequence[TokenRecord]:
        """The newest first."""
        return [_record(row) for row in AccessToken.objects.order_by("-made_at", "token_id")]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(row: AccessToken) -> TokenRecord:
    return TokenRecord(row.token_id, row.username, row.label, row.made_at, row.ends_at, row.revoked_at)
