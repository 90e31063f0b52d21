"""Everything that is said about one transcript: review, risk, adherence, the result check, and what is left open.

Room: feedback. A part that the transcript does not allow is None here, never a guess: without speakers there is no
checklist, no result and no score, and only such findings stand as the words alone decide; without a day there is no
day of a promise.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.wording_class import DecidableFrom, wording_class
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.result_check import ResultCheck, check_result
from fairdue.feedback.review import Review, review_of
from fairdue.feedback.review_risk import Risk, risk_of
from fairdue.feedback.script_adherence import Adherence, adherence
from fairdue.feedback.structure import CallFinding
from fairdue.feedback.transcript import Part, Transcript

_OF_THE_SETTING = frozenset({DecidableFrom.SETTING, DecidableFrom.STRUCTURE})
_PARTLY = frozenset({Part.SPEAKERS, Part.SPEAKERS_WORKED_OUT, Part.ORDER, Part.WORDS})
"""What, where it is missing, makes a clean review prove little."""


@dataclass(frozen=True, slots=True)
class FullReview:
    """The review of one transcript.

    ``review`` is None where there are no words; ``judges_the_call`` is False where who spoke is not known, and then
    its checklist, result and score say nothing. ``checked`` is None where no result was recorded.
    """

    transcript: Transcript = field(repr=False)
    review: Review | None
    risk: Risk | None
    adherence: Adherence | None
    checked: ResultCheck | None
    judges_the_call: bool

    @property
    def score(self) -> int | None:
        """The score, where the call could be judged."""
        return self.review.score if self.review is not None and self.judges_the_call else None

    @property
    def disposition(self) -> ResultCode | None:
        """The proposed result code, where the call could be judged."""
        return self.review.disposition if self.review is not None and self.judges_the_call else None

    def as_json(self) -> dict[str, object]:
        """The shape of the labelled sets, with null for what could not be judged, and then what that was."""
        if self.review is None:
            shown: dict[str, object] = dict.fromkeys(("findings", "checklist", "disposition", "score"))
        else:
            shown = self.review.as_json()
            if not self.judges_the_call:
                shown |= {"checklist": None, "disposition": None, "score": None}
        if any(one.part not in (Part.FACTS, Part.TURNS) for one in self.transcript.unjudged):
            shown["unjudged"] = self.unjudged_as_json()
        return shown

    def unjudged_as_json(self) -> list[dict[str, object]]:
        """What could not be judged, in both languages."""
        return [
            {"part": one.part.value, "zh": one.why.zh, "en": one.why.en, "turns": list(one.turns)}
            for one in self.transcript.unjudged
        ]


def review_fully(transcript: Transcript, *, interpreters: Interpreters = SHIPPED) -> FullReview:
    """Review one transcript as far as it can be judged."""
    if transcript.lacks(Part.WORDS):
        return FullReview(transcript, None, None, None, None, judges_the_call=False)
    reading = read_turns(transcript.call, interpreters=interpreters)
    found = review_of(reading)
    if transcript.lacks(Part.SPEAKERS):
        found = replace(
            found,
            findings=_of_the_words(found.findings),
            held=_of_the_words(found.held),
            scorecard=replace(found.scorecard, triggers=()),  # who told and who heard it is not known
        )
        risk = risk_of(found, transcript.call, partly_judged=True)
        return FullReview(transcript, found, risk, None, None, judges_the_call=False)
    if transcript.lacks(Part.DAYS):
        found = replace(found, checklist=replace(found.checklist, commitment=None))
    return _of_the_call(transcript, reading, found)


def _of_the_call(transcript: Transcript, reading: CallReading, found: Review) -> FullReview:
    recorded = transcript.call.fact_text("recorded_result")
    known = recorded is not None and recorded.upper() in ResultCode.__members__
    checked = check_result(found.disposition, ResultCode(recorded.upper())) if known and recorded else None
    partly = any(one.part in _PARTLY for one in transcript.unjudged)
    risk = risk_of(found, transcript.call, checked=checked, partly_judged=partly)
    followed = adherence(reading, result=found.disposition)
    return FullReview(transcript, found, risk, followed, checked, judges_the_call=True)


def _of_the_words(findings: tuple[CallFinding, ...]) -> tuple[CallFinding, ...]:
    """The findings that do not depend on who was on the line."""
    return tuple(one for one in findings if wording_class(one.code).decidable_from not in _OF_THE_SETTING)
