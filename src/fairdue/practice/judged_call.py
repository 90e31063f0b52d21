"""A practice call judged: its scorecard, and whether its collector listened, from one reading.

Room: practice. The scorecard alone cannot tell a recital from a talk, since it looks at lines; what hangs on the order of
what was said and heard is told by ``call_listening``.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.call_result import result_of
from fairdue.feedback.checklist import check
from fairdue.feedback.scorecard import Scorecard, score_reading
from fairdue.feedback.structure import find
from fairdue.practice.call_listening import Slip, was_not_listened_to


@dataclass(frozen=True, slots=True)
class JudgedCall:
    """One call with its reading; ``slip`` is the first turn that shows that nobody listened, None where somebody did."""

    reading: CallReading
    card: Scorecard
    slip: Slip | None


def judge_call(call: Call, *, interpreters: Interpreters = SHIPPED) -> JudgedCall:
    """Read a call once and judge both; the scorecard is the one of ``score_call``."""
    reading = read_turns(call, interpreters=interpreters)
    findings = find(reading)
    card = score_reading(
        reading, findings=findings, checklist=check(reading, findings), result=result_of(reading)
    )
    return JudgedCall(reading, card, was_not_listened_to(reading))
