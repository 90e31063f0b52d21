"""Trends of reviewed calls by collector and by class of wording, and how alike reviewers judge.

A collector sees their own line alone. Nobody is ranked: the lines stand in the order of the logins.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.casefile.call_review import SECOND_ONE_IN
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.feedback.review_calibration import LEAST_PAIRS, Kappa
from fairdue.feedback.review_trend import LEAST_CALLS, Change, Trend
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.review_figures import calibration, review_trends
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

CHANGES: dict[Change, Bilingual] = {
    Change.BETTER: Bilingual("变好", "better"),
    Change.STEADY: Bilingual("平稳", "steady"),
    Change.WORSE: Bilingual("变差", "worse"),
    Change.TOO_FEW: Bilingual("通数太少", "too few calls"),
}
_TONES = {Change.BETTER: "good", Change.WORSE: "bad"}
WEEKS_SHOWN = 12
_BAR, _GAP, _HIGH = 10, 3, 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One week as a bar: where it stands in the drawing, and its height of ``_HIGH`` for a share of one."""

    left: int
    top: int
    high: int
    says: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One collector or one class."""

    trend: Trend
    name: Bilingual | None

    @property
    def share_percent(self) -> int:
        """Calls with a finding, in per cent."""
        return round(100 * self.trend.with_finding / self.trend.calls) if self.trend.calls else 0

    @property
    def mean_score(self) -> int | None:
        """The mean of the weeks' scores, by their calls."""
        scored = [(week.mean_score, week.calls) for week in self.trend.weeks if week.mean_score is not None]
        total = sum(calls for _, calls in scored)
        return round(sum(score * calls for score, calls in scored) / total) if total else None

    @property
    def change(self) -> Bilingual:
        """Which way the findings go."""
        return CHANGES[self.trend.by_finding]

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        return _TONES.get(self.trend.by_finding, "plain")

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The share of calls with a finding, week by week."""
        weeks = self.trend.weeks[-WEEKS_SHOWN:]
        drawn = []
        for place, week in enumerate(weeks):
            high = max(1, round(week.share * _HIGH))
            says = f"{week.monday:%m-%d} · {week.with_finding}/{week.calls}"
            drawn.append(Bar(place * (_BAR + _GAP), _HIGH - high, high, says))
        return tuple(drawn)

    @property
    def width(self) -> int:
        """Of the drawing."""
        return max(1, min(WEEKS_SHOWN, len(self.trend.weeks))) * (_BAR + _GAP)


@require_GET
@screen(Right.SEE_REVIEWS)
def trends(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the trends; to whoever may see all reviews, how alike reviewers judge as well."""
    the_house = house()
    everybody = staff.may(Right.SEE_ALL_REVIEWS)
    found = review_trends(the_house, collector=None if everybody else staff.username)
    agreed = calibration(the_house) if everybody else None
    context = {
        "trends": found,
        "collectors": [TrendLine(one, None) for one in found.collectors],
        "classes": [TrendLine(one, wording_class(one.key).name) for one in found.classes],
        "calibration": agreed,
        "whole": None if agreed is None else _figure(agreed.whole),
        "of_findings": None if agreed is None else _figure(agreed.findings),
        "pairs": []
        if agreed is None
        else [(one, other, _figure(found)) for (one, other), found in agreed.pairs.items()],
        "least_pairs": LEAST_PAIRS,
        "least_calls": LEAST_CALLS,
        "one_in": SECOND_ONE_IN,
        "everybody": everybody,
    }
    return render(request, "desk/reviews_trends.html", context)


def _figure(found: Kappa) -> dict[str, object]:
    """Kappa and agreement as they are read: two places, and whole per cent."""
    return {
        "n": found.n,
        "kappa": None if found.value is None else f"{found.value:.2f}",
        "agreement": None if found.agreement is None else f"{found.agreement * 100:.0f}%",
        "enough": found.n >= LEAST_PAIRS,
    }
