"""The review of a whole call: findings with their turn, a checklist, a proposed result code, and a score.

Room: feedback. It proposes; a person decides. The score is 100, less

* for every point of the checklist that applies and is missing what ``POINTS`` says, and
* for every finding what ``weight`` says: 20 for the grave classes, 12 for the others, never below 0.

With a third person or a wrong number the points about money, verification and recording do not apply.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import Verdict
from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.call_result import result_of
from fairdue.feedback.checklist import Checklist, check
from fairdue.feedback.structure import CallFinding, find

POINTS = {
    "greeting": 4,
    "agency_named": 8,
    "principal_named": 6,
    "recording_notice": 8,
    "identity_verified": 10,
    "verified_before_disclosure": 10,
    "amount_and_due_stated": 6,
    "reason_asked": 4,
    "three_elements_complete": 10,
    "next_contact_told": 6,
    "courteous_close": 6,
}
"""What a missing point of the checklist takes from the score."""

_ALWAYS = frozenset(
    {"greeting", "agency_named", "verified_before_disclosure", "next_contact_told", "courteous_close"}
)
_WITHOUT_THE_DEBTOR = frozenset(
    {ResultCode.WP, ResultCode.TM, ResultCode.TR, ResultCode.DC, ResultCode.LR, ResultCode.HU, ResultCode.CB}
)
_WITHOUT_MONEY_TALK = frozenset({ResultCode.CM, ResultCode.HS, ResultCode.ST, ResultCode.DS})
_MONEY_TALK = frozenset({"amount_and_due_stated", "reason_asked"})
_GRAVE = frozenset(
    {"C01", "C02", "C03", "C04", "C05", "C06", "C10", "C11", "C12", "C13", "C18", "C20", "C23", "C24"}
)


def weight(code: str) -> int:
    """What one finding of this class takes from the score."""
    return 20 if code in _GRAVE else 12


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one call. ``held`` are turns for which a fact decides that is not known: for a person to see."""

    findings: tuple[CallFinding, ...]
    checklist: Checklist
    disposition: ResultCode
    score: int
    held: tuple[CallFinding, ...]

    def as_json(self) -> dict[str, object]:
        """The shape of the labelled sets."""
        return {
            "findings": [one.as_json() for one in self.findings],
            "checklist": self.checklist.as_json(),
            "disposition": self.disposition.value,
            "score": self.score,
        }


def review(call: Call, *, interpreters: Interpreters = SHIPPED) -> Review:
    """Review one call. Any call that could be read is taken, one without turns too."""
    return review_of(read_turns(call, interpreters=interpreters))


def review_of(reading: CallReading) -> Review:
    """The review of a call that was read already, for callers that need the reading too."""
    findings = find(reading)
    checklist = check(reading, findings)
    result = result_of(reading)
    return Review(findings, checklist, result, _score(checklist, findings, result), _held(reading, findings))


def _held(reading: CallReading, findings: tuple[CallFinding, ...]) -> tuple[CallFinding, ...]:
    asserted = {one.turn for one in findings}
    return tuple(
        CallFinding(heard.turn.number, one.code, one.starts, one.ends, one.share)
        for heard in reading.agent
        if heard.judgement.verdict is Verdict.REVIEW and heard.turn.number not in asserted
        for one in heard.judgement.findings
    )


def _score(checklist: Checklist, findings: tuple[CallFinding, ...], result: ResultCode) -> int:
    answers = checklist.as_json()
    score = 100
    for point, worth in POINTS.items():
        if point not in _ALWAYS and result in _WITHOUT_THE_DEBTOR:
            continue
        if point in _MONEY_TALK and result in _WITHOUT_MONEY_TALK:
            continue
        score -= worth if answers[point] is False else 0
    return max(0, score - sum(weight(one.code) for one in findings))
