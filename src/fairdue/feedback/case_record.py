"""The case record: what measures need of one case's log, with its past, so that any earlier day can be asked for.

Room: feedback. ``casefile.case`` keeps the latest state; a roll rate needs the balance and the bucket at the end
of each month. So the log is read once into what was placed, stated, paid, tried and promised, each with its day,
and ``position`` answers for a day. Nothing of a person is in it.

A day's position goes by value days: a payment belongs to the day it was posted on, whenever its file was read.
What a later placement says of the debt counts from the day it was known, since it tells nothing of before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.bucket import BUCKETS, bucket_of_days
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.event import Event
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import AttemptId, CaseId, ContactPointId, PaymentId, PromiseId, StaffId

KINDS_READ = frozenset(
    {
        "CasePlaced", "CaseRestated", "BalanceUpdated", "CaseRecalled", "CaseClosed", "CaseReopened",
        "CaseAssigned",
        "AttemptStarted", "AttemptEnded", "IdentityVerified", "PromiseMade", "PromiseJudged", "PaymentPosted",
        "ComplaintReceived", "ComplaintClosed", "DispositionRecorded",
    }
)  # fmt: skip
"""The kinds of event that a record is made of; a store may leave all others unread."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The creditor placed the case, or placed it again; ``known_on`` is the day it was read in."""

    account: Account
    known_on: date
    first: bool

    def counts_on(self, day: date) -> bool:
        """Was this in force on a day? The first placement is, from its own day, however late it was read in."""
        return self.account.placed_on <= day and (self.first or self.known_on <= day)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was owed on a day; ``whole_day`` says that the day's postings are in it already."""

    fen: int
    stated_on: date
    counts_from: date
    whole_day: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of days in hand, both inside; None is still in hand."""

    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case in hand stood at the end of a day. ``bucket`` is None when its due date is not known."""

    balance_fen: int
    bucket: int | None

    @property
    def bucket_name(self) -> str:
        """The bucket as it is written, like M2; ``unknown`` when it cannot be told."""
        return "unknown" if self.bucket is None else BUCKETS[self.bucket]


@dataclass(frozen=True, slots=True)
class Call:
    """A contact attempt with the civil day it began on."""

    attempt: ContactAttempt
    on: date


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case for measuring. ``settled_on`` are the days on which it was closed as settled, the latest last."""

    case_id: CaseId
    creditor: str
    case_no: str
    placements: tuple[Placement, ...]
    statements: tuple[Statement, ...]
    stays: tuple[Stay, ...]
    settled_on: tuple[date, ...] = ()
    assignments: tuple[tuple[datetime, StaffId], ...] = ()
    calls: tuple[Call, ...] = ()
    verified: frozenset[AttemptId] = frozenset()
    own_points: frozenset[ContactPointId] = frozenset()
    promises: tuple[Promise, ...] = ()
    payments: tuple[Payment, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    noted_on: tuple[date, ...] = ()

    def account_on(self, day: date) -> Account:
        """The placement in force at the end of a day; the first one before there was any other."""
        for placement in reversed(self.placements):
            if placement.first or placement.counts_on(day):
                return placement.account
        raise AssertionError("a record begins with its first placement")

    def in_hand_within(self, day_from: date, day_until: date) -> bool:
        """Was the case ours on at least one day of a half-open period?"""
        return any(
            stay.first_day < day_until and (stay.last_day is None or stay.last_day >= day_from)
            for stay in self.stays
        )

    def in_hand_on(self, day: date) -> bool:
        """Was a day one of those in hand, the last one included?"""
        return self.in_hand_within(day, day + timedelta(days=1))

    def held_after(self, day: date) -> bool:
        """Was the case still ours when the day was over?"""
        return any(
            stay.first_day <= day and (stay.last_day is None or stay.last_day > day) for stay in self.stays
        )

    def balance_on(self, day: date) -> int:
        """What was owed at the end of a day; before the first placement, nothing.

        A statement of a day holds that day's postings already; a placed amount does not.
        """
        for statement in reversed(self.statements):
            if statement.counts_from <= day:
                stated_on, whole = statement.stated_on, statement.whole_day
                since = 0
                for payment in self.payments:
                    posted_on = payment.posted_on
                    if posted_on <= day and (posted_on > stated_on or (posted_on == stated_on and not whole)):
                        since += payment.amount_fen
                return statement.fen - since
        return 0

    def position_on(self, day: date) -> Position | None:
        """Balance and bucket at the end of a day; None when the case was not in hand by then."""
        if not self.held_after(day):
            return None
        balance = self.balance_on(day)
        if balance <= 0:
            return Position(balance, 0)
        overdue_days = self.account_on(day).overdue_days(on=day)
        return Position(balance, None if overdue_days is None else int(bucket_of_days(overdue_days)[1:]))

    def collector_at(self, moment: datetime) -> StaffId | None:
        """Who was in charge at a moment."""
        holder = None
        for at, collector in self.assignments:
            if at > moment:
                break
            holder = collector
        return holder


@dataclass(slots=True)
class _Reading:
    """A record in the making."""

    placements: list[Placement] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    begun: list[tuple[int, date]] = field(default_factory=list)
    ended: list[tuple[int, date, bool]] = field(default_factory=list)
    assignments: list[tuple[datetime, StaffId]] = field(default_factory=list)
    started: dict[AttemptId, tuple[h.AttemptStarted, datetime, date]] = field(default_factory=dict)
    stopped: dict[AttemptId, tuple[h.AttemptEnded, datetime]] = field(default_factory=dict)
    verified: set[AttemptId] = field(default_factory=set)
    own_points: set[ContactPointId] = field(default_factory=set)
    promises: dict[PromiseId, tuple[h.PromiseMade, datetime]] = field(default_factory=dict)
    verdicts: dict[PromiseId, h.PromiseJudged] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    complaints: dict[str, datetime] = field(default_factory=dict)
    answers: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    noted_on: list[date] = field(default_factory=list)

    def place(self, placed: h.CasePlaced | h.CaseRestated, seq: int, known_on: date) -> None:
        account, first = placed.account, isinstance(placed, h.CasePlaced)
        self.placements.append(Placement(account, known_on, first))
        counts_from = account.placed_on if first else max(account.placed_on, known_on)
        self.statements.append(Statement(account.amount_fen, account.placed_on, counts_from, False))
        self.begun.append((seq, account.placed_on))
        self.own_points.update(point.contact_point_id for point in placed.contact_points)

    def take(self, event: Event, on: date) -> None:
        match event.happened:
            case h.AttemptStarted() as started:
                self.started[started.attempt_id] = (started, event.at, on)
            case h.AttemptEnded() as stopped:
                self.stopped[stopped.attempt_id] = (stopped, event.at)
            case h.IdentityVerified(attempt_id):
                self.verified.add(attempt_id)
            case h.DispositionRecorded() as noted:
                if noted.note:
                    self.noted_on.append(on)
            case h.PaymentPosted() as paid:
                self.payments.append(
                    Payment(paid.payment_id, paid.amount_fen, paid.posted_on, paid.channel, paid.reverses)
                )
            case h.PromiseMade() as promise:
                self.promises[promise.promise_id] = (promise, event.at)
            case h.PromiseJudged() as judged:
                self.verdicts[judged.promise_id] = judged
            case h.CaseAssigned(collector):
                self.assignments.append((event.at, collector))
            case h.CasePlaced() | h.CaseRestated() as placed:
                self.place(placed, event.seq, on)
            case h.BalanceUpdated(fen, stated_on):
                self.statements.append(Statement(fen, stated_on, stated_on, True))
            case h.CaseRecalled(ended_on):
                self.ended.append((event.seq, ended_on, False))
            case h.CaseClosed(ended_on, reason):
                self.ended.append((event.seq, ended_on, reason == "settled"))
            case h.CaseReopened(reopened_on):
                seq, ended_on, _ = self.ended.pop()
                self.ended.append((seq, ended_on, False))  # what was taken back settled nothing
                self.begun.append((event.seq, reopened_on))
            case h.ComplaintReceived(complaint_id):
                self.complaints[complaint_id] = event.at
            case h.ComplaintClosed(complaint_id, upheld):
                self.answers[complaint_id] = (event.at, upheld)
            case _:
                pass  # no measure counts it


def record_of(events: Iterable[Event], *, as_of_on: date) -> CaseRecord | None:
    """Read one case's log up to the end of a day; None when the case was not yet known by then.

    Raises ValueError when the log does not begin with ``CasePlaced``.
    """
    reading, case_id = _Reading(), None
    for event in events:
        on = civil_date(event.at)
        if on > as_of_on:
            break
        if case_id is None:
            if not isinstance(event.happened, h.CasePlaced):
                raise ValueError(f"a log begins with CasePlaced, not with {type(event.happened).__name__}")
            case_id = event.case_id
        reading.take(event, on)
    return None if case_id is None else _record(case_id, reading)


def _record(case_id: CaseId, reading: _Reading) -> CaseRecord:
    account = reading.placements[-1].account
    return CaseRecord(
        case_id=case_id,
        creditor=account.creditor,
        case_no=account.case_no,
        placements=tuple(reading.placements),
        statements=tuple(reading.statements),
        stays=tuple(
            Stay(first_day, next((on for seq, on, _ in reading.ended if seq > begun), None))
            for begun, first_day in reading.begun
        ),
        settled_on=tuple(on for _, on, settled in reading.ended if settled),
        assignments=tuple(reading.assignments),
        calls=tuple(
            Call(_attempt(started, at, reading.stopped.get(attempt_id)), on)
            for attempt_id, (started, at, on) in reading.started.items()
        ),
        verified=frozenset(reading.verified),
        own_points=frozenset(reading.own_points),
        promises=tuple(
            _promise(made, at, reading.verdicts.get(promise_id))
            for promise_id, (made, at) in reading.promises.items()
        ),
        payments=tuple(reading.payments),
        complaints=tuple(
            Complaint(complaint_id, at, "", *reading.answers.get(complaint_id, (None, None)))
            for complaint_id, at in reading.complaints.items()
        ),
        noted_on=tuple(reading.noted_on),
    )


def _attempt(
    started: h.AttemptStarted, at: datetime, stopped: tuple[h.AttemptEnded, datetime] | None
) -> ContactAttempt:
    return ContactAttempt(
        attempt_id=started.attempt_id,
        permit_id=started.permit_id,
        channel=started.channel,
        contact_point_id=started.contact_point_id,
        started_at=at,
        call_type=started.call_type,
        initiated_by=started.initiated_by,
        callee_role=started.callee_role,
        ended_at=None if stopped is None else stopped[1],
        result=None if stopped is None else stopped[0].result,
        answered_by=None if stopped is None else stopped[0].answered_by,
    )


def _promise(made: h.PromiseMade, at: datetime, verdict: h.PromiseJudged | None) -> Promise:
    return Promise(
        promise_id=made.promise_id,
        amount_fen=made.amount_fen,
        due_on=made.due_on,
        made_at=at,
        channel=made.channel,
        attempt_id=made.attempt_id,
        state=PromiseState.OPEN if verdict is None else verdict.state,
        paid_fen=0 if verdict is None else verdict.paid_fen,
        judged_on=None if verdict is None else verdict.on,
    )


def counted_payments(record: CaseRecord) -> list[Payment]:
    """The money that counts as collected: what was posted on a day in hand, and what takes such money back.

    A reversal follows the payment that it names, on whatever day it comes; one that names none that is here
    stands for itself.
    """
    arrived = {p.payment_id for p in record.payments if record.in_hand_on(p.posted_on)}
    known: set[PaymentId] = {p.payment_id for p in record.payments}
    return [
        p
        for p in record.payments
        if (p.reverses in arrived if p.amount_fen < 0 and p.reverses in known else p.payment_id in arrived)
    ]
