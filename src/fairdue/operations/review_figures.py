"""Figures of call review: how each collector and each class of wording goes, and how alike reviewers judge.

Room: operations. The figures are computed in ``feedback``; here is only which reviews they are of. A decided call
counts with what stands in it, one that waits with what the machine found; calls without the collector's words tell
nothing about the collector and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.casefile.call_review import ReviewFile, VerdictGiven, WordsKept
from fairdue.feedback.review_calibration import Disagreement, Kappa, disagreements, kappa, kappas_of_all
from fairdue.feedback.review_trend import ReviewedCall, Trend, trend_of_classes, trend_of_collectors
from fairdue.foundation.civil import civil_date
from fairdue.operations.house import House
from fairdue.operations.review_ports import ReviewWanted

MOST_REVIEWS = 5_000
"""So many reviews, the riskiest, are looked at; a house with more asks collector by collector."""


@dataclass(frozen=True, slots=True)
class ReviewTrends:
    """Trends over the weeks: for each collector, and for each class over all calls that were looked at."""

    calls: int
    collectors: tuple[Trend, ...]
    classes: tuple[Trend, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How alike two reviewers judge the same call without seeing each other's verdict.

    ``whole`` is about the call as a whole, ``findings`` about each finding of the machine; ``pairs`` is kappa of the
    whole call for each two reviewers.
    """

    calls: int
    whole: Kappa
    findings: Kappa
    pairs: dict[tuple[str, str], Kappa]
    differ: tuple[Disagreement, ...]


def review_trends(house: House, *, collector: str | None = None) -> ReviewTrends:
    """The trends of all calls, or of one collector's."""
    wanted = ReviewWanted(collector=collector, limit=MOST_REVIEWS)
    calls = [
        _call(file) for file in house.reviews.book.listed(wanted) if file.review.words is WordsKept.WHOLE
    ]
    return ReviewTrends(len(calls), trend_of_collectors(calls), trend_of_classes(calls))


def _call(file: ReviewFile) -> ReviewedCall:
    review = file.review
    counted = review.findings if file.first is None else file.upheld
    return ReviewedCall(
        collector=review.collector,
        on=civil_date(review.held_at),
        score=review.score,
        codes=frozenset(one.code for one in counted),
        missing=frozenset(one.name for one in review.checklist if one.kept is False),
    )


def calibration(house: House) -> Calibration:
    """Cohen's kappa over the calls that got a second verdict."""
    both: list[tuple[str, VerdictGiven, VerdictGiven]] = [
        (file.review.review_id, file.first, file.second)
        for file in house.reviews.book.decided(limit=MOST_REVIEWS)
        if file.first is not None and file.second is not None
    ]
    whole = [(one.passed, other.passed) for _, one, other in both]
    findings: list[tuple[str, str]] = []
    for _, one, other in both:
        second = {each.number: each.upheld for each in other.findings}
        findings += [
            (_word(each.upheld), _word(second[each.number])) for each in one.findings if each.number in second
        ]
    said = [
        (review_id, verdict.by, verdict.passed) for review_id, one, other in both for verdict in (one, other)
    ]
    return Calibration(len(both), kappa(whole), kappa(findings), kappas_of_all(said), disagreements(findings))


def _word(upheld: bool) -> str:
    return "upheld" if upheld else "not_upheld"
