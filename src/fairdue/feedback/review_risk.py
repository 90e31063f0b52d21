"""Which reviewed call a person should hear first: a level, points for the order within it, and the reasons.

Room: feedback. Everything is derived from the review, so that the same review gives the same place in the queue
everywhere. The level follows from the gravest reason alone, as many small things are never one grave thing; the
points order the calls of one level. The severity of a class of wording is the rulebook's. Who hears the call and
what becomes of a finding is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.register import Severity
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.call_doubts import Doubt
from fairdue.feedback.result_check import ResultCheck, Weight
from fairdue.feedback.review import Review
from fairdue.feedback.scorecard_safety import TRIGGER_NAMES, Trigger
from fairdue.foundation.bilingual import Bilingual


class RiskLevel(StrEnum):
    """How soon a person should hear the call, the most urgent first."""

    URGENT = "urgent"
    """Today: somebody may be in danger, or their secret is out."""
    HIGH = "high"
    """A grave class of wording, or a protection that the record lost."""
    MEDIUM = "medium"
    """A finding, or a turn that only a fact can decide."""
    LOW = "low"
    """Nothing found that a person must hear."""

    @property
    def rank(self) -> int:
        """0 for urgent, more for what can wait."""
        return tuple(RiskLevel).index(self)

    @property
    def says(self) -> Bilingual:
        """The level in words."""
        return _LEVELS[self]


_LEVELS = {
    RiskLevel.URGENT: Bilingual("紧急", "urgent"),
    RiskLevel.HIGH: Bilingual("高", "high"),
    RiskLevel.MEDIUM: Bilingual("中", "medium"),
    RiskLevel.LOW: Bilingual("低", "low"),
}


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One reason. ``code`` is a class of wording (C01 to C25), a safety trigger, or one of the names in ``_SAYS``."""

    code: str
    level: RiskLevel
    points: int
    says: Bilingual
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """The place of a call in the queue: ``level``, then ``points`` (more comes first), with every reason."""

    level: RiskLevel
    points: int
    reasons: tuple[RiskReason, ...]

    @property
    def order(self) -> tuple[int, int]:
        """Sort by this, ascending: the worst first."""
        return self.level.rank, -self.points


URGENT_CLASSES = frozenset({"C01", "C18", "C23"})
"""Violence threatened, the debt told to another person, a vulnerable person pressed: heard the same day."""
IN_DANGER = frozenset({Trigger.DISTRESS, Trigger.MINOR})
"""Triggers behind which somebody may be in danger: not heeded, the call is heard the same day."""
_OF_SEVERITY = {
    Severity.CRITICAL: (RiskLevel.HIGH, 20),
    Severity.HIGH: (RiskLevel.MEDIUM, 12),
    Severity.MEDIUM: (RiskLevel.MEDIUM, 6),
    Severity.LOW: (RiskLevel.LOW, 3),
}
_URGENT_POINTS, _HELD_POINTS, _DOUBT_POINTS = 30, 4, 8
_IN_DANGER_POINTS, _NOT_HEEDED_POINTS = 40, 20
_SAYS = {
    "help_needed": Bilingual("客户处境危急或困难", "the customer is in distress or hardship"),
    "complaint": Bilingual("客户要投诉", "the customer complains"),
    "held": Bilingual("有话要凭事实才能判断", "words that only a fact can decide"),
    "no_recording_notice": Bilingual("没有告知录音", "the recording was not announced"),
    "result_differs": Bilingual("结果码与记录不同", "another result code than was recorded"),
    "who_said_it": Bilingual(
        "像催收员说的重话，却标在别人名下", "hard words in the collector's manner under another mark"
    ),
    "partly_judged": Bilingual("有一部分未能判断", "a part could not be judged"),
}


def risk_of(
    review: Review,
    call: Call,
    *,
    checked: ResultCheck | None = None,
    partly_judged: bool = False,
    doubts: tuple[Doubt, ...] = (),
) -> Risk:
    """The risk of one reviewed call.

    ``checked`` is the recorded result code held against the proposed one, where one was recorded;
    ``partly_judged`` says that the transcript left something open, so that a low risk proves little; ``doubts`` are hard words of
    which nobody knows who said them.
    """
    reasons = [
        *_of_triggers(review),
        *_of_findings(review),
        *_of_the_person(review),
        *_of_what_is_missing(review, call),
        *_of_the_record(checked),
        *_of_doubts(doubts),
    ]
    if partly_judged:
        reasons.append(RiskReason("partly_judged", RiskLevel.MEDIUM, 3, _SAYS["partly_judged"]))
    reasons.sort(key=lambda reason: (reason.level.rank, -reason.points, reason.code))
    level = reasons[0].level if reasons else RiskLevel.LOW
    return Risk(level, sum(reason.points for reason in reasons), tuple(reasons))


def _of_triggers(review: Review) -> Iterable[RiskReason]:
    """The safety triggers that were not heeded; a call has each of them once."""
    for one in review.scorecard.missed_triggers:
        grave = one.trigger in IN_DANGER
        level = RiskLevel.URGENT if grave else RiskLevel.HIGH
        points = _IN_DANGER_POINTS if grave else _NOT_HEEDED_POINTS
        name = TRIGGER_NAMES[one.trigger]
        says = Bilingual(f"没有顾及：{name.zh}", f"not heeded: {name.en}")
        yield RiskReason(one.trigger.value, level, points, says, (one.turn,))


def _of_findings(review: Review) -> Iterable[RiskReason]:
    turns: dict[str, list[int]] = {}
    for one in review.findings:
        turns.setdefault(one.code, []).append(one.turn)
    for code, numbers in turns.items():
        known = wording_class(code)
        level, points = _OF_SEVERITY[known.severity]
        if code in URGENT_CLASSES:
            level, points = RiskLevel.URGENT, _URGENT_POINTS
        yield RiskReason(code, level, points * len(numbers), known.name, tuple(numbers))
    held = tuple(dict.fromkeys(one.turn for one in review.held))
    if held:
        yield RiskReason("held", RiskLevel.MEDIUM, _HELD_POINTS * len(held), _SAYS["held"], held)


def _of_the_person(review: Review) -> Iterable[RiskReason]:
    if review.disposition is ResultCode.HS:
        yield RiskReason("help_needed", RiskLevel.MEDIUM, 10, _SAYS["help_needed"])
    if review.disposition is ResultCode.CM:
        yield RiskReason("complaint", RiskLevel.MEDIUM, 10, _SAYS["complaint"])


def _of_what_is_missing(review: Review, call: Call) -> Iterable[RiskReason]:
    spoke = any(turn.speaker in (Speaker.DEBTOR, Speaker.THIRD_PARTY) for turn in call.turns)
    answers = review.checklist
    if spoke and not answers.recording_notice and answers.identity_verified:
        yield RiskReason("no_recording_notice", RiskLevel.LOW, 2, _SAYS["no_recording_notice"])


def _of_doubts(doubts: tuple[Doubt, ...]) -> Iterable[RiskReason]:
    if doubts:
        level = RiskLevel.HIGH if any(one.is_grave for one in doubts) else RiskLevel.MEDIUM
        turns = tuple(one.turn for one in doubts)
        yield RiskReason("who_said_it", level, _DOUBT_POINTS * len(doubts), _SAYS["who_said_it"], turns)


def _of_the_record(checked: ResultCheck | None) -> Iterable[RiskReason]:
    if checked is None or checked.weight in (Weight.SAME, Weight.CLOSE):
        return
    grave = checked.weight in (Weight.PROTECTION_LOST, Weight.PROMISE_INVENTED)
    level, points = (RiskLevel.HIGH, 15) if grave else (RiskLevel.MEDIUM, 6)
    yield RiskReason("result_differs", level, points, checked.says)
