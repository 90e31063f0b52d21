"""Builders of money, promises and claims for tests: days are strings like "03-10" of 2026."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from core.casefile.builders import a_case, an_account
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import AttemptId, ClaimId, ContactPointId, HoldId, PaymentId, PermitId, PromiseId


def on(day: str) -> date:
    return date.fromisoformat(f"2026-{day}")


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(on(day), time(hour, minute), tzinfo=CHINA)


def paid(
    day: str, fen: int, payment_id: str = "p1", *, reverses: str | None = None, channel: str | None = None
) -> Payment:
    return Payment(PaymentId(payment_id), fen, on(day), channel, PaymentId(reverses) if reverses else None)


def promised(
    promise_id: str = "a",
    made: str = "03-02",
    due: str = "03-10",
    fen: int = 1000,
    state: str = "open",
    paid_fen: int = 0,
) -> Promise:
    return Promise(
        PromiseId(promise_id), fen, on(due), at(made), state=PromiseState(state), paid_fen=paid_fen
    )


def claimed(
    claim_id: str = "c1",
    day: str = "03-02",
    fen: int = 1000,
    *,
    check: str = "03-05",
    channel: str = "wechat",
    said: str = "03-02",
    state: ClaimState = ClaimState.OPEN,
) -> ClaimedPayment:
    return ClaimedPayment(ClaimId(claim_id), on(day), fen, channel, at(said), on(check), state=state)


def held(hold_id: str = "h1", begins: str = "03-02", ends: str = "03-06") -> Hold:
    return Hold(HoldId(hold_id), HoldKind.CLAIMED_PAYMENT, Period(at(begins), at(ends, 0)))


def called(
    day: str,
    result: CallResult = CallResult.NO_ANSWER,
    *,
    by: AnsweredBy = AnsweredBy.NOBODY,
    number: str = "n1",
    hour: int = 10,
    initiated_by: str = "agent",
    role: str = "debtor",
) -> ContactAttempt:
    name = f"{day}-{hour}-{number}"
    return ContactAttempt(
        AttemptId(f"a{name}"),
        PermitId(f"p{name}"),
        "phone",
        ContactPointId(number),
        at(day, hour),
        "interactive",
        initiated_by,
        role,
        at(day, hour, 5),
        result,
        by,
    )


def owing(
    *,
    fen: int = 1_000_000,
    payments: Sequence[Payment] = (),
    promises: Sequence[Promise] = (),
    claims: Sequence[ClaimedPayment] = (),
    holds: Sequence[Hold] = (),
    attempts: Sequence[ContactAttempt] = (),
) -> CaseFile:
    """A case placed on 1 March with these things on it."""
    return replace(
        a_case(),
        account=an_account(amount_fen=fen),
        stated_balance_fen=fen,
        payments=tuple(payments),
        promises=tuple(promises),
        claims=tuple(claims),
        holds=tuple(holds),
        attempts=tuple(attempts),
    )
