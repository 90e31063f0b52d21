"""The drills that reviews led to, on Django's database: what was assigned, and one row for all that became of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from fairdue.casefile.call_review import ReviewId
from fairdue.foundation.civil import CHINA
from fairdue.operations.review_ports import AssignedDrill, DrillAct, UnknownDrill, drill_after, in_drill_order
from fairdue_desk.rows import models as rows


class DjangoDrillAssignments:
    """``DrillAssignments`` on SQLite or PostgreSQL."""

    def assign(self, drill: AssignedDrill) -> None:
        """The id is the key."""
        rows.AssignedDrill.objects.get_or_create(
            drill_id=drill.drill_id,
            defaults={
                "review_id": drill.review_id,
                "finding": drill.finding,
                "login": drill.login,
                "code": drill.code,
                "lesson": drill.lesson,
                "persona": drill.persona,
                "assigned_at": drill.assigned_at,
                "due_on": drill.due_on,
            },
        )

    def get(self, drill_id: str) -> AssignedDrill:
        """With its runs."""
        found = _read(rows.AssignedDrill.objects.filter(drill_id=drill_id))
        if not found:
            raise UnknownDrill("no drill has this id; list those of a person on the page of reviews")
        return found[0]

    def assigned_to(self, login: str) -> tuple[AssignedDrill, ...]:
        """What is due first first."""
        return in_drill_order(_read(rows.AssignedDrill.objects.filter(login=login)))

    def of_review(self, review_id: ReviewId) -> tuple[AssignedDrill, ...]:
        """Withdrawn ones too."""
        return tuple(_read(rows.AssignedDrill.objects.filter(review_id=review_id).order_by("finding")))

    def mark_done(self, drill_id: str, *, at: datetime, score: int | None = None) -> AssignedDrill:
        """One further row."""
        return self._act(drill_id, DrillAct.DONE, at, score)

    def mark_retested(self, drill_id: str, *, at: datetime, passed: bool, score: int) -> AssignedDrill:
        """One further row."""
        return self._act(drill_id, DrillAct.PASSED if passed else DrillAct.FAILED, at, score)

    def withdraw(self, drill_id: str, *, at: datetime) -> AssignedDrill:
        """One further row."""
        return self._act(drill_id, DrillAct.WITHDRAWN, at, None)

    def _act(self, drill_id: str, act: DrillAct, at: datetime, score: int | None) -> AssignedDrill:
        before = self.get(drill_id)
        rows.DrillRun.objects.create(drill_id=drill_id, kind=act.value, at=at, score=score)
        return drill_after(before, act, at=at, score=score)


def _read(found: QuerySet[rows.AssignedDrill]) -> list[AssignedDrill]:
    return [_drill(row) for row in found.prefetch_related("runs")]


def _drill(row: rows.AssignedDrill) -> AssignedDrill:
    drill = AssignedDrill(
        row.drill_id,
        row.login,
        row.code,
        row.lesson,
        row.persona,
        ReviewId(row.review_id),
        row.finding,
        row.assigned_at.astimezone(CHINA),
        row.due_on,
    )
    for run in sorted(row.runs.all(), key=lambda run: run.pk):
        drill = drill_after(drill, DrillAct(run.kind), at=run.at.astimezone(CHINA), score=run.score)
    return drill
