"""Two persons set a policy aside on one case for a time; one person cannot, and law never is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from desk.test_send import Line, call_of, codes, dial, over, place
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.override_request import OverrideRequest
from fairdue.compliance.decision import Outcome
from fairdue.foundation.reason import Reason
from fairdue.operations.audit import audit
from fairdue.operations.house import House
from fairdue.operations.override import (
    NOT_IN_FORCE,
    NOT_OVERRIDABLE,
    NOT_WAITING,
    ONE_PERSON,
    UnknownOverride,
    ask_override,
    find_override,
    grant_override,
    pending_overrides,
    standing_overrides,
    withdraw_override,
)
from fairdue.operations.prepare import allowance_of
from fairdue.operations.send import Sent
from fairdue.strategy.allowance import Standing
from fairdue_desk.rows.models import CaseEvent, Decision
from journeys.story import on

pytestmark = pytest.mark.django_db

POLICY, LAW = "house.weekly_contacts", "cn.civil_code.no_minors"


@pytest.fixture
def full(house: House) -> House:
    """A house whose calls nobody answers, on a line that ends them at once."""
    return over(house, Line(CallResult.NO_ANSWER))


@pytest.fixture
def case(full: House) -> CaseFile:
    """A case that was contacted fourteen times this week, as often as the policy allows."""
    case = place(full, "HS-1")
    for number in range(14):
        day, hour = divmod(number, 5)
        answer = dial_on(full, case, on(day, 9 + 2 * hour))
        assert isinstance(answer, Sent), answer
    return full.book.load(case.case_id)


def dial_on(house: House, case: CaseFile, moment: datetime) -> object:
    from fairdue.operations.send import send

    return send(house, action=call_of(case), as_of=moment, actor="c7")


def asked(house: House, case: CaseFile, rule: str = POLICY, *, days: int = 7) -> OverrideRequest | Reason:
    return ask_override(
        house,
        case_id=case.case_id,
        rule_id=rule,
        reason="秘密的缘由",
        evidence="rec-7",
        ends_at=on(2, 18) + timedelta(days=days),
        as_of=on(2, 18),
        actor="c7",
    )


def request_of(house: House, case: CaseFile) -> OverrideRequest:
    request = asked(house, case)
    assert isinstance(request, OverrideRequest), request
    return request


def grant(
    house: House, case: CaseFile, override_id: str, *, actor: str, at: datetime | None = None
) -> object:
    return grant_override(
        house, case_id=case.case_id, override_id=override_id, as_of=at or on(2, 19), actor=actor
    )


def test_what_one_asked_and_another_granted_opens_the_gate_and_the_decision_shows_it(
    full: House, case: CaseFile
) -> None:
    assert codes(dial_on(full, case, on(2, 20))) == {POLICY}
    request = request_of(full, case)
    assert codes(dial_on(full, case, on(2, 20, 1))) == {POLICY}, "asking alone sets nothing aside"
    assert isinstance(grant(full, case, request.override_id, actor="lead"), OverrideRequest)
    sent = dial_on(full, case, on(2, 20, 2))
    assert isinstance(sent, Sent)
    (line,) = [line for line in sent.permit.trace if line.outcome is Outcome.OVERRIDDEN]
    assert line.rule_id == POLICY and request.override_id in line.text.en
    kept = Decision.objects.get(permit_id=sent.permit.permit_id)
    (stored,) = [entry for entry in json.loads(kept.trace) if entry["outcome"] == "overridden"]
    assert stored["rule"] == POLICY and request.override_id in stored["zh"]
    assert audit(full).findings == ()


def test_the_card_of_the_case_says_the_same_as_the_gate(full: House, case: CaseFile) -> None:
    before = allowance_of(full, case, as_of=on(2, 20), actor="c7")
    request = request_of(full, case)
    grant(full, case, request.override_id, actor="lead")
    after = allowance_of(full, full.book.load(case.case_id), as_of=on(2, 20), actor="c7")
    assert (before.standing, after.standing) == (Standing.NOT_ALLOWED, Standing.ALLOWED)


@pytest.mark.parametrize("same", ["c7", "C7", " c7 "])
def test_whoever_asked_cannot_grant_in_whatever_spelling(full: House, case: CaseFile, same: str) -> None:
    request = request_of(full, case)
    answer = grant(full, case, request.override_id, actor=same)
    assert isinstance(answer, Reason) and answer.code == ONE_PERSON
    assert codes(dial_on(full, case, on(2, 20))) == {POLICY}
    assert [line.request for line in pending_overrides(full, as_of=on(2, 20))] == [request]


def test_law_is_never_set_aside_and_the_refusal_cites_it(full: House, case: CaseFile) -> None:
    answer = asked(full, case, LAW)
    assert isinstance(answer, Reason) and answer.code == NOT_OVERRIDABLE
    assert "法律" in answer.text.zh and answer.citation is not None
    assert not CaseEvent.objects.filter(kind="OverrideAsked").exists()


def test_a_rule_that_is_not_in_force_needs_no_override(full: House, case: CaseFile) -> None:
    disabled = next(rule for rule in full.rulebook.rules if rule.status == "disabled")
    answer = asked(full, case, disabled.rule_id)
    assert isinstance(answer, Reason) and answer.code == NOT_IN_FORCE
    with pytest.raises(KeyError, match="no rule is called"):
        asked(full, case, "house.nowhere")


@pytest.mark.parametrize("days", [0, -1, 32])
def test_an_override_has_an_end_within_a_month(full: House, case: CaseFile, days: int) -> None:
    with pytest.raises(ValueError, match="ends within 31 days"):
        asked(full, case, days=days)


def test_an_override_ends_by_itself_to_the_minute(full: House, case: CaseFile) -> None:
    request = request_of(full, case)
    grant(full, case, request.override_id, actor="lead")
    loaded = full.book.load(case.case_id).overrides[0]
    assert loaded.holds_at(request.ends_at - timedelta(minutes=1))
    assert not loaded.holds_at(request.ends_at)
    assert standing_overrides(full, as_of=request.ends_at) == []
    too_late = request_of(full, case)
    answer = grant(full, case, too_late.override_id, actor="lead", at=too_late.ends_at)
    assert isinstance(answer, Reason) and answer.code == NOT_WAITING


def test_an_override_that_is_taken_back_ends_at_once(full: House, case: CaseFile) -> None:
    request = request_of(full, case)
    grant(full, case, request.override_id, actor="lead")
    gone = withdraw_override(
        full, case_id=case.case_id, override_id=request.override_id, as_of=on(2, 20), actor="compliance"
    )
    assert gone.withdrawn_at == on(2, 20)
    assert codes(dial_on(full, case, on(2, 20, 1))) == {POLICY}
    answer = grant(full, case, request.override_id, actor="lead", at=on(2, 21))
    assert isinstance(answer, Reason) and answer.code == NOT_WAITING


def test_an_override_holds_on_its_own_case_alone(full: House, case: CaseFile) -> None:
    other = place(full, "HS-2", seed=12, 姓名=case.party.name, 证件号=case.party.id_number)
    request = request_of(full, case)
    grant(full, case, request.override_id, actor="lead")
    assert isinstance(dial_on(full, case, on(2, 20)), Sent)
    assert codes(dial_on(full, other, on(2, 20, 5))) == {POLICY}, "the same person, the same week"
    with pytest.raises(UnknownOverride, match="override list"):
        grant(full, other, request.override_id, actor="lead")


def test_requests_are_found_by_their_id_and_the_reason_shows_in_no_repr(full: House, case: CaseFile) -> None:
    request = request_of(full, case)
    found = find_override(full, override_id=request.override_id)
    assert (found.case.case_id, found.request.reason) == (case.case_id, "秘密的缘由")
    assert "秘密" not in repr(found)
    assert pending_overrides(full, as_of=request.ends_at) == []
    with pytest.raises(UnknownOverride):
        find_override(full, override_id="ov-nowhere")


def test_a_quick_look_at_a_case_without_overrides_costs_nothing(full: House, case: CaseFile) -> None:
    assert full.book.cases_with_overrides() == ()
    assert isinstance(dial(full, place(full, "HS-3", seed=13)), Sent)
