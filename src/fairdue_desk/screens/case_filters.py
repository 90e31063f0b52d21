"""The tabs over the work list: which cases each shows, in which order, and how a page ends and the next begins.

Pages are cut by key, never by offset, so that the hundredth page costs what the first one does. The key
in the address is a day or a moment and a case id, nothing of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairdue.casefile.case import CaseStatus
from fairdue.foundation.civil import CHINA, civil_date
from fairdue_desk.rows.models import Case

PAGE = 40


class Filter(StrEnum):
    """One tab. ``NEXT`` is the line of work in its own order; the others are plain lists."""

    NEXT = "next"
    DUE = "due"
    PROMISES = "promises"
    CLAIMS = "claims"
    CALLBACKS = "callbacks"
    NEW = "new"
    HELD = "held"
    ALL = "all"


FILTER_NAMES: dict[Filter, str | Promise] = {
    Filter.NEXT: _("In order"),
    Filter.DUE: _("Due today"),
    Filter.PROMISES: _("Promises"),
    Filter.CLAIMS: _("Claims"),
    Filter.CALLBACKS: _("Callbacks"),
    Filter.NEW: _("New"),
    Filter.HELD: _("On hold"),
    Filter.ALL: _("All"),
}

_KEYS = {
    Filter.PROMISES: "promise_due_on",
    Filter.CLAIMS: "claim_check_on",
    Filter.CALLBACKS: "callback_at",
}
"""What a list is sorted by before the case id; the others go by case id alone."""


_ENDED = tuple(status.value for status in CaseStatus if status is not CaseStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands above a list: how many, how much, how much is paid, and how many promise or claim."""

    cases: int
    balance_fen: int
    paid_fen: int
    promises: int
    claims: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of case ids, and the key from which the next page begins; "" on the last."""

    case_ids: tuple[str, ...]
    after: str


def cases_of(cases: QuerySet[Case], chosen: Filter, *, as_of: datetime) -> QuerySet[Case]:
    """The cases of a tab; all but ``ALL`` are open cases only."""
    return cases if chosen is Filter.ALL else _open(cases).filter(_condition(chosen, as_of=as_of))


def _open(cases: QuerySet[Case]) -> QuerySet[Case]:
    # Said by what it is not: nearly every row is open, and an index on that would be the slow way in.
    return cases.exclude(status__in=_ENDED)


def _condition(chosen: Filter, *, as_of: datetime) -> Q:
    today = civil_date(as_of)
    tomorrow = datetime.combine(today + timedelta(days=1), time.min, tzinfo=CHINA)
    match chosen:
        case Filter.ALL | Filter.NEXT:
            return Q(pk__isnull=False)
        case Filter.DUE:
            due = Q(promise_due_on__lte=today) | Q(claim_check_on__lte=today) | Q(callback_at__lt=tomorrow)
            return due | Q(plan_due_on__lte=today)
        case Filter.PROMISES:
            return Q(promise_due_on__isnull=False)
        case Filter.CLAIMS:
            return Q(claim_check_on__isnull=False)
        case Filter.CALLBACKS:
            return Q(callback_at__isnull=False)
        case Filter.NEW:
            return Q(attempts=0)
        case Filter.HELD:
            return Q(held_until__gt=as_of)


def counts_of(cases: QuerySet[Case], *, as_of: datetime) -> dict[Filter, int]:
    """How many cases each tab holds, in one pass over the open ones."""
    tabs = [one for one in Filter if one is not Filter.ALL]
    counted = _open(cases).aggregate(
        **{one.value: Count("pk", filter=_condition(one, as_of=as_of)) for one in tabs}
    )
    return {one: counted[one.value] for one in tabs} | {Filter.ALL: cases.count()}


def totals_of(cases: QuerySet[Case]) -> Totals:
    """The figures above a list."""
    found = cases.aggregate(
        cases=Count("pk"),
        balance=Sum("balance_fen"),
        paid=Sum("paid_fen"),
        promises=Count("promise_due_on"),
        claims=Count("claim_check_on"),
    )
    return Totals(
        found["cases"], found["balance"] or 0, found["paid"] or 0, found["promises"], found["claims"]
    )


def page_of(cases: QuerySet[Case], chosen: Filter, *, after: str) -> CasePage:
    """One page of a tab, beginning behind a key. An unreadable key begins at the start."""
    key = _KEYS.get(chosen)
    if key is None:
        if after:
            cases = cases.filter(case_id__gt=after.removeprefix("~"))
        ids = list(cases.order_by("case_id").values_list("case_id", flat=True)[: PAGE + 1])
        shown = ids[:PAGE]
        return CasePage(tuple(shown), f"~{shown[-1]}" if len(ids) > PAGE else "")
    start = _read_key(key, after)
    if start is not None:
        value, case_id = start
        cases = cases.filter(Q(**{f"{key}__gt": value}) | Q(**{key: value, "case_id__gt": case_id}))
    rows = list(cases.order_by(key, "case_id").values_list(key, "case_id")[: PAGE + 1])
    page = rows[:PAGE]
    more = f"{page[-1][0].isoformat()}~{page[-1][1]}" if len(rows) > PAGE else ""
    return CasePage(tuple(case_id for _, case_id in page), more)


def _read_key(key: str, after: str) -> tuple[date | datetime, str] | None:
    written, _, case_id = after.partition("~")
    try:
        value = datetime.fromisoformat(written) if key == "callback_at" else date.fromisoformat(written)
    except ValueError:
        return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return None
    return value, case_id
