"""One rule with all that is known of it: what it says and checks, since when, where from, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.check_words import EFFECT_NAMES, condition_in_words, version_in_words
from fairdue.compliance.explain import CONFIDENCE_TEXTS, DUTY_TEXTS
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue_desk.rows.models import Decision
from fairdue_desk.screens.case_view import case_views
from fairdue_desk.screens.decision_view import view_of_record
from fairdue_desk.screens.decisions_page import objected
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.register_words import remark
from fairdue_desk.screens.rule_view import RuleView, rules_by_id
from fairdue_desk.screens.rulebook_page import read_day
from fairdue_desk.screens.words import ASKS, FORCES, SEVERITIES
from fairdue_desk.stores.ledger import decision_record
from fairdue_desk.wiring import house

LATEST = 8


@dataclass(frozen=True, slots=True)
class VersionView:
    """One stretch of a rule's time: from when, until before when, and what it was worth."""

    from_on: date
    until_on: date | None
    value: Bilingual
    now: bool


@require_GET
@screen(Right.SEE_RULES)
def rule(request: HttpRequest, staff: Staff, rule_id: str) -> HttpResponse:
    """Show one rule, as of a day."""
    the_house = house()
    found = rules_by_id(the_house.rulebook).get(rule_id)
    if found is None:
        raise Http404("no such rule")
    today = civil_date(the_house.now())
    on = read_day(request.GET.get("on", "")) or today
    latest = []
    if staff.may(Right.SEE_OBJECTIONS):
        rows = objected(Decision.objects.order_by("-at", "-decision_id"), rule_id)[:LATEST]
        latest = [view_of_record(decision_record(row)) for row in rows]
    return render(
        request,
        "desk/rule.html",
        {
            "view": RuleView(found, on),
            "rule": found,
            "on": on,
            "today": today,
            "applies": [condition_in_words(one) for one in found.applies_to],
            "unless": [condition_in_words(one) for one in found.except_when],
            "effect": EFFECT_NAMES[found.effect],
            "force": FORCES[found.force],
            "confidence": CONFIDENCE_TEXTS[found.confidence],
            "duties": [DUTY_TEXTS[duty] for duty in found.duties],
            "versions": _versions(found, on),
            "cases": case_views(found, the_house.rulebook),
            "latest": latest,
            "sees_latest": staff.may(Right.SEE_OBJECTIONS),
            **_conduct(found, the_house.rulebook),
        },
    )


def _versions(found: Rule, on: date) -> list[VersionView]:
    """The rule through time, the earliest first; what it is worth is its check or its clock, in words."""
    follows = [version.from_on for version in found.versions[1:]]
    ends = [*follows, found.ends_on]
    return [
        VersionView(version.from_on, until, version_in_words(found, version), found.version_on(on) is version)
        for version, until in zip(found.versions, ends, strict=True)
    ]


def _conduct(found: Rule, book: Rulebook) -> dict[str, object]:
    """The entry of the register that the rule stands for, in words; nothing for a policy without one."""
    if found.conduct_id is None:
        return {}
    try:
        entry = load_register().entry(found.conduct_id)
    except KeyError:
        return {}
    return {
        "entry": entry,
        "binding": remark(entry.binding),
        "status": remark(entry.status),
        "asks": ASKS[entry.asks],
        "severity": SEVERITIES[entry.severity],
        "siblings": [
            one for one in book.rules if one.conduct_id == found.conduct_id and one.rule_id != found.rule_id
        ],
    }
