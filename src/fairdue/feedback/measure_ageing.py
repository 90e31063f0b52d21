"""Shares of the measures that look at month ends: roll rates, cure, step-down and vintage curves.

Room: feedback. A position is where a case in hand stood at the end of a day (``case_record``). Buckets go by days
past due; a case whose due date nobody stated stands in none and is left out, which ``unknown`` in the roll-rate
matrix shows.
"""

from __future__ import annotations

from datetime import date

from fairdue.feedback.case_record import CaseRecord, Position
from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_shares import Inspected, Share, Shares
from fairdue.feedback.measure_span import MeasureSpan, month_end, month_end_before, months_between

VINTAGE_BUCKET = 4
"""The curves show M4 and above, more than 90 days past due; ``M3+`` is ambiguous in the trade and never used."""
HIGHEST = 7
SETTLED, GONE = "settled", "gone"


def ageing_shares(record: CaseRecord, span: MeasureSpan, _: Inspected) -> Shares:
    """Roll rates by month and bucket, cure and step-down by bucket, vintage curves by cohort and age."""
    yield from _rolls(record, span)
    yield from _cures(record, span)
    yield from _vintages(record, span)


def _rolls(record: CaseRecord, span: MeasureSpan) -> Shares:
    for later in span.month_ends:
        month = later.strftime("%Y-%m")
        before, after = record.position_on(month_end_before(later)), record.position_on(later)
        if (
            before is not None
            and before.balance_fen > 0
            and before.bucket is not None
            and before.bucket < HIGHEST
        ):
            part = f"{month}/M{before.bucket}"
            yield Share(MeasureId.ROLL_RATE, 0, before.balance_fen, "before", month_end_before(later), part)
        if after is not None and after.balance_fen > 0 and after.bucket:
            part = f"{month}/M{after.bucket - 1}"
            yield Share(MeasureId.ROLL_RATE, after.balance_fen, 0, "after", later, part)


def _cures(record: CaseRecord, span: MeasureSpan) -> Shares:
    opening = record.position_on(span.eve)
    if opening is None or not opening.bucket:
        return
    settled = any(span.holds(day) for day in record.settled_on)
    closing = record.position_on(span.close)
    bucket = None if closing is None else closing.bucket
    part = opening.bucket_name
    yield Share(MeasureId.CURE_RATE, int(settled or bucket == 0), 1, part=part)
    lower = bucket is not None and bucket < opening.bucket
    yield Share(MeasureId.STEP_DOWN_RATE, int(settled or lower), 1, part=part)


def _vintages(record: CaseRecord, span: MeasureSpan) -> Shares:
    first = record.placements[0].account
    if not span.holds(first.placed_on):
        return
    cohort, ever_fen = month_end(first.placed_on), 0
    for end in span.month_ends:
        if end < cohort:
            continue
        part = f"{cohort:%Y-%m}/{months_between(cohort, end)}"
        position = record.position_on(end)
        bad = position is not None and position.bucket is not None and position.bucket >= VINTAGE_BUCKET
        now_fen = position.balance_fen if bad and position is not None else 0
        ever_fen = ever_fen or now_fen
        yield Share(MeasureId.VINTAGE_CURRENT, now_fen, first.amount_fen, "", end, part)
        yield Share(MeasureId.VINTAGE_EVER, ever_fen, first.amount_fen, "", end, part)


def move_of(record: CaseRecord, *, earlier: date, later: date) -> tuple[Position, str] | None:
    """Where a case with something owed stood at one month end, and where it was found at the next.

    The second is a bucket, ``settled``, ``gone`` (recalled or returned) or ``unknown``. None when the case was not
    in hand at the earlier day, owed nothing, or stood in no bucket.
    """
    before = record.position_on(earlier)
    if before is None or before.balance_fen <= 0 or before.bucket is None:
        return None
    after = record.position_on(later)
    if after is not None:
        return before, after.bucket_name
    return before, SETTLED if any(earlier < day <= later for day in record.settled_on) else GONE
