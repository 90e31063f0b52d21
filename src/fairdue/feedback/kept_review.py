"""What of a review is kept: findings, checklist, script, result check, score and risk, without a word of anybody.

Room: feedback. ``judge_call`` runs the pure parts of review over one call and says what it could not judge. Where
only the customer's words are known, the collector is not judged at all: the sentences of a screen are nobody's guilt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fairdue.casefile.call_review import CheckedPoint, ReviewedFinding, ScriptStep, WordsKept
from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import SHIPPED, Interpreters, read_turns
from fairdue.feedback.checklist import Checklist
from fairdue.feedback.result_check import check_result
from fairdue.feedback.review import review
from fairdue.feedback.review_risk import Risk, RiskLevel, risk_of
from fairdue.feedback.script_adherence import adherence
from fairdue.feedback.structure import CallFinding
from fairdue.foundation.bilingual import Bilingual

_LEVEL_WORTH = 1_000


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of ``CallReview`` that come of the words."""

    findings: tuple[ReviewedFinding, ...] = ()
    held: tuple[ReviewedFinding, ...] = ()
    checklist: tuple[CheckedPoint, ...] = ()
    script: tuple[ScriptStep, ...] = ()
    proposed: ResultCode | None = None
    score: int | None = None
    risk: int = 0
    risk_reasons: tuple[Bilingual, ...] = ()
    result_says: tuple[Bilingual, ...] = ()
    not_judged: tuple[Bilingual, ...] = ()


def judge_call(
    call: Call,
    *,
    words: WordsKept,
    recorded: ResultCode | None,
    not_judged: tuple[Bilingual, ...] = (),
    interpreters: Interpreters = SHIPPED,
) -> Judged:
    """Judge what can be judged. ``recorded`` is the result code that the collector recorded, None where none was."""
    if words is WordsKept.NONE or not call.turns:
        return Judged(not_judged=not_judged)
    found = review(call, interpreters=interpreters)
    if words is WordsKept.CUSTOMER:
        # The screen's sentences hold the notice; whether it was said is not known, so it is held against nobody.
        said = replace(found.checklist, recording_notice=True)
        found = replace(found, findings=(), held=(), checklist=said)
    checked = None if recorded is None else check_result(found.disposition, recorded)
    risk = risk_of(found, call, checked=checked, partly_judged=words is WordsKept.WHOLE and bool(not_judged))
    about_result = Judged(
        proposed=found.disposition,
        risk=risk_number(risk),
        risk_reasons=tuple(reason.says for reason in risk.reasons),
        result_says=() if checked is None else (checked.says,),
        not_judged=not_judged,
    )
    if words is WordsKept.CUSTOMER:
        return about_result
    steps = adherence(read_turns(call, interpreters=interpreters), result=found.disposition)
    return replace(
        about_result,
        findings=_numbered(found.findings),
        held=_numbered(found.held, first=len(found.findings) + 1),
        checklist=_points(found.checklist),
        script=tuple(ScriptStep(one.step.value, one.taken.value) for one in steps.steps),
        score=found.score,
    )


def risk_number(risk: Risk) -> int:
    """One number that orders as ``Risk.order`` does, the worst highest."""
    last = len(RiskLevel) - 1
    return (last - risk.level.rank) * _LEVEL_WORTH + min(risk.points, _LEVEL_WORTH - 1)


def risk_level(number: int) -> RiskLevel:
    """The level that a kept risk number stands for."""
    levels = tuple(RiskLevel)
    return levels[len(levels) - 1 - min(number // _LEVEL_WORTH, len(levels) - 1)]


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
