"""The commission statement (佣金对账单) of one creditor for one period, on confirmed money only.

Room: feedback. Confirmed is what the creditor's payment files posted, net of reversals, inside the placement. A
claimed payment never counts, nor anything paid before the case was placed or after it had ended.

Rounding. Each line's exact commission is a fraction of a fen. The statement's total is the exact sum rounded half up
to a whole fen, and the lines are rounded so that they add up to it: down first, then one fen more for the largest
remainders. So nothing is lost over a statement, and no line is off by a whole fen.

Claw-back. A reversal of a payment that an earlier, settled statement paid takes back what that statement paid for
it, in proportion; a full reversal takes back exactly that. What was posted late into a settled period comes
in the next statement. No payment ever counts twice.

It says what a creditor owes a house. It names no collector and is no basis for ranking or paying one: a scheme that
pays people by money collected alone is what rule CN-OUT-06 speaks against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.casefile.bucket import BUCKETS, bucket_of_days
from fairdue.casefile.case import CaseFile
from fairdue.feedback.commission_terms import UNITS, CommissionTerms
from fairdue.foundation.ids import CaseId, PaymentId


class LineKind(StrEnum):
    """Why a posting stands in a statement."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    LATE = "late"  # posted into a period that was settled already
    CLAW_BACK = "claw_back"  # takes back what an earlier statement paid


class Excluded(StrEnum):
    """Why a posting earns nothing."""

    BEFORE_PLACEMENT = "before_placement"
    AFTER_END = "after_end"
    REVERSES_EXCLUDED = "reverses_excluded"


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting with what its commission depends on."""

    payment_id: PaymentId
    case_id: CaseId
    case_no: str
    amount_fen: int
    posted_on: date
    reverses: PaymentId | None
    placed_on: date
    ended_on: date | None
    hand: str | None
    bucket: str | None


@dataclass(frozen=True, slots=True)
class SettledLine:
    """What a settled statement paid for one posting."""

    payment_id: PaymentId
    amount_fen: int
    commission_fen: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting in a statement. ``rate`` in hundredths of a percent."""

    posting: Posting
    kind: LineKind
    rate: int
    commission_fen: int


@dataclass(frozen=True, slots=True)
class ExcludedLine:
    """One posting that earns nothing, and why."""

    posting: Posting
    because: Excluded


@dataclass(frozen=True, slots=True)
class CommissionStatement:
    """One creditor's statement for a half-open period of posting days."""

    creditor: str
    since_on: date
    until_on: date
    lines: tuple[StatementLine, ...]
    excluded: tuple[ExcludedLine, ...]

    @property
    def base_fen(self) -> int:
        """The money that counts."""
        return sum(line.posting.amount_fen for line in self.lines)

    @property
    def excluded_fen(self) -> int:
        """The money that was posted and does not count."""
        return sum(line.posting.amount_fen for line in self.excluded)

    @property
    def posted_fen(self) -> int:
        """All money this statement looks at; equals what the payment book holds of these postings."""
        return self.base_fen + self.excluded_fen

    @property
    def commission_fen(self) -> int:
        """What the creditor owes."""
        return sum(line.commission_fen for line in self.lines)


def postings_of(case: CaseFile) -> list[Posting]:
    """The postings of one case. Hand and bucket are those of the placement, whatever became of the case."""
    account = case.account
    days = account.overdue_days(on=account.placed_on)
    bucket = account.bucket if account.bucket in BUCKETS else None if days is None else bucket_of_days(days)
    return [
        Posting(
            payment.payment_id,
            case.case_id,
            account.case_no,
            payment.amount_fen,
            payment.posted_on,
            payment.reverses,
            account.placed_on,
            case.closed_on,
            account.placement_round,
            bucket,
        )
        for payment in case.payments
    ]


def commission_statement(
    *,
    terms: CommissionTerms,
    postings: Iterable[Posting],
    since_on: date,
    until_on: date,
    settled: Mapping[PaymentId, SettledLine],
    settled_periods: Sequence[tuple[date, date]] = (),
) -> CommissionStatement:
    """Compose the statement of a period.

    ``postings`` are all of the creditor's; ``settled`` what earlier statements paid, by payment, and
    ``settled_periods`` which days they covered. Raises CommissionFault where the terms name no rate.
    """
    known = {one.payment_id: one for one in postings}
    wanted = [
        one
        for one in sorted(known.values(), key=lambda one: (one.posted_on, one.case_no, one.payment_id))
        if one.payment_id not in settled
        and (since_on <= one.posted_on < until_on or _late(one, since_on, settled_periods))
    ]
    excluded: list[ExcludedLine] = []
    counted: list[tuple[Posting, LineKind, int]] = []
    clawed: list[StatementLine] = []
    taken = _taken_back(known, settled)
    for one in wanted:
        because = _why_excluded(one, known)
        original = known.get(one.reverses) if one.reverses else None
        if because is not None:
            excluded.append(ExcludedLine(one, because))
            continue
        like = original or one
        rate = terms.rate_for(on=like.posted_on, hand=one.hand, bucket=one.bucket)
        paid = settled.get(like.payment_id) if original is not None else None
        if paid is not None and paid.amount_fen > 0 and one.amount_fen < 0:
            before = taken.get(paid.payment_id, 0)
            after = min(paid.amount_fen, before - one.amount_fen)
            taken[paid.payment_id] = before - one.amount_fen
            back = _share(paid, after) - _share(paid, min(paid.amount_fen, before))
            clawed.append(StatementLine(one, LineKind.CLAW_BACK, rate, -back))
            continue
        kind = LineKind.REVERSAL if one.amount_fen < 0 else LineKind.PAYMENT
        counted.append((one, LineKind.LATE if one.posted_on < since_on else kind, rate))
    lines = [*_rounded(counted), *clawed]
    lines.sort(key=lambda line: (line.posting.posted_on, line.posting.case_no, line.posting.payment_id))
    return CommissionStatement(terms.creditor, since_on, until_on, tuple(lines), tuple(excluded))


def _late(one: Posting, since_on: date, periods: Sequence[tuple[date, date]]) -> bool:
    """Was it posted into a period that is settled, without being part of that statement?"""
    return one.posted_on < since_on and any(begin <= one.posted_on < end for begin, end in periods)


def _why_excluded(one: Posting, known: Mapping[PaymentId, Posting]) -> Excluded | None:
    original = known.get(one.reverses) if one.reverses else None
    if original is not None:
        # What takes back money that counted counts too, however late; what takes back other money does not.
        return None if _why_excluded(original, {}) is None else Excluded.REVERSES_EXCLUDED
    if one.posted_on < one.placed_on:
        return Excluded.BEFORE_PLACEMENT
    if one.ended_on is not None and one.posted_on > one.ended_on:
        return Excluded.AFTER_END
    return None


def _taken_back(
    known: Mapping[PaymentId, Posting], settled: Mapping[PaymentId, SettledLine]
) -> dict[PaymentId, int]:
    """How much of each settled payment earlier statements took back already."""
    taken: dict[PaymentId, int] = {}
    for payment_id in settled:
        one = known.get(payment_id)
        if one is not None and one.reverses is not None and one.amount_fen < 0 and one.reverses in settled:
            taken[one.reverses] = taken.get(one.reverses, 0) - one.amount_fen
    return taken


def _share(paid: SettledLine, reversed_fen: int) -> int:
    """The part of a settled commission that belongs to a part of its payment, half up."""
    return _half_up(paid.commission_fen * reversed_fen, paid.amount_fen)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _rounded(counted: Sequence[tuple[Posting, LineKind, int]]) -> list[StatementLine]:
    """Whole fen for each line that add up to the exact total, rounded half up once."""
    exact = [posting.amount_fen * rate for posting, _, rate in counted]
    down = [numerator // UNITS for numerator in exact]
    left = _half_up(sum(exact), UNITS) - sum(down)
    by_remainder = sorted(range(len(exact)), key=lambda place: (-(exact[place] % UNITS), place))
    upward = frozenset(by_remainder[:left])
    return [
        StatementLine(posting, kind, rate, down[place] + (place in upward))
        for place, (posting, kind, rate) in enumerate(counted)
    ]
