"""The measures (KPI), computed: one definition for screen, file and API, over a stream of cases, in one pass.

Room: feedback. Each case gives each measure a share: what it adds to the numerator and to the denominator.
The shares behind a number are kept up to a limit, so that a person can look at the rows and add them up. All
is whole numbers; a quotient is a ``Fraction``, and a denominator of nothing gives no value, never zero.

The period is half-open, ``[period_from, period_until)``, and nothing after ``as_of_on`` is looked at. What
each measure counts is said in ``fairdue_playbook/feedback/measures.yaml``; the code below says it again
in the same words and order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.feedback.measure_dictionary import MeasureId, MeasureUnit, measure_dictionary
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId

_JUDGED = frozenset({PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN})


@dataclass(frozen=True, slots=True)
class CaseShare:
    """What one case adds to a measure."""

    case_id: CaseId
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """One number with what is behind it; ``shares`` holds every case unless ``cases`` is larger than it."""

    measure_id: MeasureId
    numerator: int
    denominator: int
    unit: MeasureUnit
    cases: int
    shares: tuple[CaseShare, ...]

    @property
    def value(self) -> Fraction | None:
        """The quotient in its unit; None when there was nothing to divide by."""
        if self.denominator == 0:
            return None
        return Fraction(self.numerator, self.denominator) * self.unit.scale

    @property
    def case_ids(self) -> tuple[CaseId, ...]:
        """The cases behind the number, as far as they were kept."""
        return tuple(share.case_id for share in self.shares)


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of the period that is known: from a day, until before a day."""

    day_from: date
    day_until: date

    def holds(self, day: date) -> bool:
        return self.day_from <= day < self.day_until

    def holds_moment(self, moment: datetime) -> bool:
        return self.holds(civil_date(moment))


def compute_measures(
    *,
    cases: Iterable[CaseFile],
    period_from: date,
    period_until: date,
    as_of_on: date,
    shares_kept: int = 1000,
) -> tuple[MeasureValue, ...]:
    """Compute every measure of the dictionary over a stream of cases.

    Raises ValueError when the period ends before it begins.
    """
    if period_until < period_from:
        raise ValueError("the period ends before it begins; period_until is the day after its last")
    span = _Span(period_from, min(period_until, as_of_on + timedelta(days=1)))
    numerators = dict.fromkeys(MeasureId, 0)
    denominators = dict.fromkeys(MeasureId, 0)
    behind = dict.fromkeys(MeasureId, 0)
    kept: dict[MeasureId, list[CaseShare]] = {measure_id: [] for measure_id in MeasureId}
    for case in cases:
        for measure_id, numerator, denominator in _shares(case, span):
            if numerator == 0 and denominator == 0:
                continue
            numerators[measure_id] += numerator
            denominators[measure_id] += denominator
            behind[measure_id] += 1
            if len(kept[measure_id]) < shares_kept:
                kept[measure_id].append(CaseShare(case.case_id, numerator, denominator))
    return tuple(
        MeasureValue(
            measure_id,
            numerators[measure_id],
            denominators[measure_id],
            definition.unit,
            behind[measure_id],
            tuple(kept[measure_id]),
        )
        for measure_id, definition in measure_dictionary().items()
    )


_Share = tuple[MeasureId, int, int]


def _shares(case: CaseFile, span: _Span) -> Iterator[_Share]:
    yield from _of_calls(case, span)
    yield from _of_promises(case, span)
    yield from _of_money(case, span)
    yield from _of_care(case, span)


def _in_hand(case: CaseFile, span: _Span) -> int:
    """1 when the case was ours on at least one day of the period."""
    begun = case.account.placed_on < span.day_until
    return int(begun and (case.closed_on is None or case.closed_on >= span.day_from))


def _calls(case: CaseFile, span: _Span) -> list[ContactAttempt]:
    """The dials: calls that the house began in the period and that have ended."""
    return [
        attempt
        for attempt in case.attempts
        if attempt.channel == "phone"
        and attempt.initiated_by == "agent"
        and attempt.result is not None
        and span.holds_moment(attempt.started_at)
    ]


def _of_calls(case: CaseFile, span: _Span) -> Iterator[_Share]:
    dials = _calls(case, span)
    connected = [attempt for attempt in dials if attempt.connected]
    own_numbers = {point.contact_point_id for point in case.contact_points}
    own = [a for a in dials if a.callee_role == "debtor" and a.contact_point_id in own_numbers]
    verified = set(case.verified_attempts)
    right_party = [attempt for attempt in connected if attempt.attempt_id in verified]
    in_hand = _in_hand(case, span)
    yield MeasureId.COVERAGE, int(bool(dials)) * in_hand, in_hand
    yield MeasureId.INTENSITY, len(dials), int(bool(dials))
    yield MeasureId.CONNECT_RATE, len(connected), len(dials)
    yield MeasureId.OWN_CONNECT_RATE, sum(attempt.connected for attempt in own), len(own)
    yield MeasureId.RPC_RATE, len(right_party), len(connected)
    first = min((promise.made_at for promise in case.promises), default=None)
    promised = bool(right_party) and first is not None and span.holds_moment(first)
    yield MeasureId.PTP_RATE, int(promised), int(bool(right_party))


def _of_promises(case: CaseFile, span: _Span) -> Iterator[_Share]:
    due: list[Promise] = [p for p in case.promises if p.state in _JUDGED and span.holds(p.due_on)]

    def count(state: PromiseState) -> int:
        return sum(promise.state is state for promise in due)

    promised_fen = sum(promise.amount_fen for promise in due)
    kept_fen = sum(min(promise.paid_fen, promise.amount_fen) for promise in due)
    yield MeasureId.KEPT_RATIO_COUNT, count(PromiseState.KEPT), len(due)
    yield MeasureId.KEPT_RATIO_AMOUNT, kept_fen, promised_fen
    yield MeasureId.PARTLY_KEPT_RATE, count(PromiseState.PARTLY_KEPT), len(due)
    yield MeasureId.BROKEN_RATE, count(PromiseState.BROKEN), len(due)


def _of_money(case: CaseFile, span: _Span) -> Iterator[_Share]:
    in_hand = _in_hand(case, span)
    paid_fen = sum(payment.amount_fen for payment in _since_placement(case) if span.holds(payment.posted_on))
    yield MeasureId.RECOVERY_AMOUNT, paid_fen * in_hand, case.account.amount_fen * in_hand
    settled = case.status is CaseStatus.SETTLED and case.closed_on is not None and span.holds(case.closed_on)
    yield MeasureId.RECOVERY_CASES, int(paid_fen > 0 or settled) * in_hand, in_hand


def _since_placement(case: CaseFile) -> list[Payment]:
    """Postings from the day of the placement on; a reversal of an earlier payment is left out with it."""
    placed_on = case.account.placed_on
    before = {payment.payment_id for payment in case.payments if payment.posted_on < placed_on}
    return [p for p in case.payments if p.posted_on >= placed_on and p.reverses not in before]


def _of_care(case: CaseFile, span: _Span) -> Iterator[_Share]:
    talks = sum(attempt.effective for attempt in _calls(case, span))
    upheld = sum(
        complaint.upheld is True
        and complaint.closed_at is not None
        and span.holds_moment(complaint.closed_at)
        for complaint in case.complaints
    )
    received = sum(span.holds_moment(complaint.received_at) for complaint in case.complaints)
    yield MeasureId.UPHELD_COMPLAINT_RATE, upheld, talks
    yield MeasureId.COMPLAINT_RATE, received, talks
    in_hand = _in_hand(case, span)
    noted = any(note.note and span.holds_moment(note.recorded_at) for note in case.dispositions)
    yield MeasureId.NOTE_RATE, int(noted) * in_hand, in_hand
