"""The team board: how the work lies among the collectors, in counts read from the case rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.foundation.civil import CHINA, civil_date
from fairdue_desk.rows.models import Case, ContactAttempt
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One collector's open cases in numbers; ``collector`` "" holds what nobody has yet."""

    collector: str
    cases: int
    balance_fen: int
    untouched: int
    touched_today: int
    promises_today: int
    promises_broken: int
    callbacks_today: int
    claims_today: int
    held: int
    in_call: int


@require_GET
@screen(Right.SEE_TEAM)
def team(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show one row a collector, and the sums."""
    now = house().now()
    rows = team_rows(now)
    total = TeamRow(
        "",
        *(sum(getattr(row, name) for row in rows) for name in TeamRow.__slots__ if name != "collector"),
    )
    attempts = ContactAttempt.objects.filter(civil_on=civil_date(now))
    today = attempts.aggregate(
        made=Count("pk"),
        answered=Count("pk", filter=Q(result="answered")),
        reached=Count("pk", filter=Q(result="answered", answered_by="debtor")),
    )
    return render(request, "desk/team.html", {"rows": rows, "total": total, "today": today})


def team_rows(now: datetime) -> list[TeamRow]:
    """Count the open cases by collector, in one pass over the rows."""
    today = civil_date(now)
    midnight = datetime.combine(today, time.min, tzinfo=CHINA)
    tomorrow = midnight + timedelta(days=1)
    counted = (
        Case.objects.filter(status="open")
        .values("collector")
        .order_by("collector")
        .annotate(
            cases=Count("pk"),
            balance=Sum("balance_fen"),
            untouched=Count("pk", filter=Q(attempts=0)),
            touched=Count("pk", filter=Q(last_attempt_at__gte=midnight)),
            promises=Count("pk", filter=Q(promise_due_on__lte=today)),
            broken=Count("pk", filter=Q(broken_on__gte=today - timedelta(days=1))),
            callbacks=Count("pk", filter=Q(callback_at__lt=tomorrow)),
            claims=Count("pk", filter=Q(claim_check_on__lte=today)),
            held=Count("pk", filter=Q(held_until__gt=now)),
            calls=Count("pk", filter=Q(in_call=True)),
        )
    )
    return [
        TeamRow(
            row["collector"],
            row["cases"],
            row["balance"] or 0,
            row["untouched"],
            row["touched"],
            row["promises"],
            row["broken"],
            row["callbacks"],
            row["claims"],
            row["held"],
            row["calls"],
        )
        for row in counted
    ]
