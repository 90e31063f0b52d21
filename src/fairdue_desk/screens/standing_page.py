"""What people vouch for: the list with what runs out soon, the form to state one, and taking one back.

Room to state is what the columns leave: a licence is one person's, a registration one line's. An address names
a column and an opaque case; what the statement is about is filled in from there on the page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairdue.casefile.attestation import Attestation, ScopeKind
from fairdue.compliance.attested import ATTESTED_COLUMNS, read_value
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.house import House
from fairdue.operations.standing_ports import UnknownAttestation
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.column_words import value_in_words
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.statement_form import NOT_ONESELF, StatementForm, prefilled, read_statement
from fairdue_desk.screens.words import SCOPES
from fairdue_desk.wiring import house

SOON = timedelta(days=30)
TABS: tuple[tuple[str, Bilingual], ...] = (
    ("now", Bilingual("现行有效", "counting now")),
    ("soon", Bilingual("30 天内到期", "runs out within 30 days")),
    ("later", Bilingual("尚未开始", "not begun")),
    ("over", Bilingual("已到期或撤回", "run out or withdrawn")),
)
STATED = Bilingual("已记录声明。", "The statement is kept.")
WITHDRAWN = Bilingual("已撤回，从现在起不再作数。", "Withdrawn; it counts no more from now on.")


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement in words. ``days_left`` None: it has no end, or does not count any more."""

    statement: Attestation
    fact: Bilingual
    value: Bilingual
    scope: Bilingual
    about: str
    case_id: str
    tab: str
    days_left: int | None

    @property
    def counts(self) -> bool:
        """May the gate rely on it now, or will it?"""
        return self.tab != "over"


@require_GET
@screen(Right.SEE_STANDING)
def standing(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what people vouch for, what ends first on top."""
    the_house = house()
    now = the_house.now()
    listed = statements(the_house)
    numbers = _case_numbers(listed)
    views = [_view(one, now, numbers) for one in listed]
    tab = request.GET.get("show", "now")
    tab = tab if tab in dict(TABS) else "now"
    counts = Counter(view.tab for view in views)
    counts["now"] += counts["soon"]  # what runs out soon still counts
    shown = [view for view in views if view.tab == tab or (tab == "now" and view.tab == "soon")]
    shown.sort(key=lambda view: (view.days_left is None, view.days_left or 0))
    return render(
        request,
        "desk/standing.html",
        {
            "views": shown,
            "tabs": [(name, text, counts[name]) for name, text in TABS],
            "tab": tab,
            "may_state": staff.may(Right.ATTEST),
        },
    )


@require_http_methods(["GET", "POST"])
@screen(Right.ATTEST)
def standing_state(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The form to vouch for one fact; what cannot be kept comes back with what to write instead."""
    the_house = house()
    if request.method == "GET":
        renewed = request.GET.get("renew", "")
        given = _as_it_was(the_house, renewed) if renewed else request.GET
        form = prefilled(the_house, given, staff=staff)
        part = bool(request.htmx)  # type: ignore[attr-defined]
        return _form(request, form, part=part)
    asked = read_statement(the_house, request.POST, now=the_house.now(), staff=staff)
    if isinstance(asked, StatementForm):
        return _form(request, asked, part=False)
    state(
        the_house,
        column=asked.column,
        value=asked.value,
        scope=asked.scope,
        period=asked.period,
        evidence=asked.evidence,
        as_of=the_house.now(),
        actor=staff.username,
    )
    messages.success(request, STATED.in_language(desk_language()))
    case_id = request.POST.get("case", "")
    if case_id and Case.objects.filter(case_id=case_id).exists():
        return redirect("case", case_id=case_id)
    return redirect("standing")


@require_POST
@screen(Right.ATTEST)
def standing_withdraw(request: HttpRequest, staff: Staff, attestation_id: str) -> HttpResponse:
    """Take a statement back from now on."""
    the_house = house()
    try:
        withdraw(the_house, attestation_id=attestation_id, as_of=the_house.now(), actor=staff.username)
        messages.success(request, WITHDRAWN.in_language(desk_language()))
    except UnknownAttestation:
        gone = Bilingual("没有这条声明。", "There is no such statement.")
        messages.error(request, gone.in_language(desk_language()))
    except ValueError:
        messages.error(request, NOT_ONESELF.in_language(desk_language()))
    return redirect("standing")


def _as_it_was(the_house: House, attestation_id: str) -> dict[str, str]:
    """What a statement said, to be said again; its last day and its evidence are new and stay empty."""
    try:
        one = the_house.attestations.load(attestation_id)
    except UnknownAttestation:
        return {}
    given = {"column": one.column, "value": one.value, "scope": one.scope.kind.value}
    return given | {"case" if one.scope.kind is ScopeKind.CASE else "name": one.scope.name}


def _form(request: HttpRequest, form: StatementForm, *, part: bool) -> HttpResponse:
    template = "desk/part_statement.html" if part else "desk/standing_state.html"
    return render(request, template, {"form": form}, status=200)


def _view(one: Attestation, now: datetime, numbers: dict[str, str]) -> StatementView:
    ends_at = one.period.ends_at
    return StatementView(
        statement=one,
        fact=ATTESTED_COLUMNS[one.column].label,
        value=_value(one),
        scope=SCOPES[one.scope.kind],
        about=numbers.get(one.scope.name, one.scope.name),
        case_id=one.scope.name if one.scope.kind is ScopeKind.CASE and one.scope.name in numbers else "",
        tab=_tab(one, now),
        days_left=None if ends_at is None or not one.holds_at(now) else (ends_at - now).days,
    )


def _value(one: Attestation) -> Bilingual:
    try:
        return value_in_words(ATTESTED_COLUMNS[one.column], read_value(one.column, one.value))
    except ValueError:
        # An older version wrote it; it stands as written until somebody withdraws it.
        return Bilingual(one.value, one.value)


def _tab(one: Attestation, now: datetime) -> str:
    if one.withdrawn_at is not None or (one.period.ends_at is not None and one.period.ends_at <= now):
        return "over"
    if one.period.starts_at > now:
        return "later"
    return "soon" if one.period.ends_at is not None and one.period.ends_at - now <= SOON else "now"


def _case_numbers(listed: object) -> dict[str, str]:
    names = {one.scope.name for one in listed if one.scope.kind is ScopeKind.CASE}  # type: ignore[attr-defined]
    return dict(Case.objects.filter(case_id__in=names).values_list("case_id", "case_no"))
