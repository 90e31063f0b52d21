"""The diary (日程): what is due on a case and why, so that no promise of theirs or ours is forgotten.

Room: followup. It lists; the gate still decides whether anybody may be contacted when the hour comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.arrangement_watch import instalments_of
from fairdue.followup.lateness import say_lateness
from fairdue.followup.matter_watch import MatterDue, NextStep, say_matter
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
    MATTER = "matter"
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
    """One thing due. ``reference`` is the id of the promise, claim, callback, plan, matter or hold; never a person.

    ``late`` says by how much it is late, ``amount_fen`` how much money it is about, where either is so.
    """

    case_id: CaseId
    kind: DiaryKind
    due_at: datetime
    reason: Bilingual
    urgency: Urgency
    reference: str
    amount_fen: int | None = None
    late: Bilingual | None = None


def diary_of(
    *,
    case: CaseFile,
    as_of: datetime,
    terms: DiaryTerms = DiaryTerms(),
    matters: Sequence[MatterDue] = (),
) -> tuple[DiaryEntry, ...]:
    """All that is due on a case, the earliest first; on a case that ended only its open ``matters`` are left."""
    due = [*_of_matters(matters)]
    if case.is_open:
        due += _due(case, as_of, terms)
    found = [_entry(case, one, as_of, terms) for one in due]
    return tuple(sorted(found, key=lambda entry: (entry.due_at, entry.kind, entry.reference)))


def _entry(case: CaseFile, due: _Due, as_of: datetime, terms: DiaryTerms) -> DiaryEntry:
    kind, due_at, reason, reference, amount_fen = due
    urgency, late = _urgency(due_at, as_of, terms), None
    if kind is DiaryKind.CALLBACK and due_at < as_of:
        # An hour was agreed, so the day is no excuse: what was missed this morning is late this afternoon.
        urgency, late = Urgency.OVERDUE, say_lateness(due_at, as_of)
    elif urgency is Urgency.OVERDUE:
        days = (civil_date(as_of) - civil_date(due_at)).days
        late = Bilingual(f"迟 {days} 天", f"{days} day{'s' if days > 1 else ''} late")
    return DiaryEntry(case.case_id, kind, due_at, reason, urgency, reference, amount_fen, late)


def next_due(*, case: CaseFile, as_of: datetime, terms: DiaryTerms = DiaryTerms()) -> DiaryEntry | None:
    """The first entry of the diary; what is overdue comes before what is to come."""
    entries = diary_of(case=case, as_of=as_of, terms=terms)
    return entries[0] if entries else None


_Due = tuple[DiaryKind, datetime, Bilingual, str, int | None]


def _of_matters(matters: Sequence[MatterDue]) -> Iterator[_Due]:
    """The matters of which the diary tells anybody; until the receipt was told, that is what is due first."""
    for due in matters:
        if not due.told:
            continue
        on = due.due_on or due.matter.received_on
        if due.next_step is NextStep.ACKNOWLEDGE:
            on = min(on, due.clock.acknowledge_by)
        yield DiaryKind.MATTER, _morning(on), say_matter(due), due.matter.matter_id, None


def _due(case: CaseFile, as_of: datetime, terms: DiaryTerms) -> Iterator[_Due]:
    for promise in case.promises:
        yield from _of_promise(case, promise)
    for callback in case.callbacks:
        if not callback.done:
            text = Bilingual("客户约定的回电", "a call the customer asked for")
            yield DiaryKind.CALLBACK, callback.due_at, text, callback.callback_id, None
    for claim in case.open_claims:
        text = Bilingual(
            f"声称已还 {show_yuan(claim.amount_fen)} 元，核对截止",
            f"{show_yuan(claim.amount_fen)} yuan said to be paid: last day of checking",
        )
        yield DiaryKind.CLAIM_CHECK, _morning(claim.check_on), text, claim.claim_id, claim.amount_fen
    yield from _of_plan(case, civil_date(as_of))
    yield from _of_ends(case, as_of, terms)


def _of_promise(case: CaseFile, promise: Promise) -> Iterator[_Due]:
    amount = show_yuan(promise.amount_fen)
    match promise.state:
        case PromiseState.OPEN:
            text = Bilingual(f"承诺还款 {amount} 元到期", f"the promise of {amount} yuan is due")
            due_at = _morning(promise.due_on)
            yield DiaryKind.PROMISE_DUE, due_at, text, promise.promise_id, promise.amount_fen
        case PromiseState.BROKEN | PromiseState.PARTLY_KEPT:
            if promise.judged_on is None or _taken_up(case, promise, promise.judged_on):
                return
            paid = show_yuan(promise.paid_fen)
            text = Bilingual(
                f"承诺 {amount} 元，只到账 {paid} 元，需跟进",
                f"{amount} yuan promised, {paid} came: follow it up",
            )
            missing = promise.amount_fen - promise.paid_fen
            yield DiaryKind.PROMISE_BROKEN, _morning(promise.judged_on), text, promise.promise_id, missing
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
            due_at = _morning(part.due_on)
            yield DiaryKind.INSTALMENT_DUE, due_at, text, plan.arrangement_id, part.missing_fen
            return


def _of_ends(case: CaseFile, as_of: datetime, terms: DiaryTerms) -> Iterator[_Due]:
    horizon = as_of + timedelta(days=terms.notice_days)
    for hold in case.holds:
        ends_at = hold.period.ends_at
        if ends_at is not None and hold.period.covers(as_of) and ends_at <= horizon:
            text = Bilingual("停催期将结束，请复核原因", "a hold is about to end; look at its cause again")
            yield DiaryKind.HOLD_ENDING, ends_at, text, hold.hold_id, None
    return_by = case.account.return_by
    if return_by is not None and _morning(return_by) <= horizon:
        text = Bilingual("临近退案日，请准备小结", "the return date is near; prepare the summary")
        yield DiaryKind.RETURN_NEAR, _morning(return_by), text, case.case_id, None


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
