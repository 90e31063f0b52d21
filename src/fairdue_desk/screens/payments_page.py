"""Payments: the day's files as they tie, and the money that waits, with its reason and what to do about it.

A card or a case number of a waiting line is shown by its last four; the case that a person names is typed into
a form and never part of an address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from fairdue.compliance.override import same_person
from fairdue.feedback.payment_queue import QUEUE_NAMES, REMEDIES, PaymentOutcome, Queue
from fairdue.feedback.payment_terms import payment_terms
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.foundation.reason import Reason
from fairdue.operations.payment_desk import beside, place_by_hand, send_back, tie, try_again
from fairdue.operations.payment_ports import PaymentRecord, UnknownPayment
from fairdue.operations.ports import AmbiguousCase, UnknownCase
from fairdue_desk.rows.models import Case, PaymentTally
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

SHOWN = 100
PLACED = Bilingual("已登到案件。", "Posted on the case.")
PROPOSED = Bilingual("已提议，须由另一人确认。", "Proposed; another person must confirm it.")
SENT_BACK = Bilingual("已退回委托方。", "Sent back to the creditor.")
NO_CASE = Bilingual(
    "没有这个案件号，或几家委托方都用它；请写案件的完整编号。",
    "No case has this number, or several creditors use it; write the case's own id.",
)


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One waiting payment in words. ``case_no`` is the case it would have gone to, where there is one."""

    payment: PaymentRecord
    name: Bilingual
    remedy: Bilingual
    first: PaymentRecord | None
    case_no: str
    waits_for_second: bool
    may_decide: bool
    may_place: bool


@require_GET
@screen(Right.SEE_PAYMENTS)
def payments(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show how the day ties and what waits."""
    the_house = house()
    today = civil_date(the_house.now())
    day = _day(request.GET.get("day", "")) or today
    sizes = the_house.payments.queue_sizes()
    named = request.GET.get("queue", "")
    chosen = Queue(named) if named in {one.value for one in Queue} else None
    waiting = the_house.payments.queued(queue=chosen, limit=SHOWN)
    first = beside(the_house, waiting)
    ids = {one.meant for one in waiting if one.meant is not None}
    numbers = dict(Case.objects.filter(case_id__in=ids).values_list("case_id", "case_no"))
    creditors = sorted({tally.creditor for tally in the_house.payments.tallies(day=day)})
    two = payment_terms().overpaid_two_persons
    return render(
        request,
        "desk/payments.html",
        {
            "day": day,
            "today": today,
            "last_day": _last_day_before(day) if not creditors else None,
            "ties": [tie(the_house, day=day, creditor=creditor) for creditor in creditors],
            "queues": [(queue, QUEUE_NAMES[queue], *sizes[queue]) for queue in Queue if queue in sizes],
            "chosen": chosen,
            "waiting_lines": sum(lines for lines, _ in sizes.values()),
            "waiting_fen": sum(fen for _, fen in sizes.values()),
            "cut_off": sum(lines for queue, (lines, _) in sizes.items() if chosen in (None, queue)) > SHOWN,
            "shown": SHOWN,
            "views": [_view(one, first.get(one.payment_id), numbers, staff, two=two) for one in waiting],
            "may_decide": staff.may(Right.DECIDE_PAYMENTS),
        },
    )


def _last_day_before(day: date) -> date | None:
    """The last earlier day on which a payment file was placed; None where there was none."""
    days = PaymentTally.objects.filter(day__lt=day).order_by("-day")
    return days.values_list("day", flat=True).first()


@require_POST
@screen(Right.DECIDE_PAYMENTS)
def payment_place(request: HttpRequest, staff: Staff, payment_id: str) -> HttpResponse:
    """Place a waiting payment on the case whose number was typed."""
    the_house = house()
    creditor = _known(payment_id).creditor

    def decide() -> PaymentRecord | Reason:
        case_id = the_house.book.resolve(request.POST.get("case", "").strip(), creditor=creditor or None)
        staff.require_case(case_id)
        return place_by_hand(
            the_house,
            payment_id=PaymentId(payment_id),
            case_id=CaseId(case_id),
            why=request.POST.get("why", ""),
            as_of=the_house.now(),
            actor=staff.username,
        )

    return _said(request, decide)


@require_POST
@screen(Right.DECIDE_PAYMENTS)
def payment_return(request: HttpRequest, staff: Staff, payment_id: str) -> HttpResponse:
    """Send a waiting payment back to its creditor."""
    _known(payment_id)

    def decide() -> PaymentRecord | Reason:
        why = request.POST.get("why", "")
        return send_back(house(), payment_id=PaymentId(payment_id), why=why, actor=staff.username)

    return _said(request, decide)


@require_POST
@screen(Right.DECIDE_PAYMENTS)
def payments_retry(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Try all that waits once more."""
    the_house = house()
    posted = try_again(the_house, as_of=the_house.now(), actor=staff.username)
    text = Bilingual(f"已重试，{posted} 笔登到案件。", f"Tried again; {posted} found their case.")
    messages.success(request, text.in_language(desk_language()))
    return redirect("payments")


def _view(
    one: PaymentRecord, first: PaymentRecord | None, numbers: dict[str, str], staff: Staff, *, two: bool
) -> WaitingView:
    assert one.queue is not None, "what waits has a queue"
    proposed = bool(one.proposed_by)
    may = staff.may(Right.DECIDE_PAYMENTS)
    own = proposed and same_person(one.proposed_by, staff.username)
    return WaitingView(
        payment=one,
        name=QUEUE_NAMES[one.queue],
        remedy=REMEDIES[one.queue],
        first=first,
        case_no=numbers.get(one.meant or "", ""),
        waits_for_second=proposed and two,
        may_decide=may,
        may_place=may and not own and one.queue is not Queue.CURRENCY,
    )


def _known(payment_id: str) -> PaymentRecord:
    try:
        return house().payments.get(PaymentId(payment_id))
    except UnknownPayment as error:
        raise Http404("no such payment") from error


def _said(request: HttpRequest, decide: Callable[[], PaymentRecord | Reason]) -> HttpResponse:
    try:
        done = decide()
    except (UnknownCase, AmbiguousCase):
        done = Reason("payment.no_case", NO_CASE)
    language = desk_language()
    if isinstance(done, Reason):
        messages.error(request, done.text.in_language(language))
    else:
        text = {
            PaymentOutcome.POSTED: PLACED,
            PaymentOutcome.QUEUED: PROPOSED,
            PaymentOutcome.RETURNED: SENT_BACK,
        }[done.outcome]
        messages.success(request, text.in_language(language))
    queue = request.POST.get("queue", "")
    back = f"?queue={queue}" if queue in {one.value for one in Queue} else ""
    return redirect(reverse("payments") + back)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
