"""What can happen to the money of a case: promises, claimed and posted payments, plans.

Room: casefile. Part of the closed list in ``happening``, in a file of its own because it is the longest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fairdue.casefile.arrangement import Arrangement, ArrangementState
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.ids import AttemptId, ClaimId, PaymentId, PromiseId


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """The customer promised an amount by a day, read back and agreed."""

    promise_id: PromiseId
    amount_fen: int
    due_on: date
    channel: str | None = None
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class PromiseJudged:
    """The adjudicator found a promise kept, partly kept, broken, or pointless; ``rule`` is the one that decided."""

    promise_id: PromiseId
    state: PromiseState
    paid_fen: int
    on: date
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PaymentClaimed:
    """The customer said it is paid and gave time, amount and channel, and perhaps the last digits of the card."""

    claim_id: ClaimId
    paid_on: date
    amount_fen: int
    channel: str
    check_on: date
    attempt_id: AttemptId | None = None
    card_tail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ClaimResolved:
    """A claimed payment was confirmed, partly confirmed, or not found."""

    claim_id: ClaimId
    state: ClaimState
    confirmed_fen: int = 0
    payment_ids: tuple[PaymentId, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentPosted:
    """The creditor reported money on the case; a negative amount reverses ``reverses``.

    ``why`` and ``proposed_by`` are of a person who placed it by hand, and of the first of two.
    """

    payment_id: PaymentId
    amount_fen: int
    posted_on: date
    channel: str | None = None
    reverses: PaymentId | None = None
    card_tail: str = field(default="", repr=False)
    why: str = field(default="", repr=False)
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class ArrangementSigned:
    """A plan was agreed and signed."""

    arrangement: Arrangement


@dataclass(frozen=True, slots=True)
class ArrangementStateChanged:
    """A plan defaulted, completed, ended, or performs again; ``rule`` says why where the money decided."""

    arrangement_id: str
    state: ArrangementState
    rule: str = ""
