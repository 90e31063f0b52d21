"""What changed in the rulebook between two days: what began, what ended, and what has another value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.check_words import version_in_words
from fairdue.compliance.rule import Rule, Status
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.rule_view import RuleView
from fairdue_desk.screens.rulebook_page import read_day
from fairdue_desk.wiring import house

A_YEAR = timedelta(days=365)
BEGAN = Bilingual("新生效", "Began")
CHANGED = Bilingual("数值或内容有变", "Changed")
ENDED = Bilingual("已失效", "Ended")


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is not the same on both days; what it was worth before and after, None where not in force."""

    view: RuleView
    before: Bilingual | None
    after: Bilingual | None


@require_GET
@screen(Right.SEE_RULES)
def rules_changes(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Compare the rulebook of two days, by default today's with that of a year ago."""
    the_house = house()
    today = civil_date(the_house.now())
    earlier = read_day(request.GET.get("from", "")) or today - A_YEAR
    later = read_day(request.GET.get("to", "")) or today
    if later < earlier:
        earlier, later = later, earlier
    found = [
        change for rule in the_house.rulebook.rules if (change := _change(rule, earlier, later)) is not None
    ]
    groups = (
        (BEGAN, "good", [change for change in found if change.before is None]),
        (CHANGED, "warn", [change for change in found if change.before and change.after]),
        (ENDED, "off", [change for change in found if change.after is None]),
    )
    return render(
        request,
        "desk/changes.html",
        {
            "earlier": earlier,
            "later": later,
            "groups": [group for group in groups if group[2]],
            "counts": [(heading, len(changes)) for heading, _, changes in groups],
        },
    )


def _change(rule: Rule, earlier: date, later: date) -> Change | None:
    """How a rule in use differs between two days; None for one that does not, or is in use on neither."""
    if rule.status is not Status.ENFORCED:
        return None
    before, after = rule.version_on(earlier), rule.version_on(later)
    same_place = rule.citation_on(earlier) == rule.citation_on(later)
    if before is after and (before is None or same_place):
        return None
    return Change(
        RuleView(rule, later if after else earlier),
        version_in_words(rule, before) if before else None,
        version_in_words(rule, after) if after else None,
    )
