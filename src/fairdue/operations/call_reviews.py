"""Call reviews: every call that was held leaves one, a transcript can be read in for any, and the queue shows them.

Room: operations. What the machine finds is computed in ``feedback``; here it is tied to case, attempt and collector
and kept. What a person says to it stands in ``review_verdicts``. The words of a call go into the sealed field of the
store and nowhere else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fairdue.casefile.call_review import (
    CallReview,
    Origin,
    ReviewFile,
    ReviewId,
    WordsKept,
    review_id_of,
)
from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Call
from fairdue.feedback.call_writing import digest_of_call
from fairdue.feedback.claimed_facts import with_facts_of_the_file, with_facts_of_the_house
from fairdue.feedback.kept_review import Judged, judge_call
from fairdue.feedback.transcript import Part, Transcript, read_transcript
from fairdue.feedback.transcript_line import warn
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import AttemptId, CaseId, SessionId, StaffId
from fairdue.foundation.problem import Problem
from fairdue.foundation.reason import Reason
from fairdue.operations import review_refusals as no
from fairdue.operations.held_call import facts_of_case, held_call, recorded_code, who_called
from fairdue.operations.house import House
from fairdue.operations.ports import AmbiguousCase, UnknownCase
from fairdue.operations.review_ports import UnknownReview

NEAR = timedelta(minutes=15)
"""How far the beginning of a recording may lie from the attempt that it belongs to."""
LARGEST_BYTES = 5_000_000
"""Bytes of a transcript that are taken; five hours of talk are a tenth of that."""

NO_WORDS = Bilingual(
    "这通电话没有保存双方的话，无法判断说了什么",
    "no words of this call were kept, so what was said is not judged",
)
SCRIPT_WORDS = Bilingual(
    "催收员的话按屏幕话术记，实际怎么说没有保存；要判断，请导入录音文字",
    "the collector's words are the sentences that the screen gave; how they really spoke was not kept: "
    "import a transcript to judge it",
)


def review_held_call(house: House, *, case_id: CaseId, session_id: SessionId, as_of: datetime) -> ReviewFile:
    """Review a guided call that was wrapped up; a call that has its review keeps that one.

    Raises UnknownCase, NoSuchCall.
    """
    review_id = review_id_of(session_id)
    try:
        return house.reviews.book.load(review_id)
    except UnknownReview:
        held = held_call(house, case_id=case_id, session_id=session_id)
    judged = judge_call(
        Transcript(held.call),
        words=held.words,
        recorded=held.recorded,
        also_not_judged=(NO_WORDS if held.words is WordsKept.NONE else SCRIPT_WORDS,),
    )
    review = _review(
        review_id,
        judged,
        held.call,
        as_of,
        origin=Origin.GUIDED,
        words=held.words,
        collector=held.collector,
        recorded=held.recorded,
        case_id=case_id,
        attempt_id=held.attempt_id,
        session_id=session_id,
        creditor=held.creditor,
    )
    with house.book.transaction():
        house.reviews.book.keep(review, words=None if held.words is WordsKept.NONE else held.call)
    return house.reviews.book.load(review_id)


def review_awaiting(house: House, *, as_of: datetime, limit: int = 100) -> int:
    """Review the calls that were wrapped up and have no review yet, the oldest first; returns how many."""
    waiting = house.reviews.book.awaiting(limit)
    for one in waiting:
        review_held_call(house, case_id=one.case_id, session_id=one.session_id, as_of=as_of)
    return len(waiting)


@dataclass(frozen=True, slots=True)
class TranscriptTaken:
    """What became of one file: its review, or why there is none. ``known``: the same call was here before."""

    name: str
    review: ReviewFile | None
    known: bool = False
    problems: tuple[Problem, ...] = ()
    refusal: Reason | None = None
    tied: bool = False


@dataclass(frozen=True, slots=True)
class _Tied:
    """The case and the attempt that a transcript belongs to."""

    case: CaseFile
    attempt_id: AttemptId | None
    collector: StaffId | None
    recorded: ResultCode | None


def import_transcript(
    house: House,
    *,
    name: str,
    data: bytes,
    case_reference: str = "",
    collector: str = "",
    started_at: datetime | None = None,
    as_of: datetime,
) -> TranscriptTaken:
    """Read one transcript and keep its review.

    With a case number or id it is tied to that case, and to the attempt that began within a quarter of an hour of it;
    then whoever placed the attempt is the collector. Without one it stands free and ``collector`` names who called.
    """
    if len(data) > LARGEST_BYTES:
        return TranscriptTaken(name, None, refusal=no.TOO_LARGE)
    of_bytes = review_id_of(hashlib.sha256(data).hexdigest())
    known = _known(house, name, of_bytes)
    if known is not None:
        return known
    case: CaseFile | None = None
    if case_reference:
        try:
            case = house.book.load(house.book.resolve(case_reference))
        except UnknownCase:
            return TranscriptTaken(name, None, refusal=no.NO_CASE)
        except AmbiguousCase:
            return TranscriptTaken(name, None, refusal=no.MANY_CASES)
    read, problems = read_transcript(data, name=name, started_at=started_at)
    if read is None:
        return TranscriptTaken(name, None, problems=problems)
    # Blanks and line ends make no other call; a recording without words has nothing else to be known by.
    review_id = review_id_of(digest_of_call(read.call)) if read.call.turns else of_bytes
    known = _known(house, name, review_id)
    if known is not None:
        return known
    if case is None:
        read = with_facts_of_the_file(read)
    else:
        read = with_facts_of_the_house(read, facts_of_case(case, agency=house.speaker.agency))
    if not read.lacks(Part.DAYS) and read.call.started_at > as_of:
        return TranscriptTaken(name, None, problems=problems, refusal=no.AHEAD)
    tied = None if case is None else _tie(house, case, read)
    by_log = tied.collector if tied is not None else None
    who = by_log or StaffId(collector.strip())
    if not who:
        return TranscriptTaken(name, None, problems=problems, refusal=no.WHOSE_CALL)
    return _keep(house, name, review_id, read, tied, who, problems, as_of)


def _known(house: House, name: str, review_id: ReviewId) -> TranscriptTaken | None:
    """What is told of a call that was read in before, and whether it is decided; None for a new one."""
    try:
        file = house.reviews.book.load(review_id)
    except UnknownReview:
        return None
    if file.first is None:
        return TranscriptTaken(name, file, known=True)
    said = warn(
        name,
        "decided",
        "这通电话已经有复核结论，再次导入不改变任何内容",
        "this call was decided already; reading it in again changes nothing",
    )
    return TranscriptTaken(name, file, known=True, problems=(said,))


def _tie(house: House, case: CaseFile, read: Transcript) -> _Tied:
    """The attempt whose beginning lies nearest to the transcript's, if one lies near."""
    if read.lacks(Part.DAYS):
        return _Tied(case, None, None, None)
    at = read.call.started_at
    near = [
        one
        for one in case.attempts
        if one.channel == "phone" and one.connected and abs(one.started_at - at) <= NEAR
    ]
    if not near:
        return _Tied(case, None, None, None)
    attempt = min(near, key=lambda one: abs(one.started_at - at))
    return _Tied(
        case,
        attempt.attempt_id,
        who_called(house, case_id=case.case_id, attempt_id=attempt.attempt_id),
        recorded_code(case, attempt.attempt_id),
    )


def _keep(
    house: House,
    name: str,
    review_id: ReviewId,
    read: Transcript,
    tied: _Tied | None,
    collector: StaffId,
    problems: tuple[Problem, ...],
    as_of: datetime,
) -> TranscriptTaken:
    words = WordsKept.NONE if read.lacks(Part.WORDS) else WordsKept.WHOLE
    recorded = None if tied is None else tied.recorded
    judged = judge_call(read, words=words, recorded=recorded)
    review = _review(
        review_id,
        judged,
        read.call,
        as_of,
        origin=Origin.TRANSCRIPT,
        words=words,
        collector=collector,
        recorded=recorded,
        case_id=None if tied is None else tied.case.case_id,
        attempt_id=None if tied is None else tied.attempt_id,
        creditor="" if tied is None else tied.case.account.creditor,
    )
    with house.book.transaction():
        house.reviews.book.keep(review, words=read.call)
    kept = house.reviews.book.load(review_id)
    return TranscriptTaken(name, kept, problems=problems, tied=tied is not None)


def _review(
    review_id: ReviewId,
    judged: Judged,
    call: Call,
    as_of: datetime,
    *,
    origin: Origin,
    words: WordsKept,
    collector: StaffId,
    recorded: ResultCode | None,
    case_id: CaseId | None,
    attempt_id: AttemptId | None,
    session_id: SessionId | None = None,
    creditor: str = "",
) -> CallReview:
    return CallReview(
        review_id=review_id,
        origin=origin,
        words=words,
        collector=collector,
        held_at=call.started_at,
        reviewed_at=as_of,
        turns=len(call.turns),
        findings=judged.findings,
        held=judged.held,
        checklist=judged.checklist,
        script=judged.script,
        proposed=judged.proposed,
        recorded=recorded,
        score=judged.score,
        dimensions=judged.dimensions,
        marks=judged.marks,
        risk=judged.risk,
        risk_reasons=judged.risk_reasons,
        not_judged=judged.not_judged,
        result_says=judged.result_says,
        case_id=case_id,
        attempt_id=attempt_id,
        session_id=session_id,
        creditor=creditor,
    )


@dataclass(frozen=True, slots=True)
class OpenedReview:
    """One review as somebody may see it. ``blind``: they are to judge without seeing the first verdict."""

    file: ReviewFile
    call: Call | None = field(repr=False)
    blind: bool


def open_review(house: House, *, review_id: ReviewId, viewer: str, reviews: bool) -> OpenedReview | Reason:
    """One review for one person: their own call, or any for whoever reviews. Raises UnknownReview."""
    file = house.reviews.book.load(review_id)
    own = file.review.collector == viewer
    if not own and not reviews:
        return no.NOT_YOURS
    blind = reviews and not own and file.awaits_second and file.first is not None and file.first.by != viewer
    return OpenedReview(file, house.reviews.book.words(review_id), blind)
