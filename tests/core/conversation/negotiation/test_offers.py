"""Offers: inside means and terms, to the fen, and what is not offered says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.conversation.negotiation.affordability import ASK_OTHER_DEBTS, Affordability
from fairdue.conversation.negotiation.approval import Approved, NotApproved, approve
from fairdue.conversation.negotiation.offers import (
    NotOffered,
    Offer,
    OfferKind,
    Standing,
    beyond_means,
    offers_for,
    relief_within,
)
from fairdue.conversation.negotiation.schedule import years_after
from fairdue.conversation.negotiation.terms import LONGEST_PLAN_YEARS, Approver, Component, OfferTerms
from fairdue.conversation.negotiation.terms_reading import all_terms, terms_of

TODAY = date(2026, 3, 2)
BANK = terms_of(creditor="示例银行", on=TODAY)
PARTS = {
    Component.PRINCIPAL: 1_000_000,
    Component.INTEREST: 150_000,
    Component.PENALTY: 40_000,
    Component.FEES: 10_000,
}
DEBT = Standing(balance_fen=1_200_000, willing=True, is_credit_card=True, components=PARTS)


def _means(monthly: int | None = 60_000, at_once: int | None = 50_000) -> Affordability:
    return Affordability(monthly, at_once, (), ())


def _offered(
    standing: Standing = DEBT, terms: OfferTerms = BANK, means: Affordability | None = None
) -> tuple[dict[OfferKind, Offer], dict[OfferKind, NotOffered]]:
    found, refused = offers_for(
        standing=standing, terms=terms, affordability=means or _means(), as_of_on=TODAY
    )
    return {one.kind: one for one in found}, {one.kind: one for one in refused}


@st.composite
def debts(draw: st.DrawFn) -> Standing:
    components: Mapping[Component, int] = draw(
        st.dictionaries(st.sampled_from(Component), st.integers(0, 10**8), max_size=4)
    )
    over = draw(st.integers(1, 10**6))
    return Standing(
        balance_fen=sum(components.values()) + over,
        willing=draw(st.booleans()),
        is_credit_card=draw(st.booleans()),
        components=components,
        postponed_in_90_days=draw(st.integers(0, 3)),
    )


MEANS = st.builds(
    Affordability,
    monthly_fen=st.none() | st.integers(0, 10**7),
    at_once_fen=st.none() | st.integers(0, 10**9),
    missing=st.just(()),
    reasons=st.just(()),
)


@given(
    standing=debts(), terms=st.sampled_from(all_terms()), means=MEANS, on=st.dates(TODAY, date(2040, 1, 1))
)
def test_whatever_the_debt_every_offer_makes_the_balance_to_the_fen_and_keeps_to_the_terms(
    standing: Standing, terms: OfferTerms, means: Affordability, on: date
) -> None:
    found, refused = offers_for(standing=standing, terms=terms, affordability=means, as_of_on=on)
    assert sorted([*(one.kind for one in found), *(one.kind for one in refused)]) == sorted(OfferKind)
    for offer in found:
        assert offer.pays_fen + offer.relieved_fen + offer.left_fen == standing.balance_fen
        assert all(part.amount_fen > 0 for part in offer.pays) and offer.left_fen >= 0
        assert all(on <= part.due_on <= years_after(on, LONGEST_PLAN_YEARS) for part in offer.pays)
        assert all(reason.text.zh and "{" not in reason.text.zh + reason.text.en for reason in offer.reasons)
        if offer.kind in (OfferKind.PLAN, OfferKind.RELIEF):
            assert standing.willing and offer.approver is not Approver.COLLECTOR
            assert "CN-PLAN-02" in offer.rules
        if offer.kind is OfferKind.PLAN:
            assert terms.plan is not None and len(offer.pays) <= terms.plan.most_months
            assert means.monthly_fen is not None
            assert max(part.amount_fen for part in offer.pays) <= means.monthly_fen
            assert min(part.amount_fen for part in offer.pays) >= terms.plan.least_instalment_fen
        for component, amount in offer.relieved:
            assert amount <= standing.components[component]
            assert component is not Component.PRINCIPAL, "no terms of the playbook relieve the principal"


def test_a_plan_is_as_short_as_what_is_left_a_month_allows() -> None:
    found, _ = _offered()
    plan = found[OfferKind.PLAN]
    assert len(plan.pays) == 20 and plan.approver is Approver.CREDITOR and plan.fits
    assert {part.amount_fen for part in plan.pays} == {60_000}


def test_no_plan_is_called_affordable_before_living_and_other_debts_were_asked() -> None:
    asked = Affordability(60_000, 50_000, (ASK_OTHER_DEBTS,), ())
    assert _offered(means=asked)[0][OfferKind.PLAN].fits is None
    assert _offered()[0][OfferKind.PLAN].fits is True


def test_a_short_plan_is_within_what_a_lead_may_approve() -> None:
    found, _ = _offered(means=_means(monthly=120_000))
    assert len(found[OfferKind.PLAN].pays) == 10 and found[OfferKind.PLAN].approver is Approver.LEAD


@pytest.mark.parametrize(
    ("standing", "means", "code"),
    [
        (replace(DEBT, willing=False), _means(), "negotiation.not_willing"),
        (DEBT, _means(monthly=None), "negotiation.means_unknown"),
        (DEBT, _means(monthly=1_500_000), "negotiation.within_means"),
        (DEBT, _means(monthly=15_000), "negotiation.plan_too_long"),
        (DEBT, _means(monthly=0), "negotiation.plan_too_long"),
        (
            replace(DEBT, balance_fen=90_000, components={}),
            _means(monthly=30_000, at_once=0),
            "negotiation.balance_too_small",
        ),
    ],
)
def test_a_plan_that_cannot_be_offered_says_why(standing: Standing, means: Affordability, code: str) -> None:
    _, refused = _offered(standing, means=means)
    assert refused[OfferKind.PLAN].reason.code == code


def test_without_terms_of_its_own_a_creditor_s_plans_and_relief_are_only_passed_on() -> None:
    _, refused = _offered(terms=terms_of(creditor="别的银行", on=TODAY))
    assert {refused[kind].reason.code for kind in (OfferKind.PLAN, OfferKind.RELIEF)} == {
        "negotiation.not_in_terms"
    }


def test_a_second_postponement_within_ninety_days_is_not_offered() -> None:
    _, refused = _offered(replace(DEBT, postponed_in_90_days=1))
    assert refused[OfferKind.POSTPONE].reason.code == "negotiation.postponed_before"


def test_relief_takes_the_least_authority_that_makes_the_rest_payable() -> None:
    # A lead may relieve half of the fees and three tenths of the penalty: 5,000 + 12,000 fen.
    found, _ = _offered(means=_means(at_once=1_183_000))
    assert (
        found[OfferKind.RELIEF].approver is Approver.LEAD and found[OfferKind.RELIEF].relieved_fen == 17_000
    )
    found, _ = _offered(means=_means(at_once=1_100_000))
    assert found[OfferKind.RELIEF].approver is Approver.CREDITOR
    assert found[OfferKind.RELIEF].relieved_fen == 10_000 + 40_000 + 75_000


def test_relief_needs_the_parts_of_the_debt() -> None:
    _, refused = _offered(replace(DEBT, components={}))
    assert refused[OfferKind.RELIEF].reason.code == "negotiation.components_unknown"


@given(amount=st.integers(0, 10**9))
def test_more_authority_never_relieves_less(amount: int) -> None:
    assert BANK.relief is not None
    sums = [
        sum(
            fen
            for _, fen in relief_within(
                components=dict.fromkeys(Component, amount), terms=BANK.relief, approver=role
            )
        )
        for role in Approver
    ]
    assert sums == sorted(sums)


def test_what_is_beyond_means_is_not_known_without_a_monthly_figure() -> None:
    assert beyond_means(standing=DEBT, affordability=_means(monthly=None)) is None
    assert beyond_means(standing=DEBT, affordability=_means()) is True


def test_what_fits_stands_before_what_does_not() -> None:
    found, _ = offers_for(standing=DEBT, terms=BANK, affordability=_means(), as_of_on=TODAY)
    fits = [{True: 0, None: 1, False: 2}[offer.fits] for offer in found]
    assert fits == sorted(fits) and found[0].fits


def test_a_debt_that_is_none_and_parts_above_the_whole_are_misuse() -> None:
    with pytest.raises(ValueError, match="nothing is owed"):
        replace(DEBT, balance_fen=0, components={})
    with pytest.raises(ValueError, match="more than the balance"):
        replace(DEBT, balance_fen=1_000)


def test_nobody_approves_beyond_their_authority_or_for_themselves() -> None:
    plan = _offered(means=_means(monthly=120_000))[0][OfferKind.PLAN]
    assert isinstance(
        approve(offer=plan, asked_by="chen", by="wang", authority=Approver.COLLECTOR), NotApproved
    )
    own = approve(offer=plan, asked_by="Chen ", by="chen", authority=Approver.LEAD)
    assert isinstance(own, NotApproved) and own.reason.code == "approval.own_request"
    assert approve(offer=plan, asked_by="chen", by="wang", authority=Approver.LEAD) == Approved(
        "wang", Approver.LEAD
    )
