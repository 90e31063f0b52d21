"""The act that the options of ``fairdue explain`` make: every kind, what is said, and what cannot be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from core.casefile.builders import a_case
from core.compliance.act_builders import TEN_O_CLOCK, ask
from fairdue.cli.act_options import ActOptions, proposed_act
from fairdue.cli.house import ExpectedFailure
from fairdue.compliance.action import (
    ACTION_COLUMNS,
    Action,
    ActionKind,
    CalleeRole,
    Channel,
    InitiatedBy,
    Purpose,
    ThirdPartyIntent,
)
from fairdue.compliance.claim import Claim, Document, SpokenAs
from fairdue.compliance.decision import Outcome, Permit
from fairdue.compliance.explain import explain, reading_order
from fairdue.compliance.worked_cases import all_clear

CASE = a_case()
ORDER = [
    Outcome.REFUSE,
    Outcome.DEFER,
    Outcome.OVERRIDDEN,
    Outcome.WARN,
    Outcome.PASSED,
    Outcome.NOT_APPLICABLE,
]
# What an act of its kind must say about itself before the gate can permit it.
SAID: dict[ActionKind, dict[str, Any]] = {
    ActionKind.SEND_MESSAGE: {"sender_named": True, "opt_out_included": True},
    ActionKind.SEND_EMAIL: {"sender_named": True, "opt_out_included": True},
    ActionKind.LEAVE_VOICEMAIL: {"sender_named": True, "opt_out_included": True},
    ActionKind.VISIT: {"headcount": 2},
    ActionKind.CONTACT_THIRD_PARTY: {"intent": ThirdPartyIntent.ASK_CONTACT_DETAILS},
    ActionKind.STATE_AMOUNT: {"stated_amount": "12850.36", "extra_fee": "0"},
    ActionKind.OFFER_PLAN: {"plan_months": 12},
    ActionKind.EXPORT_DATA: {"export_rows": 10},
}
FACTS_OF = {
    ActionKind.CONTACT_THIRD_PARTY: "ask_third_party",
    ActionKind.REVEAL_SEALED_CONTACT: "reveal_sealed_contact",
}


def _act(kind: ActionKind | str, **said: Any) -> Action:
    return proposed_act(CASE, kind=str(kind), options=ActOptions(**said))


def _outcomes(kind: ActionKind, **said: Any) -> dict[str, Outcome]:
    _, facts = all_clear(act=FACTS_OF.get(kind, "call_debtor"), when=datetime(2026, 3, 10, 10, 0))
    return {line.rule_id: line.outcome for line in ask(_act(kind, **said), facts).trace}


@pytest.mark.parametrize("kind", ActionKind)
def test_every_kind_of_act_can_be_said_so_that_it_is_permitted_with_all_clear(kind: ActionKind) -> None:
    _, facts = all_clear(act=FACTS_OF.get(kind, "call_debtor"), when=datetime(2026, 3, 10, 10, 0))
    decision = ask(_act(kind, **SAID.get(kind, {})), facts, as_of=TEN_O_CLOCK)
    assert isinstance(decision, Permit), explain(decision, language="en", whole_trace=False)


@pytest.mark.parametrize(
    ("kind", "said", "rule", "outcome"),
    [
        (ActionKind.VISIT, {"headcount": 2}, "cn.gbt_45251.visit_headcount", Outcome.PASSED),
        (ActionKind.VISIT, {"headcount": 1}, "cn.gbt_45251.visit_headcount", Outcome.REFUSE),
        (ActionKind.VISIT, {}, "cn.gbt_45251.visit_headcount", Outcome.UNKNOWN),
        (ActionKind.CONTACT_THIRD_PARTY, {"intent": ThirdPartyIntent.ASK_TO_RELAY}, "cn.gbt_45251.third_party_intents", Outcome.PASSED),
        (ActionKind.CONTACT_THIRD_PARTY, {}, "cn.gbt_45251.third_party_intents", Outcome.UNKNOWN),
        (ActionKind.OFFER_PLAN, {"plan_months": 60}, "cn.credit_card_2011.plan_at_most_five_years", Outcome.PASSED),
        (ActionKind.OFFER_PLAN, {"plan_months": 61}, "cn.credit_card_2011.plan_at_most_five_years", Outcome.REFUSE),
        (ActionKind.SAY_SENTENCE, {"claims": (Claim.AMOUNT, Claim.INSULT)}, "cn.public_order_2025.no_threats", Outcome.REFUSE),
        (ActionKind.SAY_SENTENCE, {"claims": (Claim.AMOUNT,)}, "cn.public_order_2025.no_threats", Outcome.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_what_is_said_about_an_act_reaches_the_rules(
    kind: ActionKind, said: dict[str, Any], rule: str, outcome: Outcome
) -> None:
    assert _outcomes(kind, **said)[rule] is outcome


def test_every_column_of_an_act_can_be_said() -> None:
    act = _act(
        ActionKind.SAY_SENTENCE,
        channel=Channel.IN_PERSON,
        purpose=Purpose.SERVICE,
        initiated_by=InitiatedBy.CUSTOMER,
        to=CalleeRole.GUARANTOR,
        call_type="notify",
        intent=ThirdPartyIntent.ASK_TO_RELAY,
        headcount=3,
        document=Document.RECEIPT,
        spoken_as=SpokenAs.LAWYER,
        claims=(Claim.RELIEF,),
        stated_amount="1,285.03",
        extra_fee="0",
        plan_months=7,
        credit_years=5,
        export_rows=0,
        sender_named=False,
        opt_out_included=False,
        synthetic_voice=True,
        public_posting=True,
        postcard=True,
        subdelegated=True,
        sensitive_data=True,
        decided_by_model=True,
    )
    plain = _act(ActionKind.SAY_SENTENCE)
    unsaid = [name for name in ACTION_COLUMNS if getattr(act, name) == getattr(plain, name)]
    assert unsaid == ["kind"]
    assert (act.stated_amount_fen, act.extra_fee_fen, act.export_rows) == (128503, 0, 0)
    assert act.claims == {Claim.RELIEF}


def test_the_trace_is_read_from_what_refuses_to_what_does_not_apply() -> None:
    _, facts = all_clear(act="call_debtor", when=datetime(2026, 3, 10, 10, 0), visits_today=9)
    decision = ask(_act(ActionKind.VISIT, headcount=1), facts)
    outcomes = [line.outcome for line in reading_order(decision.trace)]
    assert set(outcomes) == {Outcome.REFUSE, Outcome.DEFER, Outcome.PASSED, Outcome.NOT_APPLICABLE}
    assert outcomes == sorted(outcomes, key=lambda one: ORDER.index(one))


def test_a_contact_point_is_named_by_its_id() -> None:
    point = CASE.contact_points[-1]
    act = _act(ActionKind.PLACE_CALL, contact=point.contact_point_id)
    assert (act.contact_point_id, act.number_key) == (point.contact_point_id, point.number_key)


@pytest.mark.parametrize(
    ("kind", "said", "complaint"),
    [
        ("shout", {}, "there is no action 'shout'; there are place_call"),
        ("visit", {"headcount": -1}, "--headcount counts from 0"),
        ("state_amount", {"stated_amount": "much"}, "--stated-amount: "),
        ("state_amount", {"stated_amount": "-5"}, "--stated-amount is not below 0"),
        ("place_call", {"contact": "nobody"}, "--contact: no contact point"),
        ("contact_third_party", {"to": CalleeRole.DEBTOR}, "needs callee_role third_party"),
        ("visit", {"initiated_by": InitiatedBy.CUSTOMER}, "the house's own doing"),
    ],
)
def test_an_act_that_cannot_be_is_an_input_error(kind: str, said: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ExpectedFailure) as failed:
        _act(kind, **said)
    assert failed.value.code == 2
    assert complaint in str(failed.value)
