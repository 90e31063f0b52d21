"""Payments for programs, to read: what the creditors' files brought, matched to a case or waiting for one."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema

from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.days import Day
from fairdue_desk.rest.problems import Problem
from fairdue_desk.rows.models import Payment
from fairdue_desk.screens.permissions import Right, Staff

router = Router(tags=["payments"])
MOST_PAYMENTS = 1000


class PaymentOut(Schema):
    """One posting in fen; a negative amount reverses ``reverses``. The account number stays in the desk."""

    payment_id: str
    creditor: str
    case_id: str | None
    amount_fen: int
    posted_on: str
    channel: str | None
    reverses: str | None


class PaymentPageOut(Schema):
    """A page of payments; ``after`` of the next request, empty on the last page."""

    payments: list[PaymentOut]
    after: str


@router.get("", response={200: PaymentPageOut, 401: Problem, 403: Problem, 422: Problem}, summary="Payments")
def listed(
    request: HttpRequest,
    case_id: Annotated[str, Query(pattern=r"^[0-9a-z]{0,40}$")] = "",
    posted_from: Annotated[Day | None, Query(description="the first day of posting")] = None,
    posted_to: Annotated[Day | None, Query(description="the last day of posting, which is inside")] = None,
    after: Annotated[
        str,
        Query(max_length=40, pattern=r"^[0-9A-Za-z_-]*$", description="the id after which the page begins"),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_PAYMENTS)] = 100,
) -> PaymentPageOut:
    """In the order of their ids; a collector is given those of cases they may see."""
    rows = _seen_by(staff_with(request, Right.READ_CASES)).order_by("payment_id").filter(payment_id__gt=after)
    if case_id:
        rows = rows.filter(case_id=case_id)
    if posted_from is not None:
        rows = rows.filter(posted_on__gte=posted_from)
    if posted_to is not None:
        rows = rows.filter(posted_on__lte=posted_to)
    found = list(rows[: limit + 1])
    page = found[:limit]
    return PaymentPageOut(
        payments=[_payment(row) for row in page], after=page[-1].payment_id if len(found) > limit else ""
    )


@router.get(
    "/{payment_id}",
    response={200: PaymentOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="One payment",
)
def one(
    request: HttpRequest, payment_id: Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
) -> PaymentOut:
    """By its id."""
    row = _seen_by(staff_with(request, Right.READ_CASES)).filter(payment_id=payment_id).first()
    if row is None:
        raise Http404("no such payment")
    return _payment(row)


def _seen_by(staff: Staff) -> QuerySet[Payment]:
    if staff.sees_everybodys_cases:
        return Payment.objects.all()
    return Payment.objects.filter(case_id__in=staff.cases().values("case_id"))


def _payment(row: Payment) -> PaymentOut:
    return PaymentOut(
        payment_id=row.payment_id,
        creditor=row.creditor,
        case_id=row.case_id,
        amount_fen=row.amount_fen,
        posted_on=str(row.posted_on),
        channel=row.channel,
        reverses=row.reverses,
    )
