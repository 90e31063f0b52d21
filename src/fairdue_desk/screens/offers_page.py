"""The offers page: what the household has, typed once, and what can be offered on it. Nothing typed here is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fairdue.conversation.negotiation.affordability import Budget
from fairdue.conversation.negotiation.offers import KIND_NAMES, Offer, OfferKind
from fairdue.conversation.negotiation.terms import Approver, Component
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue.foundation.money import MoneyUnreadable, read_money
from fairdue.operations.negotiate import Negotiation, NothingOwed, negotiate
from fairdue_desk.screens.decision_view import DecisionView, view_of_decision
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.person_shield import require_sight
from fairdue_desk.wiring import house

FIGURES = (
    ("income", Bilingual("每月到手收入", "comes in a month, after tax")),
    ("living", Bilingual("每月生活必需", "needed to live, a month")),
    ("other_debts", Bilingual("每月其他还款", "other loans and cards, a month")),
    ("at_hand", Bilingual("不借钱，现在能安排", "at hand now, without borrowing")),
)
APPROVERS: dict[Approver, Bilingual] = {
    Approver.COLLECTOR: Bilingual("无需审批", "no approval needed"),
    Approver.LEAD: Bilingual("须组长批准", "the team lead must approve"),
    Approver.CREDITOR: Bilingual("须委托方批准", "the creditor must approve"),
}
COMPONENTS: dict[Component, Bilingual] = {
    Component.FEES: Bilingual("费用", "fees"),
    Component.PENALTY: Bilingual("违约金", "penalty"),
    Component.INTEREST: Bilingual("利息", "interest"),
    Component.PRINCIPAL: Bilingual("本金", "principal"),
}
NOTHING_OWED = Bilingual(
    "案件已结束或没有欠款，无需协商", "the case is over or nothing is owed: there is nothing to negotiate"
)
MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was filled in. ``wrong`` says what to correct, by field."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    adults: str = "1"
    children: str = "0"
    steady: str = ""
    unwilling: bool = False
    wrong: dict[str, Bilingual] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer as it is shown, with the gate's answer where the gate is asked."""

    offer: Offer
    name: Bilingual
    approver: Bilingual
    relieved: tuple[tuple[Bilingual, int], ...]
    answer: DecisionView | None


@require_http_methods(["GET", "POST"])
@screen(Right.WORK_CASES)
def offers(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """The form, and what can be offered on what was typed. By POST alone, so that no figure stands in an address."""
    row = staff.require_case(case_id)
    require_sight(staff)
    the_house = house()
    typed, budget = (Typed(), Budget()) if request.method == "GET" else _read(request)
    context: dict[str, object] = {
        "row": row,
        "typed": typed,
        "figures": [
            (name, label, typed.values.get(name, ""), typed.wrong.get(name)) for name, label in FIGURES
        ],
    }
    if budget is None:
        return render(request, "desk/offers.html", context)
    try:
        found = negotiate(
            the_house,
            case_id=CaseId(case_id),
            budget=budget,
            willing=not typed.unwilling,
            as_of=the_house.now(),
            actor=staff.username,
        )
    except NothingOwed:
        return render(request, "desk/offers.html", context | {"nothing": NOTHING_OWED})
    context |= {
        "found": found,
        "offers": [_view(found, offer) for offer in found.offers],
        "refused": [(KIND_NAMES[one.kind], one.reason.text) for one in found.not_offered],
        "asked": request.method == "POST",
    }
    return render(request, "desk/offers.html", context)


def _view(found: Negotiation, offer: Offer) -> OfferView:
    answer = found.answers.get(offer.kind)
    return OfferView(
        offer,
        KIND_NAMES[OfferKind(offer.kind)],
        APPROVERS[offer.approver],
        tuple((COMPONENTS[component], amount) for component, amount in offer.relieved),
        None if answer is None else view_of_decision(answer),
    )


def _read(request: HttpRequest) -> tuple[Typed, Budget | None]:
    """What was typed, and the budget it makes; None where something must be corrected first."""
    given = {name: request.POST.get(name, "").strip()[:40] for name, _ in FIGURES}
    adults, children = (request.POST.get(name, "")[:3] for name in ("adults", "children"))
    wrong: dict[str, Bilingual] = {}
    amounts: dict[str, int | None] = {}
    for name, text in given.items():
        try:
            amounts[name] = read_money(text) if text else None
        except MoneyUnreadable:
            amounts[name] = -1
        if (amounts[name] or 0) < 0:
            wrong[name] = Bilingual("请填金额，例如 6000", "an amount in yuan, such as 6000")
    for name, text, least in (("adults", adults, 1), ("children", children, 0)):
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= MOST_PEOPLE:
            wrong[name] = Bilingual(
                f"请填 {least} 到 {MOST_PEOPLE} 的人数", f"a number from {least} to {MOST_PEOPLE}"
            )
    steady = request.POST.get("steady", "")
    typed = Typed(given, adults, children, steady, "unwilling" in request.POST, wrong)
    if wrong:
        return typed, None
    return typed, Budget(
        income_fen=amounts["income"],
        living_fen=amounts["living"],
        other_debts_fen=amounts["other_debts"],
        at_hand_fen=amounts["at_hand"],
        adults=int(adults),
        children=int(children),
        income_is_steady={"yes": True, "no": False}.get(steady),
    )
