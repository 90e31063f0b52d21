"""One reviewed file as the report needs it: small, without the call itself, so that ten thousand can be held.

Room: feedback. A row keeps only the sentences that a finding is about; the rest of the call stays in its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.feedback.full_review import FullReview
from fairdue.feedback.result_check import ResultCheck
from fairdue.feedback.review_risk import Risk
from fairdue.feedback.review_trend import ReviewedCall
from fairdue.feedback.script_adherence import Adherence, Step, Taken
from fairdue.feedback.structure import CallFinding
from fairdue.feedback.transcript import Part, Unjudged
from fairdue.feedback.transcript_sound import Sound
from fairdue.foundation.bilingual import Bilingual

_LONGEST_QUOTE = 400
STEP_OF_POINT = {
    "greeting": Step.GREET,
    "agency_named": Step.NAME_COMPANY,
    "principal_named": Step.NAME_CREDITOR,
    "recording_notice": Step.ANNOUNCE_RECORDING,
    "identity_verified": Step.VERIFY_IDENTITY,
    "amount_and_due_stated": Step.STATE_DEBT,
    "reason_asked": Step.ASK_REASON,
    "next_contact_told": Step.TELL_NEXT_CONTACT,
    "courteous_close": Step.CLOSE,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A finding with its sentence: the words before, on and after the stretch. ``held`` waits for a fact.

    ``answered`` is what was said before it, for a sentence is judged by what it answers; empty at the beginning.
    """

    code: str
    turn: int
    share: float
    held: bool
    seconds: float | None
    before: str = field(repr=False)
    stretch: str = field(repr=False)
    after: str = field(repr=False)
    answered: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One file in the report. What could not be judged is None; ``missing`` are points of the checklist."""

    file: str
    call_id: str
    started_at: datetime | None
    collector: str | None
    turns: int
    risk: Risk | None
    score: int | None
    disposition: str | None
    checked: ResultCheck | None
    quotes: tuple[Quote, ...]
    points: tuple[tuple[str, object], ...]
    adherence: Adherence | None
    unjudged: tuple[Unjudged, ...]
    sound: Sound | None
    worked_out: bool

    @property
    def codes(self) -> frozenset[str]:
        """The classes found, without those that wait for a fact."""
        return frozenset(quote.code for quote in self.quotes if not quote.held)

    def for_trend(self) -> ReviewedCall | None:
        """The row as a trend takes it; None without a day or without words."""
        if self.started_at is None or self.risk is None:
            return None
        missing = frozenset(name for name, value in self.points if value is False)
        return ReviewedCall(self.collector or "", self.started_at.date(), self.score, self.codes, missing)


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be reviewed and why; ``is_bug`` for a fault of the program."""

    file: str
    why: Bilingual
    mend: Bilingual
    is_bug: bool = False


def row_of(full: FullReview, *, file: str) -> ReportRow:
    """The row of one reviewed transcript."""
    call, transcript = full.transcript.call, full.transcript
    found = full.review
    return ReportRow(
        file=file,
        call_id=call.call_id,
        started_at=None if transcript.lacks(Part.DAYS) else call.started_at,
        collector=call.fact_text("collector"),
        turns=len(call.turns),
        risk=full.risk,
        score=full.score,
        disposition=full.disposition.value if full.disposition else None,
        checked=full.checked,
        quotes=()
        if found is None
        else (*_quotes(call, found.findings), *_quotes(call, found.held, held=True)),
        points=_points(full),
        adherence=full.adherence,
        unjudged=transcript.unjudged,
        sound=transcript.sound,
        worked_out=transcript.lacks(Part.SPEAKERS_WORKED_OUT),
    )


def _points(full: FullReview) -> tuple[tuple[str, object], ...]:
    """The checklist; a point that the call gave no occasion for is None instead of False."""
    if full.review is None or full.adherence is None:
        return ()
    shown: list[tuple[str, object]] = []
    for name, value in full.review.checklist.as_json().items():
        step = STEP_OF_POINT.get(name)
        idle = step is not None and full.adherence.of(step).taken is Taken.NO_OCCASION
        shown.append((name, None if value is False and idle else value))
    return tuple(shown)


def _quotes(call: Call, findings: Iterable[CallFinding], *, held: bool = False) -> Iterable[Quote]:
    places = {turn.number: place for place, turn in enumerate(call.turns)}
    for one in findings:
        place = places[one.turn]
        turn = call.turns[place]
        starts, ends = max(0, one.starts), min(len(turn.text), max(one.starts, one.ends))
        first, last = max(0, starts - _LONGEST_QUOTE), min(len(turn.text), starts + _LONGEST_QUOTE)
        yield Quote(
            one.code,
            one.turn,
            one.share,
            held,
            turn.seconds,
            turn.text[first:starts],
            turn.text[starts : min(ends, last)],
            turn.text[min(ends, last) : last],
            _answered(call.turns[:place]),
        )


def _answered(before: tuple[Turn, ...]) -> str:
    said = before[-1] if before else None
    return "" if said is None or said.speaker is Speaker.AGENT else said.text[:_LONGEST_QUOTE]
