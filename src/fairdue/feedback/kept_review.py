"""What of a review is kept: findings, checklist, script, result check, score and risk, without a word of anybody.

Room: feedback. ``judge_call`` runs the pure parts of review over one call and says what it could not judge. Where
only the customer's words are known, the collector is not judged at all: the sentences of a screen are nobody's guilt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairdue.casefile.call_review import (
    CheckedPoint,
    DimensionMark,
    ReviewedFinding,
    ScoreMark,
    ScriptStep,
    WordsKept,
)
from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call_reading import SHIPPED, Interpreters
from fairdue.feedback.checklist import Checklist
from fairdue.feedback.full_review import FullReview, review_fully
from fairdue.feedback.review_risk import Risk, RiskLevel, risk_of
from fairdue.feedback.scorecard import Scorecard
from fairdue.feedback.structure import CallFinding
from fairdue.feedback.transcript import Transcript
from fairdue.foundation.bilingual import Bilingual

_LEVEL_WORTH = 1_000


# Each goes behind the words "not judged" wherever a review is shown.
_THE_COLLECTOR = Bilingual(
    "用语、核对表、话术步骤和七个维度；因此没有得分",
    "wording, checklist, steps of the script and the seven dimensions; so there is no score",
)
_THE_RESULT = Bilingual("结果码是否相符", "whether the result code fits")
_NO_RESULT = Bilingual(
    "结果码是否相符，因为没有记录结果码", "whether the result code fits, since none was recorded"
)
_ONLY_THE_RESULT = Bilingual(
    "除“记录的结果码与客户所说是否相符”以外的一切",
    "anything but whether the recorded result fits what the customer said",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of ``CallReview`` that come of the words."""

    findings: tuple[ReviewedFinding, ...] = ()
    held: tuple[ReviewedFinding, ...] = ()
    checklist: tuple[CheckedPoint, ...] = ()
    script: tuple[ScriptStep, ...] = ()
    proposed: ResultCode | None = None
    score: int | None = None
    dimensions: tuple[DimensionMark, ...] = ()
    marks: tuple[ScoreMark, ...] = ()
    risk: int = 0
    risk_reasons: tuple[Bilingual, ...] = ()
    result_says: tuple[Bilingual, ...] = ()
    not_judged: tuple[Bilingual, ...] = ()


def judge_call(
    transcript: Transcript,
    *,
    words: WordsKept,
    recorded: ResultCode | None,
    also_not_judged: tuple[Bilingual, ...] = (),
    interpreters: Interpreters = SHIPPED,
) -> Judged:
    """Judge what can be judged. ``recorded`` is the result code that the collector recorded, None where none was."""
    told = (*also_not_judged, *(one.why for one in transcript.unjudged))
    if words is WordsKept.NONE or not transcript.call.turns:
        return Judged(not_judged=(*told, _THE_COLLECTOR, _THE_RESULT))
    call = transcript.call
    if recorded is not None:
        call = replace(call, facts={**call.facts, "recorded_result": recorded.value})
    found = review_fully(replace(transcript, call=call), interpreters=interpreters)
    if found.review is None:
        return Judged(not_judged=(*told, _THE_COLLECTOR, _THE_RESULT))
    said = () if found.checked is None else (found.checked.says,)
    if words is WordsKept.CUSTOMER:
        # What the screen gave to say is nobody's guilt and nobody's merit; only the result can be held against it.
        kept = replace(
            found.review,
            findings=(),
            held=(),
            checklist=replace(found.review.checklist, recording_notice=True),
            scorecard=replace(found.review.scorecard, triggers=()),
        )
        risk = risk_of(kept, call, checked=found.checked)
        return Judged(
            proposed=found.disposition,
            risk=risk_number(risk),
            risk_reasons=tuple(reason.says for reason in risk.reasons),
            result_says=said,
            not_judged=(*told, _THE_COLLECTOR, _NO_RESULT if recorded is None else _ONLY_THE_RESULT),
        )
    return _whole(found, said, (*also_not_judged, *(one.why for one in found.transcript.unjudged)))


def _whole(found: FullReview, said: tuple[Bilingual, ...], told: tuple[Bilingual, ...]) -> Judged:
    review, risk = found.review, found.risk
    assert review is not None  # it was asked before
    findings = _numbered(review.findings)
    judged = Judged(
        findings=findings,
        held=_numbered(review.held, first=len(findings) + 1),
        risk=0 if risk is None else risk_number(risk),
        risk_reasons=() if risk is None else tuple(reason.says for reason in risk.reasons),
        result_says=said,
        not_judged=told,
    )
    if not found.judges_the_call:
        return judged
    card, steps = review.scorecard, () if found.adherence is None else found.adherence.steps
    return replace(
        judged,
        checklist=_points(review.checklist),
        script=tuple(ScriptStep(one.step.value, one.taken.value) for one in steps),
        proposed=found.disposition,
        score=card.total,
        dimensions=tuple(DimensionMark(one.dimension.value, one.name, one.share) for one in card.dimensions),
        marks=tuple(_marks(card)),
        not_judged=(*told, *card.not_judged),
    )


def _marks(card: Scorecard) -> Iterator[ScoreMark]:
    for cost in card.costs:
        yield ScoreMark(cost.dimension.value, cost.says, False, cost.leaves, True, cost.turn)
    for point in card.points:
        yield ScoreMark(point.dimension.value, point.says, point.earned, point.worth, False, point.turn)


def risk_number(risk: Risk) -> int:
    """One number that orders as ``Risk.order`` does, the worst highest."""
    return _level_number(risk.level) * _LEVEL_WORTH + min(risk.points, _LEVEL_WORTH - 1)


def risk_level(number: int) -> RiskLevel:
    """The level that a kept risk number stands for."""
    levels = tuple(RiskLevel)
    return levels[len(levels) - 1 - min(number // _LEVEL_WORTH, len(levels) - 1)]


def _level_number(level: RiskLevel) -> int:
    return len(RiskLevel) - 1 - level.rank


def _numbered(findings: tuple[CallFinding, ...], *, first: int = 1) -> tuple[ReviewedFinding, ...]:
    return tuple(
        ReviewedFinding(number, one.turn, one.code, one.starts, one.ends, round(one.share * 100))
        for number, one in enumerate(findings, first)
    )


def _points(checklist: Checklist) -> tuple[CheckedPoint, ...]:
    """The points that are yes, no or not asked; what was agreed and how willing they were are no points."""
    return tuple(
        CheckedPoint(name, value if isinstance(value, bool) else None)
        for name, value in checklist.as_json().items()
        if name not in ("commitment", "willingness")
    )
