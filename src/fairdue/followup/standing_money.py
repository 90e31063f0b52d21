"""Standing money: what is left of each posted payment after its reversals (冲正), as of a day.

Room: followup. A reversal that names its payment takes from that payment, whenever it was posted itself.
One that names nothing that is here, and the excess of one that takes back more than was paid, takes from
the latest money posted up to its own day, then from the latest of the rest. So what stands always adds up
to the sum of all postings, or to nothing when that sum is below zero; and the order in which a file brings
the postings changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from fairdue.casefile.payment import Payment
from fairdue.foundation.ids import PaymentId


@dataclass(frozen=True, slots=True)
class StandingPayment:
    """A payment of which ``amount_fen`` (above zero) has not been taken back."""

    payment_id: PaymentId
    amount_fen: int
    posted_on: date
    channel: str | None
    card_tail: str = field(default="", repr=False)


def standing_payments(*, payments: Iterable[Payment], as_of_on: date) -> tuple[StandingPayment, ...]:
    """What stands of the payments posted up to and on a day, in order of posting day and id."""
    known = sorted(
        (payment for payment in payments if payment.posted_on <= as_of_on),
        key=lambda payment: (payment.posted_on, payment.payment_id),
    )
    left = {payment.payment_id: payment.amount_fen for payment in known if payment.amount_fen > 0}
    posted = {payment.payment_id: payment.posted_on for payment in known if payment.amount_fen > 0}
    homeless: list[tuple[date, int]] = []
    for payment in known:
        if payment.amount_fen >= 0:
            continue
        owed = -payment.amount_fen
        if payment.reverses in left:
            taken = min(owed, left[payment.reverses])
            left[payment.reverses] -= taken
            owed -= taken
        if owed:
            homeless.append((payment.posted_on, owed))
    for posted_on, owed in homeless:
        _take_back(left, posted, before=posted_on, owed=owed)
    return tuple(
        StandingPayment(
            payment.payment_id,
            left[payment.payment_id],
            payment.posted_on,
            payment.channel,
            payment.card_tail,
        )
        for payment in known
        if left.get(payment.payment_id, 0) > 0
    )


def _take_back(left: dict[PaymentId, int], posted: dict[PaymentId, date], *, before: date, owed: int) -> None:
    """Take a sum from the latest money posted up to a day, then from the latest of all that is left."""
    for candidates in (
        [payment_id for payment_id in left if posted[payment_id] <= before],
        list(left),
    ):
        for payment_id in reversed(candidates):
            taken = min(owed, left[payment_id])
            left[payment_id] -= taken
            owed -= taken
            if owed == 0:
                return
