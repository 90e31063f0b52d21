"""Who may open what: the one table of rights by role, and the one check on a single case.

A screen states its right with ``@screen(Right.…)`` and gets the member of staff handed in. A collector's
cases are their own and those nobody has yet; everybody else's answer 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from fairdue.casefile.matter import DecidingRole
from fairdue_desk.environment import leads_review
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.roles import Role

P = ParamSpec("P")


class Right(StrEnum):
    """What a screen needs of whoever opens it."""

    HOME = "home"
    READ_CASES = "read_cases"
    WORK_CASES = "work_cases"
    SEE_TEAM = "see_team"
    SEE_MEASURES = "see_measures"
    TAKE_FEEDBACK_FILE = "take_feedback_file"
    TAKE_EVIDENCE = "take_evidence"
    IMPORT = "import"
    SEE_PAYMENTS = "see_payments"
    DECIDE_PAYMENTS = "decide_payments"
    SEE_DECISIONS = "see_decisions"
    SEE_RULES = "see_rules"
    SEE_OBJECTIONS = "see_objections"
    SEE_STANDING = "see_standing"
    ATTEST = "attest"
    SEE_OVERRIDES = "see_overrides"
    ASK_OVERRIDE = "ask_override"
    GRANT_OVERRIDE = "grant_override"
    SEE_MATTERS = "see_matters"
    DECIDE_MATTERS = "decide_matters"
    RELEASE_HOLDS = "release_holds"
    RETURN_CASES = "return_cases"
    SEE_COMMISSION = "see_commission"
    SEE_RUNS = "see_runs"
    TRAIN = "train"
    SEE_TRAINING = "see_training"
    WITHDRAW_LICENCE = "withdraw_licence"
    SEE_REVIEWS = "see_reviews"
    SEE_ALL_REVIEWS = "see_all_reviews"
    REVIEW_CALLS = "review_calls"
    DECIDE_APPEALS = "decide_appeals"
    IMPORT_TRANSCRIPTS = "import_transcripts"


_ALL = frozenset(Role)
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.HOME: _ALL,
    Right.READ_CASES: frozenset({Role.COLLECTOR, Role.LEAD, Role.COMPLIANCE}),
    Right.WORK_CASES: frozenset({Role.COLLECTOR, Role.LEAD}),
    Right.SEE_TEAM: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.SEE_MEASURES: frozenset({Role.LEAD, Role.COMPLIANCE, Role.ADMIN}),
    Right.TAKE_FEEDBACK_FILE: frozenset({Role.LEAD, Role.ADMIN}),
    Right.TAKE_EVIDENCE: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.IMPORT: frozenset({Role.ADMIN}),
    Right.SEE_PAYMENTS: frozenset({Role.LEAD, Role.COMPLIANCE, Role.ADMIN}),
    Right.DECIDE_PAYMENTS: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.SEE_DECISIONS: frozenset({Role.COMPLIANCE, Role.LEAD}),
    Right.SEE_RULES: _ALL,
    Right.SEE_OBJECTIONS: frozenset({Role.COMPLIANCE}),
    Right.SEE_STANDING: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.ATTEST: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.SEE_OVERRIDES: frozenset({Role.LEAD, Role.COMPLIANCE}),
    # Who asks never grants: the two rights lie with two roles, and the operation compares the two persons.
    Right.ASK_OVERRIDE: frozenset({Role.LEAD}),
    Right.GRANT_OVERRIDE: frozenset({Role.COMPLIANCE}),
    Right.SEE_MATTERS: frozenset({Role.COLLECTOR, Role.LEAD, Role.COMPLIANCE}),
    # Whoever is complained about does not decide: a collector takes matters in and, as handler, answers them.
    Right.DECIDE_MATTERS: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.RELEASE_HOLDS: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.RETURN_CASES: frozenset({Role.LEAD, Role.ADMIN}),
    # What a creditor owes the house is no collector's business, and no collector's rank (CN-OUT-06).
    Right.SEE_COMMISSION: frozenset({Role.LEAD, Role.ADMIN}),
    Right.SEE_RUNS: frozenset({Role.LEAD, Role.ADMIN}),
    # Whoever may dial must be able to earn the licence; whoever watches over the rules may try the lessons.
    Right.TRAIN: frozenset({Role.COLLECTOR, Role.LEAD, Role.COMPLIANCE}),
    Right.SEE_TRAINING: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.WITHDRAW_LICENCE: frozenset({Role.LEAD, Role.COMPLIANCE}),
    # A collector sees the reviews of their own calls; the pages look whose they are.
    Right.SEE_REVIEWS: frozenset({Role.COLLECTOR, Role.LEAD, Role.COMPLIANCE}),
    Right.SEE_ALL_REVIEWS: frozenset({Role.LEAD, Role.COMPLIANCE}),
    # Leads too where the house does so: ``Staff.reviews_calls``.
    Right.REVIEW_CALLS: frozenset({Role.COMPLIANCE}),
    Right.DECIDE_APPEALS: frozenset({Role.LEAD, Role.COMPLIANCE}),
    Right.IMPORT_TRANSCRIPTS: frozenset({Role.LEAD, Role.COMPLIANCE}),
}
_SEE_EVERYBODYS_CASES = frozenset({Role.LEAD, Role.COMPLIANCE})


@dataclass(frozen=True, slots=True)
class Staff:
    """Whoever is logged in, with their roles. ``username`` is the actor of what they do."""

    username: str
    roles: frozenset[Role]

    def may(self, right: Right) -> bool:
        """Does one of the roles carry this right?"""
        return bool(self.roles & RIGHTS[right])

    @property
    def may_read_cases(self) -> bool:
        """May this person open cases at all?"""
        return self.may(Right.READ_CASES)

    @property
    def may_train(self) -> bool:
        """May this person open the training?"""
        return self.may(Right.TRAIN)

    @property
    def sees_decisions(self) -> bool:
        """May this person open the gate's decisions one by one?"""
        return self.may(Right.SEE_DECISIONS)

    @property
    def may_attest(self) -> bool:
        """May this person vouch for what cannot be computed?"""
        return self.may(Right.ATTEST)

    @property
    def may_ask_override(self) -> bool:
        """May this person ask that a rule be set aside?"""
        return self.may(Right.ASK_OVERRIDE)

    @property
    def reviews_calls(self) -> bool:
        """May this person give verdicts on calls? Compliance does, and leads where the house lets them."""
        return self.may(Right.REVIEW_CALLS) or (Role.LEAD in self.roles and leads_review())

    @property
    def may_import_transcripts(self) -> bool:
        """May this person read transcripts in?"""
        return self.may(Right.IMPORT_TRANSCRIPTS)

    @property
    def deciding_roles(self) -> frozenset[DecidingRole]:
        """The roles in which this person may approve extensions and release holds."""
        return frozenset(role for role in DecidingRole if Role(role.value) in self.roles)

    @property
    def sees_everybodys_cases(self) -> bool:
        """Is the view not limited to one's own and unassigned cases?"""
        return bool(self.roles & _SEE_EVERYBODYS_CASES)

    def cases(self) -> QuerySet[Case]:
        """The cases that this person may see at all."""
        if self.sees_everybodys_cases:
            return Case.objects.all()
        if not self.may(Right.READ_CASES):
            return Case.objects.none()
        return Case.objects.filter(Q(collector=self.username) | Q(collector=""))

    def require_case(self, case_id: str) -> Case:
        """The row of one case. Raises Http404 for none, PermissionDenied for somebody else's."""
        row = Case.objects.filter(case_id=case_id).first()
        if row is None:
            raise Http404("no such case")
        mine = row.collector in ("", self.username)
        if not self.may(Right.READ_CASES) or not (mine or self.sees_everybodys_cases):
            raise PermissionDenied("this case belongs to somebody else")
        return row

    def sees_full_numbers_of(self, row: Case) -> bool:
        """Only the collector in charge of a case dials, so only they need every digit."""
        return self.may(Right.WORK_CASES) and row.collector == self.username


def staff_of(request: HttpRequest) -> Staff:
    """The member of staff behind a request; without a login, one without any role."""
    user = request.user
    if not user.is_authenticated:
        return Staff("", frozenset())
    known = {role.value: role for role in Role}
    names = user.groups.values_list("name", flat=True)
    return Staff(user.get_username(), frozenset(known[name] for name in names if name in known))


class Screen(Protocol):
    """A view that says which right it needs, so that a test can walk over all of them."""

    right: Right

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer a request."""


def screen(
    right: Right,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Staff, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Ask for a right before the view runs, hand it the member of staff, and keep its page out of caches."""

    def guard(
        view: Callable[Concatenate[HttpRequest, Staff, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff = staff_of(request)
            if not staff.may(right):
                raise PermissionDenied(f"this screen needs the right {right.value}")
            response = view(request, staff, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard
