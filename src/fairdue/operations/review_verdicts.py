"""What people say to a review: take it up, give a verdict, appeal, decide the appeal, annotate.

Room: operations. Every act is one further step; nothing that was said is changed. Nobody reviews a call of their own,
an appeal goes to another person than the first reviewer, and a finding that stands leads to a drill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fairdue.casefile.call_review import (
    Annotated,
    AppealDecided,
    Appealed,
    FindingVerdict,
    ReviewedFinding,
    ReviewFile,
    ReviewId,
    ReviewStep,
    Taken,
    VerdictGiven,
)
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.drill_choice import drill_page
from fairdue.feedback.red_lines import crosses_red_line
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Reason
from fairdue.operations import review_refusals as no
from fairdue.operations.house import House
from fairdue.operations.review_ports import AssignedDrill, DrillState

LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says to one finding."""

    upheld: bool
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Missed:
    """A violation that the machine did not see: the turn of the collector and the class of wording."""

    turn: int
    code: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole verdict as it is handed in. ``answers`` are by the number of the finding."""

    passed: bool
    answers: Mapping[int, Answer]
    missed: Sequence[Missed] = ()
    reason: str = field(default="", repr=False)


def take_up(house: House, *, review_id: ReviewId, as_of: datetime, actor: str) -> ReviewFile | Reason:
    """Note that somebody reviews the call now, so that no two do the same work. Raises UnknownReview."""
    with house.book.transaction():
        file = house.reviews.book.load_locked(review_id)
        if file.review.collector == actor:
            return no.OWN_CALL
        if file.first is not None:
            return no.DECIDED
        if file.taken_by == actor:
            return file
        return _append(house, file, Taken(actor, as_of))


def give_verdict(
    house: House, *, review_id: ReviewId, verdict: Verdict, as_of: datetime, actor: str
) -> ReviewFile | Reason:
    """Keep a verdict: the first counts and assigns drills, a second, blind one shows how alike reviewers judge.

    Raises UnknownReview.
    """
    with house.book.transaction():
        file = house.reviews.book.load_locked(review_id)
        if file.review.collector == actor:
            return no.OWN_CALL
        second = file.first is not None
        if file.first is not None and (not file.awaits_second or file.first.by == actor):
            return no.DECIDED
        refusal = _fault_in(verdict, file, house.reviews.book.words(review_id))
        if refusal is not None:
            return refusal
        after = _append(house, file, _given(verdict, file, second=second, by=actor, at=as_of))
        if not second:
            _assign_drills(house, after, as_of)
        return after


def appeal(
    house: House, *, review_id: ReviewId, number: int, words: str, as_of: datetime, actor: str
) -> ReviewFile | Reason:
    """Let the collector say, once per finding and within the time for it, why it is wrong. Raises UnknownReview."""
    with house.book.transaction():
        file = house.reviews.book.load_locked(review_id)
        if file.review.collector != actor:
            return no.NOT_YOUR_CALL
        until = file.appeal_until
        if until is None:
            return no.NO_VERDICT
        if any(one.number == number for one in file.appeals):
            return no.APPEALED
        if number not in {one.number for one in file.upheld}:
            return no.NOTHING_UPHELD
        if as_of > until:
            return no.TOO_LATE
        refusal = _fault_of_text(words)
        return refusal or _append(house, file, Appealed(actor, as_of, number, words.strip()))


def decide_appeal(
    house: House,
    *,
    review_id: ReviewId,
    number: int,
    granted: bool,
    words: str,
    as_of: datetime,
    actor: str,
) -> ReviewFile | Reason:
    """Decide an appeal; granted, the finding does not stand and its drill is withdrawn. Raises UnknownReview."""
    with house.book.transaction():
        file = house.reviews.book.load_locked(review_id)
        if file.review.collector == actor:
            return no.OWN_CALL
        if number not in {one.number for one in file.open_appeals}:
            return no.NO_APPEAL
        if file.first is not None and file.first.by == actor:
            return no.SAME_PERSON
        refusal = _fault_of_text(words)
        if refusal is not None:
            return refusal
        after = _append(house, file, AppealDecided(actor, as_of, number, granted, words.strip()))
        if granted:
            _withdraw_drills(house, after, as_of)
        return after


def annotate(
    house: House, *, review_id: ReviewId, words: str, as_of: datetime, actor: str
) -> ReviewFile | Reason:
    """Add a correction or an addition; what it is about stays as it was. Raises UnknownReview."""
    with house.book.transaction():
        file = house.reviews.book.load_locked(review_id)
        refusal = _fault_of_text(words)
        return refusal or _append(house, file, Annotated(actor, as_of, words.strip()))


def _append(house: House, file: ReviewFile, step: ReviewStep) -> ReviewFile:
    after = ReviewFile(file.review, (*file.steps, step))
    red_line = crosses_red_line(one.code for one in after.upheld)
    return house.reviews.book.append(file, step, red_line=red_line)


def _fault_of_text(words: str) -> Reason | None:
    if not words.strip():
        return no.NO_WORDS_WRITTEN
    return no.TOO_LONG if len(words.strip()) > LONGEST_TEXT else None


def _fault_in(verdict: Verdict, file: ReviewFile, call: Call | None) -> Reason | None:
    """What is missing in a verdict, or does not fit together; None when it can be kept."""
    asked = {one.number for one in file.review.findings}
    if set(verdict.answers) != asked:
        return no.UNANSWERED
    reasons = [verdict.reason, *(one.reason for one in verdict.answers.values())]
    if any(len(reason) > LONGEST_TEXT for reason in reasons):
        return no.TOO_LONG
    overruled = [one for one in verdict.answers.values() if not one.upheld]
    unexplained = any(not one.reason.strip() for one in overruled)
    if unexplained or ((verdict.missed or not verdict.passed) and not verdict.reason.strip()):
        return no.NO_REASON
    known = {one.class_id for one in wording_classes()}
    spoken = () if call is None else call.turns
    turns = {turn.number for turn in spoken if turn.speaker is Speaker.AGENT}
    if any(one.turn not in turns or one.code not in known for one in verdict.missed):
        return no.NO_SUCH_TURN
    upheld = [one.code for one in file.review.findings if verdict.answers[one.number].upheld]
    if verdict.passed and crosses_red_line([*upheld, *(one.code for one in verdict.missed)]):
        return no.RED_LINE_PASSED
    return None


def _given(verdict: Verdict, file: ReviewFile, *, second: bool, by: str, at: datetime) -> VerdictGiven:
    first_free = 1 + max((one.number for one in (*file.review.findings, *file.review.held)), default=0)
    return VerdictGiven(
        by=by,
        at=at,
        passed=verdict.passed,
        findings=tuple(
            FindingVerdict(number, answer.upheld, answer.reason.strip())
            for number, answer in sorted(verdict.answers.items())
        ),
        # A person names a turn; which part of it they mean stands in the reason.
        added=tuple(
            ReviewedFinding(number, one.turn, one.code, 0, 0, 100)
            for number, one in enumerate(verdict.missed, first_free)
        ),
        second=second,
        reason=verdict.reason.strip(),
    )


def _assign_drills(house: House, file: ReviewFile, as_of: datetime) -> None:
    """One drill for each class of wording that stands, however often it was said."""
    page = drill_page()
    due_on = civil_date(as_of) + timedelta(days=page.due_days)
    first_of: dict[str, int] = {}
    for one in file.upheld:
        first_of.setdefault(one.code, one.number)
    for code, number in first_of.items():
        choice = page.by_code[code]
        house.reviews.drills.assign(
            AssignedDrill(
                drill_id=f"dr-{file.review.review_id.removeprefix('rv')}-{number}",
                login=file.review.collector,
                code=code,
                lesson=choice.lesson,
                persona=choice.persona,
                review_id=file.review.review_id,
                finding=number,
                assigned_at=as_of,
                due_on=due_on,
            )
        )


def _withdraw_drills(house: House, file: ReviewFile, as_of: datetime) -> None:
    """A class that was said elsewhere in the call, and stands there, keeps its drill."""
    standing = {one.code for one in file.upheld}
    for drill in house.reviews.drills.of_review(file.review.review_id):
        if drill.code not in standing and drill.state is not DrillState.WITHDRAWN:
            house.reviews.drills.withdraw(drill.drill_id, at=as_of)
