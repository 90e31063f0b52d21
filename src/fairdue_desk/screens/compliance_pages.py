"""Compliance: every answer of the gate, and the rules it goes by today with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.explain import CONFIDENCE_TEXTS, show_citation
from fairdue.compliance.rule import Force, Rule, Status
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue_desk.rows.models import Decision
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.decision_view import view_of_record
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.words import FORCES, VERDICTS
from fairdue_desk.stores.ledger import decision_record
from fairdue_desk.wiring import house

PAGE = 50


@require_GET
@screen(Right.SEE_DECISIONS)
def decisions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the gate's answers, the newest first, all or by verdict; pages are cut by key."""
    verdict = request.GET.get("verdict", "")
    found: QuerySet[Decision] = Decision.objects.order_by("-at", "-decision_id")
    counts = found.order_by().aggregate(
        all=Count("pk"), **{name: Count("pk", filter=Q(verdict=name)) for name in VERDICTS}
    )
    if verdict in VERDICTS:
        found = found.filter(verdict=verdict)
    start = _read_key(request.GET.get("after", ""))
    if start is not None:
        found = found.filter(Q(at__lt=start[0]) | Q(at=start[0], decision_id__lt=start[1]))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    more = f"{shown[-1].at.isoformat()}~{shown[-1].decision_id}" if len(rows) > PAGE else ""
    return render(
        request,
        "desk/decisions.html",
        {
            "decisions": [view_of_record(decision_record(row)) for row in shown],
            "tabs": [(name, VERDICTS[name], counts[name]) for name in VERDICTS],
            "all": counts["all"],
            "verdict": verdict if verdict in VERDICTS else "",
            "after": more,
            "further_in": start is not None,
        },
    )


def _read_key(after: str) -> tuple[datetime, str] | None:
    written, _, decision_id = after.partition("~")
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (at, decision_id) if at.tzinfo else None


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule as it stands today."""

    rule: Rule
    in_force: bool
    since: date
    source: str
    confidence: Bilingual


@require_GET
@screen(Right.SEE_RULES)
def rules(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the rulebook by how binding its sources are, the rules in force first."""
    the_house = house()
    today = civil_date(the_house.now())
    views = [_rule_view(rule, today) for rule in the_house.rulebook.rules]
    views.sort(key=lambda view: (list(Force).index(view.rule.force), not view.in_force, view.rule.rule_id))
    groups = [
        (FORCES[force], list(found)) for force, found in groupby(views, key=lambda view: view.rule.force)
    ]
    return render(
        request,
        "desk/rules.html",
        {"groups": groups, "in_force": sum(view.in_force for view in views), "total": len(views)},
    )


def _rule_view(rule: Rule, today: date) -> RuleView:
    version = rule.version_on(today)
    citation = rule.citation_on(today)
    return RuleView(
        rule=rule,
        in_force=rule.status is Status.ENFORCED and version is not None,
        since=(version or rule.versions[0]).from_on,
        source=show_citation(citation, language=desk_language()),
        confidence=CONFIDENCE_TEXTS[rule.confidence],
    )
