"""Every answer of the gate, the newest first, and the filters that narrow them down.

An address holds opaque ids only: a case by its id, a member of staff by a keyed digest. What somebody types
to find a case is posted, never part of an address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fairdue.compliance.action import ActionKind
from fairdue.compliance.rule import Effect, Rule
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue_desk.rows.models import Case, Decision
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.decision_view import view_of_record
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.rule_view import pack_name, packs_of
from fairdue_desk.screens.words import ACTIONS, VERDICTS
from fairdue_desk.stores.ledger import decision_record
from fairdue_desk.wiring import house

PAGE = 50
MOST_CASES = 5  # one case number can stand with several creditors
LATEST_FOR_ACTORS = 500
NO_SUCH_CASE = Bilingual("没有这个案号。", "No case has that number.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilter:
    """What is asked of the list, as it stands in the address; an empty text asks for nothing."""

    verdict: str = ""
    act: str = ""
    rule: str = ""
    actor: str = ""
    cases: tuple[str, ...] = ()
    day: date | None = None

    def query(self, **changed: str) -> str:
        """The address's query with some of it changed; what asks for nothing is left out."""
        parts = {
            "verdict": self.verdict,
            "act": self.act,
            "rule": self.rule,
            "actor": self.actor,
            "case": ",".join(self.cases),
            "day": self.day.isoformat() if self.day else "",
            **changed,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


@require_http_methods(["GET", "POST"])
@screen(Right.SEE_DECISIONS)
def decisions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the gate's answers; a posted case number leads to those of its case."""
    asked = _asked(request)
    if request.method == "POST":
        return _to_the_case(request, asked)
    actors = {actor_key(name): name for name in _actor_names()}
    whole = _matching(replace(asked, verdict=""), actors)
    counts = whole.order_by().aggregate(
        all=Count("pk"), **{name: Count("pk", filter=Q(verdict=name)) for name in VERDICTS}
    )
    found = whole.filter(verdict=asked.verdict) if asked.verdict else whole
    start = _read_key(request.GET.get("after", ""))
    if start is not None:
        found = found.filter(Q(at__lt=start[0]) | Q(at=start[0], decision_id__lt=start[1]))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    more = f"{shown[-1].at.isoformat()}~{shown[-1].decision_id}" if len(rows) > PAGE else ""
    numbers = _numbers_of({row.case_id for row in shown} | set(asked.cases))
    context = {
        "lines": [(view_of_record(decision_record(row)), numbers.get(row.case_id, "")) for row in shown],
        "asked": asked,
        "asked_cases": [(case_id, numbers.get(case_id, case_id)) for case_id in asked.cases],
        "tabs": [(asked.query(verdict=name), name, VERDICTS[name], counts[name]) for name in VERDICTS],
        "all": (asked.query(verdict=""), counts["all"]),
        "without_case": asked.query(case=""),
        "acts": ACTIONS,
        "rules": _rule_choices(),
        "actors": sorted(actors.items(), key=lambda entry: entry[1]),
        "next_page": asked.query(after=more) if more else "",
        "first_page": asked.query() if start is not None else "",
        "narrowed": asked != DecisionFilter(verdict=asked.verdict),
    }
    part = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "desk/part_decisions.html" if part else "desk/decisions.html", context)


def actor_key(name: str) -> str:
    """Who acted, as an address may name them."""
    return house().sealer.keyed_digest("actor", name)


def _asked(request: HttpRequest) -> DecisionFilter:
    """What the address asks for; a word that is on no list asks for nothing."""
    given = request.GET
    verdict, act = given.get("verdict", ""), given.get("act", "")
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    return DecisionFilter(
        verdict=verdict if verdict in VERDICTS else "",
        act=act if act in set(ActionKind) else "",
        rule=given.get("rule", "")[:200],
        actor=given.get("actor", "")[:40],
        cases=tuple(one for one in given.get("case", "").split(",") if one)[:MOST_CASES],
        day=day,
    )


def _matching(asked: DecisionFilter, actors: dict[str, str]) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.order_by("-at", "-decision_id")
    if asked.verdict:
        found = found.filter(verdict=asked.verdict)
    if asked.act:
        found = found.filter(action=asked.act)
    if asked.rule:
        found = objected(found, asked.rule)
    if asked.actor:
        found = found.filter(actor=actors.get(asked.actor, ""))
    if asked.cases:
        found = found.filter(case_id__in=asked.cases)
    if asked.day:
        begins = datetime.combine(asked.day, time(), CHINA)
        found = found.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return found


def objected(found: QuerySet[Decision], rule_id: str) -> QuerySet[Decision]:
    """Those in which a rule objected; the ids stand as a JSON list, and quotes keep one from meaning another."""
    return found.filter(rules__contains=f'"{rule_id}"')


def _to_the_case(request: HttpRequest, asked: DecisionFilter) -> HttpResponse:
    number = request.POST.get("number", "").strip()
    ids = list(
        Case.objects.filter(Q(case_no=number) | Q(case_id=number)).values_list("case_id", flat=True)[
            :MOST_CASES
        ]
    )
    if not ids:
        messages.error(request, NO_SUCH_CASE.in_language(desk_language()))
    return redirect(reverse("decisions") + asked.query(case=",".join(ids)))


def _numbers_of(case_ids: set[str]) -> dict[str, str]:
    return dict(Case.objects.filter(case_id__in=case_ids).values_list("case_id", "case_no"))


def _actor_names() -> set[str]:
    """Everybody with a login, and who else acted lately: the command line and the jobs have names too."""
    latest = Decision.objects.order_by("-at").values_list("actor", flat=True)[:LATEST_FOR_ACTORS]
    logins = get_user_model().objects.values_list("username", flat=True)
    return {*logins, *latest}


def _rule_choices() -> list[tuple[Bilingual, list[Rule]]]:
    """The rules that can object, pack by pack; what only lays duties or is kept on record never does."""
    objecting = (Effect.REFUSE, Effect.DEFER)
    rules = [rule for rule in house().rulebook.rules if rule.effect in objecting]
    return [(pack_name(pack), [rule for rule in rules if rule.pack == pack]) for pack in packs_of(rules)]


def _read_key(after: str) -> tuple[datetime, str] | None:
    written, _, decision_id = after.partition("~")
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (at, decision_id) if at.tzinfo else None
