"""One answer of the gate: its whole trace in reading order, the permit, and what the permit opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.decision import Duty, Outcome
from fairdue.compliance.explain import DUTY_TEXTS
from fairdue.compliance.rule import Effect, Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue_desk.rows.models import Case, ContactAttempt, Decision
from fairdue_desk.screens.decision_view import DecisionView, RuleLine, view_of_record
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.rule_view import rules_by_id
from fairdue_desk.stores.ledger import decision_record
from fairdue_desk.wiring import house

HEADINGS: tuple[tuple[frozenset[Outcome], Bilingual, str], ...] = (
    (frozenset({Outcome.REFUSE}), Bilingual("不允许", "Refuses"), "bad"),
    (frozenset({Outcome.UNKNOWN}), Bilingual("事实不明，因此不允许", "Not known, and so refused"), "bad"),
    (frozenset({Outcome.DEFER}), Bilingual("需等待", "Asks to wait"), "warn"),
    (frozenset({Outcome.OVERRIDDEN}), Bilingual("已豁免", "Set aside by two persons"), "calm"),
    (frozenset({Outcome.WARN}), Bilingual("提醒", "Warns"), "warn"),
)
DUTIES = Bilingual("附带义务", "Lays duties")
PASSED = Bilingual("符合", "Passed")


@dataclass(frozen=True, slots=True)
class TracePart:
    """The rules that answered alike, under one heading. ``tone`` is the tag's colour.

    What passed is folded where something else speaks: then it is not what the reader came for.
    """

    heading: Bilingual
    tone: str
    lines: tuple[RuleLine, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class AttemptView:
    """The contact that a permit opened."""

    row: ContactAttempt
    result: CallResult | None
    answered_by: AnsweredBy | None


@require_GET
@screen(Right.SEE_DECISIONS)
def decision(request: HttpRequest, staff: Staff, decision_id: str) -> HttpResponse:
    """Show one answer of the gate."""
    row = Decision.objects.filter(decision_id=decision_id).first()
    if row is None:
        raise Http404("no such decision")
    view = view_of_record(decision_record(row))
    book = house().rulebook
    known = rules_by_id(book)
    case = Case.objects.filter(case_id=row.case_id).values_list("case_no", flat=True).first()
    return render(
        request,
        "desk/decision.html",
        {
            "decision": view,
            "permit_id": row.permit_id,
            "attempt": _attempt_of(row),
            "case_no": case or row.case_id,
            "overrides": _overrides_of(row),
            "parts": trace_parts(view, known),
            "duties": _duties_of(view, known),
            "aside": _not_concerned(view, book),
        },
    )


def _overrides_of(row: Decision) -> list[str]:
    """The ids of what was ever asked to be set aside on the case, so that the trace can lead to the paper."""
    cases = house().book.load_many([CaseId(row.case_id)])
    return [one.override_id for case in cases.values() for one in case.overrides]


def trace_parts(view: DecisionView, known: Mapping[str, Rule]) -> list[TracePart]:
    """The trace in reading order: what refuses, what waits, what was set aside, what warns, duties, the rest."""
    parts = [
        TracePart(heading, tone, tuple(line for line in view.lines if line.outcome in outcomes))
        for outcomes, heading, tone in HEADINGS
    ]
    passed = [line for line in view.lines if line.outcome is Outcome.PASSED]
    laying = tuple(line for line in passed if _lays_duties(known.get(line.rule_id)))
    rest = tuple(line for line in passed if not _lays_duties(known.get(line.rule_id)))
    parts += [
        TracePart(DUTIES, "calm", laying, folded=view.verdict != "permit"),
        TracePart(PASSED, "good", rest, folded=view.verdict != "permit"),
    ]
    return [part for part in parts if part.lines]


def _lays_duties(rule: Rule | None) -> bool:
    return rule is not None and rule.effect is Effect.DUTY


def _duties_of(view: DecisionView, known: Mapping[str, Rule]) -> list[Bilingual]:
    """The duties of a permit, from the rules of its trace that lay some; any other answer carries none."""
    if view.verdict != "permit":
        return []
    laid = {
        duty
        for line in view.lines
        if line.rule_id in known and line.outcome is Outcome.PASSED
        for duty in known[line.rule_id].duties
    }
    return [DUTY_TEXTS[duty] for duty in Duty if duty in laid]


def _not_concerned(view: DecisionView, book: Rulebook) -> list[Rule]:
    """The rules in force on that day that the trace does not name: they did not concern this act."""
    assert view.at is not None, "a stored decision has its moment"
    named = {line.rule_id for line in view.lines}
    packs = _packs_of(named)
    return [
        rule
        for rule in book.rules_in_force(civil_date(view.at))
        if rule.pack in packs and rule.effect is not Effect.RECORD and rule.rule_id not in named
    ]


def _packs_of(rule_ids: Iterable[str]) -> set[str]:
    return {rule_id.partition(".")[0] for rule_id in rule_ids}


def _attempt_of(row: Decision) -> AttemptView | None:
    found = ContactAttempt.objects.filter(permit_id=row.permit_id).first() if row.permit_id else None
    if found is None:
        return None
    return AttemptView(
        found,
        CallResult(found.result) if found.result else None,
        AnsweredBy(found.answered_by) if found.answered_by else None,
    )
