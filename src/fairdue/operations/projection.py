"""The projection: one case's state as the flat row that lists, filters and searches use.

Room: operations. It is a pure function of the case file; ``audit`` replays every log and compares.
Nothing is decided from a projected row: whoever acts loads the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from fairdue.casefile.arrangement import ArrangementState
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.promise import PromiseState


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The columns of ``rows.Case`` that follow from the log. Personal fields are kept out of ``repr``."""

    case_id: str
    creditor: str
    case_no: str
    person_id: str
    name: str = field(repr=False)
    mobile: str = field(repr=False)
    card: str = field(repr=False)
    product: str
    batch_no: str
    collector: str
    status: str
    placed_on: date
    return_by: date | None
    overdue_on: date | None
    overdue_periods: int | None
    amount_fen: int
    principal_fen: int | None
    balance_fen: int
    paid_fen: int
    attempts: int
    last_attempt_at: datetime | None
    last_reached_at: datetime | None
    last_code: str
    broken_promises: int
    kept_promises: int
    promise_due_on: date | None
    promise_fen: int | None
    broken_on: date | None
    callback_at: datetime | None
    claim_check_on: date | None
    plan_due_on: date | None
    held_until: datetime | None
    matters: int
    matter_since_on: date | None
    holds: str
    usable_numbers: int
    in_call: bool
    event_count: int
    head_hash: str


COLUMNS = tuple(column.name for column in fields(CaseRow))

_FOREVER = timedelta(days=36_500)


def project(case: CaseFile) -> CaseRow:
    """Return the row of a case as of its last event."""
    account, party = case.account, case.party
    promise = min(case.open_promises, key=lambda promise: promise.due_on, default=None)
    broken = [promise for promise in case.promises if promise.state is PromiseState.BROKEN]
    # What came short, in part or whole, is followed up in the diary; only the whole counts as broken.
    short = [p for p in case.promises if p.state in (PromiseState.BROKEN, PromiseState.PARTLY_KEPT)]
    kept = sum(promise.state is PromiseState.KEPT for promise in case.promises)
    holds = [hold for hold in case.holds if hold.period.covers(case.last_event_at)]
    ends = [hold.period.ends_at or case.last_event_at.replace(microsecond=0) + _FOREVER for hold in holds]
    numbers = [point for point in case.contact_points if point.status is NumberStatus.USABLE]
    return CaseRow(
        case_id=case.case_id,
        creditor=account.creditor,
        case_no=account.case_no,
        person_id=party.person_id,
        name=party.name,
        mobile=case.contact_points[0].value if case.contact_points else "",
        card=account.card,
        product=account.product or "",
        batch_no=account.batch_no or "",
        collector=case.collector or "",
        status=case.status.value,
        placed_on=account.placed_on,
        return_by=account.return_by,
        overdue_on=account.overdue_on,
        overdue_periods=account.overdue_periods,
        amount_fen=account.amount_fen,
        principal_fen=account.principal_fen,
        balance_fen=case.balance_fen,
        paid_fen=case.paid_fen,
        attempts=len(case.attempts),
        last_attempt_at=case.attempts[-1].started_at if case.attempts else None,
        last_reached_at=max((a.started_at for a in case.attempts if a.effective), default=None),
        last_code=case.dispositions[-1].code.value if case.dispositions else "",
        broken_promises=len(broken),
        kept_promises=kept,
        promise_due_on=promise.due_on if promise else None,
        promise_fen=promise.amount_fen if promise else None,
        broken_on=max((p.judged_on for p in short if p.judged_on), default=None),
        callback_at=min((c.due_at for c in case.callbacks if not c.done), default=None),
        claim_check_on=min((claim.check_on for claim in case.open_claims), default=None),
        plan_due_on=_next_instalment(case),
        held_until=max(ends, default=None),
        matters=len(case.matters),
        matter_since_on=min((one.received_on for one in case.open_matters), default=None),
        holds=",".join(sorted({hold.kind.value for hold in holds})),
        usable_numbers=len(numbers),
        in_call=case.open_call is not None,
        event_count=case.event_count,
        head_hash=case.head_hash,
    )


def _next_instalment(case: CaseFile) -> date | None:
    """The first instalment of a performing plan that payments since its signing do not cover yet."""
    plan = next((p for p in case.arrangements if p.state is ArrangementState.PERFORMING), None)
    if plan is None:
        return None
    paid = sum(payment.amount_fen for payment in case.payments if payment.posted_on >= plan.signed_on)
    for instalment in plan.instalments:
        paid -= instalment.amount_fen
        if paid < 0:
            return instalment.due_on
    return None
