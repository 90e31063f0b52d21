"""Everything that is said about one transcript: review, risk, adherence, the result check, and what is left open.

Room: feedback. A part that the transcript does not allow is None here, never a guess: without speakers there is no
checklist, no result and no score, and only such findings stand as the words alone decide; without a day there is no
day of a promise.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.wording_class import DecidableFrom, wording_class
from fairdue.feedback.call import Speaker
from fairdue.feedback.call_doubts import Doubt, doubtful_turns, swapped_marks
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.result_check import ResultCheck, check_result
from fairdue.feedback.review import Review, review_of
from fairdue.feedback.review_risk import Risk, risk_of
from fairdue.feedback.review_words import SPEAKER_NAMES
from fairdue.feedback.script_adherence import Adherence, adherence
from fairdue.feedback.structure import CallFinding
from fairdue.feedback.transcript import Part, Transcript, Unjudged
from fairdue.foundation.bilingual import Bilingual

_OF_THE_SETTING = frozenset({DecidableFrom.SETTING, DecidableFrom.STRUCTURE})
_PARTLY = frozenset(
    {Part.SPEAKERS, Part.SPEAKERS_WORKED_OUT, Part.SPEAKERS_SWAPPED, Part.ORDER, Part.WORDS, Part.LOST}
)
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
        if any(
            one.part not in (Part.FACTS, Part.FACTS_CLAIMED, Part.TURNS) for one in self.transcript.unjudged
        ):
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
    if transcript.lacks(Part.SPEAKERS):
        return _of_nobody(transcript, reading)
    swapped = swapped_marks(reading)
    if swapped is not None and swapped.wholly:
        doubted = _with(transcript, Unjudged(Part.SPEAKERS, _WHOLLY_SWAPPED, swapped.turns))
        spoken = tuple(replace(turn, speaker=Speaker.AGENT) for turn in transcript.call.turns)
        by_nobody = replace(transcript.call, turns=spoken)
        return _of_nobody(doubted, read_turns(by_nobody, interpreters=interpreters))
    if swapped is not None:
        transcript = _with(transcript, Unjudged(Part.SPEAKERS_SWAPPED, _SWAPPED, swapped.turns))
    doubts = tuple(doubtful_turns(reading, interpreters=interpreters))
    if doubts:
        transcript = _with(transcript, _doubted(transcript, doubts))
    found = review_of(reading)
    if transcript.lacks(Part.DAYS):
        found = replace(found, checklist=replace(found.checklist, commitment=None))
    return _of_the_call(transcript, reading, found, doubts)


_WHOLLY_SWAPPED = Bilingual(
    "说话人的标记像是颠倒的：标为客户的人报公司、核身份，标为坐席的人没有；每句都当作催收员所说来查用语，核对表、结果和得分未判断",
    "the marks of who speaks look swapped: the customer names the company and verifies, the agent does not; every line is "
    "checked as if the collector had said it; checklist, result and score are not judged",
)
_SWAPPED = Bilingual(
    "有几轮标为客户，说的却是催收员的话（报公司、核身份），请核对是谁说的",
    "some turns are marked as the customer's and are what collectors say (company, identity); look at who said them",
)


def _with(transcript: Transcript, *more: Unjudged) -> Transcript:
    return replace(transcript, unjudged=(*transcript.unjudged, *more))


def _doubted(transcript: Transcript, doubts: tuple[Doubt, ...]) -> Unjudged:
    """Which turns, under whose mark, and what it would be."""
    marks = {turn.number: SPEAKER_NAMES[turn.speaker] for turn in transcript.call.turns}
    zh = "、".join(
        f"第 {one.turn} 轮（标为{marks[one.turn].zh}，{wording_class(one.code).name.zh}）" for one in doubts
    )
    en = ", ".join(
        f"turn {one.turn} (marked {marks[one.turn].en}; {wording_class(one.code).name.en})" for one in doubts
    )
    said = Bilingual(
        f"是谁说的：{zh}像催收员说的，不计入得分，请听录音",
        f"who said it: {en} sounds like the collector; it is in no score, listen to the recording",
    )
    return Unjudged(Part.WHO_SAID_IT, said, tuple(one.turn for one in doubts))


def _of_nobody(transcript: Transcript, reading: CallReading) -> FullReview:
    """What the words alone decide, for who told and who heard it is not known."""
    found = review_of(reading)
    found = replace(
        found,
        findings=_of_the_words(found.findings),
        held=_of_the_words(found.held),
        scorecard=replace(found.scorecard, triggers=()),
    )
    risk = risk_of(found, transcript.call, partly_judged=True)
    return FullReview(transcript, found, risk, None, None, judges_the_call=False)


def _of_the_call(
    transcript: Transcript, reading: CallReading, found: Review, doubts: tuple[Doubt, ...]
) -> FullReview:
    recorded = transcript.call.fact_text("recorded_result")
    known = recorded is not None and recorded.upper() in ResultCode.__members__
    checked = check_result(found.disposition, ResultCode(recorded.upper())) if known and recorded else None
    partly = any(one.part in _PARTLY for one in transcript.unjudged)
    risk = risk_of(found, transcript.call, checked=checked, partly_judged=partly, doubts=doubts)
    followed = adherence(reading, result=found.disposition)
    return FullReview(transcript, found, risk, followed, checked, judges_the_call=True)


def _of_the_words(findings: tuple[CallFinding, ...]) -> tuple[CallFinding, ...]:
    """The findings that do not depend on who was on the line."""
    return tuple(one for one in findings if wording_class(one.code).decidable_from not in _OF_THE_SETTING)
