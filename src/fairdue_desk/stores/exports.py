"""The export book on Django's database: which files left the house, each with the permit that it spent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from fairdue.foundation.ids import PermitId
from fairdue.operations.ports import PermitSpent
from fairdue.operations.standing_ports import ExportRecord
from fairdue_desk.rows.models import Export


class DjangoExportBook:
    """``ExportBook`` on SQLite or PostgreSQL."""

    def record(self, export: ExportRecord) -> None:
        """Store the export; its permit is the key, so that no permit lets two files out."""
        if not connection.in_atomic_block:
            raise RuntimeError("an export is recorded inside book.transaction(), with its permit")
        try:
            with transaction.atomic():
                Export.objects.create(
                    permit_id=export.permit_id,
                    creditor=export.creditor,
                    digest=export.digest,
                    rows=export.rows,
                    at=export.at,
                    actor=export.actor,
                )
        except IntegrityError as error:
            raise PermitSpent("this permit has let a file out before; ask the gate for a new one") from error

    def recent(self, limit: int) -> Sequence[ExportRecord]:
        """The newest first."""
        return [
            ExportRecord(PermitId(row.permit_id), row.creditor, row.digest, row.rows, row.at, row.actor)
            for row in Export.objects.order_by("-at", "-permit_id")[:limit]
        ]
