"""Negotiate: what can be offered on a case today, what the gate says to it, and signing a plan through the gate.

Room: operations. Asking stores nothing. A plan is recorded only when its six contents are there, its instalments make
the balance to the fen, and the gate permits the offer: the approval, the evidence of hardship and the recording are
facts that people vouch for (``operations.attest``), each by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairdue.casefile.arrangement import Instalment
from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import ArrangementSigned
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy, Purpose
from fairdue.compliance.attested import deciding
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.facts_words import ProductKind
from fairdue.compliance.override import same_person
from fairdue.conversation.negotiation.affordability import Affordability, Budget, assess, living_costs
from fairdue.conversation.negotiation.offers import NotOffered, Offer, OfferKind, Standing, offers_for
from fairdue.conversation.negotiation.plan_agreement import PlanAgreement, arrangement_of, faults_of
from fairdue.conversation.negotiation.terms import Component, OfferTerms
from fairdue.conversation.negotiation.terms_reading import terms_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.intake.layouts import fold_word
from fairdue.operations.house import House
from fairdue.operations.prepare import explain_action
from fairdue.operations.send import ask_gate
from fairdue.operations.whereabouts import scopes_of_act

_POSTPONED_WITHIN = timedelta(days=90)
_SAID = {OfferKind.PLAN: ActionKind.OFFER_PLAN, OfferKind.RELIEF: ActionKind.OFFER_RELIEF}


class NothingOwed(LookupError):
    """The case is closed or nothing is owed, so there is nothing to negotiate."""


class PlanAtFault(ValueError):
    """The plan cannot be signed as it stands; ``faults`` say why, in order."""

    def __init__(self, faults: tuple[Reason, ...]) -> None:
        super().__init__("; ".join(fault.text.en for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Negotiation:
    """What can be offered on a case. ``answers`` is the gate's to each kind that it is asked about, dry."""

    case: CaseFile
    terms: OfferTerms
    affordability: Affordability
    offers: tuple[Offer, ...]
    not_offered: tuple[NotOffered, ...]
    answers: Mapping[OfferKind, Decision]


def negotiate(
    house: House,
    *,
    case_id: CaseId,
    budget: Budget,
    willing: bool,
    as_of: datetime,
    actor: str = "",
) -> Negotiation:
    """All that can be offered today, with reasons. Nothing is recorded. Raises UnknownCase, NothingOwed."""
    case = house.book.load(case_id)
    if not case.is_open or case.balance_fen <= 0:
        raise NothingOwed("the case is not open or nothing is owed on it; there is nothing to negotiate")
    on = civil_date(as_of)
    terms = terms_of(creditor=case.account.creditor, on=on)
    means = assess(budget=budget, costs=living_costs())
    offers, not_offered = offers_for(
        standing=standing_of(house, case, willing=willing, as_of=as_of),
        terms=terms,
        affordability=means,
        as_of_on=on,
        rest_days=house.rest_days,
    )
    answers = {
        offer.kind: explain_action(house, action=_spoken(case, offer, on), as_of=as_of, actor=actor)
        for offer in offers
        if offer.kind in _SAID
    }
    return Negotiation(case, terms, means, offers, not_offered, answers)


def _spoken(case: CaseFile, offer: Offer, on: date) -> Action:
    months = months_until(on=on, pays=offer.pays) if offer.kind is OfferKind.PLAN else None
    return offer_action(case, kind=_SAID[offer.kind], months=months)


def standing_of(house: House, case: CaseFile, *, willing: bool, as_of: datetime) -> Standing:
    """The debt as offers look at it. Parts that no longer make the balance are not known, rather than guessed."""
    product = fold_word(case.account.product or "")
    since = as_of - _POSTPONED_WITHIN
    return Standing(
        balance_fen=case.balance_fen,
        willing=willing,
        is_credit_card=house.layouts.words.products.get(product) == ProductKind.CREDIT_CARD.value,
        components=components_of(case),
        postponed_in_90_days=sum(1 for promise in case.promises if promise.made_at > since),
    )


def components_of(case: CaseFile) -> dict[Component, int]:
    """The parts of the balance as the creditor placed them, while they still make it to the fen; else nothing."""
    account = case.account
    parts = {
        Component.FEES: account.fees_fen,
        Component.PENALTY: account.penalty_fen,
        Component.INTEREST: account.interest_fen,
        Component.PRINCIPAL: account.principal_fen,
    }
    known = {component: amount for component, amount in parts.items() if amount}
    return known if sum(known.values()) == case.balance_fen else {}


def months_until(*, on: date, pays: tuple[Instalment, ...]) -> int:
    """How many months a plan runs from a day to its last instalment, a month begun counted as a whole one."""
    last = max(part.due_on for part in pays)
    months = (last.year - on.year) * 12 + last.month - on.month
    return max(1, months + (last.day > on.day))


def offer_action(case: CaseFile, *, kind: ActionKind, months: int | None = None) -> Action:
    """The act of offering a plan, of so many months, or relief to the customer."""
    return Action(
        kind=kind,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.PHONE,
        purpose=Purpose.COLLECT,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        plan_months=months,
    )


def sign_plan(
    house: House, *, case_id: CaseId, agreement: PlanAgreement, as_of: datetime, actor: str
) -> CaseFile | Defer | Refuse:
    """Record a plan that was agreed, if it is whole and the gate permits it; the gate's answer is kept either way.

    The balance of the agreement is that of the case at this moment. Raises PlanAtFault, NothingOwed, UnknownCase.
    """
    faults = faults_of(agreement)
    if faults:
        raise PlanAtFault(faults)
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if not case.is_open or case.balance_fen <= 0:
            raise NothingOwed("the case is not open or nothing is owed on it; there is no plan to sign")
        if agreement.balance_fen != case.balance_fen:
            raise PlanAtFault((_BALANCE_MOVED,))
        if case.performing_arrangement is not None:
            raise PlanAtFault((_PLAN_RUNS,))
        months = months_until(on=agreement.agreed_on, pays=agreement.instalments)
        action = offer_action(case, kind=ActionKind.OFFER_PLAN, months=months)
        if _approved_by(house, case, action, actor, as_of=as_of):
            raise PlanAtFault((_OWN_APPROVAL,))
        decision = ask_gate(
            house,
            case=case,
            action=action,
            as_of=as_of,
            actor=actor,
            identity_verified=bool(case.verified_attempts),
            wording_cleared=True,  # the words are those of the creditor's form
        )
        if not isinstance(decision, Permit):
            return decision
        signed = arrangement_of(agreement, arrangement_id=f"plan{len(case.arrangements) + 1}-{case_id}")
        return house.book.append(case, [ArrangementSigned(signed)], at=as_of, actor=actor)


def _approved_by(house: House, case: CaseFile, action: Action, actor: str, *, as_of: datetime) -> bool:
    """Does the approval that counts rest on the word of whoever signs? Then nobody else looked at it."""
    scopes = scopes_of_act(case, action, actor=actor, line=None)
    stated = deciding(house.attestations.standing(scopes, as_of=as_of), scopes, as_of)
    approval = stated.get("offer_approved")
    return approval is not None and same_person(approval.stated_by, actor)


_OWN_APPROVAL = Reason(
    "plan.own_approval",
    Bilingual(
        "审批由签约人自己登记；请另一人用自己的工号登记审批",
        "whoever signs stated the approval; another person states it, under their own login",
    ),
)
_BALANCE_MOVED = Reason(
    "plan.balance_moved",
    Bilingual(
        "欠款余额已变动，请按现在的余额重做方案",
        "the balance has moved; build the plan anew on what is owed now",
    ),
)
_PLAN_RUNS = Reason(
    "plan.runs",
    Bilingual("这件案件已有在履行的分期", "a plan is already performing on this case"),
)
