"""Overrides: one person asks in writing that a rule be set aside on a case, another grants it, and it ends.

The rights lie with two roles, and the operation itself compares the two persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairdue.casefile.case import CaseFile
from fairdue.casefile.override_request import OverrideRequest
from fairdue.compliance.override import LONGEST
from fairdue.compliance.rule import Rule
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.override import UnknownOverride, ask_override, grant_override, withdraw_override
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.rule_view import rules_by_id
from fairdue_desk.wiring import house

DAYS_TO_START_WITH = 7
LONGEST_TEXT = 1000
TABS: tuple[tuple[str, Bilingual], ...] = (
    ("waiting", Bilingual("待批准", "waiting")),
    ("standing", Bilingual("现行豁免", "set aside now")),
    ("over", Bilingual("已结束", "ended")),
)
ASKED = Bilingual("已提交豁免申请，待合规批准。", "Asked; somebody of compliance must grant it.")
GRANTED = Bilingual("已批准豁免。", "Granted; the rule is set aside from now.")
ENDED = Bilingual("已结束。", "Ended.")
GONE = Bilingual("没有这份豁免申请。", "There is no such request.")
NO_WORDS = Bilingual("请写明理由和依据。", "Write the reason and the evidence it rests on.")
WRONG_DAY = Bilingual(
    f"请写 {LONGEST.days} 天以内的截止日；更久的请改内规。",
    f"Write a last day within {LONGEST.days} days; for longer, change the policy.",
)


@dataclass(frozen=True, slots=True)
class OverrideView:
    """One request with its rule and its case."""

    request: OverrideRequest
    rule: Rule | None
    case_id: CaseId
    case_no: str
    tab: str


@dataclass(frozen=True, slots=True)
class AskForm:
    """What was filled in so far, and what is wrong with it."""

    reason: str
    evidence: str
    until: str
    wrong: Bilingual | None = None


@require_GET
@screen(Right.SEE_OVERRIDES)
def overrides(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what was asked, what is set aside, and what is over."""
    the_house = house()
    now = the_house.now()
    cases = the_house.book.load_many(the_house.book.cases_with_overrides())
    views = [_view(case, one, now) for case in cases.values() for one in case.overrides]
    views.sort(key=lambda view: view.request.asked_at, reverse=True)
    named = request.GET.get("of", "")
    tab = next((view.tab for view in views if view.request.override_id == named), request.GET.get("show", ""))
    if tab not in dict(TABS):
        tab = next((name for name, _ in TABS if any(view.tab == name for view in views)), TABS[0][0])
    return render(
        request,
        "desk/overrides.html",
        {
            "views": [view for view in views if view.tab == tab],
            "tabs": [(name, text, sum(view.tab == name for view in views)) for name, text in TABS],
            "tab": tab,
            "may_grant": staff.may(Right.GRANT_OVERRIDE),
        },
    )


@require_http_methods(["GET", "POST"])
@screen(Right.ASK_OVERRIDE)
def override_ask(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """The form to ask that one rule be set aside on one case."""
    row = staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    given = request.POST if request.method == "POST" else request.GET
    rule = rules_by_id(the_house.rulebook).get(given.get("rule", ""))
    if rule is None or not rule.overridable:
        raise Http404("no such rule, or one that is never set aside")
    first = AskForm("", "", (civil_date(now) + timedelta(days=DAYS_TO_START_WITH)).isoformat())
    form = first if request.method == "GET" else _ask(request, staff, CaseId(case_id), rule, now)
    if form is None:
        return redirect("case", case_id=case_id)
    last = civil_date(now + LONGEST) - timedelta(days=1)
    context = {"form": form, "rule": rule, "row": row, "today": civil_date(now), "last": last}
    return render(request, "desk/override_ask.html", context)


@require_POST
@screen(Right.GRANT_OVERRIDE)
def override_grant(request: HttpRequest, staff: Staff, case_id: str, override_id: str) -> HttpResponse:
    """Grant what somebody else asked for."""
    staff.require_case(case_id)
    the_house = house()
    try:
        answer = grant_override(
            the_house,
            case_id=CaseId(case_id),
            override_id=override_id,
            as_of=the_house.now(),
            actor=staff.username,
        )
    except UnknownOverride:
        return _said(request, GONE, failed=True)
    if isinstance(answer, Reason):
        return _said(request, answer.text, failed=True)
    return _said(request, GRANTED)


@require_POST
@screen(Right.SEE_OVERRIDES)
def override_end(request: HttpRequest, staff: Staff, case_id: str, override_id: str) -> HttpResponse:
    """Take a request back, or end what was granted; the rule holds again at once."""
    staff.require_case(case_id)
    the_house = house()
    try:
        withdraw_override(
            the_house,
            case_id=CaseId(case_id),
            override_id=override_id,
            as_of=the_house.now(),
            actor=staff.username,
        )
    except UnknownOverride:
        return _said(request, GONE, failed=True)
    return _said(request, ENDED)


def _view(case: CaseFile, one: OverrideRequest, now: datetime) -> OverrideView:
    tab = "waiting" if one.waits_at(now) else "standing" if one.holds_at(now) else "over"
    rule = rules_by_id(house().rulebook).get(one.rule_id)
    return OverrideView(one, rule, case.case_id, case.account.case_no, tab)


def _ask(request: HttpRequest, staff: Staff, case_id: CaseId, rule: Rule, now: datetime) -> AskForm | None:
    """Ask for it; the form again where something is wrong, None when it was asked."""
    reason = request.POST.get("reason", "").strip()[:LONGEST_TEXT]
    evidence = request.POST.get("evidence", "").strip()[:LONGEST_TEXT]
    until = request.POST.get("until", "")
    if not reason or not evidence:
        return AskForm(reason, evidence, until, NO_WORDS)
    ends_at = _end_of(until)
    if ends_at is None or not now < ends_at <= now + LONGEST:
        return AskForm(reason, evidence, until, WRONG_DAY)
    answer = ask_override(
        house(),
        case_id=case_id,
        rule_id=rule.rule_id,
        reason=reason,
        evidence=evidence,
        ends_at=ends_at,
        as_of=now,
        actor=staff.username,
    )
    if isinstance(answer, Reason):
        return AskForm(reason, evidence, until, answer.text)
    messages.success(request, ASKED.in_language(desk_language()))
    return None


def _end_of(day: str) -> datetime | None:
    """The end of a day on the wall in China; None for what is no day."""
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return None
    return datetime.combine(last + timedelta(days=1), time(), CHINA)


def _said(request: HttpRequest, text: Bilingual, *, failed: bool = False) -> HttpResponse:
    level = messages.error if failed else messages.success
    level(request, text.in_language(desk_language()))
    return redirect("overrides")
