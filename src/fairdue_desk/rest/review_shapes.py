"""A call review as programs read it: without a word that was said or written, by turns, stretches and classes.

Whoever is to judge a second time is shown nothing that a first reviewer said.
"""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from fairdue.casefile.call_review import ReviewedFinding, ReviewFile
from fairdue.feedback.kept_review import risk_level
from fairdue.feedback.review_calibration import Kappa
from fairdue.feedback.review_trend import Trend
from fairdue.operations.call_reviews import OpenedReview
from fairdue_desk.rest.measures import Text
from fairdue_desk.wiring import house


class FindingOut(Schema):
    """A finding: a class of wording, the turn, the stretch of its text, how sure in per cent; ``upheld`` is null before
    a verdict. ``added``: by the reviewer, and then the whole turn is meant."""

    number: int
    code: str
    turn: int
    starts: int
    ends: int
    sure_percent: int
    added: bool
    upheld: bool | None


class AppealOut(Schema):
    """An appeal against a finding; ``granted`` is null before its decision. What was written is read on the desk."""

    number: int
    at: str
    granted: bool | None


class QueueLineOut(Schema):
    """One review of the queue. ``risk`` is urgent, high, medium or low; ``words`` whose words are known."""

    review_id: str
    state: str
    origin: str
    words: str
    collector: str
    case_id: str | None
    held_at: str
    turns: int
    risk: str
    risk_reasons: list[Text]
    score: int | None
    codes: list[str]
    taken_by: str
    awaits_second: bool


class QueueOut(Schema):
    """A page of the queue, the riskiest first; ``counts`` of all by their state."""

    reviews: list[QueueLineOut]
    more: bool
    counts: dict[str, int]


class CheckedOut(Schema):
    """One point of the checklist; null does not apply."""

    name: str
    kept: bool | None


class DimensionOut(Schema):
    """One dimension of the scorecard, 0 to 100; null where the call gave no occasion."""

    dimension: str
    name: Text
    share: int | None


class VerdictOut(Schema):
    """A verdict on the whole call."""

    by: str
    at: str
    passed: bool


class ReviewOut(QueueLineOut):
    """One review. To whoever is to judge a second time, the first verdict and what followed from it are left out."""

    blind: bool
    findings: list[FindingOut]
    held: list[FindingOut]
    checklist: list[CheckedOut]
    dimensions: list[DimensionOut]
    proposed: str | None
    recorded: str | None
    result_says: list[Text]
    not_judged: list[Text]
    verdict: VerdictOut | None
    second: VerdictOut | None
    appeal_until: str | None
    appeals: list[AppealOut]
    drills: list[str]


class TakenOut(Schema):
    """What became of a transcript. ``known``: the same file was here before; ``tied``: it belongs to a case."""

    review: ReviewOut
    known: bool
    tied: bool
    warnings: list[Text]


class AboutIn(Schema):
    """What a transcript does not say itself. ``case`` is a case number or the id of a case, ``collector`` the login of
    who called, for a transcript that no attempt tells it of."""

    case: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    collector: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")] = ""
    started_at: AwareDatetime | None = None


class WeekOut(Schema):
    """One week from its Monday."""

    monday: str
    calls: int
    with_finding: int
    mean_score: float | None


class TrendOut(Schema):
    """The weeks of one collector or class; which way it goes: better, steady, worse or too_few."""

    key: str
    calls: int
    with_finding: int
    by_finding: str
    by_score: str
    weeks: list[WeekOut]


class TrendsOut(Schema):
    """Trends by collector, in the order of the logins, and by class of wording. Nobody is ranked."""

    calls: int
    collectors: list[TrendOut]
    classes: list[TrendOut]


class KappaOut(Schema):
    """Cohen's kappa over ``n`` pairs of verdicts, null where it is undefined; ``enough`` to speak of the reviewers."""

    n: int
    kappa: float | None
    agreement: float | None
    enough: bool


class PairOut(KappaOut):
    """The same of two reviewers."""

    first: str
    second: str


class CalibrationOut(Schema):
    """How alike two people judge the same call: the whole call, each finding, and each pair of reviewers."""

    calls: int
    whole: KappaOut
    findings: KappaOut
    pairs: list[PairOut]


def review_out(opened: OpenedReview) -> ReviewOut:
    """One review without a word of anybody."""
    file, blind = opened.file, opened.blind
    review, first = file.review, None if blind else file.first
    second = None if blind else file.second
    kept = {one.number: one.upheld for one in first.findings} if first else {}
    kept |= {one.number: True for one in first.added} if first else {}
    granted = {one.number: one.granted for one in file.appeal_answers}
    added = first.added if first else ()
    drills = () if blind else house().reviews.drills.of_review(review.review_id)
    return ReviewOut(
        **line_out(file, blind=blind).model_dump(),
        blind=blind,
        findings=[
            *(_finding(each, upheld=kept.get(each.number)) for each in review.findings),
            *(_finding(each, upheld=True, added=True) for each in added),
        ],
        held=[_finding(each, upheld=None) for each in review.held],
        checklist=[CheckedOut(name=each.name, kept=each.kept) for each in review.checklist],
        dimensions=[
            DimensionOut(dimension=each.name, name=text_out(each.says), share=each.share)
            for each in review.dimensions
        ],
        proposed=review.proposed.value if review.proposed else None,
        recorded=review.recorded.value if review.recorded else None,
        result_says=[text_out(each) for each in review.result_says],
        not_judged=[text_out(each) for each in review.not_judged],
        verdict=VerdictOut(by=first.by, at=first.at.isoformat(), passed=first.passed) if first else None,
        second=VerdictOut(by=second.by, at=second.at.isoformat(), passed=second.passed) if second else None,
        appeal_until=file.appeal_until.isoformat() if file.appeal_until and not blind else None,
        appeals=[
            AppealOut(number=each.number, at=each.at.isoformat(), granted=granted.get(each.number))
            for each in file.appeals
        ],
        drills=[each.drill_id for each in drills],
    )


def line_out(file: ReviewFile, *, blind: bool) -> QueueLineOut:
    """One line of the queue; ``blind`` leaves out what a first reviewer added."""
    review = file.review
    found = review.findings if blind else file.all_findings
    return QueueLineOut(
        review_id=review.review_id,
        state=file.state.value,
        origin=review.origin.value,
        words=review.words.value,
        collector=review.collector,
        case_id=review.case_id,
        held_at=review.held_at.isoformat(),
        turns=review.turns,
        risk=risk_level(review.risk).value,
        risk_reasons=[text_out(each) for each in review.risk_reasons],
        score=review.score,
        codes=sorted({each.code for each in found}),
        taken_by=file.taken_by,
        awaits_second=file.awaits_second,
    )


def _finding(found: ReviewedFinding, *, upheld: bool | None, added: bool = False) -> FindingOut:
    return FindingOut(
        number=found.number,
        code=found.code,
        turn=found.turn,
        starts=found.starts,
        ends=found.ends,
        sure_percent=found.share_percent,
        added=added,
        upheld=upheld,
    )


def trend_out(found: Trend) -> TrendOut:
    """A trend for programs."""
    return TrendOut(
        key=found.key,
        calls=found.calls,
        with_finding=found.with_finding,
        by_finding=found.by_finding.value,
        by_score=found.by_score.value,
        weeks=[
            WeekOut(
                monday=week.monday.isoformat(),
                calls=week.calls,
                with_finding=week.with_finding,
                mean_score=week.mean_score,
            )
            for week in found.weeks
        ],
    )


def kappa_out(found: Kappa) -> KappaOut:
    """A kappa for programs."""
    return KappaOut(n=found.n, kappa=found.value, agreement=found.agreement, enough=found.is_enough)


def text_out(words: object) -> Text:
    """A text in both languages, for programs."""
    return Text.model_validate(words, from_attributes=True)
