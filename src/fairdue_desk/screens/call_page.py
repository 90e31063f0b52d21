"""The first call (首通): one screen, keyboard only, that follows the call turn by turn.

Every accepted answer is stored before the next step is shown; reloading the page, or opening it after a
crash, shows the step where the call stands. Until the identity check passes, no fact of the debt is even
sent to the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from fairdue.casefile.bucket import bucket_of_days
from fairdue.casefile.case import CaseFile
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.flow import SILENCING_EFFECTS
from fairdue.conversation.heard import Heard
from fairdue.conversation.playbook import code_meanings
from fairdue.conversation.prompt import STAGE_NAMES, AskKind, Choice, Stage
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, ContactPointId
from fairdue.operations.converse import (
    AlreadyInCall,
    CallUnderWay,
    NoCallUnderWay,
    NoNumber,
    begin_call,
    call_under_way,
    take_back_turn,
    take_turn,
)
from fairdue.operations.house import House
from fairdue.strategy.brief_facts import form_of_address
from fairdue.understanding.spoken_channel import CHANNEL_NAMES
from fairdue_desk.rows.models import Case
from fairdue_desk.screens.case_page import show_case
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.decision_view import view_of_decision
from fairdue_desk.screens.heard_view import LONGEST_WORDS, heard_of, kept_value, views_of_proposals
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.records import take_case
from fairdue_desk.wiring import house

STEP_MOVED = Bilingual(
    "这个回答属于上一步，没有记录；请按现在这一步回答。",
    "That answer belonged to an earlier step and was not recorded; answer the step shown now.",
)
NO_USABLE_NUMBER = Bilingual(
    "本人没有可用的号码，请联系委托方补充。",
    "The customer has no usable number; ask the creditor for one.",
)
IN_CALL_ELSEWHERE = Bilingual(
    "本案正在另一个屏幕上通话。", "This case is in a call on another screen; take that one up."
)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One value to type with an answer."""

    name: str
    kind: AskKind
    label: str
    optional: bool
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer with its key and the fields that it asks for. ``open`` shows the fields at once."""

    choice: Choice
    fields: tuple[FieldView, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What is needed to check who is on the line, and nothing else."""

    name: str = field(repr=False)
    address: Bilingual | None
    creditor: str
    id_last_four: str = field(repr=False)
    mobile_last_four: str = field(repr=False)
    birth_on: date | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class DebtFacts:
    """The facts of the debt; made only once the identity check has passed."""

    product: str
    balance_fen: int
    principal_fen: int | None
    interest_fen: int | None
    penalty_fen: int | None
    minimum_due_fen: int | None
    overdue_on: date | None
    overdue_days: int | None
    overdue_periods: int | None
    bucket: str
    card_last_four: str = field(repr=False)
    paid_fen: int
    case: CaseFile = field(repr=False)


@require_POST
@screen(Right.WORK_CASES)
def begin(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Dial, if the gate permits it; else show its answer on the case page."""
    row = staff.require_case(case_id)
    the_house = house()
    point = request.POST.get("contact", "")
    try:
        begun = begin_call(
            the_house,
            case_id=CaseId(case_id),
            contact_point_id=ContactPointId(point) if point else None,
            as_of=the_house.now(),
            actor=staff.username,
            # Until staff have numbers of their own, the login is the number that a customer can quote.
            staff_no=staff.username,
            language=desk_language(),
        )
    except NoNumber:
        messages.error(request, NO_USABLE_NUMBER.in_language(desk_language()))
        return redirect("case", case_id=case_id)
    except AlreadyInCall:
        messages.error(request, IN_CALL_ELSEWHERE.in_language(desk_language()))
        return redirect("case", case_id=case_id)
    except ValueError:
        # The number went with a restatement of the case since the page was loaded.
        messages.error(request, NO_USABLE_NUMBER.in_language(desk_language()))
        return redirect("case", case_id=case_id)
    if isinstance(begun, Defer | Refuse):
        return show_case(request, staff, row, answer=view_of_decision(begun))
    if not row.collector:
        # What comes of the call (a promise, a claim) must stand in somebody's diary.
        take_case(the_house, case_id=CaseId(case_id), as_of=the_house.now(), actor=staff.username)
    return redirect("call", case_id=case_id)


@require_GET
@screen(Right.WORK_CASES)
def call(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Show the call as it stands; without an open call, the case."""
    row = staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    standing = call_under_way(the_house, case_id=CaseId(case_id), as_of=now, language=desk_language())
    if standing is None:
        return redirect("case", case_id=case_id)
    return render(request, "desk/call.html", _context(standing, row, now=now))


@require_POST
@screen(Right.WORK_CASES)
def turn(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Take one answer and show the next step; what cannot be taken comes back with what to type instead."""
    row = staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    try:
        standing, stale = _take(the_house, request, row, staff, now)
    except NoCallUnderWay:
        # The last answer closed the call and its reply was lost: the note stands on the case page.
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(reverse("case", args=[case_id]))
        return redirect("case", case_id=case_id)
    context = _context(standing, row, now=now, posted=request, stale=stale)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/part_call.html", context)
    if context["complaints"] or standing.closed:
        return render(request, "desk/call.html", context)
    return redirect("call", case_id=case_id)


def _take(
    the_house: House, request: HttpRequest, row: Case, staff: Staff, now: datetime
) -> tuple[CallUnderWay, bool]:
    """One turn, if the answer belongs to the step that stands; a double key press does not answer twice."""
    case_id, language = CaseId(row.case_id), desk_language()
    with the_house.book.transaction():
        the_house.book.lock_person(the_house.book.load(case_id).party.person_id)
        standing = call_under_way(the_house, case_id=case_id, as_of=now, language=language)
        if standing is None:
            raise NoCallUnderWay("the call was wrapped up meanwhile")
        if request.POST.get("turn") != str(len(standing.session.heards)):
            return standing, True
        heard = heard_of(request.POST, session=standing.session, now=now)
        taken = take_turn(
            the_house, case_id=case_id, heard=heard, as_of=now, actor=staff.username, language=language
        )
        return taken, False


@require_POST
@screen(Right.WORK_CASES)
def take_back(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Take the last answer back, with what it made a fact; what must stay says why."""
    row = staff.require_case(case_id)
    the_house = house()
    now, language, of_case = the_house.now(), desk_language(), CaseId(case_id)
    try:
        with the_house.book.transaction():
            the_house.book.lock_person(the_house.book.load(of_case).party.person_id)
            standing = call_under_way(the_house, case_id=of_case, as_of=now, language=language)
            if standing is None:
                raise NoCallUnderWay("the call was wrapped up meanwhile")
            stale = request.POST.get("turn") != str(len(standing.session.heards))
            if not stale:
                standing = take_back_turn(
                    the_house, case_id=of_case, as_of=now, actor=staff.username, language=language
                )
    except NoCallUnderWay:
        return redirect("case", case_id=case_id)
    context = _context(standing, row, now=now, stale=stale)
    return render(request, "desk/part_call.html" if request.htmx else "desk/call.html", context)  # type: ignore[attr-defined]


def _context(
    standing: CallUnderWay,
    row: Case,
    *,
    now: datetime,
    posted: HttpRequest | None = None,
    stale: bool = False,
) -> dict[str, object]:
    prompt, language = standing.prompt, desk_language()
    complaints = [text.in_language(language) for text in standing.complaints]
    asked = posted.POST.get("choice", "") if posted is not None and standing.complaints else ""
    # With a proposal on the screen Enter takes that; the fields of what was said before open without one.
    pending = None if standing.proposals else standing.session.pending
    choices = [
        _choice_view(choice, posted, pending, opened=choice.choice_id == asked) for choice in prompt.choices
    ]
    silenced = not SILENCING_EFFECTS.isdisjoint(standing.session.done)
    stages = list(Stage)
    here = stages.index(prompt.stage)
    code = prompt.code if prompt.closed else None
    return {
        "row": row,
        "case_id": row.case_id,
        "prompt": prompt,
        "turn": len(standing.session.heards),
        "steps": [
            (STAGE_NAMES[stage], "here" if place == here else "done" if place < here else "ahead")
            for place, stage in enumerate(stages)
        ],
        "complaints": [*([STEP_MOVED.in_language(language)] if stale else []), *complaints],
        "answers": [view for view in choices if not view.choice.care],
        "cares": [view for view in choices if view.choice.care],
        "channels": CHANNEL_NAMES,
        "identity": _identity_facts(standing.case),
        "debt": _debt_facts(standing.case, now)
        if prompt.debt_visible and not prompt.closed and not silenced
        else None,
        "silenced": silenced,
        "code": code,
        "code_name": code_meanings()[code].name if code else None,
        "outcome": standing.case if prompt.closed else None,
        "said_words": _words_kept(posted, standing),
        "proposals": views_of_proposals(standing.proposals, language=language),
        "wrap_up": standing.wrap_up,
        "wrap_up_name": code_meanings()[standing.wrap_up.code].name if standing.wrap_up else None,
    }


def _words_kept(posted: HttpRequest | None, standing: CallUnderWay) -> str:
    """The words that were not understood: to be put right rather than typed again."""
    if posted is None or not standing.complaints:
        return ""
    return posted.POST.get("heard", "")[:LONGEST_WORDS]


def _choice_view(
    choice: Choice, posted: HttpRequest | None, pending: Heard | None, *, opened: bool
) -> ChoiceView:
    kept = pending if pending is not None and pending.choice == choice.choice_id else None
    fields = tuple(
        FieldView(
            name=f"{choice.choice_id}-{kind.value}",
            kind=kind,
            label=label,
            optional=kind in choice.optional,
            value=posted.POST.get(f"{choice.choice_id}-{kind.value}", "")
            if posted and opened
            else kept_value(kept, kind),
        )
        for kind, label in zip(choice.asks, choice.ask_labels, strict=True)
    )
    return ChoiceView(choice, fields, opened or kept is not None)


def _identity_facts(case: CaseFile) -> IdentityFacts:
    mobile = case.contact_points[0].value if case.contact_points else ""
    return IdentityFacts(
        name=case.party.name,
        address=form_of_address(case),
        creditor=case.account.creditor,
        id_last_four=case.party.id_number[-4:],
        mobile_last_four=mobile[-4:],
        birth_on=case.party.birth_on,
    )


def _debt_facts(case: CaseFile, now: datetime) -> DebtFacts:
    account = case.account
    days = account.overdue_days(on=civil_date(now))
    return DebtFacts(
        product=account.product or "",
        balance_fen=case.balance_fen,
        principal_fen=account.principal_fen,
        interest_fen=account.interest_fen,
        penalty_fen=account.penalty_fen,
        minimum_due_fen=account.minimum_due_fen,
        overdue_on=account.overdue_on,
        overdue_days=days,
        overdue_periods=account.overdue_periods,
        bucket=(account.bucket or "—") if days is None else bucket_of_days(days),
        card_last_four=account.card[-4:],
        paid_fen=case.paid_fen,
        case=case,
    )
