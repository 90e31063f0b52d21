"""Shares: what each call, promise, payment and case adds to each measure. The one place where measures are defined.

Room: feedback. A share is one row behind a number: its numerators add up to the number's numerator, its
denominators to the denominator. ``fairdue_playbook/feedback/measures.yaml`` says the same in words; the tests
compare both with SQL that was written from the glossary alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.feedback.case_record import CaseRecord, counted_payments
from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import AttemptId

JUDGED = frozenset({PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN})
Inspected = Mapping[AttemptId, bool]
"""Calls that a person inspected, and whether at least one red line was crossed in them."""


class Share(NamedTuple):
    """One row behind a measure. ``moment`` is when it was, for asking who was in charge then; None is "at the end".

    ``part`` names the part of a measure that has several. A share with ``once`` counts the first time only.
    """

    measure_id: MeasureId
    numerator: int
    denominator: int
    row_id: str = ""
    on: date | None = None
    part: str = ""
    moment: datetime | None = None
    once: str = ""


Shares = Iterator[Share]


def call_shares(record: CaseRecord, span: MeasureSpan, inspected: Inspected) -> Shares:
    """Coverage, intensity, connect and right-party rates, effective talks, promise rates, complaints, violations."""
    dials = dials_of(record, span)
    in_hand = record.in_hand_within(span.day_from, span.day_until)
    if in_hand:
        yield Share(MeasureId.COVERAGE, int(bool(dials)), 1)
    if dials:
        yield Share(MeasureId.INTENSITY, len(dials), 1)
    opening = first_promise(record)
    reached = False
    for attempt, on in dials:
        row = (attempt.attempt_id, on, "", attempt.started_at)
        connected = int(attempt.connected)
        right_party = connected and int(attempt.attempt_id in record.verified)
        yield Share(MeasureId.CONNECT_RATE, connected, 1, *row)
        if attempt.callee_role != "debtor":
            yield Share(MeasureId.CONTACT_CONNECT_RATE, connected, 1, *row)
        elif attempt.contact_point_id in record.own_points:
            yield Share(MeasureId.OWN_CONNECT_RATE, connected, 1, *row)
        yield Share(MeasureId.RPC_RATE_OF_DIALS, right_party, 1, *row)
        if not connected:
            continue
        yield Share(MeasureId.RPC_RATE, right_party, 1, *row)
        yield Share(MeasureId.EFFECTIVE_TALK_RATE, int(attempt.effective), 1, *row)
        if attempt.effective:
            yield Share(MeasureId.COMPLAINT_RATE, 0, 1, *row)
            yield Share(MeasureId.UPHELD_COMPLAINT_RATE, 0, 1, *row)
        if attempt.attempt_id in inspected:
            yield Share(MeasureId.VIOLATION_RATE, int(inspected[attempt.attempt_id]), 1, *row)
        if right_party:
            reached = True
            new = opening is not None and opening.attempt_id == attempt.attempt_id
            yield Share(MeasureId.PTP_RATE_OF_CALLS, int(new), 1, *row)
    if reached:
        promised = opening is not None and span.holds_moment(opening.made_at)
        yield Share(MeasureId.PTP_RATE, int(promised), 1)


def dials_of(record: CaseRecord, span: MeasureSpan) -> list[tuple[ContactAttempt, date]]:
    """The dials: calls that the house began in the period and that have ended."""
    return [
        (call.attempt, call.on)
        for call in record.calls
        if span.holds(call.on)
        and call.attempt.channel == "phone"
        and call.attempt.initiated_by == "agent"
        and call.attempt.result is not None
    ]


def first_promise(record: CaseRecord) -> Promise | None:
    """The first promise that was ever made on the case; all later ones are re-promises."""
    return min(record.promises, key=lambda promise: promise.made_at, default=None)


def promise_shares(record: CaseRecord, span: MeasureSpan, _: Inspected) -> Shares:
    """Kept by count and by amount, partly kept, broken, and the days it took to keep."""
    for promise in record.promises:
        state = promise.state
        if state not in JUDGED or not span.holds(promise.due_on):
            continue
        row = (promise.promise_id, promise.due_on, "", promise.made_at)
        kept_fen = min(promise.paid_fen, promise.amount_fen)
        yield Share(MeasureId.KEPT_RATIO_COUNT, int(state is PromiseState.KEPT), 1, *row)
        yield Share(MeasureId.KEPT_RATIO_AMOUNT, kept_fen, promise.amount_fen, *row)
        yield Share(MeasureId.PARTLY_KEPT_RATE, int(state is PromiseState.PARTLY_KEPT), 1, *row)
        yield Share(MeasureId.BROKEN_RATE, int(state is PromiseState.BROKEN), 1, *row)
        arrived_on = day_reached(record, promise, span) if state is PromiseState.KEPT else None
        if arrived_on is not None:
            yield Share(MeasureId.DAYS_TO_KEEP, (arrived_on - promise.due_on).days, 1, *row)


def day_reached(record: CaseRecord, promise: Promise, span: MeasureSpan) -> date | None:
    """The day at whose end the postings since the promise, net of reversals, first came to the promised sum."""
    made_on = civil_date(promise.made_at)
    by_day: dict[date, int] = {}
    for payment in record.payments:
        if made_on <= payment.posted_on <= span.as_of_on:
            by_day[payment.posted_on] = by_day.get(payment.posted_on, 0) + payment.amount_fen
    total = 0
    for day in sorted(by_day):
        total += by_day[day]
        if total >= promise.amount_fen:
            return day
    return None


def money_shares(record: CaseRecord, span: MeasureSpan, _: Inspected) -> Shares:
    """Recovery by amount, on the opening balance and by case; collected per case and collector; commission; relief."""
    counted = counted_payments(record)
    came_in = [payment for payment in counted if span.holds(payment.posted_on)]
    net_fen = sum(payment.amount_fen for payment in came_in)
    in_hand = record.in_hand_within(span.day_from, span.day_until)
    if in_hand or came_in:
        placed_fen = record.account_on(span.close).amount_fen if in_hand else 0
        yield Share(MeasureId.RECOVERY_AMOUNT, net_fen, placed_fen)
        yield Share(MeasureId.COLLECTED_PER_CASE, net_fen, int(in_hand))
    if in_hand:
        settled = any(span.holds(day) for day in record.settled_on)
        yield Share(MeasureId.RECOVERY_CASES, int(net_fen > 0 or settled), 1)
        yield from _collectors(record, span)
    opening = record.position_on(span.eve)
    if opening is not None and opening.balance_fen > 0:
        yield Share(MeasureId.RECOVERY_OPENING, net_fen, opening.balance_fen)
    for payment in came_in:
        row = (payment.payment_id, payment.posted_on)
        yield Share(MeasureId.COLLECTED_PER_COLLECTOR, payment.amount_fen, 0, *row)
        yield Share(MeasureId.COMMISSION_BASE, payment.amount_fen, 1, *row)
    yield from _relief(record, span, counted)


def _collectors(record: CaseRecord, span: MeasureSpan) -> Shares:
    """Each collector once, who had a case in hand on at least one day of the period."""
    last = len(record.assignments) - 1
    for place, (at, collector) in enumerate(record.assignments):
        ended_on = span.day_until if place == last else civil_date(record.assignments[place + 1][0])
        if civil_date(at) < span.day_until and ended_on >= span.day_from:
            yield Share(MeasureId.COLLECTED_PER_COLLECTOR, 0, 1, f"collector:{collector}", once=collector)


def _relief(record: CaseRecord, span: MeasureSpan, counted: list[Payment]) -> Shares:
    """On a settled case, what was still owed on the day of the settlement was relieved."""
    settled = [day for day in record.settled_on if span.holds(day)]
    if settled:
        day = settled[-1]
        relieved_fen = max(0, record.balance_on(day))
        paid_fen = sum(payment.amount_fen for payment in counted if payment.posted_on <= day)
        yield Share(MeasureId.RELIEF_RATE, relieved_fen, relieved_fen + paid_fen, on=day)


def care_shares(record: CaseRecord, span: MeasureSpan, _: Inspected) -> Shares:
    """Complaints received and upheld, notes, and the time to the first effective talk."""
    for complaint in record.complaints:
        at, answered_at = complaint.received_at, complaint.closed_at
        if span.holds_moment(at):
            yield Share(MeasureId.COMPLAINT_RATE, 1, 0, complaint.complaint_id, civil_date(at), "", at)
        if complaint.upheld and answered_at is not None and span.holds_moment(answered_at):
            answered_on = civil_date(answered_at)
            yield Share(MeasureId.UPHELD_COMPLAINT_RATE, 1, 0, complaint.complaint_id, answered_on, "", at)
    if record.in_hand_within(span.day_from, span.day_until):
        yield Share(MeasureId.NOTE_RATE, int(any(span.holds(day) for day in record.noted_on)), 1)
    if record.assignments:
        given_at = record.assignments[0][0]
        talks = [
            call.attempt
            for call in record.calls
            if call.attempt.effective
            and call.attempt.channel == "phone"
            and call.attempt.started_at >= given_at
        ]
        talk = min(talks, key=lambda attempt: attempt.started_at, default=None)
        if talk is not None and span.holds_moment(talk.started_at):
            minutes = (talk.started_at - given_at) // timedelta(minutes=1)
            on = civil_date(talk.started_at)
            yield Share(MeasureId.TIME_TO_FIRST_CONTACT, minutes, 1, talk.attempt_id, on, "", talk.started_at)


Sharing = Callable[[CaseRecord, MeasureSpan, Inspected], Shares]
