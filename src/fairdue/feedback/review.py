"""The review of a whole call: findings with their turn, a checklist, a proposed result code, and a score.

Room: feedback. It proposes; a person decides. The score is the total of the ``scorecard``, which says point by point
what it rests on; practice calls are judged by the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import Verdict
from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.call_result import result_of
from fairdue.feedback.checklist import Checklist, check
from fairdue.feedback.scorecard import Scorecard, score_reading
from fairdue.feedback.structure import CallFinding, find


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one call. ``held`` are turns for which a fact decides that is not known: for a person to see."""

    findings: tuple[CallFinding, ...]
    checklist: Checklist
    disposition: ResultCode
    scorecard: Scorecard
    held: tuple[CallFinding, ...]

    @property
    def score(self) -> int:
        """The total of the scorecard, from 0 to 100."""
        return self.scorecard.total

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
    card = score_reading(reading, findings=findings, checklist=checklist, result=result)
    return Review(findings, checklist, result, card, _held(reading, findings))


def _held(reading: CallReading, findings: tuple[CallFinding, ...]) -> tuple[CallFinding, ...]:
    asserted = {one.turn for one in findings}
    return tuple(
        CallFinding(heard.turn.number, one.code, one.starts, one.ends, one.share)
        for heard in reading.agent
        if heard.judgement.verdict is Verdict.REVIEW and heard.turn.number not in asserted
        for one in heard.judgement.findings
    )
