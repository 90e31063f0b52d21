"""The book of flow versions on Django's database: on what every call was opened."""

from __future__ import annotations

from fairdue.operations.standing_ports import KeptFlow
from fairdue_desk.rows.models import FlowVersion


class DjangoFlowVersionBook:
    """``FlowVersionBook`` on SQLite or PostgreSQL."""

    def keep(self, flow: KeptFlow) -> None:
        """Store a version unless it is stored; two calls that open at once store it once."""
        row = FlowVersion(version=flow.version, flow_id=flow.flow_id, kept_at=flow.kept_at, text=flow.text)
        FlowVersion.objects.bulk_create([row], ignore_conflicts=True)

    def read(self, version: str) -> KeptFlow | None:
        """By its digest."""
        return _kept(FlowVersion.objects.filter(version=version).first())

    def newest(self, flow_id: str) -> KeptFlow | None:
        """The last of this flow."""
        return _kept(FlowVersion.objects.filter(flow_id=flow_id).order_by("-kept_at", "-version").first())


def _kept(row: FlowVersion | None) -> KeptFlow | None:
    return None if row is None else KeptFlow(row.version, row.flow_id, row.kept_at, row.text)
