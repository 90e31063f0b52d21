"""The diary (日程): what is due on a case and why, so that no promise of theirs or ours is forgotten.

Room: followup. It lists; the gate still decides whether anybody may be contacted when the hour comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.arrangement_watch import instalments_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.money import show_yuan

_DAY_BEGINS = time(9, 0)


class DiaryKind(StrEnum):
    """What is due."""

    PROMISE_DUE = "promise_due"
    PROMISE_BROKEN = "promise_broken"
    CALLBACK = "callback"
    CLAIM_CHECK = "claim_check"
    INSTALMENT_DUE = "instalment_due"
    HOLD_ENDING = "hold_ending"
    RETURN_NEAR = "return_near"


class Urgency(StrEnum):
    """How near it is, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DiaryTerms:
    """How many days ahead ends of holds and return dates are shown, and how many days count as soon."""

    notice_days: int = 7
    soon_days: int = 3


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One thing due. ``reference`` is the id of the promise, claim, callback, plan or hold; never a person."""

    case_id: CaseId
    kind: DiaryKind
    due_at: datetime
    reason: Bilingual
    urgency: Urgency
    reference: str


def diary_of(*, case: CaseFile, as_of: datetime, terms: DiaryTerms = DiaryTerms()) -> tuple[DiaryEntry, ...]:
    """All that is due on an open case, the earliest first; a case that ended has no diary."""
    if not case.is_open:
        return ()
    found = [
        DiaryEntry(case.case_id, kind, due_at, reason, _urgency(due_at, as_of, terms), reference)
        for kind, due_at, reason, reference in _due(case, as_of, terms)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.due_at, entry.kind, entry.reference)))


def next_due(*, case: CaseFile, as_of: datetime, terms: DiaryTerms = DiaryTerms()) -> DiaryEntry | None:
    """The first entry of the diary; what is overdue comes before what is to come."""
    entries = diary_of(case=case, as_of=as_of, terms=terms)
    return entries[0] if entries else None


_Due = tuple[DiaryKind, datetime, Bilingual, str]


def _due(case: CaseFile, as_of: datetime, terms: DiaryTerms) -> Iterator[_Due]:
    for promise in case.promises:
        yield from _of_promise(case, promise)
    for callback in case.callbacks:
        if not callback.done:
            text = Bilingual("客户约定的回电", "a call the customer asked for")
            yield DiaryKind.CALLBACK, callback.due_at, text, callback.callback_id
    for claim in case.open_claims:
        text = Bilingual(
            f"声称已还 {show_yuan(claim.amount_fen)} 元，核对截止",
            f"{show_yuan(claim.amount_fen)} yuan said to be paid: last day of checking",
        )
        yield DiaryKind.CLAIM_CHECK, _morning(claim.check_on), text, claim.claim_id
    yield from _of_plan(case, civil_date(as_of))
    yield from _of_ends(case, as_of, terms)


def _of_promise(case: CaseFile, promise: Promise) -> Iterator[_Due]:
    amount = show_yuan(promise.amount_fen)
    match promise.state:
        case PromiseState.OPEN:
            text = Bilingual(f"承诺还款 {amount} 元到期", f"the promise of {amount} yuan is due")
            yield DiaryKind.PROMISE_DUE, _morning(promise.due_on), text, promise.promise_id
        case PromiseState.BROKEN | PromiseState.PARTLY_KEPT:
            if promise.judged_on is None or _taken_up(case, promise, promise.judged_on):
                return
            paid = show_yuan(promise.paid_fen)
            text = Bilingual(
                f"承诺 {amount} 元，只到账 {paid} 元，需跟进",
                f"{amount} yuan promised, {paid} came: follow it up",
            )
            yield DiaryKind.PROMISE_BROKEN, _morning(promise.judged_on), text, promise.promise_id
        case _:
            return


def _taken_up(case: CaseFile, promise: Promise, judged_on: date) -> bool:
    """Has the broken promise been spoken about since, or been followed by a new one?"""
    spoken = any(a.effective and civil_date(a.started_at) >= judged_on for a in case.attempts)
    return spoken or any(later.made_at > promise.made_at for later in case.open_promises)


def _of_plan(case: CaseFile, as_of_on: date) -> Iterator[_Due]:
    plan = case.performing_arrangement
    if plan is None:
        return
    for part in instalments_of(case=case, arrangement=plan, as_of_on=as_of_on):
        if part.missing_fen > 0:
            missing = show_yuan(part.missing_fen)
            text = Bilingual(
                f"分期第 {part.number} 期应还 {missing} 元",
                f"instalment {part.number}: {missing} yuan to come",
            )
            yield DiaryKind.INSTALMENT_DUE, _morning(part.due_on), text, plan.arrangement_id
            return


def _of_ends(case: CaseFile, as_of: datetime, terms: DiaryTerms) -> Iterator[_Due]:
    horizon = as_of + timedelta(days=terms.notice_days)
    for hold in case.holds:
        ends_at = hold.period.ends_at
        if ends_at is not None and hold.period.covers(as_of) and ends_at <= horizon:
            text = Bilingual("停催期将结束，请复核原因", "a hold is about to end; look at its cause again")
            yield DiaryKind.HOLD_ENDING, ends_at, text, hold.hold_id
    return_by = case.account.return_by
    if return_by is not None and _morning(return_by) <= horizon:
        text = Bilingual("临近退案日，请准备小结", "the return date is near; prepare the summary")
        yield DiaryKind.RETURN_NEAR, _morning(return_by), text, case.case_id


def _morning(day: date) -> datetime:
    """Things due on a day, not at an hour, are due when the working day begins."""
    return datetime.combine(day, _DAY_BEGINS, tzinfo=CHINA)


def _urgency(due_at: datetime, as_of: datetime, terms: DiaryTerms) -> Urgency:
    days = (civil_date(due_at) - civil_date(as_of)).days
    if days < 0:
        return Urgency.OVERDUE
    if days == 0:
        return Urgency.TODAY
    return Urgency.SOON if days <= terms.soon_days else Urgency.LATER
